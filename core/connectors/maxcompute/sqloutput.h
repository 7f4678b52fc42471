#pragma once

#include "connector/sqlresult.h"

#include <QByteArray>
#include <QMap>

namespace sluice
{

// What an instance keeps of its statement, as its document has it.
struct InlineResult {
    QByteArray text;
    bool isCsv = false;
    QByteArray descriptor; // JSON
};

SqlResult readResult(const InlineResult &result);

// Rows of a query's result as MaxCompute prints them: CSV with LF, `\N` without quotes is NULL (a null QString).
// The first row is the header. A text that ends within quotes gives what was whole.
QList<QStringList> parseResultCsv(const QByteArray &csv);

// The statement without the `SET key=value;` in front of it, which come into `settings`. Blanks stand in their place,
// so that what the service says of lines and columns stays true.
QString takeSettings(QString sql, QMap<QString, QString> &settings);

} // namespace sluice
