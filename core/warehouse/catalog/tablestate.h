#pragma once

#include "warehouse/catalog/definition.h"
#include "warehouse/warehouse.h"

#include <map>
#include <memory>
#include <vector>

namespace sluice::warehouse
{

// What one block or one statement wrote into one partition.
struct Segment {
    qint64 id = 0;
    qint64 rows = 0;
    qint64 bytes = 0; // estimated
};

QString idList(const std::vector<Segment> &segments); // as SQL writes it: 4,7,9

// A partition and its visible segments, in the order of their ids. A table without partition columns has one
// partition, without values.
struct PartitionState {
    qint64 id = 0;
    QStringList values;
    qint64 created = 0; // milliseconds
    qint64 modified = 0;
    qint64 generation = 0; // changes whenever rows are taken away
    std::vector<Segment> segments;

    qint64 rows() const;
    qint64 bytes() const;
};

using PartitionPtr = std::shared_ptr<const PartitionState>;

// A table at one moment. Immutable once published: a change makes a new one, readers keep theirs.
struct TableState {
    qint64 id = 0;
    TableRef ref;
    Definition definition;
    qint64 version = 1; // of the columns
    qint64 created = 0;
    qint64 modified = 0;
    std::map<QStringList, PartitionPtr> partitions; // by values

    bool partitioned() const { return !definition.partitionColumns.columns.isEmpty(); }
    QString physical() const { return QLatin1Char('t') + QString::number(id); }

    void put(PartitionState partition);

    // Unsupported (detail InvalidArgument) when there are no rows to be had: of a view or an external table.
    Done checkStored() const;

    TableInfo info() const;
    PartitionInfo info(const PartitionState &partition) const;
    PartitionSpec spec(const QStringList &values) const;
    // Whether a partition's values are those of a specification, which may leave levels out.
    bool isWithin(const QStringList &values, const PartitionSpec &spec) const;

    // The values of a whole specification in the order of the partition columns. Config (detail MissingPartitionSpec or
    // InvalidPartitionSpec) when it does not fit the table.
    Result<QStringList> values(const PartitionSpec &spec) const;
    // NotFound (detail NoSuchPartition) names a near one.
    Result<PartitionPtr> partition(const PartitionSpec &spec) const;
};

using TablePtr = std::shared_ptr<const TableState>;

} // namespace sluice::warehouse
