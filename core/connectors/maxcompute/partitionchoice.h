#pragma once

#include "tunnel/partitionspec.h"

namespace sluice
{

// Whether an entry begins with "/*query*/".
bool isPartitionQuery(const QString &entry);

// How many of the greatest values a text asks for: 1 for "max_pt()", 2 for "max_two_pt()", 0 for any other.
int newestWanted(const QString &text);

// The partitions that a reader's entries mean, each once, in the order of `existing` (MR-3 to MR-9). An entry is a
// spec with wildcards to the table's last level, a query, or max_pt() or max_two_pt(): the partitions with the greatest
// value, or the two greatest, of the first level, compared as texts. They may stand for one level's value too. Config
// error when an entry does not fit the table.
Result<QList<PartitionSpec>> choosePartitions(const QStringList &entries, const QStringList &partitionColumns,
                                              const QList<PartitionSpec> &existing);

// A writer's spec: every level, in the table's order, without wildcards (MW-2).
Result<PartitionSpec> writerPartition(const QString &text, const QStringList &partitionColumns);

} // namespace sluice
