#include "warehouse/warehouse.h"

#include "warehouse/catalog/blockwriter.h"
#include "warehouse/catalog/downloads.h"
#include "warehouse/catalog/stores.h"
#include "warehouse/catalog/streams.h"
#include "warehouse/catalog/uploads.h"
#include "warehouse/catalog/upserts.h"
#include "warehouse/sql/execute.h"
#include "warehouse/storage/storagesessions.h"

#include <QDateTime>
#include <QHash>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 streamLife = 24 * 3600 * 1000;

Error noSession(const char *kind, const QString &id, const char *code)
{
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no %1 session \"%2\": it never was, or it has expired.")
                         .arg(QLatin1String(kind), id.left(100)),
                     {}, QLatin1String(code));
}

} // namespace

QString TableRef::text() const
{
    if (schema.isEmpty() || schema == QLatin1String("default"))
        return project + QLatin1Char('.') + table;
    return project + QLatin1Char('.') + schema + QLatin1Char('.') + table;
}

Schema StreamInfo::rowColumns() const
{
    Schema columns = table.columns;
    if (byRow)
        columns.columns.append(table.partitionColumns.columns);
    return columns;
}

class Warehouse::Private
{
public:
    explicit Private(std::unique_ptr<Stores> opened)
        : stores(std::move(opened))
        , storage(*stores)
    {
    }

    bool isOver(qint64 created) const
    {
        return QDateTime::currentMSecsSinceEpoch() - created > stores->options().sessionLife.count();
    }

    Result<std::shared_ptr<const DownloadState>> downloadState(const QString &id)
    {
        std::lock_guard lock(mutex);
        if (const auto found = downloads.value(id); found && !isOver(found->created))
            return found;
        return noSession("download", id, "NoSuchDownload");
    }

    Result<std::shared_ptr<const StreamState>> streamState(const QString &id)
    {
        std::lock_guard lock(mutex);
        if (const auto found = streams.value(id))
            return found;
        return noSession("stream", id, "StreamSessionNotFound");
    }

    void keepStream(const std::shared_ptr<const StreamState> &stream)
    {
        std::lock_guard lock(mutex);
        streams.removeIf([&](const auto &old) { return stream->created - old.value()->created > streamLife; });
        streams.insert(stream->id, stream);
    }

    Result<std::shared_ptr<UpsertState>> upsertState(const QString &id, ProjectStore **store)
    {
        if (auto found = stores->upsert(id, store)) {
            (*store)->expireUpserts();
            return found;
        }
        return noSession("upsert", id, "UpsertSessionNotFound");
    }

    // That an upload was committed is remembered longer than a session lives.
    Result<std::shared_ptr<UploadState>> uploadState(const QString &id, ProjectStore **store) const
    {
        const auto found = stores->upload(id, store);
        if (!found)
            return noSession("upload", id, "NoSuchUpload");
        std::lock_guard lock(found->mutex);
        if (!found->committed && isOver(found->created))
            return noSession("upload", id, "NoSuchUpload");
        return found;
    }

    std::unique_ptr<Stores> stores;
    StorageSessions storage;
    std::mutex mutex;
    QHash<QString, std::shared_ptr<const DownloadState>> downloads;
    QHash<QString, std::shared_ptr<const StreamState>> streams;
};

Warehouse::Warehouse(std::unique_ptr<Private> opened)
    : d(std::move(opened))
{
}
Warehouse::~Warehouse() = default;

Result<std::unique_ptr<Warehouse>> Warehouse::open(const WarehouseOptions &options)
{
    SLUICE_TRY(auto stores, Stores::open(options));
    return std::unique_ptr<Warehouse>(new Warehouse(std::make_unique<Private>(std::move(stores))));
}

const WarehouseOptions &Warehouse::options() const
{
    return d->stores->options();
}

QStringList Warehouse::projects() const
{
    return d->stores->projects();
}

bool Warehouse::hasProject(const QString &project) const
{
    return d->stores->find(project) != nullptr;
}

Done Warehouse::createProject(const QString &project)
{
    SLUICE_CHECK(d->stores->create(project));
    return {};
}

Result<QStringList> Warehouse::schemas(const QString &project) const
{
    SLUICE_TRY(ProjectStore * store, d->stores->project(project));
    return store->schemas();
}

Result<TableInfo> Warehouse::table(const TableRef &ref) const
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    return table->info();
}

Result<QList<TableInfo>> Warehouse::tables(const QString &project, const QString &schema, const QString &prefix) const
{
    SLUICE_TRY(ProjectStore * store, d->stores->project(project));
    const QString wanted = schema.isEmpty() ? QStringLiteral("default") : schema.toLower();
    if (!store->schemas().contains(wanted))
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("Project \"%1\" has no schema \"%2\".").arg(project, wanted), {},
                         QStringLiteral("NoSuchSchema"));
    QList<TableInfo> found;
    for (const TablePtr &table : store->tables(wanted))
        if (table->ref.table.startsWith(prefix, Qt::CaseInsensitive))
            found.append(table->info());
    return found;
}

Result<QList<PartitionInfo>> Warehouse::partitions(const TableRef &ref, const PartitionSpec &within,
                                                   const QStringList &after, qsizetype limit) const
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    QList<PartitionInfo> found;
    if (!table->partitioned())
        return found;
    const auto &all = table->partitions;
    for (auto it = after.isEmpty() ? all.begin() : all.upper_bound(after); it != all.end() && found.size() != limit;
         ++it)
        if (table->isWithin(it->first, within))
            found.append(table->info(*it->second));
    return found;
}

