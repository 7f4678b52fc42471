#include "warehouse/catalog/catalogrow.h"
#include "warehouse/catalog/projectstore.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

// 2: primary keys, rows that go one by one, sessions of the upsert tunnel. 3: clustered and automatically partitioned
// tables. Older files have none of it and are taken over as they are.
constexpr int catalogVersion = 3;

} // namespace

Result<std::unique_ptr<ProjectStore>> ProjectStore::open(DuckDatabase database, const QString &name,
                                                         const QString &file)
{
    std::unique_ptr<ProjectStore> store(new ProjectStore(std::move(database), name));
    SLUICE_CHECK(store->attach(file));
    SLUICE_CHECK(store->load());
    store->sweep();
    return store;
}

Done ProjectStore::attach(const QString &file)
{
    SLUICE_TRY(DuckConnection connection, m_database.connect());
    SLUICE_CHECK(connection.run(QStringLiteral("ATTACH %1 AS %2").arg(sqlString(file), sqlName(m_catalog))));
    SLUICE_CHECK(connection.run(
        QStringLiteral(
            "BEGIN;"
            "CREATE SCHEMA IF NOT EXISTS %1._sluice;"
            "CREATE SCHEMA IF NOT EXISTS %1._data;"
            "CREATE SCHEMA IF NOT EXISTS %1._stage;"
            "CREATE TABLE IF NOT EXISTS %1._sluice.meta(name VARCHAR, value BIGINT);"
            "INSERT INTO %1._sluice.meta SELECT 'version', %2 WHERE NOT EXISTS (FROM %1._sluice.meta);"
            "CREATE TABLE IF NOT EXISTS %1._sluice.schemas(name VARCHAR);"
            "INSERT INTO %1._sluice.schemas SELECT 'default' WHERE NOT EXISTS (FROM %1._sluice.schemas);"
            "CREATE TABLE IF NOT EXISTS %1._sluice.tables(id BIGINT, schema_name VARCHAR, name VARCHAR, "
            "definition VARCHAR, version BIGINT, created BIGINT, modified BIGINT);"
            "CREATE TABLE IF NOT EXISTS %1._sluice.partitions(id BIGINT, table_id BIGINT, vals VARCHAR[], "
            "created BIGINT, modified BIGINT);"
            "CREATE TABLE IF NOT EXISTS %1._sluice.segments(id BIGINT, table_id BIGINT, partition_id BIGINT, "
            "upload VARCHAR, block BIGINT, seq BIGINT, num_rows BIGINT, num_bytes BIGINT, created BIGINT, "
            "state BIGINT);" // 0 written, 1 visible, 2 to be swept
            "CREATE TABLE IF NOT EXISTS %1._sluice.uploads(id VARCHAR, table_id BIGINT, partition_id BIGINT, "
            "version BIGINT, overwrite BIGINT, committed BIGINT, created BIGINT);"
            "CREATE TABLE IF NOT EXISTS %1._sluice.upserts(id VARCHAR, table_id BIGINT, partition_id BIGINT, "
            "version BIGINT, stage BIGINT, status BIGINT, slots BIGINT, life BIGINT, created BIGINT);"
            "COMMIT")
            .arg(sqlName(m_catalog))
            .arg(catalogVersion)));
    qint64 version = 0;
    SLUICE_CHECK(eachRow(connection,
                         QStringLiteral("SELECT value FROM %1 WHERE name = 'version'").arg(catalogTable("meta")),
                         [&](const CatalogRow &row) -> Done {
                             version = row.number(0);
                             return {};
                         }));
    if (version > catalogVersion)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("Project \"%1\" was written by a newer version of Sluice. Use that version.").arg(m_name),
            file);
    if (version == catalogVersion)
        return {};
    return connection.run(QStringLiteral("UPDATE %1 SET value = %2 WHERE name = 'version'")
                              .arg(catalogTable("meta"))
                              .arg(catalogVersion));
}

Done ProjectStore::load()
{
    SLUICE_TRY(DuckConnection connection, m_database.connect());
    SLUICE_CHECK(connection.run(QStringLiteral("DELETE FROM %1 WHERE table_id NOT IN (SELECT id FROM %2)")
                                    .arg(catalogTable("segments"), catalogTable("tables"))));
    SLUICE_CHECK(eachRow(connection, QStringLiteral("SELECT name FROM %1 ORDER BY name").arg(catalogTable("schemas")),
                         [this](const CatalogRow &row) -> Done {
                             m_schemas.append(row.text(0));
                             return {};
                         }));
    SLUICE_CHECK(dropNameless(connection));
    SLUICE_CHECK(loadTables(connection));
    SLUICE_CHECK(loadUploads(connection));
    SLUICE_CHECK(loadSegments(connection));
    SLUICE_CHECK(loadUpserts(connection));
    return dropStrayStages(connection);
}

