#include "warehouse/storage/writestate.h"

#include "warehouse/catalog/blockwriter.h"
#include "warehouse/storage/partitioningwriter.h"

#include <QDateTime>
#include <QUuid>

namespace sluice::warehouse
{

namespace
{

// Attempts are blocks of an upload: its number says both. In the order of the blocks, for in a Delta table the last row
// of a key counts.
int uploadBlock(const WriteAttempt &attempt)
{
    return attempt.block * writeAttemptLimit + attempt.attempt;
}

WriteAttempt attemptOf(int uploadBlock)
{
    return {uploadBlock / writeAttemptLimit, uploadBlock % writeAttemptLimit};
}

// Reports the end of an attempt to its session.
class AttemptWriter final : public BlockWriter
{
public:
    AttemptWriter(std::shared_ptr<WriteState> write, const WriteAttempt &attempt, std::unique_ptr<BlockWriter> block)
        : m_write(std::move(write))
        , m_attempt(attempt)
        , m_block(std::move(block))
    {
    }

    Done append(const arrow::RecordBatch &rows) override { return m_block->append(rows); }
    Done finish() override
    {
        SLUICE_CHECK(m_block->finish());
        std::lock_guard lock(m_write->mutex);
        m_write->finished.insert(m_attempt);
        return {};
    }

private:
    std::shared_ptr<WriteState> m_write;
    WriteAttempt m_attempt;
    std::unique_ptr<BlockWriter> m_block;
};

Schema rowColumns(const TableState &table, const Schema &dynamic)
{
    Schema columns = table.definition.columns;
    columns.columns.append(dynamic.columns);
    return columns;
}

std::shared_ptr<WriteState> newWriteState(ProjectStore &store, const TablePtr &table)
{
    auto write = std::make_shared<WriteState>();
    write->store = &store;
    write->table = table;
    write->info.table = table->ref;
    return write;
}

} // namespace

Result<std::shared_ptr<UploadState>> WriteState::uploadInto(const QList<QPair<QString, QString>> &values)
{
    const PartitionSpec spec(values);
    SLUICE_TRY(const QStringList key, table->values(spec));
    std::lock_guard lock(mutex);
    if (const auto found = uploads.find(key); found != uploads.end())
        return found->second;
    if (isDynamic() && qsizetype(uploads.size()) >= partitionLimit)
        return makeError(
            ErrorCode::Data,
            QStringLiteral("The rows fill more than %1 partitions. Raise DynamicPartitionLimit.").arg(partitionLimit),
            {}, QStringLiteral("InvalidArgument"));
    SLUICE_TRY(auto upload, createUploadSession(*store, table, spec, overwrite, MissingPartition::CreateAtCommit));
    uploads.emplace(key, upload);
    return upload;
}

Result<std::shared_ptr<WriteState>> createWriteState(Stores &stores, const WriteRequest &request)
{
    SLUICE_TRY(const TablePtr table, stores.table(request.table));
    SLUICE_CHECK(table->checkStored());
    auto write = newWriteState(*stores.find(table->ref.project), table);
    const Schema &partitionColumns = table->definition.partitionColumns;
    for (const auto &[name, value] : request.partition.values())
        if (partitionColumns.indexOf(name) < 0)
            return makeError(ErrorCode::Config,
                             QStringLiteral("Table %1 has no partition column \"%2\".").arg(table->ref.text(), name),
                             {}, QStringLiteral("InvalidPartitionSpec"));
    for (const Column &column : partitionColumns.columns) {
        const QString value = request.partition.value(column.name);
        write->partition.append({column.name, value});
        if (value.isNull())
            write->info.partitionColumns.columns.append(column);
    }
    write->overwrite = request.overwrite;
    write->partitionLimit = request.partitionLimit;
    write->info.columns = rowColumns(*table, write->info.partitionColumns);
    write->info.created = QDateTime::currentDateTimeUtc();
    if (write->isDynamic()) {
        write->info.id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
                         QUuid::createUuid().toString(QUuid::Id128);
    } else {
        SLUICE_TRY(const auto upload, write->uploadInto(write->partition));
        write->info.id = upload->id; // found again by it after a restart
    }
    return write;
}

std::shared_ptr<WriteState> restoredWriteState(ProjectStore &store, const std::shared_ptr<UploadState> &upload)
{
    auto write = newWriteState(store, upload->table);
    write->overwrite = upload->overwrite;
    write->info.id = upload->id;
    write->info.columns = upload->table->definition.columns;
    write->info.created = QDateTime::fromMSecsSinceEpoch(upload->created, Qt::UTC);
    std::lock_guard lock(upload->mutex);
    write->info.committed = upload->committed;
    for (const auto &[number, block] : upload->blocks)
        write->finished.insert(attemptOf(number));
    write->uploads.emplace(upload->partition, upload);
    return write;
}

Result<std::unique_ptr<BlockWriter>> openWriteBlock(std::shared_ptr<WriteState> write, const WriteAttempt &attempt)
{
    {
        std::lock_guard lock(write->mutex);
        if (write->info.committed)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Session %1 is committed: it takes no more rows.").arg(write->info.id), {},
                             QStringLiteral("StatusConflict"));
    }
    std::unique_ptr<BlockWriter> block;
    if (write->isDynamic()) {
        const auto open =
            [write, attempt](const QList<QPair<QString, QString>> &values) -> Result<std::unique_ptr<BlockWriter>> {
            SLUICE_TRY(auto upload, write->uploadInto(values));
            return openBlockWriter(*write->store, std::move(upload), uploadBlock(attempt));
        };
        block = partitioningWriter(write->partition, write->info.partitionColumns.size(), open);
    } else {
        SLUICE_TRY(block, openBlockWriter(*write->store, write->uploads.begin()->second, uploadBlock(attempt)));
    }
    return std::unique_ptr<BlockWriter>(std::make_unique<AttemptWriter>(std::move(write), attempt, std::move(block)));
}

Done commitWriteState(WriteState &write, const std::vector<WriteAttempt> &attempts)
{
    std::lock_guard lock(write.mutex);
    if (write.info.committed)
        return {};
    std::map<int, int> last; // block: attempt
    for (const WriteAttempt &attempt : attempts) {
        if (!write.finished.contains(attempt))
            return makeError(ErrorCode::Config,
                             QStringLiteral("Block %1, attempt %2 was not written in this session.")
                                 .arg(attempt.block)
                                 .arg(attempt.attempt),
                             {}, QStringLiteral("InvalidArgument"));
        int &latest = last.try_emplace(attempt.block, attempt.attempt).first->second;
        latest = std::max(latest, attempt.attempt);
    }
    std::vector<UploadChoice> choices;
    for (const auto &[values, upload] : write.uploads) {
        std::set<int> blocks;
        {
            std::lock_guard session(upload->mutex);
            for (const auto &[number, block] : upload->blocks) {
                const WriteAttempt attempt = attemptOf(number);
                const auto found = last.find(attempt.block);
                if (found != last.end() && found->second == attempt.attempt)
                    blocks.insert(number);
            }
        }
        // A partition that only dropped attempts named stays as it is.
        if (!blocks.empty() || !write.isDynamic())
            choices.push_back({upload, std::move(blocks)});
    }
    if (!choices.empty())
        SLUICE_CHECK(commitUploadSessions(*write.store, choices));
    write.info.committed = true;
    return {};
}

} // namespace sluice::warehouse
