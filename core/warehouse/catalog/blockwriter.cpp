#include "warehouse/catalog/blockwriter.h"

#include "data/arrowtypes.h"
#include "data/batch.h"
#include "warehouse/catalog/batchshape.h"

#include <QDateTime>

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <numeric>
#include <optional>

namespace sluice::warehouse
{

namespace
{

Result<std::shared_ptr<arrow::Array>> numbers(int64_t count, const std::function<void(int64_t *)> &fill)
{
    auto buffer = arrow::AllocateBuffer(count * int64_t(sizeof(int64_t)));
    if (!buffer.ok())
        return arrowError(buffer.status());
    fill(reinterpret_cast<int64_t *>((*buffer)->mutable_data()));
    return std::shared_ptr<arrow::Array>(
        std::make_shared<arrow::Int64Array>(count, std::shared_ptr<arrow::Buffer>(std::move(*buffer))));
}

class SegmentWriter final : public BlockWriter
{
public:
    SegmentWriter(ProjectStore &store, std::shared_ptr<UploadState> upload, int blockId, qint64 partition,
                  DuckConnection connection, DuckConnection::Appender appender)
        : m_store(store)
        , m_upload(std::move(upload))
        , m_table(m_upload->table)
        , m_blockId(blockId)
        , m_partition(partition)
        , m_connection(std::move(connection))
        , m_appender(std::move(appender))
    {
        m_segment.id = m_store.newId();
    }

    ~SegmentWriter() override
    {
        m_appender.reset();
        if (!m_over)
            (void)m_connection.rollback();
    }

    Done append(const arrow::RecordBatch &rows) override
    {
        if (m_over)
            return makeError(ErrorCode::Internal, QStringLiteral("The block is finished already."));
        if (rows.num_rows() == 0)
            return {};
        SLUICE_TRY(auto columns, toDuck(rows, m_table->definition.columns));
        SLUICE_TRY(auto segments, segmentColumnOf(rows.num_rows()));
        SLUICE_TRY(auto places, numbers(rows.num_rows(), [&](int64_t *to) {
                       std::iota(to, to + rows.num_rows(), int64_t(m_segment.rows));
                   }));
        columns.insert(columns.begin(), {std::move(segments), std::move(places)});
        if (!m_schema)
            m_schema = schemaOf(columns);
        if (Done done = m_appender->append(*arrow::RecordBatch::Make(m_schema, rows.num_rows(), std::move(columns)));
            !done)
            return explained(done.error());
        m_segment.rows += rows.num_rows();
        m_segment.bytes += batchBytes(rows);
        return {};
    }

    Done finish() override
    {
        if (m_over)
            return makeError(ErrorCode::Internal, QStringLiteral("The block is finished already."));
        if (Done done = m_appender->close(); !done)
            return explained(done.error());
        m_appender.reset();
        // From here on the session stands still, so that of two blocks with one number the later finish wins.
        std::unique_lock session(m_upload->mutex);
        if (m_upload->committed || m_upload->expired)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Upload %1 is over: it takes no more blocks.").arg(m_upload->id), {},
                             QStringLiteral("StatusConflict"));
        SLUICE_CHECK(m_store.recordSegment(m_connection, m_table->id, m_partition, m_segment, m_upload->id, m_blockId,
                                           m_upload->nextSeq));
        if (Done done = m_connection.commit(); !done)
            return explained(done.error());
        m_over = true;
        ++m_upload->nextSeq;
        UploadState::Block &block = m_upload->blocks[m_blockId];
        const qint64 replaced = block.segment.id;
        block = UploadState::Block{m_segment, QDateTime::currentMSecsSinceEpoch()};
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
            return error;
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Table %1 was altered or dropped during the upload. Begin a new one.")
                             .arg(m_table->ref.text()),
                         {}, QStringLiteral("TableModified"));
    }

    // A slice of one array of equal numbers: made once, longer when a batch asks for more.
    Result<std::shared_ptr<arrow::Array>> segmentColumnOf(int64_t rows)
    {
        if (!m_segments || m_segments->length() < rows) {
            SLUICE_TRY(m_segments,
                       numbers(rows, [&](int64_t *to) { std::fill(to, to + rows, int64_t(m_segment.id)); }));
        }
        return m_segments->length() == rows ? m_segments : m_segments->Slice(0, rows);
    }

    std::shared_ptr<arrow::Schema> schemaOf(const std::vector<std::shared_ptr<arrow::Array>> &columns) const
    {
        arrow::FieldVector fields;
        for (size_t i = 0; i < columns.size(); ++i)
            fields.push_back(arrow::field("c" + std::to_string(i), columns[i]->type()));
        return arrow::schema(std::move(fields));
    }

    ProjectStore &m_store;
    std::shared_ptr<UploadState> m_upload;
    TablePtr m_table;
    int m_blockId;
    qint64 m_partition;
    DuckConnection m_connection;
    std::optional<DuckConnection::Appender> m_appender;
    Segment m_segment;
    std::shared_ptr<arrow::Array> m_segments;
    std::shared_ptr<arrow::Schema> m_schema;
    bool m_over = false;
};

} // namespace

Result<std::unique_ptr<BlockWriter>> openBlockWriter(ProjectStore &store, std::shared_ptr<UploadState> upload,
                                                     int blockId)
{
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
    if (partition == table->partitions.end() && !upload->createsPartition)
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("The partition was dropped during the upload into %1.").arg(table->ref.text()),
                         {}, QStringLiteral("NoSuchPartition"));
    const qint64 partitionId = partition == table->partitions.end() ? 0 : partition->second->id;
    SLUICE_TRY(DuckConnection connection, store.connect());
    SLUICE_CHECK(connection.begin());
    SLUICE_TRY(auto appender, connection.appender(store.catalogName(), QStringLiteral("_data"), table->physical()));
    return std::unique_ptr<BlockWriter>(std::make_unique<SegmentWriter>(store, std::move(upload), blockId, partitionId,
                                                                        std::move(connection), std::move(appender)));
}

} // namespace sluice::warehouse
