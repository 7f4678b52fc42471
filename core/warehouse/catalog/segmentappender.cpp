#include "warehouse/catalog/segmentappender.h"

#include "data/arrowtypes.h"
#include "data/batch.h"
#include "warehouse/catalog/batchshape.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <numeric>

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

std::shared_ptr<arrow::Schema> schemaOf(const std::vector<std::shared_ptr<arrow::Array>> &columns)
{
    arrow::FieldVector fields;
    for (size_t i = 0; i < columns.size(); ++i)
        fields.push_back(arrow::field("c" + std::to_string(i), columns[i]->type()));
    return arrow::schema(std::move(fields));
}

} // namespace

SegmentAppender::SegmentAppender(qint64 segment, Schema columns, DuckConnection connection,
                                 DuckConnection::Appender appender)
    : m_columns(std::move(columns))
    , m_connection(std::move(connection))
    , m_appender(std::move(appender))
{
    m_segment.id = segment;
}

SegmentAppender::~SegmentAppender()
{
    m_appender.reset();
    if (!m_committed)
        (void)m_connection.rollback();
}

Result<std::unique_ptr<SegmentAppender>> SegmentAppender::open(ProjectStore &store, const char *schema,
                                                               const QString &table, Schema columns)
{
    SLUICE_TRY(DuckConnection connection, store.connect());
    SLUICE_CHECK(connection.begin());
    SLUICE_TRY(auto appender, connection.appender(store.catalogName(), QLatin1String(schema), table));
    return std::unique_ptr<SegmentAppender>(
        new SegmentAppender(store.newId(), std::move(columns), std::move(connection), std::move(appender)));
}

Done SegmentAppender::append(const arrow::RecordBatch &rows)
{
    if (!m_appender)
        return makeError(ErrorCode::Internal, QStringLiteral("The block is finished already."));
    if (rows.num_rows() == 0)
        return {};
    SLUICE_TRY(auto columns, toDuck(rows, m_columns));
    SLUICE_TRY(auto segments, segmentColumnOf(rows.num_rows()));
    SLUICE_TRY(auto places, numbers(rows.num_rows(), [&](int64_t *to) {
                   std::iota(to, to + rows.num_rows(), int64_t(m_segment.rows));
               }));
    columns.insert(columns.begin(), {std::move(segments), std::move(places)});
    if (!m_schema)
        m_schema = schemaOf(columns);
    SLUICE_CHECK(m_appender->append(*arrow::RecordBatch::Make(m_schema, rows.num_rows(), std::move(columns))));
    m_segment.rows += rows.num_rows();
    m_segment.bytes += batchBytes(rows);
    return {};
}

Done SegmentAppender::close()
{
    if (!m_appender)
        return makeError(ErrorCode::Internal, QStringLiteral("The block is finished already."));
    SLUICE_CHECK(m_appender->close());
    m_appender.reset();
    return {};
}

Done SegmentAppender::commit()
{
    SLUICE_CHECK(m_connection.commit());
    m_committed = true;
    return {};
}

// A slice of one array of equal numbers: made once, longer when a batch asks for more.
Result<std::shared_ptr<arrow::Array>> SegmentAppender::segmentColumnOf(int64_t rows)
{
    if (!m_segments || m_segments->length() < rows) {
        SLUICE_TRY(m_segments, numbers(rows, [&](int64_t *to) { std::fill(to, to + rows, int64_t(m_segment.id)); }));
    }
    return m_segments->length() == rows ? m_segments : m_segments->Slice(0, rows);
}

} // namespace sluice::warehouse
