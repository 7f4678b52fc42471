#include "warehouse/catalog/deltarows.h"

#include "warehouse/catalog/catalogrow.h"
#include "warehouse/catalog/constraint.h"

#include <QDateTime>

namespace sluice::warehouse
{

namespace
{

// How many rows each segment lost.
using Losses = std::map<qint64, qint64>;

void lose(Segment &segment, qint64 rows)
{
    segment.bytes =
        segment.rows > 0 ? qint64(double(segment.bytes) * double(segment.rows - rows) / double(segment.rows)) : 0;
    segment.rows -= rows;
}

// Deletes the rows that a query names and counts them in the catalog.
Result<Losses> deleteRows(const ProjectStore &store, DuckConnection &connection, const TableState &table,
                          const QString &rows)
{
    Losses losses;
    SLUICE_CHECK(connection.run(QStringLiteral("CREATE OR REPLACE TEMP TABLE removed AS ") + rows));
    SLUICE_CHECK(eachRow(connection, QStringLiteral("SELECT s, count(*) FROM temp.removed GROUP BY s"),
                         [&](const CatalogRow &row) -> Done {
                             losses[row.number(0)] = row.number(1);
                             return {};
                         }));
    if (losses.empty())
        return losses;
    SLUICE_CHECK(connection.run(
        QStringLiteral("DELETE FROM %1 WHERE rowid IN (SELECT r FROM temp.removed);"
                       "UPDATE %2 AS s SET num_rows = s.num_rows - x.n FROM (SELECT s, count(*) AS n FROM "
                       "temp.removed GROUP BY s) x WHERE s.id = x.s")
            .arg(store.dataTable(table), store.catalogTable("segments"))));
    return losses;
}

} // namespace

QString sameKeys(const Definition &definition, const char *a, const char *b)
{
    QStringList pairs;
    for (const QString &key : definition.physicalKeys())
        pairs.append(QStringLiteral("%1.%3 = %2.%3").arg(QLatin1String(a), QLatin1String(b), key));
    return pairs.join(QStringLiteral(" AND "));
}

Done removeRows(ProjectStore &store, DuckConnection &connection, TableState &table, const QString &rows)
{
    SLUICE_TRY(const Losses losses, deleteRows(store, connection, table, rows));
    if (losses.empty())
        return {};
    QStringList emptied;
    const auto partitions = table.partitions;
    for (const auto &[values, present] : partitions) {
        PartitionState partition = *present;
        for (Segment &segment : partition.segments)
            if (const auto found = losses.find(segment.id); found != losses.end())
                lose(segment, found->second);
        if (partition.rows() == present->rows())
            continue;
        for (const Segment &segment : partition.segments)
            if (segment.rows == 0)
                emptied.append(QString::number(segment.id));
        std::erase_if(partition.segments, [](const Segment &segment) { return segment.rows == 0; });
        partition.generation = store.newId();
        partition.modified = QDateTime::currentMSecsSinceEpoch();
        SLUICE_CHECK(connection.run(QStringLiteral("UPDATE %1 SET modified = %2 WHERE id = %3")
                                        .arg(store.catalogTable("partitions"))
                                        .arg(partition.modified)
                                        .arg(partition.id)));
        table.put(std::move(partition));
    }
    if (emptied.isEmpty())
        return {};
    return connection.run(QStringLiteral("DELETE FROM %1 WHERE id IN (%2)")
                              .arg(store.catalogTable("segments"), emptied.join(QLatin1Char(','))));
}

Done removeKeys(ProjectStore &store, DuckConnection &connection, TableState &table, const QStringList &partition,
                const QString &keys)
{
    return removeRows(
        store, connection, table,
        QStringLiteral("SELECT d.rowid AS r, d.\"$seg\" AS s FROM %1 d SEMI JOIN (%2) k ON %3 WHERE "
                       "d.\"$seg\" IN (SELECT id FROM %4 WHERE partition_id = %5 AND state = 1)")
            .arg(store.dataTable(table), keys, sameKeys(table.definition, "d", "k"), store.catalogTable("segments"))
            .arg(table.partitions.at(partition)->id));
}

Result<qint64> addRows(ProjectStore &store, DuckConnection &connection, TableState &table, const QStringList &partition,
                       const QString &rows, const QString &order)
{
    Segment segment;
    segment.id = store.newId();
    const QString columns = table.definition.physicalColumns().join(QLatin1Char(','));
    auto inserted =
        connection.query(QStringLiteral("INSERT INTO %1(\"$seg\", \"$row\", %2) SELECT %3, row_number() OVER "
                                        "(ORDER BY %4) - 1, %2 FROM %5")
                             .arg(store.dataTable(table), columns, QString::number(segment.id), order, rows));
    if (!inserted)
        return refusedNull(inserted.error(), table).value_or(inserted.error());
    segment.rows = inserted->rowsChanged();
    segment.bytes = table.definition.estimatedBytes(segment.rows);
    if (segment.rows == 0)
        return 0;
    SLUICE_CHECK(store.recordSegment(connection, table.id, table.partitions.at(partition)->id, segment));
    SLUICE_CHECK(store.show(connection, table, {{partition, {segment}}}));
    return segment.rows;
}

Result<std::vector<Segment>> keepLastOfKeys(const ProjectStore &store, DuckConnection &connection,
                                            const TableState &table, const std::vector<Segment> &segments)
{
    if (segments.empty())
        return segments;
    QStringList places;
    for (size_t i = 0; i < segments.size(); ++i)
        places.append(QStringLiteral("(%1, %2)").arg(segments[i].id).arg(i));
    SLUICE_TRY(
        const Losses losses,
        deleteRows(store, connection, table,
                   QStringLiteral("SELECT r, s FROM (SELECT d.rowid AS r, d.\"$seg\" AS s, row_number() OVER "
                                  "(PARTITION BY %1 ORDER BY p.place DESC, d.\"$row\" DESC) AS n FROM %2 d JOIN "
                                  "(VALUES %3) p(seg, place) ON d.\"$seg\" = p.seg WHERE d.\"$seg\" IN (%4)) "
                                  "WHERE n > 1")
                       .arg(table.definition.physicalKeys().join(QStringLiteral(", d.")).prepend(QStringLiteral("d.")),
                            store.dataTable(table), places.join(QLatin1Char(',')), idList(segments))));
    std::vector<Segment> kept;
    for (Segment segment : segments) {
        if (const auto found = losses.find(segment.id); found != losses.end())
            lose(segment, found->second);
        if (segment.rows > 0)
            kept.push_back(segment);
    }
    return kept;
}

} // namespace sluice::warehouse
