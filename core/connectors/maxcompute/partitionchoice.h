#pragma once

#include "tunnel/partitionspec.h"

namespace sluice
{

// Whether an entry begins with "/*query*/".
bool isPartitionQuery(const QString &entry);

// The partitions that a reader's entries mean, each once, in the order of `existing` (MR-3 to MR-9). An entry is a
// spec with wildcards to the table's last level, or a query. Config error when an entry does not fit the table.
Result<QList<PartitionSpec>> choosePartitions(const QStringList &entries, const QStringList &partitionColumns,
                                              const QList<PartitionSpec> &existing);

// A writer's spec: every level, in the table's order, without wildcards (MW-2).
Result<PartitionSpec> writerPartition(const QString &text, const QStringList &partitionColumns);

} // namespace sluice
