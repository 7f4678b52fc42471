#include "warehouse/storage/storagesessions.h"

#include "warehouse/storage/scanstate.h"
#include "warehouse/storage/writestate.h"

#include <QDateTime>
#include <QHash>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 sessionLife = 24 * 3600 * 1000;

Error noSession(const QString &id)
{
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no session \"%1\": it never was, or it has expired.").arg(id.left(100)),
                     {}, QStringLiteral("NoSuchSession"));
}

bool isOver(const QDateTime &created)
{
    return created.msecsTo(QDateTime::currentDateTimeUtc()) > sessionLife;
}

} // namespace

class StorageSessions::Private
{
public:
    explicit Private(Stores &stores)
        : stores(stores)
    {
    }

    Result<std::shared_ptr<const ScanState>> scan(const QString &id) const
    {
        std::lock_guard lock(mutex);
        const auto found = scans.value(id);
        if (!found || isOver(found->info.created))
            return noSession(id);
        return found;
    }

    Result<std::shared_ptr<WriteState>> write(const QString &id)
    {
        std::lock_guard lock(mutex);
        if (const auto found = writes.value(id); found && !isOver(found->info.created))
            return found;
        ProjectStore *store = nullptr;
        const auto upload = stores.upload(id, &store);
        if (!upload)
            return noSession(id);
        auto restored = restoredWriteState(*store, upload);
        writes.insert(id, restored);
        return restored;
    }

    Stores &stores;
    mutable std::mutex mutex;
    QHash<QString, std::shared_ptr<const ScanState>> scans;
    QHash<QString, std::shared_ptr<WriteState>> writes;
};

StorageSessions::StorageSessions(Stores &stores)
    : d(std::make_unique<Private>(stores))
{
}
StorageSessions::~StorageSessions() = default;

Result<std::unique_ptr<RowStream>> StorageSessions::read(const ScanRequest &request, qint64 start, qint64 count) const
{
    SLUICE_TRY(auto scan, createScanState(d->stores, request));
    return readScan(std::move(scan), start, count);
}

Result<ScanInfo> StorageSessions::createScan(const ScanRequest &request)
{
    SLUICE_TRY(const auto scan, createScanState(d->stores, request));
    std::lock_guard lock(d->mutex);
    d->scans.removeIf([](const auto &old) { return isOver(old.value()->info.created); });
    d->scans.insert(scan->info.id, scan);
    return scan->info;
}

Result<ScanInfo> StorageSessions::scan(const QString &id) const
{
    SLUICE_TRY(const auto scan, d->scan(id));
    return scan->info;
}

Result<std::unique_ptr<RowStream>> StorageSessions::readSplit(const QString &id, qint64 split, qint64 skip) const
{
    SLUICE_TRY(const auto scan, d->scan(id));
    return readSplitOf(scan, split, skip);
}

Result<std::unique_ptr<RowStream>> StorageSessions::readRows(const QString &id, qint64 start, qint64 count) const
{
    SLUICE_TRY(const auto scan, d->scan(id));
    return readScan(scan, start, count);
}

Result<WriteInfo> StorageSessions::createWrite(const WriteRequest &request)
{
    SLUICE_TRY(const auto write, createWriteState(d->stores, request));
    std::lock_guard lock(d->mutex);
    d->writes.removeIf([](const auto &old) { return isOver(old.value()->info.created); });
    d->writes.insert(write->info.id, write);
    return write->info;
}

Result<WriteInfo> StorageSessions::write(const QString &id) const
{
    SLUICE_TRY(const auto write, d->write(id));
    std::lock_guard lock(write->mutex);
    return write->info;
}

Result<std::unique_ptr<BlockWriter>> StorageSessions::openBlock(const QString &id, const WriteAttempt &attempt)
{
    if (attempt.block < 0 || attempt.block >= writeBlockLimit || attempt.attempt < 0 ||
        attempt.attempt >= writeAttemptLimit)
        return makeError(ErrorCode::Config,
                         QStringLiteral("Blocks are numbered 0 to %1, their attempts 0 to %2.")
                             .arg(writeBlockLimit - 1)
                             .arg(writeAttemptLimit - 1),
                         {}, QStringLiteral("InvalidBlockID"));
    SLUICE_TRY(auto write, d->write(id));
    return openWriteBlock(std::move(write), attempt);
}

Result<WriteInfo> StorageSessions::commitWrite(const QString &id, const std::vector<WriteAttempt> &attempts)
{
    SLUICE_TRY(const auto write, d->write(id));
    SLUICE_CHECK(commitWriteState(*write, attempts));
    std::lock_guard lock(write->mutex);
    return write->info;
}

} // namespace sluice::warehouse
