#include "warehouse/catalog/blockwriter.h"

#include "warehouse/catalog/constraint.h"
#include "warehouse/catalog/segmentappender.h"

#include <QDateTime>

#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

class UploadWriter final : public BlockWriter
{
public:
    UploadWriter(ProjectStore &store, std::shared_ptr<UploadState> upload, int blockId, qint64 partition,
                 std::unique_ptr<SegmentAppender> appender)
        : m_store(store)
        , m_upload(std::move(upload))
        , m_table(m_upload->table)
        , m_blockId(blockId)
        , m_partition(partition)
        , m_appender(std::move(appender))
    {
    }

    Done append(const arrow::RecordBatch &rows) override
    {
        if (Done done = m_appender->append(rows); !done)
            return explained(done.error());
        return {};
    }

    Done finish() override
    {
        if (Done done = m_appender->close(); !done)
            return explained(done.error());
        // From here on the session stands still, so that of two blocks with one number the later finish wins.
        std::unique_lock session(m_upload->mutex);
        if (m_upload->committed || m_upload->expired)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Upload %1 is over: it takes no more blocks.").arg(m_upload->id), {},
                             QStringLiteral("StatusConflict"));
        SLUICE_CHECK(m_store.recordSegment(m_appender->connection(), m_table->id, m_partition, m_appender->segment(),
                                           m_upload->id, m_blockId, m_upload->nextSeq));
        if (Done done = m_appender->commit(); !done)
            return explained(done.error());
        ++m_upload->nextSeq;
        UploadState::Block &block = m_upload->blocks[m_blockId];
        const qint64 replaced = block.segment.id;
        block = UploadState::Block{m_appender->segment(), QDateTime::currentMSecsSinceEpoch()};
        session.unlock();
        if (replaced != 0)
            m_store.discard(m_table->id, replaced);
        return {};
    }

private:
    // DuckDB refuses rows for a table that was altered or dropped after the block was opened.
    Error explained(const Error &error) const
    {
        const TablePtr present = m_store.find(m_table->id);
        if (present && present->version == m_table->version)
            return refusedNull(error, *m_table).value_or(error);
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Table %1 was altered or dropped during the upload. Begin a new one.")
                             .arg(m_table->ref.text()),
                         {}, QStringLiteral("TableModified"));
    }

    ProjectStore &m_store;
    std::shared_ptr<UploadState> m_upload;
    TablePtr m_table;
    int m_blockId;
    qint64 m_partition;
    std::unique_ptr<SegmentAppender> m_appender;
};

} // namespace

Result<std::unique_ptr<BlockWriter>> openBlockWriter(ProjectStore &store, std::shared_ptr<UploadState> upload,
                                                     int blockId)
{
    if (blockId < 0 || blockId >= 20000)
        return makeError(ErrorCode::Config, QStringLiteral("Block %1: blocks are numbered 0 to 19999.").arg(blockId),
                         {}, QStringLiteral("InvalidBlockID"));
    {
        std::lock_guard lock(upload->mutex);
        if (upload->committed || upload->expired)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Upload %1 is over: it takes no more blocks.").arg(upload->id), {},
                             QStringLiteral("StatusConflict"));
    }
    const TablePtr table = store.find(upload->table->id);
    if (!table)
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("Table %1 was dropped during the upload.").arg(upload->table->ref.text()), {},
                         QStringLiteral("NoSuchTable"));
    if (table->version != upload->table->version)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Table %1 was altered during the upload. Begin a new one.").arg(table->ref.text()), {},
            QStringLiteral("TableModified"));
    const auto partition = table->partitions.find(upload->partition);
    if (partition == table->partitions.end())
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("The partition was dropped during the upload into %1.").arg(table->ref.text()),
                         {}, QStringLiteral("NoSuchPartition"));
    SLUICE_TRY(auto appender,
               SegmentAppender::open(store, "_data", table->physical(), upload->table->definition.columns));
    return std::unique_ptr<BlockWriter>(
        std::make_unique<UploadWriter>(store, std::move(upload), blockId, partition->second->id, std::move(appender)));
}

} // namespace sluice::warehouse
