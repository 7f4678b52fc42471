#include "warehouse/catalog/projectstore.h"

#include "warehouse/catalog/deltarows.h"

#include <QDateTime>

#include <algorithm>
#include <chrono>
#include <thread>

namespace sluice::warehouse
{

namespace
{

constexpr int conflictAttempts = 12;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

QString textList(const QStringList &values)
{
    QStringList quoted;
    for (const QString &value : values)
        quoted.append(sqlString(value));
    return QStringLiteral("[%1]::VARCHAR[]").arg(quoted.join(QLatin1Char(',')));
}

QString nameKey(const QString &schema, const QString &table)
{
    return schema + QLatin1Char('.') + table;
}

// Two transactions met: the later one may simply be done again.
bool worthRepeating(const Error &error)
{
    return error.code == ErrorCode::Conflict && error.detail.contains(QLatin1String("onflict"));
}

} // namespace

ProjectStore::ProjectStore(DuckDatabase database, QString name)
    : m_database(std::move(database))
    , m_name(std::move(name))
    , m_catalog(QStringLiteral("p_") + m_name)
{
}

QString ProjectStore::catalogTable(const char *table) const
{
    return sqlName(m_catalog) + QStringLiteral("._sluice.") + QLatin1String(table);
}

QString ProjectStore::dataTable(const TableState &table) const
{
    return sqlName(m_catalog) + QStringLiteral("._data.") + table.physical();
}

QString ProjectStore::rowsOf(const TableState &table) const
{
    return visibleRows(table, {});
}

QString ProjectStore::placedRowsOf(const TableState &table) const
{
    return visibleRows(table, {QStringLiteral("d.rowid AS \"$rowid\", d.\"$seg\", v.part AS \"$partition\"")});
}

// `outer`: what to give besides the columns.
QString ProjectStore::visibleRows(const TableState &table, QStringList outer) const
{
    QStringList values;
    const Definition &definition = table.definition;
    for (qsizetype i = 0; i < definition.columns.size(); ++i)
        outer.append(QStringLiteral("d.%1 AS %2")
                         .arg(definition.physicalColumn(i), sqlName(definition.columns.columns[i].name)));
    for (qsizetype i = 0; i < definition.partitionColumns.size(); ++i) {
        const Column &column = definition.partitionColumns.columns[i];
        // Tried only: conditions may be looked at before other tables' partitions are left out.
        values.append(QStringLiteral(", TRY_CAST(p.vals[%1] AS %2) AS p%1").arg(i + 1).arg(duckType(column.type)));
        outer.append(QStringLiteral("v.p%1 AS %2").arg(i + 1).arg(sqlName(column.name)));
    }
    return QStringLiteral("(SELECT %1 FROM %2 d JOIN (SELECT s.id AS seg, p.id AS part%3 FROM %4 s JOIN %5 p ON "
                          "s.partition_id = p.id "
                          "WHERE s.table_id = %6 AND s.state = 1) v ON d.\"$seg\" = v.seg)")
        .arg(outer.join(QStringLiteral(", ")), dataTable(table), values.join(QString()), catalogTable("segments"),
             catalogTable("partitions"), QString::number(table.id));
}

QStringList ProjectStore::schemas() const
{
    std::shared_lock lock(m_mutex);
    return m_schemas;
}

TablePtr ProjectStore::find(const QString &schema, const QString &table) const
{
    std::shared_lock lock(m_mutex);
    const auto id = m_names.constFind(nameKey(schema, table));
    return id == m_names.constEnd() ? TablePtr() : m_tables.value(*id);
}

TablePtr ProjectStore::find(qint64 id) const
{
    std::shared_lock lock(m_mutex);
    return m_tables.value(id);
}

QList<TablePtr> ProjectStore::tables(const QString &schema) const
{
    QList<TablePtr> found;
    {
        std::shared_lock lock(m_mutex);
        for (const TablePtr &table : m_tables)
            if (table->ref.schema == schema)
                found.append(table);
    }
    std::sort(found.begin(), found.end(),
              [](const TablePtr &a, const TablePtr &b) { return a->ref.table < b->ref.table; });
    return found;
}

Done ProjectStore::write(const Work &work)
{
    std::lock_guard writer(m_writer);
    for (int attempt = 1;; ++attempt) {
        SLUICE_TRY(DuckConnection connection, m_database.connect());
        SLUICE_CHECK(connection.begin());
        Changes changes;
        Done done = work(connection, changes);
        if (done)
            done = connection.commit();
        else
            (void)connection.rollback();
        if (done) {
            apply(changes);
            return {};
        }
        if (attempt == conflictAttempts || !worthRepeating(done.error()))
            return done;
        std::this_thread::sleep_for(std::chrono::milliseconds(2 * attempt));
    }
}

void ProjectStore::apply(const Changes &changes)
{
    {
        std::unique_lock lock(m_mutex);
        const auto forget = [this](qint64 id) {
            if (const TablePtr old = m_tables.take(id))
                m_names.remove(nameKey(old->ref.schema, old->ref.table));
        };
        for (const qint64 id : changes.droppedTables) {
            forget(id);
            m_uploads.removeIf([id](const auto &upload) { return upload.value()->table->id == id; });
            m_upserts.removeIf([id](const auto &upsert) { return upsert.value()->table->id == id; });
        }
        for (const TablePtr &table : changes.tables) {
            forget(table->id);
            m_tables.insert(table->id, table);
            m_names.insert(nameKey(table->ref.schema, table->ref.table), table->id);
        }
        for (const QString &schema : changes.addedSchemas)
            m_schemas.append(schema);
        for (const QString &schema : changes.droppedSchemas)
            m_schemas.removeAll(schema);
        m_schemas.sort();
    }
    std::lock_guard lock(m_deadMutex);
    for (const auto &[table, segment] : changes.dead)
        m_dead[table].push_back(segment);
    for (const qint64 id : changes.droppedTables)
        m_dead.erase(id);
}

Done ProjectStore::putTable(DuckConnection &connection, const TableState &table) const
{
    return connection.run(
        QStringLiteral("DELETE FROM %1 WHERE id = %2; INSERT INTO %1 VALUES (%2, %3, %4, %5, %6, %7, %8)")
            .arg(catalogTable("tables"), QString::number(table.id), sqlString(table.ref.schema),
                 sqlString(table.ref.table), sqlString(QString::fromUtf8(table.definition.toJson())),
                 QString::number(table.version), QString::number(table.created), QString::number(table.modified)));
}

Done ProjectStore::addPartitions(DuckConnection &connection, TableState &table, const QList<QStringList> &partitions)
{
    QStringList rows;
    for (const QStringList &values : partitions) {
        PartitionState partition;
        partition.id = newId();
        partition.generation = newId();
        partition.values = values;
        partition.created = partition.modified = now();
        rows.append(QStringLiteral("(%1, %2, %3, %4, %5)")
                        .arg(QString::number(partition.id), QString::number(table.id), textList(values),
                             QString::number(partition.created), QString::number(partition.modified)));
        table.put(std::move(partition));
    }
    return inParts(rows, [&](const QString &some) {
        return connection.run(QStringLiteral("INSERT INTO %1 VALUES %2").arg(catalogTable("partitions"), some));
    });
}

Done ProjectStore::publish(DuckConnection &connection, Changes &changes, TableState &table, const Filled &filled,
                           bool overwrite)
{
    if (overwrite) {
        QList<QStringList> partitions;
        for (const auto &[values, segments] : filled)
            partitions.append(values);
        SLUICE_CHECK(hideRows(connection, changes, table, partitions));
    }
    if (!table.definition.isDelta())
        return show(connection, table, filled);
    for (const auto &[values, segments] : filled) {
        SLUICE_TRY(const std::vector<Segment> unique, keepLastOfKeys(*this, connection, table, segments));
        if (!unique.empty() && !overwrite)
            SLUICE_CHECK(removeKeys(
                *this, connection, table, values,
                QStringLiteral("SELECT %1 FROM %2 WHERE \"$seg\" IN (%3)")
                    .arg(table.definition.physicalKeys().join(QLatin1Char(',')), dataTable(table), idList(unique))));
        SLUICE_CHECK(show(connection, table, {{values, unique}}));
    }
    return {};
}

Done ProjectStore::show(DuckConnection &connection, TableState &table, const Filled &filled)
{
    QStringList shown;
    QList<QStringList> touched;
    for (const auto &[values, segments] : filled) {
        PartitionState partition = *table.partitions.at(values);
        for (const Segment &segment : segments)
            shown.append(QStringLiteral("(%1,%2)").arg(segment.id).arg(partition.id));
        partition.segments.insert(partition.segments.end(), segments.begin(), segments.end());
        std::sort(partition.segments.begin(), partition.segments.end(),
                  [](const Segment &a, const Segment &b) { return a.id < b.id; });
        table.put(std::move(partition));
        touched.append(values);
    }
    SLUICE_CHECK(inParts(shown, [&](const QString &rows) {
        return connection.run(QStringLiteral("UPDATE %1 AS segments SET state = 1, partition_id = shown.place FROM "
                                             "(VALUES %2) AS shown(segment, place) WHERE segments.id = shown.segment")
                                  .arg(catalogTable("segments"), rows));
    }));
    return touch(connection, table, touched);
}

Done ProjectStore::touch(DuckConnection &connection, TableState &table, const QList<QStringList> &partitions) const
{
    const qint64 modified = now();
    QStringList ids;
    for (const QStringList &values : partitions) {
        PartitionState partition = *table.partitions.at(values);
        partition.modified = modified;
        ids.append(QString::number(partition.id));
        table.put(std::move(partition));
    }
    return inParts(ids, [&](const QString &some) {
        return connection.run(QStringLiteral("UPDATE %1 SET modified = %2 WHERE id IN (%3)")
                                  .arg(catalogTable("partitions"), QString::number(modified), some));
    });
}

Done ProjectStore::hideRows(DuckConnection &connection, Changes &changes, TableState &table,
                            const QList<QStringList> &partitions)
{
    QStringList filled;
    for (const QStringList &values : partitions) {
        PartitionState partition = *table.partitions.at(values);
        if (!partition.segments.empty())
            filled.append(QString::number(partition.id));
        for (const Segment &segment : partition.segments)
            changes.dead.emplace_back(table.id, segment.id);
        partition.segments.clear();
        partition.generation = newId();
        partition.modified = now();
        table.put(std::move(partition));
    }
    return inParts(filled, [&](const QString &ids) {
        return connection.run(QStringLiteral("UPDATE %1 SET state = 2 WHERE partition_id IN (%2) AND state = 1")
                                  .arg(catalogTable("segments"), ids));
    });
}

Done ProjectStore::dropPartitions(DuckConnection &connection, Changes &changes, TableState &table,
                                  const QList<QStringList> &partitions)
{
    SLUICE_CHECK(hideRows(connection, changes, table, partitions));
    QStringList dropped;
    for (const QStringList &values : partitions) {
        dropped.append(QString::number(table.partitions.at(values)->id));
        table.partitions.erase(values);
    }
    return inParts(dropped, [&](const QString &ids) {
        return connection.run(QStringLiteral("DELETE FROM %1 WHERE id IN (%2)").arg(catalogTable("partitions"), ids));
    });
}

Done ProjectStore::renamePartition(DuckConnection &connection, TableState &table, const QStringList &from,
                                   const QStringList &to)
{
    PartitionState partition = *table.partitions.at(from);
    partition.values = to;
    partition.generation = newId();
    partition.modified = now();
    SLUICE_CHECK(connection.run(QStringLiteral("UPDATE %1 SET vals = %2, modified = %3 WHERE id = %4")
                                    .arg(catalogTable("partitions"), textList(to), QString::number(partition.modified),
                                         QString::number(partition.id))));
    table.partitions.erase(from);
    table.put(std::move(partition));
    return {};
}

Done ProjectStore::mergePartitions(DuckConnection &connection, Changes &changes, TableState &table,
                                   const QList<QStringList> &sources, const QStringList &target)
{
    if (!table.partitions.contains(target)) {
        SLUICE_CHECK(addPartitions(connection, table, {target}));
    } else if (!sources.contains(target)) {
        SLUICE_CHECK(hideRows(connection, changes, table, {target}));
    }
    for (const QStringList &source : sources) {
        if (source == target || !table.partitions.contains(source)) // named twice
            continue;
        const std::vector<Segment> segments = table.partitions.at(source)->segments;
        SLUICE_CHECK(publish(connection, changes, table, {{target, segments}}, false));
        SLUICE_CHECK(connection.run(QStringLiteral("DELETE FROM %1 WHERE id = %2")
                                        .arg(catalogTable("partitions"))
                                        .arg(table.partitions.at(source)->id)));
        table.partitions.erase(source);
    }
    PartitionState merged = *table.partitions.at(target);
    merged.generation = newId();
    table.put(std::move(merged));
    return {};
}

Done ProjectStore::dropTable(DuckConnection &connection, Changes &changes, const TableState &table) const
{
    SLUICE_CHECK(connection.run(QStringLiteral("DROP TABLE IF EXISTS %1").arg(dataTable(table))));
    SLUICE_CHECK(
        connection.run(QStringLiteral("DELETE FROM %1 WHERE id = %2").arg(catalogTable("tables")).arg(table.id)));
    for (const char *dependent : {"partitions", "segments", "uploads", "upserts"})
        SLUICE_CHECK(connection.run(
            QStringLiteral("DELETE FROM %1 WHERE table_id = %2").arg(catalogTable(dependent)).arg(table.id)));
    changes.droppedTables.push_back(table.id);
    return {};
}

static QString segmentRow(qint64 table, qint64 partition, const Segment &segment, const QString &upload, int block,
                          qint64 seq)
{
    return QStringLiteral("(%1, %2, %3, %4, %5, %6, %7, %8, %9, 0)")
        .arg(segment.id)
        .arg(table)
        .arg(partition)
        .arg(sqlString(upload))
        .arg(block)
        .arg(seq)
        .arg(segment.rows)
        .arg(segment.bytes)
        .arg(now());
}

Done ProjectStore::recordSegment(DuckConnection &connection, qint64 table, qint64 partition, const Segment &segment,
                                 const QString &upload, int block, qint64 seq) const
{
    return connection.run(
        QStringLiteral("INSERT INTO %1 VALUES %2")
            .arg(catalogTable("segments"), segmentRow(table, partition, segment, upload, block, seq)));
}

Done ProjectStore::recordSegments(DuckConnection &connection, qint64 table, const std::vector<Segment> &segments) const
{
    QStringList rows;
    for (const Segment &segment : segments)
        rows.append(segmentRow(table, 0, segment, {}, -1, 0));
    return inParts(rows, [&](const QString &some) {
        return connection.run(QStringLiteral("INSERT INTO %1 VALUES %2").arg(catalogTable("segments"), some));
    });
}

void ProjectStore::discard(qint64 table, qint64 segment)
{
    std::lock_guard lock(m_deadMutex);
    m_dead[table].push_back(segment);
}

void ProjectStore::sweep()
{
    std::unique_lock sweeping(m_sweeping, std::try_to_lock);
    if (!sweeping)
        return; // somebody is at it, and takes what is left the next time
    std::map<qint64, std::vector<qint64>> dead;
    {
        std::lock_guard lock(m_deadMutex);
        dead.swap(m_dead);
    }
    for (auto &[tableId, segments] : dead) {
        const TablePtr table = find(tableId);
        if (!table)
            continue;
        QStringList ids;
        for (const qint64 id : segments)
            ids.append(QString::number(id));
        const QString list = ids.join(QLatin1Char(','));
        Result<DuckConnection> connection = m_database.connect();
        Done done = connection ? connection->run(QStringLiteral("BEGIN; DELETE FROM %1 WHERE \"$seg\" IN (%2); DELETE "
                                                                "FROM %3 WHERE id IN (%2); COMMIT")
                                                     .arg(dataTable(*table), list, catalogTable("segments")))
                               : Done(connection.error());
        if (done)
            continue;
        if (connection)
            (void)connection->rollback();
        std::lock_guard lock(m_deadMutex);
        auto &later = m_dead[tableId];
        later.insert(later.end(), segments.begin(), segments.end());
    }
}

std::shared_ptr<UploadState> ProjectStore::upload(const QString &id) const
{
    std::shared_lock lock(m_mutex);
    return m_uploads.value(id);
}

Done ProjectStore::expireUploads()
{
    std::vector<std::shared_ptr<UploadState>> old;
    {
        std::shared_lock lock(m_mutex);
        for (const auto &upload : std::as_const(m_uploads)) // a detach under a shared lock would be a write
            if (now() - upload->created > uploadLife)
                old.push_back(upload);
    }
    for (const auto &upload : old) {
        std::lock_guard session(upload->mutex);
        if (upload->committed && now() - upload->created <= committedUploadLife)
            continue;
        SLUICE_CHECK(write([&](DuckConnection &connection, Changes &changes) -> Done {
            if (!upload->committed)
                for (const auto &[number, block] : upload->blocks)
                    changes.dead.emplace_back(upload->table->id, block.segment.id);
            return connection.run(
                QStringLiteral("DELETE FROM %1 WHERE id = %2").arg(catalogTable("uploads"), sqlString(upload->id)));
        }));
        upload->expired = true;
        std::unique_lock lock(m_mutex);
        m_uploads.remove(upload->id);
    }
    return {};
}

void ProjectStore::addUpload(std::shared_ptr<UploadState> upload)
{
    std::unique_lock lock(m_mutex);
    m_uploads.insert(upload->id, std::move(upload));
}

} // namespace sluice::warehouse