Result<PartitionInfo> Warehouse::partition(const TableRef &ref, const PartitionSpec &spec) const
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    SLUICE_TRY(const PartitionPtr partition, table->partition(spec));
    return table->info(*partition);
}

Result<SqlOutcome> Warehouse::execute(const QString &project, const QString &schema, const QString &sql,
                                      const QMap<QString, QString> &settings, Stop stop)
{
    SLUICE_CHECK(d->stores->project(project));
    return executeSql(*d->stores, SqlSession{project.toLower(), schema, settings}, sql, std::move(stop));
}

Result<UploadInfo> Warehouse::createUpload(const TableRef &ref, const PartitionSpec &partition, bool overwrite,
                                           bool createPartition)
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    SLUICE_TRY(const auto upload,
               createUploadSession(*d->stores->find(table->ref.project), table, partition, overwrite,
                                   createPartition ? MissingPartition::Create : MissingPartition::Refuse));
    return upload->info();
}

Result<UploadInfo> Warehouse::upload(const QString &id) const
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(const auto upload, d->uploadState(id, &store));
    return upload->info();
}

Result<std::unique_ptr<BlockWriter>> Warehouse::openBlock(const QString &uploadId, int blockId)
{
    if (blockId < 0 || blockId >= 20000)
        return makeError(ErrorCode::Config, QStringLiteral("Block %1: blocks are numbered 0 to 19999.").arg(blockId),
                         {}, QStringLiteral("InvalidBlockID"));
    ProjectStore *store = nullptr;
    SLUICE_TRY(auto upload, d->uploadState(uploadId, &store));
    return openBlockWriter(*store, std::move(upload), blockId);
}

Result<UploadInfo> Warehouse::commitUpload(const QString &id)
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(const auto upload, d->uploadState(id, &store));
    SLUICE_CHECK(commitUploadSession(*store, upload));
    return upload->info();
}

Result<UpsertInfo> Warehouse::createUpsert(const TableRef &ref, const PartitionSpec &partition, int slotCount,
                                           int lifeHours)
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    return createUpsertSession(*d->stores->find(table->ref.project), table, partition, slotCount, lifeHours);
}

Result<UpsertInfo> Warehouse::upsert(const QString &id) const
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(const auto upsert, d->upsertState(id, &store));
    return upsert->info();
}

Result<std::unique_ptr<BlockWriter>> Warehouse::openUpsert(const QString &id)
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(auto upsert, d->upsertState(id, &store));
    return openUpsertWriter(*store, std::move(upsert));
}

Result<UpsertInfo> Warehouse::commitUpsert(const QString &id)
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(const auto upsert, d->upsertState(id, &store));
    return commitUpsertSession(*store, *upsert);
}

Result<UpsertInfo> Warehouse::abortUpsert(const QString &id)
{
    ProjectStore *store = nullptr;
    SLUICE_TRY(const auto upsert, d->upsertState(id, &store));
    return abortUpsertSession(*store, *upsert);
}

Result<StreamInfo> Warehouse::createStream(const TableRef &ref, const PartitionSpec &partition, bool createPartition,
                                           int slotCount)
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    SLUICE_TRY(const auto stream,
               createStreamSession(*d->stores->find(table->ref.project), table, partition, createPartition, slotCount));
    d->keepStream(stream);
    return stream->info();
}

Result<StreamInfo> Warehouse::createStreamByRow(const TableRef &ref, int slotCount)
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    SLUICE_TRY(const auto stream, warehouse::createStreamByRow(*d->stores->find(table->ref.project), table, slotCount));
    d->keepStream(stream);
    return stream->info();
}

Result<StreamInfo> Warehouse::stream(const QString &id) const
{
    SLUICE_TRY(const auto stream, d->streamState(id));
    return stream->info();
}

Result<std::unique_ptr<BlockWriter>> Warehouse::openStream(const QString &id, const PartitionSpec &partition)
{
    SLUICE_TRY(auto stream, d->streamState(id));
    return openStreamWriter(std::move(stream), partition);
}

void Warehouse::closeStream(const QString &id)
{
    std::lock_guard lock(d->mutex);
    d->streams.remove(id);
}

Result<DownloadInfo> Warehouse::createDownload(const TableRef &ref, const PartitionSpec &partition)
{
    SLUICE_TRY(const TablePtr table, d->stores->table(ref));
    SLUICE_TRY(const auto download, createDownloadSession(*d->stores->find(table->ref.project), table, partition));
    std::lock_guard lock(d->mutex);
    d->downloads.removeIf([&](const auto &old) { return d->isOver(old.value()->created); });
    d->downloads.insert(download->id, download);
    return download->info();
}

Result<DownloadInfo> Warehouse::download(const QString &id) const
{
    SLUICE_TRY(const auto download, d->downloadState(id));
    return download->info();
}

StorageSessions &Warehouse::storage() const
{
    return d->storage;
}

Result<std::unique_ptr<RowStream>> Warehouse::read(const QString &downloadId, qint64 start, qint64 count,
                                                   const QStringList &columns) const
{
    SLUICE_TRY(auto download, d->downloadState(downloadId));
    return readDownload(std::move(download), start, count, columns);
}

} // namespace sluice::warehouse
