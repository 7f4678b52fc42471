#include "data/arrowtypes.h"
#include "tunnel/arrowchunks.h"
#include "tunnel/arrowcodec.h"
#include "tunnel/arrowrows.h"

#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

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

} // namespace

struct ArrowEncoder::Private {
    Private(const Schema &table, const std::vector<uint32_t> &fields)
        : shape(table, fields)
    {
        options.use_threads = false;
    }

    ArrowRows shape;
    arrow::ipc::IpcWriteOptions options;
    ChunkWriter chunks;
    int64_t rows = 0;
};

ArrowEncoder::ArrowEncoder(const Schema &table, const std::vector<uint32_t> &fields)
    : d(std::make_unique<Private>(table, fields))
{
}

ArrowEncoder::~ArrowEncoder() = default;

Done ArrowEncoder::encode(const arrow::RecordBatch &rows, std::string &out)
{
    if (rows.num_rows() == 0)
        return {};
    SLUICE_TRY(const auto batch, d->shape.whole(rows));
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
