#pragma once

#include "connectors/maxcompute/tablemeta.h"

namespace sluice
{

// What makes a table a Delta table: rows have a key, and are changed by it. A value.
struct DeltaTable {
    QStringList keys; // empty: an ordinary table
    int buckets = 0;

    bool isDelta() const { return !keys.isEmpty(); }
};

// Reads it from the extended metadata, XML around JSON around JSON. Data when it is none of that.
Result<DeltaTable> parseDeltaTable(const QByteArray &body, const TableName &name);
Result<DeltaTable> fetchDeltaTable(Client &client, const TableName &name, Stop stop);

} // namespace sluice
