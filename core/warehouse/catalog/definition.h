#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <QByteArray>
#include <QMap>

namespace sluice::warehouse
{

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

    void addColumn(const Column &column, const QString &defaultText = {});
    QString physicalColumn(qsizetype i) const;
    // Whether rows may go away one by one, so that a segment's rows have no gapless numbers.
    bool isTransactional() const { return isOn("transactional"); }
    bool isDelta() const { return !primaryKey.isEmpty(); }
    bool isKey(qsizetype i) const { return primaryKey.contains(columnIds[i]); }
    QStringList physicalKeys() const; // in the order of PRIMARY KEY
    QStringList keyNames() const;
    int buckets() const; // of a Delta table
    qint64 estimatedBytes(qint64 rows) const;
    bool takesPartialUpdates() const { return isOn("acid.partial.fields.update.enable"); }

    QByteArray toJson() const;
    static Result<Definition> fromJson(const QByteArray &json);

private:
    bool isOn(const char *property) const;
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
