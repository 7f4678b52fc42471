#include "tunnel/upsertrecord.h"
#include "warehouse/catalog/constraint.h"
#include "warehouse/catalog/deltarows.h"
#include "warehouse/catalog/upserts.h"

namespace sluice::warehouse
{

namespace
{

QString deleted()
{
    return QString::number(int(RowOperation::Delete));
}

QString listed(const Definition &definition, const QString &form)
{
    QStringList columns;
    for (qsizetype i = 0; i < definition.columns.size(); ++i)
        columns.append(form.arg(definition.physicalColumn(i)));
    return columns.join(QStringLiteral(", "));
}

// The last record of each key, when every record is a whole row.
QString lastRecords(const QString &stage, const Definition &definition)
{
    return QStringLiteral(
               "SELECT __operation AS op, \"$seg\" AS s, \"$row\" AS r, %1 FROM %2 QUALIFY row_number() OVER "
               "(PARTITION BY %3 ORDER BY \"$seg\" DESC, \"$row\" DESC) = 1")
        .arg(listed(definition, QStringLiteral("%1")), stage, definition.physicalKeys().join(QLatin1Char(',')));
}

// The records of each key folded into one. A whole row and a delete make forget what was before them (their place is
// `base`); after that, the last value that is not null wins, among the columns that its record names. Without a base,
// the row that the table has stands below.
QString foldedRecords(const QString &stage, const TableState &table, const QString &rows)
{
    const Definition &definition = table.definition;
    const QString keys = definition.physicalKeys().join(QLatin1Char(','));
    QStringList folded;
    QStringList merged;
    for (qsizetype i = 0; i < definition.columns.size(); ++i) {
        const QString column = definition.physicalColumn(i);
        if (definition.isKey(i)) {
            merged.append(QStringLiteral("f.") + column);
            continue;
        }
        folded.append(QStringLiteral(", arg_max(%1, place) FILTER (WHERE %1 IS NOT NULL AND __operation <> %2 AND "
                                     "place >= coalesce(base, 0) AND (whole OR list_contains(__value_cols, %3))) AS %1")
                          .arg(column, deleted())
                          .arg(definition.columnIds[i]));
        merged.append(QStringLiteral("CASE WHEN f.based THEN f.%1 ELSE coalesce(f.%1, o.%1) END AS %1").arg(column));
    }
    return QStringLiteral(
               "WITH placed AS (SELECT *, row_number() OVER (ORDER BY \"$seg\", \"$row\") AS place, (__operation = %1 "
               "OR "
               "coalesce(len(__value_cols), 0) = 0) AS whole FROM %2), "
               "based AS (SELECT *, max(CASE WHEN whole THEN place END) OVER (PARTITION BY %3) AS base FROM placed), "
               "folded AS (SELECT %3, arg_max(__operation, place) AS op, max(place) AS r, bool_or(base IS NOT NULL) AS "
               "based%4 FROM based GROUP BY %3) "
               "SELECT f.op, 0 AS s, f.r, %5 FROM folded f LEFT JOIN (%6) o ON %7")
        .arg(deleted(), stage, keys, folded.join(QString()), merged.join(QStringLiteral(", ")), rows,
             sameKeys(definition, "f", "o"));
}

} // namespace

Done mergeStage(ProjectStore &store, DuckConnection &connection, const UpsertState &upsert, TableState &table)
{
    const Definition &definition = table.definition;
    const QString stage = store.stageTable(upsert);
    const QString columns = listed(definition, QStringLiteral("%1"));
    const PartitionState &partition = *table.partitions.at(upsert.partition);
    SLUICE_TRY(const QString partial,
               connection.value(QStringLiteral("SELECT 'yes' FROM %1 WHERE len(__value_cols) > 0 LIMIT 1").arg(stage)));
    const QString visible =
        QStringLiteral("SELECT %1 FROM %2 WHERE \"$seg\" IN (SELECT id FROM %3 WHERE partition_id = "
                       "%4 AND state = 1)")
            .arg(columns, store.dataTable(table), store.catalogTable("segments"))
            .arg(partition.id);
    SLUICE_CHECK(
        connection.run(QStringLiteral("CREATE OR REPLACE TEMP TABLE merged AS ") +
                       (partial.isNull() ? lastRecords(stage, definition) : foldedRecords(stage, table, visible))));
    SLUICE_CHECK(
        removeKeys(store, connection, table, upsert.partition,
                   QStringLiteral("SELECT %1 FROM temp.merged").arg(definition.physicalKeys().join(QLatin1Char(',')))));
    Segment segment;
    segment.id = store.newId();
    auto inserted = connection.query(
        QStringLiteral(
            "INSERT INTO %1(\"$seg\", \"$row\", %2) SELECT %3, row_number() OVER (ORDER BY s, r) - 1, %2 FROM "
            "temp.merged WHERE op <> %4")
            .arg(store.dataTable(table), columns, QString::number(segment.id), deleted()));
    if (!inserted)
        return refusedNull(inserted.error(), table).value_or(inserted.error());
    segment.rows = inserted->rowsChanged();
    segment.bytes = definition.estimatedBytes(segment.rows);
    if (segment.rows == 0)
        return store.show(connection, table, upsert.partition, {});
    SLUICE_CHECK(store.recordSegment(connection, table.id, partition.id, segment));
    return store.show(connection, table, upsert.partition, {segment});
}

} // namespace sluice::warehouse
