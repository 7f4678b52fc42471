#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <QJsonObject>

namespace sluice
{

// A table's columns as MaxCompute's JSON carries them.
struct TableColumns {
    Schema columns;
    Schema partitionColumns;
    QList<qint64> columnIds = {}; // one for each of `columns`: what the upsert tunnel calls it; empty when not told
};

// The "Schema" object of a tunnel session. The partition columns are keys; they never travel in a stream.
QJsonObject sessionSchemaJson(const TableColumns &columns);

// Reads that object, and the schema of the table metadata as well, which differs in one key (isNullable). Schema error
// naming the column when a type is not known.
Result<TableColumns> parseSessionSchema(const QJsonObject &json);

} // namespace sluice
