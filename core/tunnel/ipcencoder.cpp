#include "tunnel/ipcencoder.h"

#include "data/arrowtypes.h"
#include "tunnel/arrowrows.h"

#include <arrow/io/interfaces.h>
#include <arrow/ipc/dictionary.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/util/compression.h>

namespace sluice
{

namespace
{

// What ends a stream: the mark of a message, and a length of 0.
constexpr char endOfStream[] = "\xFF\xFF\xFF\xFF\0\0\0";

// Where Arrow writes a message. Messages are padded by how far the stream has got.
class TextStream final : public arrow::io::OutputStream
{
public:
    TextStream(std::string &out, int64_t &written)
        : m_out(out)
        , m_written(written)
    {
    }

    arrow::Status Write(const void *data, int64_t size) override
    {
        m_out.append(static_cast<const char *>(data), size_t(size));
        m_written += size;
        return arrow::Status::OK();
    }
    arrow::Status Close() override { return arrow::Status::OK(); }
    arrow::Result<int64_t> Tell() const override { return m_written; }
    bool closed() const override { return false; }

private:
    std::string &m_out;
    int64_t &m_written;
};

} // namespace

struct IpcEncoder::Private {
    Private(const Schema &table, const std::vector<uint32_t> &fields)
        : shape(table, fields)
    {
        options.use_threads = false;
    }

    // The schema goes before the first rows.
    arrow::Status begin(std::string &out)
    {
        if (written > 0)
            return arrow::Status::OK();
        const arrow::ipc::DictionaryFieldMapper noDictionaries(*shape.schema());
        arrow::ipc::IpcPayload payload;
        ARROW_RETURN_NOT_OK(arrow::ipc::GetSchemaPayload(*shape.schema(), options, noDictionaries, &payload));
        return put(payload, out);
    }

    arrow::Status put(const arrow::ipc::IpcPayload &payload, std::string &out)
    {
        TextStream stream(out, written);
        int32_t metadataLength = 0;
        return arrow::ipc::WriteIpcPayload(payload, options, &stream, &metadataLength);
    }

    ArrowRows shape;
    arrow::ipc::IpcWriteOptions options;
    int64_t written = 0;
    int64_t rows = 0;
};

IpcEncoder::IpcEncoder(std::unique_ptr<Private> made)
    : d(std::move(made))
{
}

IpcEncoder::~IpcEncoder() = default;

Result<std::unique_ptr<IpcEncoder>> IpcEncoder::make(const Schema &table, const std::vector<uint32_t> &fields,
                                                     const QByteArray &codec)
{
    auto made = std::make_unique<Private>(table, fields);
    if (!codec.isEmpty()) {
        if (codec != "ZSTD" && codec != "LZ4_FRAME")
            return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is no codec of the Storage API: choose ZSTD or "
                                                               "LZ4_FRAME.")
                                                    .arg(QString::fromLatin1(codec)));
        auto coder =
            arrow::util::Codec::Create(codec == "ZSTD" ? arrow::Compression::ZSTD : arrow::Compression::LZ4_FRAME);
        if (!coder.ok())
            return arrowError(coder.status());
        made->options.codec = std::move(coder).ValueUnsafe();
    }
    return std::unique_ptr<IpcEncoder>(new IpcEncoder(std::move(made)));
}

Done IpcEncoder::encode(const arrow::RecordBatch &rows, std::string &out)
{
    if (rows.num_rows() == 0)
        return {};
    SLUICE_TRY(const auto batch, d->shape.whole(rows));
    arrow::ipc::IpcPayload payload;
    arrow::Status done = d->begin(out);
    if (done.ok())
        done = arrow::ipc::GetRecordBatchPayload(*batch, d->options, &payload);
    if (done.ok())
        done = d->put(payload, out);
    if (!done.ok())
        return arrowError(done);
    d->rows += rows.num_rows();
    return {};
}

void IpcEncoder::finish(std::string &out)
{
    if (!d->begin(out).ok()) // of memory there is enough for a schema
        return;
    out.append(endOfStream, sizeof(endOfStream));
}

int64_t IpcEncoder::rows() const
{
    return d->rows;
}

} // namespace sluice
