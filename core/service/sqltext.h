#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace sluice
{

// The statements of a text, cut at semicolons outside of quotes and comments; empty ones left out. `SET key=value` is
// no statement of its own: it stands, with its semicolon, in front of each of those behind it.
QStringList splitStatements(const QString &text);

// One line of CSV for people and programs: quoted where needed, NULL as `null`.
QString csvLine(const QStringList &cells, const QString &null = QStringLiteral("\\N"));

} // namespace sluice
