#include "tunnel/arrowcodec.h"
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"
#include "tunnel/sessionschema.h"
#include "warehouse/server/servertext.h"
#include "warehouse/tunnel/tunnel.h"

#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

constexpr size_t chunkSize = 256 * 1024;

QJsonObject sessionJson(const ServiceCall &call, const DownloadInfo &download)
{
    return {
        {QStringLiteral("DownloadID"), download.id},
        {QStringLiteral("Status"), call.http.saysUnready() ? QStringLiteral("INITIATING") : QStringLiteral("NORMAL")},
        {QStringLiteral("RecordCount"), download.rows},
        {QStringLiteral("Schema"), sessionSchemaJson({download.columns, download.partitionColumns})},
        {QStringLiteral("QuotaName"), QStringLiteral("")},
        {QStringLiteral("SupportReadByRawSize"), false},
        {QStringLiteral("Initiated"), QString::fromStdString(httpDate(download.created))},
        {QStringLiteral("Owner"), call.server.owner()}};
}

void create(ServiceCall &call)
{
    const auto target = sessionTarget(call);
    if (!target)
        return;
    const auto download = call.server.warehouse.createDownload(target->table.ref, target->partition);
    if (!download.ok())
        return call.fail(download.error(), "NoSuchPartition");
    call.replyJson(sessionJson(call, *download));
}

void read(ServiceCall &call, const DownloadInfo &download)
{
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    const auto range =
        call.has("rowrange") ? parseRowRange(call.value("rowrange")) : std::pair(qint64(0), download.rows);
    if (!range)
        return call.fail({400, "InvalidRowRange", "The row range is not of the form (start,count)."});
    const auto columns = columnsOf(call, download.columns, format);
    if (!columns)
        return;
    auto rows = call.server.warehouse.read(download.id, range->first, range->second, *columns);
    if (!rows.ok())
        return call.fail(rows.error(), "NoSuchDownload");
    sendRows(call, **rows, format);
}

// Gathers encoded rows, compresses them when asked, and hands them on in large pieces.
class RowSender
{
public:
    RowSender(ServiceCall &call, const Schema &schema, RowFormat format, Compression compression)
        : m_http(call.http)
        , m_compressor(compression == Compression::Raw ? nullptr : Compressor::make(compression))
    {
        if (format == RowFormat::Arrow)
            m_encoder = std::make_unique<ArrowEncoder>(schema);
        else
            m_encoder = std::make_unique<RecordEncoder>(schema);
        m_encoded.reserve(chunkSize * 2);
    }

    Done send(const arrow::RecordBatch &rows)
    {
        SLUICE_CHECK(m_encoder->encode(rows, m_encoded));
        return m_encoded.size() < chunkSize ? Done() : flush();
    }

    Done finish()
    {
        m_encoder->finish(m_encoded);
        SLUICE_CHECK(flush());
        if (m_compressor) {
            SLUICE_CHECK(m_compressor->finish(m_compressed));
            SLUICE_CHECK(write(m_compressed));
        }
        m_http.end();
        return {};
    }

private:
    Done flush()
    {
        if (!m_compressor) {
            SLUICE_CHECK(write(m_encoded));
        } else {
            SLUICE_CHECK(m_compressor->write(m_encoded, m_compressed));
            if (m_compressed.size() >= chunkSize)
                SLUICE_CHECK(write(m_compressed));
        }
        m_encoded.clear();
        return {};
    }

    Done write(std::string &bytes)
    {
        if (!m_http.write(bytes))
            return makeError(ErrorCode::Network, QStringLiteral("The client broke the download off."));
        bytes.clear();
        return {};
    }

    HttpExchange &m_http;
    std::unique_ptr<RowEncoder> m_encoder;
    std::unique_ptr<Compressor> m_compressor;
    std::string m_encoded;
    std::string m_compressed;
};

} // namespace

void tunnelDownload(ServiceCall &call)
{
    if (call.has("downloads")) {
        if (!call.isPost())
            return call.failMethod();
        return create(call);
    }
    const auto download = call.server.warehouse.download(call.value("downloadid"));
    if (!download.ok() || download->table != call.tableRef())
        return call.fail({404, "NoSuchDownload", "There is no download of this id for this table; it may be too old."});
    if (!call.isGet())
        return call.failMethod();
    if (call.has("data"))
        return read(call, *download);
    call.replyJson(sessionJson(call, *download));
}

void sendRows(ServiceCall &call, RowStream &rows, RowFormat format)
{
    // An unknown token asks for something we may leave out: raw is always right.
    const std::string_view token = call.request.header("accept-encoding");
    const Compression compression = compressionOf(token).valueOr(Compression::Raw);
    auto batch = rows.next();
    if (!batch.ok())
        return call.fail(batch.error());
    HttpResponse head = call.response();
    head.set("Content-Type", "application/octet-stream");
    if (compression != Compression::Raw)
        head.set("Content-Encoding", std::string(token));
    if (!call.http.begin(head) || call.request.method == "HEAD")
        return call.http.end();
    RowSender sender(call, rows.schema(), format, compression);
    Done done;
    for (; done.ok() && batch.ok() && *batch; batch = rows.next())
        done = sender.send(**batch);
    if (done.ok() && !batch.ok())
        done = batch.error();
    if (done.ok())
        done = sender.finish();
    // The connection breaks now: a stream that ends at a record's end would pass for the whole.
    if (!done.ok() && done.error().code != ErrorCode::Network)
        call.server.log.error(QStringLiteral("Download (request %1) broken off: %2")
                                  .arg(QString::fromStdString(call.requestId), done.error().text()));
}

} // namespace sluice::warehouse
