#include "warehouse/arrow/ipcsender.h"

#include "data/arrowtypes.h"

#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/util/compression.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr size_t chunkSize = 256 * 1024;

// Where Arrow writes: gathered into large pieces, then to the client.
class HttpSink final : public arrow::io::OutputStream
{
public:
    explicit HttpSink(HttpExchange &http)
        : m_http(http)
    {
    }

    arrow::Status Write(const void *data, int64_t size) override
    {
        m_pending.append(static_cast<const char *>(data), size_t(size));
        m_written += size;
        return m_pending.size() < chunkSize ? arrow::Status::OK() : flush();
    }
    arrow::Status Close() override { return flush(); }
    arrow::Result<int64_t> Tell() const override { return m_written; }
    bool closed() const override { return false; }

private:
    arrow::Status flush()
    {
        if (!m_pending.empty() && !m_http.write(m_pending))
            return arrow::Status::IOError("the client has gone");
        m_pending.clear();
        return arrow::Status::OK();
    }

    HttpExchange &m_http;
    std::string m_pending;
    int64_t m_written = 0;
};

// The words are the Storage API's own and in capitals: HTTP's "zstd", which libraries offer unasked, is another thing.
Result<std::shared_ptr<arrow::util::Codec>> codecOf(std::string_view header)
{
    arrow::Compression::type kind = arrow::Compression::UNCOMPRESSED;
    if (header.find("ZSTD") != std::string_view::npos)
        kind = arrow::Compression::ZSTD;
    else if (header.find("LZ4_FRAME") != std::string_view::npos)
        kind = arrow::Compression::LZ4_FRAME;
    else
        return std::shared_ptr<arrow::util::Codec>();
    auto codec = arrow::util::Codec::Create(kind);
    if (!codec.ok())
        return arrowError(codec.status());
    return std::shared_ptr<arrow::util::Codec>(std::move(*codec));
}

} // namespace

void sendIpcStream(ServiceCall &call, RowStream &rows, const ArrowTimes &times, qint64 batchRows, qint64 limit)
{
    const ArrowTimesShape shape(rows.schema(), times);
    const auto codec = codecOf(call.request.header("accept-encoding"));
    if (!codec.ok())
        return call.fail(codec.error());
    arrow::ipc::IpcWriteOptions options;
    options.use_threads = false;
    options.codec = *codec;
    auto batch = rows.next();
    if (!batch.ok())
        return call.fail(batch.error());
    HttpResponse head = call.response();
    head.set("Content-Type", "application/octet-stream");
    if (!call.http.begin(head) || call.request.method == "HEAD")
        return call.http.end();
    HttpSink sink(call.http);
    const auto writer = arrow::ipc::MakeStreamWriter(&sink, shape.schema(), options);
    Done done = writer.ok() ? Done() : Done(arrowError(writer.status()));
    for (qint64 left = limit; done.ok() && batch.ok() && *batch && left > 0; batch = rows.next()) {
        auto shaped = shape.apply(**batch);
        if (!shaped.ok()) {
            done = shaped.error();
            break;
        }
        const qint64 count = std::min<qint64>(left, (*shaped)->num_rows());
        left -= count;
        for (qint64 at = 0; done.ok() && at < count; at += batchRows) {
            const auto part = (*shaped)->Slice(at, std::min(batchRows, count - at));
            if (const arrow::Status put = (*writer)->WriteRecordBatch(*part); !put.ok())
                done = arrowError(put);
        }
    }
    if (done.ok() && !batch.ok())
        done = batch.error();
    if (done.ok()) {
        arrow::Status closed = (*writer)->Close();
        if (closed.ok())
            closed = sink.Close();
        if (closed.ok())
            return call.http.end();
        done = arrowError(closed);
    }
    // The connection breaks now: a stream cut between batches would pass for the whole.
    if (done.error().code != ErrorCode::Io)
        call.server.log.error(QStringLiteral("Arrow stream (request %1) broken off: %2")
                                  .arg(QString::fromStdString(call.requestId), done.error().text()));
}

} // namespace sluice::warehouse
