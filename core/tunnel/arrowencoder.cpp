#include "data/arrowtypes.h"
#include "tunnel/arrowchunks.h"
#include "tunnel/arrowcodec.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int64_t nullsAtLeast = 4096;

// Where Arrow writes a message: straight into the chunks.
class ChunkStream final : public arrow::io::OutputStream
{
public:
    ChunkStream(ChunkWriter &chunks, std::string &out)
        : m_chunks(chunks)
        , m_out(out)
    {
    }

    arrow::Status Write(const void *data, int64_t size) override
    {
        m_chunks.write(data, size_t(size), m_out);
        m_written += size;
        return arrow::Status::OK();
    }
    arrow::Status Close() override { return arrow::Status::OK(); }
    arrow::Result<int64_t> Tell() const override { return m_written; }
    bool closed() const override { return false; }

private:
    ChunkWriter &m_chunks;
    std::string &m_out;
    int64_t m_written = 0;
};

// Whether two types lie alike in buffers: names and time zones do not matter.
bool sameLayout(const arrow::DataType &a, const arrow::DataType &b)
{
    if (a.id() != b.id() || a.num_fields() != b.num_fields())
        return false;
    if (a.id() == arrow::Type::TIMESTAMP &&
        static_cast<const arrow::TimestampType &>(a).unit() != static_cast<const arrow::TimestampType &>(b).unit())
        return false;
    if (a.id() == arrow::Type::DECIMAL128 && !a.Equals(b))
        return false;
    for (int i = 0; i < a.num_fields(); ++i)
        if (!sameLayout(*a.field(i)->type(), *b.field(i)->type()))
            return false;
    return true;
}

} // namespace

struct ArrowEncoder::Private {
    std::shared_ptr<arrow::Schema> schema;
    std::vector<int> from;      // for each of its columns: the batch's, -1 for none
    arrow::ArrayVector missing; // nulls for those
    arrow::ipc::IpcWriteOptions options;
    ChunkWriter chunks;
    int64_t rows = 0;

    Result<std::shared_ptr<arrow::Array>> column(const arrow::RecordBatch &batch, size_t index);
};

Result<std::shared_ptr<arrow::Array>> ArrowEncoder::Private::column(const arrow::RecordBatch &batch, size_t index)
{
    const std::shared_ptr<arrow::DataType> &type = schema->field(int(index))->type();
    if (from[index] >= 0) {
        auto array = from[index] < batch.num_columns() ? batch.column(from[index]) : nullptr;
        if (!array || !sameLayout(*array->type(), *type))
            return makeError(ErrorCode::Internal,
                             QStringLiteral("A batch does not have column \"%1\" as the table does.")
                                 .arg(QString::fromStdString(schema->field(int(index))->name())));
        return array;
    }
    std::shared_ptr<arrow::Array> &nulls = missing[index];
    if (!nulls || nulls->length() < batch.num_rows()) {
        auto made = arrow::MakeArrayOfNull(type, std::max(batch.num_rows(), nullsAtLeast));
        if (!made.ok())
            return arrowError(made.status());
        nulls = std::move(made).ValueUnsafe();
    }
    return nulls->Slice(0, batch.num_rows());
}

ArrowEncoder::ArrowEncoder(const Schema &table, std::vector<uint32_t> fields)
    : d(std::make_unique<Private>())
{
    d->schema = arrowSchema(table);
    const size_t columns = size_t(table.size());
    d->missing.resize(columns);
    d->from.assign(columns, -1);
    for (size_t i = 0; i < columns && fields.empty(); ++i)
        d->from[i] = int(i);
    for (size_t i = 0; i < fields.size(); ++i)
        d->from.at(fields[i] - 1) = int(i);
    d->options.use_threads = false;
}

ArrowEncoder::~ArrowEncoder() = default;

Done ArrowEncoder::encode(const arrow::RecordBatch &rows, std::string &out)
{
    if (rows.num_rows() == 0)
        return {};
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < d->from.size(); ++i) {
        SLUICE_TRY(auto array, d->column(rows, i));
        arrays.push_back(std::move(array));
    }
    const auto batch = arrow::RecordBatch::Make(d->schema, rows.num_rows(), std::move(arrays));
    arrow::ipc::IpcPayload payload;
    if (const arrow::Status made = arrow::ipc::GetRecordBatchPayload(*batch, d->options, &payload); !made.ok())
        return arrowError(made);
    ChunkStream stream(d->chunks, out);
    int32_t metadataLength = 0;
    if (const arrow::Status put = arrow::ipc::WriteIpcPayload(payload, d->options, &stream, &metadataLength); !put.ok())
        return arrowError(put);
    d->rows += rows.num_rows();
    return {};
}

void ArrowEncoder::finish(std::string &out)
{
    d->chunks.finish(out);
}

int64_t ArrowEncoder::rows() const
{
    return d->rows;
}

} // namespace sluice
