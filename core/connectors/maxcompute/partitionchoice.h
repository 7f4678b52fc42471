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

// What a writer fills: one partition, or, where levels are named without a value ("pt=20150101, type"), one for each of
// their values among the rows.
struct WritePartition {
    PartitionSpec fixed; // the levels with a value
    QStringList levels;  // those without

    // Without wildcards (MW-2). Config error with the position.
    static Result<WritePartition> parse(const QString &text);
};

// The same against a table: every level, in the table's order, those with a value on top.
Result<WritePartition> writerPartition(const QString &text, const QStringList &partitionColumns);

} // namespace sluice
