#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace sluice
{

// RFC 6901: "/steps/0/parameter/a~1b".

// One key as it stands in a pointer: ~ and / escaped.
QString pointerToken(const QString &key);
// The pointer of a member below another.
QString pointerTo(const QString &parent, const QString &key);
QString pointerTo(const QString &parent, int index);
// The pointer of what holds it; "" for the whole and for a single key.
QString parentPointer(const QString &pointer);

// The keys of a pointer, unescaped; nothing when it does not start with a slash ("" is the whole document).
std::optional<QStringList> pointerTokens(const QString &pointer);
// The token as an index into an array: digits without a leading zero.
std::optional<int> pointerIndex(const QString &token);

} // namespace sluice
