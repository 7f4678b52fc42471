#include "warehouse/catalog/uploads.h"

#include <QDateTime>
#include <QUuid>

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

Result<UploadInfo> createUploadSession(ProjectStore &store, const TablePtr &table, const PartitionSpec &partition,
                                       bool overwrite, bool createPartition)
{
    SLUICE_CHECK(store.expireUploads());
    SLUICE_TRY(const QStringList values, table->values(partition));
    if (!createPartition || !table->partitioned())
        SLUICE_CHECK(table->partition(partition));

    auto upload = std::make_shared<UploadState>();
    upload->id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
                 QUuid::createUuid().toString(QUuid::Id128);
    upload->partition = values;
    upload->overwrite = overwrite;
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
        if (partitionId == 0) {
            if (!createPartition)
                return present->partition(partition).error();
            auto changed = std::make_shared<TableState>(*present);
            SLUICE_CHECK(store.addPartition(connection, *changed, values));
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
    return upload->info();
}

Result<UploadInfo> commitUploadSession(ProjectStore &store, UploadState &upload)
{
    {
        std::lock_guard session(upload.mutex);
        if (upload.expired)
            return makeError(ErrorCode::NotFound, QStringLiteral("Upload %1 has expired.").arg(upload.id), {},
                             QStringLiteral("NoSuchUpload"));
        if (!upload.committed) {
            std::vector<Segment> segments;
            for (const auto &[number, block] : upload.blocks)
                segments.push_back(block.segment);
            SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
                const TablePtr present = store.find(upload.table->id);
                if (!present)
                    return makeError(
                        ErrorCode::NotFound,
                        QStringLiteral("Table %1 was dropped during the upload.").arg(upload.table->ref.text()), {},
                        QStringLiteral("NoSuchTable"));
                if (!present->partitions.contains(upload.partition))
                    return makeError(
                        ErrorCode::NotFound,
                        QStringLiteral("The partition was dropped during the upload into %1.").arg(present->ref.text()),
                        {}, QStringLiteral("NoSuchPartition"));
                auto changed = std::make_shared<TableState>(*present);
                SLUICE_CHECK(
                    store.publish(connection, changes, *changed, upload.partition, segments, upload.overwrite));
                changes.tables.push_back(changed);
                return connection.run(QStringLiteral("UPDATE %1 SET committed = 1 WHERE id = %2")
                                          .arg(store.catalogTable("uploads"), sqlString(upload.id)));
            }));
            upload.committed = true;
        }
    }
    store.sweep();
    return upload.info();
}

} // namespace sluice::warehouse
