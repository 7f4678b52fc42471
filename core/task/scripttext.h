#pragma once

#include <QJsonValue>
#include <QString>
#include <QStringView>

namespace sluice
{

// The spelling of JSON's scalars in a script.

// What stands between the quotes of a text, without its escapes. Wrong escapes are kept as they are.
QString decodeText(QStringView inner);
// With quotes; escapes only what must be.
QString encodeText(const QString &text);
// Null, booleans, numbers and texts.
QString encodeScalar(const QJsonValue &value);

// Where the escapes or characters of a text break JSON's rules: the offset of the first, or -1.
qsizetype wrongCharacter(QStringView inner);
// Whether a word is a number as JSON spells them.
bool isNumber(QStringView word);

} // namespace sluice