// Tables that were filled by CREATE TABLE AS and never got their name.
Done ProjectStore::dropNameless(DuckConnection &connection)
{
    QStringList nameless;
    SLUICE_CHECK(
        eachRow(connection,
                QStringLiteral("SELECT table_name FROM duckdb_tables() WHERE database_name = %1 AND schema_name "
                               "= '_data' AND table_name NOT IN (SELECT 't' || id FROM %2)")
                    .arg(sqlString(m_catalog), catalogTable("tables")),
                [&](const CatalogRow &row) -> Done {
                    nameless.append(row.text(0));
                    return {};
                }));
    for (const QString &table : std::as_const(nameless))
        SLUICE_CHECK(connection.run(QStringLiteral("DROP TABLE %1._data.%2").arg(sqlName(m_catalog), sqlName(table))));
    return {};
}

Done ProjectStore::loadTables(DuckConnection &connection)
{
    QHash<qint64, std::shared_ptr<TableState>> loaded;
    const auto seen = [this](qint64 id) { m_nextId = std::max(m_nextId.load(), id + 1); };
    SLUICE_CHECK(eachRow(connection,
                         QStringLiteral("SELECT id, schema_name, name, definition, version, created, modified FROM %1")
                             .arg(catalogTable("tables")),
                         [&](const CatalogRow &row) -> Done {
                             auto table = std::make_shared<TableState>();
                             table->id = row.number(0);
                             table->ref = TableRef{m_name, row.text(1), row.text(2)};
                             SLUICE_TRY(table->definition, Definition::fromJson(row.text(3).toUtf8()));
                             table->version = row.number(4);
                             table->created = row.number(5);
                             table->modified = row.number(6);
                             seen(table->id);
                             loaded.insert(table->id, std::move(table));
                             return {};
                         }));
    SLUICE_CHECK(
        eachRow(connection,
                QStringLiteral("SELECT id, table_id, CAST(to_json(vals) AS VARCHAR), created, modified FROM %1")
                    .arg(catalogTable("partitions")),
                [&](const CatalogRow &row) -> Done {
                    PartitionState partition;
                    partition.id = row.number(0);
                    for (const QJsonValue &value : QJsonDocument::fromJson(row.text(2).toUtf8()).array())
                        partition.values.append(value.toString());
                    partition.created = row.number(3);
                    partition.modified = row.number(4);
                    seen(partition.id);
                    if (const auto table = loaded.value(row.number(1)))
                        table->put(std::move(partition));
                    return {};
                }));
    Changes changes;
    for (const auto &table : std::as_const(loaded))
        changes.tables.push_back(table);
    apply(changes);
    return {};
}

Done ProjectStore::loadUploads(DuckConnection &connection)
{
    const qint64 present = QDateTime::currentMSecsSinceEpoch();
    QStringList expired;
    SLUICE_CHECK(eachRow(
        connection,
        QStringLiteral("SELECT id, table_id, partition_id, version, overwrite, committed, created FROM %1")
            .arg(catalogTable("uploads")),
        [&](const CatalogRow &row) -> Done {
            auto upload = std::make_shared<UploadState>();
            upload->id = row.text(0);
            upload->overwrite = row.number(4) != 0;
            upload->committed = row.number(5) != 0;
            upload->created = row.number(6);
            const TablePtr table = find(row.number(1));
            bool usable = table && present - upload->created < (upload->committed ? committedUploadLife : uploadLife);
            if (usable && !upload->committed && table->version != row.number(3))
                usable = false; // the table was altered: its blocks are of another shape
            const PartitionState *found = nullptr;
            if (usable)
                for (const auto &[values, partition] : table->partitions)
                    if (partition->id == row.number(2))
                        found = partition.get();
            if (usable && (found || upload->committed)) {
                upload->table = table;
                upload->partition = found ? found->values : QStringList();
                m_uploads.insert(upload->id, upload);
            } else {
                expired.append(sqlString(upload->id));
            }
            return {};
        }));
    if (expired.isEmpty())
        return {};
    return connection.run(
        QStringLiteral("DELETE FROM %1 WHERE id IN (%2)").arg(catalogTable("uploads"), expired.join(QLatin1Char(','))));
}

