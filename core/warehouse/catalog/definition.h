#pragma once

#include "base/result.h"
#include "data/schema.h"
#include "warehouse/warehouse.h"

#include <QByteArray>
#include <QMap>

#include <optional>

namespace sluice::warehouse
{

// CLUSTERED BY, by the ids of the columns. Rows are kept as in every table: the buckets are worked out when they are
// asked for.
struct Clustering {
    bool byRange = false;
    QList<int> columns;
    QList<QPair<int, bool>> sortedBy; // true: descending
    int buckets = 0;                  // by range: may be 0
};

// AUTO PARTITIONED BY (TRUNC_TIME(column, 'part') AS pt): the one partition column is worked out from a data column.
struct AutoPartition {
    int column = 0; // its id
    QString datePart;
};

// What CREATE TABLE says, as the catalog keeps it. In DuckDB a column is called by a number that never changes
// ("c3"), so that renaming one touches no data.
struct Definition {
    Schema columns;
    QList<int> columnIds;    // one for each of `columns`
    QStringList defaults;    // one for each of `columns`: MaxCompute's text of DEFAULT, null when there is none
    Schema partitionColumns; // empty: not partitioned
    QString comment;
    int lifecycle = -1;
    QMap<QString, QString> properties;
    QList<int> primaryKey; // ids of the key columns; not empty: a Delta table
    int nextColumnId = 1;
    std::optional<Clustering> clustering;
    std::optional<AutoPartition> autoPartition;

    TableKind kind = TableKind::Managed; // only of a managed table there is data
    QString viewText;
    QString viewProject; // where the names in the view's query are looked up
    QString viewSchema;
    QString location;
    QString storedBy;

    bool isStored() const { return kind == TableKind::Managed; }

    void addColumn(const Column &column, const QString &defaultText = {});
    void removeColumn(qsizetype i);
    QString physicalColumn(qsizetype i) const;
    QStringList physicalColumns() const;
    // Whether rows may go away one by one, so that a segment's rows have no gapless numbers.
    bool isTransactional() const { return isOn("transactional"); }
    bool isDelta() const { return !primaryKey.isEmpty(); }
    bool isKey(qsizetype i) const { return primaryKey.contains(columnIds[i]); }
    QString columnOf(int id) const { return columns.columns[columnIds.indexOf(id)].name; }
    // What rows are clustered or partitioned by: such a column stays.
    bool isPlacing(qsizetype i) const;
    QStringList physicalKeys() const; // in the order of PRIMARY KEY
    QStringList keyNames() const;
    int buckets() const; // of a Delta table
    qint64 estimatedBytes(qint64 rows) const;
    bool takesPartialUpdates() const { return isOn("acid.partial.fields.update.enable"); }

    QByteArray toJson() const;
    static Result<Definition> fromJson(const QByteArray &json);
    bool isOn(const char *property) const; // whether it is 'true'
};

// What a Delta table has when nothing is said, and at most.
inline constexpr int defaultBuckets = 16;
inline constexpr int maxBuckets = 4096;

// The DuckDB type that holds a MaxCompute type.
QString duckType(const Type &type);

// The columns that every physical table has besides its data: the segment, and the row's place in it.
inline constexpr char segmentColumn[] = "$seg";
inline constexpr char rowColumn[] = "$row";

} // namespace sluice::warehouse
