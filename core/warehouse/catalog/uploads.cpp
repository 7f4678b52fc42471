#include "warehouse/catalog/uploads.h"

#include "warehouse/catalog/sessionid.h"

#include <QDateTime>

namespace sluice::warehouse
{

UploadInfo UploadState::info()
{
    UploadInfo info;
    info.id = id;
    info.table = table->ref;
    info.partition = table->spec(partition);
    info.overwrite = overwrite;
    info.columns = table->definition.columns;
    info.partitionColumns = table->definition.partitionColumns;
    info.created = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC);
    std::lock_guard lock(mutex);
    info.committed = committed;
    for (const auto &[number, block] : blocks)
        info.blocks.append(
            BlockInfo{number, block.segment.rows, QDateTime::fromMSecsSinceEpoch(block.finished, Qt::UTC)});
    return info;
}

Result<std::shared_ptr<UploadState>> createUploadSession(ProjectStore &store, const TablePtr &table,
                                                         const PartitionSpec &partition, bool overwrite,
                                                         MissingPartition missing)
{
    SLUICE_CHECK(table->checkStored());
    SLUICE_CHECK(store.expireUploads());
    SLUICE_TRY(const QStringList values, table->values(partition));
    if (missing == MissingPartition::Refuse || !table->partitioned())
        SLUICE_CHECK(table->partition(partition));

    auto upload = std::make_shared<UploadState>();
    upload->id = newSessionId();
    upload->partition = values;
    upload->overwrite = overwrite;
    upload->createsPartition = missing == MissingPartition::CreateAtCommit;
    upload->created = QDateTime::currentMSecsSinceEpoch();
    const qint64 tableId = table->id;
    SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        const TablePtr present = store.find(tableId);
        if (!present)
            return makeError(ErrorCode::NotFound, QStringLiteral("Table %1 was dropped.").arg(table->ref.text()), {},
                             QStringLiteral("NoSuchTable"));
        upload->table = present;
        auto found = present->partitions.find(values);
        qint64 partitionId = found == present->partitions.end() ? 0 : found->second->id;
        if (partitionId == 0 && missing == MissingPartition::Refuse)
            return present->partition(partition).error();
        if (partitionId == 0 && missing == MissingPartition::Create) {
            auto changed = std::make_shared<TableState>(*present);
            SLUICE_CHECK(store.addPartitions(connection, *changed, {values}));
            partitionId = changed->partitions.at(values)->id;
            changes.tables.push_back(changed);
            upload->table = changed;
        }
        return connection.run(QStringLiteral("INSERT INTO %1 VALUES (%2, %3, %4, %5, %6, 0, %7)")
                                  .arg(store.catalogTable("uploads"), sqlString(upload->id))
                                  .arg(tableId)
                                  .arg(partitionId)
                                  .arg(upload->table->version)
                                  .arg(overwrite ? 1 : 0)
                                  .arg(upload->created));
    }));
    store.addUpload(upload);
    return upload;
}

namespace
{

// Inside a write(): shows the chosen blocks of one upload.
Done publishUpload(ProjectStore &store, DuckConnection &connection, ProjectStore::Changes &changes, TableState &table,
                   const UploadChoice &choice)
{
    const UploadState &upload = *choice.upload;
    if (!table.partitions.contains(upload.partition)) {
        if (!upload.createsPartition)
            return makeError(
                ErrorCode::NotFound,
                QStringLiteral("The partition was dropped during the upload into %1.").arg(table.ref.text()), {},
                QStringLiteral("NoSuchPartition"));
        SLUICE_CHECK(store.addPartitions(connection, table, {upload.partition}));
    }
    std::vector<Segment> segments;
    for (const auto &[number, block] : upload.blocks)
        if (choice.has(number))
            segments.push_back(block.segment);
    SLUICE_CHECK(store.publish(connection, changes, table, {{upload.partition, segments}}, upload.overwrite));
    return connection.run(QStringLiteral("UPDATE %1 SET committed = 1 WHERE id = %2")
                              .arg(store.catalogTable("uploads"), sqlString(upload.id)));
}

} // namespace

Done commitUploadSessions(ProjectStore &store, const std::vector<UploadChoice> &choices)
{
    {
        std::vector<std::unique_lock<std::mutex>> sessions;
        std::vector<const UploadChoice *> open;
        for (const UploadChoice &choice : choices) {
            sessions.emplace_back(choice.upload->mutex);
            if (choice.upload->expired)
                return makeError(ErrorCode::NotFound, QStringLiteral("Upload %1 has expired.").arg(choice.upload->id),
                                 {}, QStringLiteral("NoSuchUpload"));
            if (!choice.upload->committed)
                open.push_back(&choice);
        }
        if (open.empty())
            return {};
        const TablePtr table = open.front()->upload->table;
        SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
            const TablePtr present = store.find(table->id);
            if (!present)
                return makeError(ErrorCode::NotFound,
                                 QStringLiteral("Table %1 was dropped during the upload.").arg(table->ref.text()), {},
                                 QStringLiteral("NoSuchTable"));
            auto changed = std::make_shared<TableState>(*present);
            for (const UploadChoice *choice : open)
                SLUICE_CHECK(publishUpload(store, connection, changes, *changed, *choice));
            changes.tables.push_back(changed);
            return {};
        }));
        for (const UploadChoice *choice : open) {
            choice->upload->committed = true;
            for (const auto &[number, block] : choice->upload->blocks)
                if (!choice->has(number))
                    store.discard(table->id, block.segment.id);
        }
    }
    store.sweep();
    return {};
}

Done commitUploadSession(ProjectStore &store, const std::shared_ptr<UploadState> &upload)
{
    return commitUploadSessions(store, {{upload, std::nullopt}});
}

} // namespace sluice::warehouse