Done ProjectStore::loadUpserts(DuckConnection &connection)
{
    const qint64 present = QDateTime::currentMSecsSinceEpoch();
    QStringList forgotten;
    SLUICE_CHECK(eachRow(
        connection,
        QStringLiteral("SELECT id, table_id, partition_id, version, stage, status, slots, life, created FROM %1")
            .arg(catalogTable("upserts")),
        [&](const CatalogRow &row) -> Done {
            auto upsert = std::make_shared<UpsertState>();
            upsert->id = row.text(0);
            upsert->table = find(row.number(1));
            upsert->stage = row.number(4);
            upsert->status = UpsertStatus(row.number(5));
            upsert->slotCount = int(row.number(6));
            upsert->life = row.number(7);
            upsert->created = row.number(8);
            m_nextId = std::max(m_nextId.load(), upsert->stage + 1);
            if (!upsert->table || present - upsert->created > upsertMemory) {
                forgotten.append(sqlString(upsert->id));
                return {};
            }
            // Not forgotten: to a client, a session that is not known is one that was committed.
            if (upsert->status == UpsertStatus::Normal &&
                (present - upsert->created > upsert->life || upsert->table->version != row.number(3)))
                upsert->status = UpsertStatus::Expired;
            for (const auto &[values, partition] : upsert->table->partitions)
                if (partition->id == row.number(2))
                    upsert->partition = values;
            m_upserts.insert(upsert->id, upsert);
            return {};
        }));
    for (const auto &upsert : std::as_const(m_upserts)) {
        if (upsert->status != UpsertStatus::Normal)
            continue;
        // What is flushed from now on comes after what was.
        SLUICE_CHECK(eachRow(connection,
                             QStringLiteral("SELECT coalesce(max(\"$seg\"), 0) FROM %1").arg(stageTable(*upsert)),
                             [this](const CatalogRow &row) -> Done {
                                 m_nextId = std::max(m_nextId.load(), row.number(0) + 1);
                                 return {};
                             }));
    }
    if (forgotten.isEmpty())
        return {};
    return connection.run(QStringLiteral("DELETE FROM %1 WHERE id IN (%2)")
                              .arg(catalogTable("upserts"), forgotten.join(QLatin1Char(','))));
}

// Stages of sessions that are over.
Done ProjectStore::dropStrayStages(DuckConnection &connection) const
{
    QSet<QString> open;
    for (const auto &upsert : m_upserts)
        if (upsert->status == UpsertStatus::Normal)
            open.insert(stageTable(*upsert));
    QStringList stray;
    SLUICE_CHECK(eachRow(
        connection,
        QStringLiteral("SELECT table_name FROM duckdb_tables() WHERE database_name = %1 AND schema_name = '_stage'")
            .arg(sqlString(m_catalog)),
        [&](const CatalogRow &row) -> Done {
            const QString name = sqlName(m_catalog) + QStringLiteral("._stage.") + row.text(0);
            if (!open.contains(name))
                stray.append(name);
            return {};
        }));
    for (const QString &name : std::as_const(stray))
        SLUICE_CHECK(connection.run(QStringLiteral("DROP TABLE ") + name));
    return {};
}

Done ProjectStore::loadSegments(DuckConnection &connection)
{
    std::map<qint64, TableState> changed;
    std::map<qint64, QStringList> partitions;
    for (const TablePtr &table : std::as_const(m_tables)) {
        changed.emplace(table->id, *table);
        for (const auto &[values, partition] : table->partitions)
            partitions.emplace(partition->id, values);
    }
    std::map<qint64, std::map<qint64, PartitionState>> filled;
    const auto take = [&](const CatalogRow &row) -> Done {
        const Segment segment{row.number(0), row.number(6), row.number(7)};
        const qint64 tableId = row.number(1);
        const qint64 state = row.number(9);
        m_nextId = std::max(m_nextId.load(), segment.id + 1);
        const auto table = changed.find(tableId);
        if (table == changed.end())
            return {};
        const auto values = partitions.find(row.number(2));
        if (state == 1 && values != partitions.end()) {
            auto &partition = filled[tableId];
            auto place = partition.find(row.number(2));
            if (place == partition.end())
                place = partition.emplace(row.number(2), *table->second.partitions.at(values->second)).first;
            place->second.segments.push_back(segment);
            return {};
        }
        const auto upload = m_uploads.value(row.text(3));
        if (state == 0 && upload && !upload->committed) {
            // The rows come in the order of seq: the last block of a number stays.
            UploadState::Block &block = upload->blocks[int(row.number(4))];
            if (block.segment.id != 0)
                m_dead[tableId].push_back(block.segment.id);
            block = UploadState::Block{segment, row.number(8)};
            upload->nextSeq = row.number(5) + 1;
            return {};
        }
        m_dead[tableId].push_back(segment.id);
        return {};
    };
    SLUICE_CHECK(
        eachRow(connection,
                QStringLiteral("SELECT id, table_id, partition_id, upload, block, seq, num_rows, num_bytes, created, "
                               "state FROM %1 ORDER BY seq, id")
                    .arg(catalogTable("segments")),
                take));
    Changes changes;
    for (auto &[tableId, found] : filled) {
        TableState &table = changed.at(tableId);
        for (auto &[id, partition] : found) {
            std::sort(partition.segments.begin(), partition.segments.end(),
                      [](const Segment &a, const Segment &b) { return a.id < b.id; });
            table.put(std::move(partition));
        }
        changes.tables.push_back(std::make_shared<const TableState>(std::move(table)));
    }
    apply(changes);
    return {};
}

} // namespace sluice::warehouse
