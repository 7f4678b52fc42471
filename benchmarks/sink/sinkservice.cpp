#include "sink/sinkservice.h"

#include "common/commonrows.h"
#include "tunnel/sessionschema.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

namespace
{

constexpr int deltaBuckets = 4;

QJsonObject schemaJson(bool delta)
{
    TableColumns columns;
    columns.columns = commonSchema();
    if (delta)
        columns.columns.columns[0].nullable = false;
    QJsonObject json = sessionSchemaJson(columns);
    QJsonArray array = json[QLatin1String("columns")].toArray();
    for (qsizetype i = 0; i < array.size(); ++i) {
        QJsonObject column = array[i].toObject();
        column[QStringLiteral("column_id")] = QString::number(i + 1);
        array[i] = column;
    }
    json[QStringLiteral("columns")] = array;
    return json;
}

SinkAnswer jsonAnswer(const QJsonObject &json)
{
    SinkAnswer answer;
    answer.headers.emplaceBack("Content-Type", "application/json");
    answer.body = QJsonDocument(json).toJson(QJsonDocument::Compact);
    return answer;
}

SinkAnswer xmlAnswer(const QByteArray &body)
{
    SinkAnswer answer;
    answer.headers = {{"Content-Type", "application/xml"},
                      {"x-odps-owner", "bench"},
                      {"x-odps-creation-time", "Mon, 01 Jan 2024 00:00:00 GMT"},
                      {"Last-Modified", "Mon, 01 Jan 2024 00:00:00 GMT"}};
    answer.body = "<?xml version=\"1.0\"?>" + body;
    return answer;
}

} // namespace

SinkService::SinkService(int64_t rows, QByteArray address)
    : m_rows(rows)
    , m_address(std::move(address))
{
}

SinkAnswer SinkService::project() const
{
    return xmlAnswer("<Project><Name>demo</Name><Type>managed</Type><Owner>bench</Owner><State>AVAILABLE</State>"
                     "<Properties/><ExtendedProperties/></Project>");
}

SinkAnswer SinkService::table(const QString &name) const
{
    const bool delta = name.endsWith(QLatin1String("_delta"));
    QJsonObject schema = schemaJson(delta);
    if (delta)
        schema[QStringLiteral("Reserved")] = QStringLiteral(R"({"Transactional":"true","PrimaryKey":["id"]})");
    schema[QStringLiteral("tableName")] = name;
    schema[QStringLiteral("comment")] = QString();
    return xmlAnswer(
        "<Table><Name>" + name.toUtf8() +
        "</Name><Owner>bench</Owner><Project>demo</Project><Type>MANAGED_TABLE</Type><Schema format=\"Json\">"
        "<![CDATA[" +
        QJsonDocument(schema).toJson(QJsonDocument::Compact) + "]]></Schema></Table>");
}

SinkAnswer SinkService::upload(const SinkRequest &request)
{
    const std::lock_guard lock(m_mutex);
    QByteArray id = request.query.value("uploadid");
    if (id.isEmpty())
        id = "upload" + QByteArray::number(qint64(m_uploads.size()));
    std::set<int> &blocks = m_uploads[id];
    const bool commit = request.method == "POST" && request.query.contains("uploadid");
    if (request.query.contains("blockid")) {
        blocks.insert(request.query.value("blockid").toInt());
        return {};
    }
    QJsonArray list;
    for (const int block : blocks)
        list.append(QJsonObject{{QStringLiteral("BlockID"), block}});
    return jsonAnswer({{QStringLiteral("UploadID"), QString::fromUtf8(id)},
                       {QStringLiteral("Status"), commit ? QStringLiteral("CLOSED") : QStringLiteral("NORMAL")},
                       {QStringLiteral("Schema"), schemaJson(false)},
                       {QStringLiteral("UploadedBlockList"), list}});
}

SinkAnswer SinkService::download(const SinkRequest &request)
{
    if (!request.query.contains("data"))
        return jsonAnswer({{QStringLiteral("DownloadID"), QStringLiteral("download")},
                           {QStringLiteral("Status"), QStringLiteral("NORMAL")},
                           {QStringLiteral("RecordCount"), qint64(m_rows)},
                           {QStringLiteral("Schema"), schemaJson(false)}});
    QByteArray range = request.query.value("rowrange"); // (start,count)
    range.chop(1);
    Transfer transfer;
    transfer.format = request.query.contains("arrow") ? RowFormat::Arrow : RowFormat::Record;
    const QByteArray encoding = request.headers.value("accept-encoding");
    SinkAnswer answer;
    if (const auto known = compressionOf(encoding.toStdString()); known.ok()) {
        transfer.compression = known.value();
        if (transfer.compression != Compression::Raw)
            answer.headers.emplaceBack("Content-Encoding", encoding);
    }
    const auto stream = m_streams.stream(transfer, range.mid(range.indexOf(',') + 1).toLongLong());
    answer.headers.emplaceBack("Content-Type", "application/octet-stream");
    answer.file = stream.file;
    answer.fileBytes = stream.bytes;
    return answer;
}

SinkAnswer SinkService::upserts(const SinkRequest &request) const
{
    if (request.method == "PUT") {
        SinkAnswer answer;
        answer.headers = {{"odps-tunnel-routed-server", m_address}, {"odps-tunnel-slot-num", "1"}};
        return answer;
    }
    QJsonArray buckets;
    for (int bucket = 0; bucket < deltaBuckets; ++bucket)
        buckets.append(bucket);
    const bool commit = request.method == "POST" && request.query.contains("upsertid");
    return jsonAnswer({{QStringLiteral("id"), QStringLiteral("upsert")},
                       {QStringLiteral("schema"), schemaJson(true)},
                       {QStringLiteral("hash_key"), QJsonArray{QStringLiteral("id")}},
                       {QStringLiteral("hasher"), QStringLiteral("default")},
                       {QStringLiteral("slots"),
                        QJsonArray{QJsonObject{{QStringLiteral("slot_id"), 0},
                                               {QStringLiteral("buckets"), buckets},
                                               {QStringLiteral("worker_addr"), QString::fromUtf8(m_address)}}}},
                       {QStringLiteral("status"), commit ? QStringLiteral("committed") : QStringLiteral("normal")},
                       {QStringLiteral("quota_name"), QString()},
                       {QStringLiteral("enable_partial_update"), false}});
}

SinkAnswer SinkService::answer(const SinkRequest &request)
{
    const QList<QByteArray> words = request.path.split('/'); // "", "projects", P, "tables", T, "upserts"
    if (words.size() == 3)
        return project();
    if (words.value(3) == "tunnel") {
        SinkAnswer answer;
        answer.body = m_address;
        return answer;
    }
    if (words.value(5) == "upserts")
        return upserts(request);
    if (request.query.contains("uploads") || request.query.contains("uploadid"))
        return upload(request);
    if (request.query.contains("downloads") || request.query.contains("downloadid"))
        return download(request);
    if (words.size() == 5 && words[3] == "tables" && request.method == "GET")
        return table(QString::fromUtf8(words[4]));
    SinkAnswer missing;
    missing.status = 404;
    missing.body =
        "<Error><Code>NoSuchObject</Code><Message>The sink has no such thing.</Message><RequestId>SINK</RequestId>"
        "<HostId>sink</HostId></Error>";
    missing.headers.emplaceBack("Content-Type", "application/xml");
    return missing;
}

} // namespace sluice
