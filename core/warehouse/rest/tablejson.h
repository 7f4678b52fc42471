#pragma once

#include "warehouse/warehouse.h"

#include <QJsonObject>

namespace sluice::warehouse
{

// The "Schema" document of a table's metadata. Numbers are numbers and absent things are left out: the Go SDK reads
// into typed fields. `extended` adds what ?extended asks for.
QJsonObject tableJson(const TableInfo &table, const QString &owner, bool extended);
QJsonObject partitionJson(const PartitionInfo &partition, bool extended);

} // namespace sluice::warehouse
