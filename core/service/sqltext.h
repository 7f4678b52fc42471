#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace sluice
{

// The statements of a text, cut at semicolons outside of quotes and comments; empty ones left out.
QStringList splitStatements(const QString &text);

// Rows of a query's result as MaxCompute prints them: CSV with LF, `\N` without quotes is NULL (a null QString).
// The first row is the header. A text that ends within quotes gives what was whole.
QList<QStringList> parseResultCsv(const QByteArray &csv);

// One line of CSV for people and programs: quoted where needed, NULL as `null`.
QString csvLine(const QStringList &cells, const QString &null = QStringLiteral("\\N"));

} // namespace sluice
