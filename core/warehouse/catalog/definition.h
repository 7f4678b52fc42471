#pragma once

#include "base/result.h"
#include "data/schema.h"
#include "warehouse/warehouse.h"

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
    int nextColumnId = 1;

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

    QByteArray toJson() const;
    static Result<Definition> fromJson(const QByteArray &json);
};

// The DuckDB type that holds a MaxCompute type.
QString duckType(const Type &type);

// The columns that every physical table has besides its data: the segment, and the row's place in it.
inline constexpr char segmentColumn[] = "$seg";
inline constexpr char rowColumn[] = "$row";

} // namespace sluice::warehouse
