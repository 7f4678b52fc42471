#include "connectors/maxcompute/tunnelsession.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// No table has as many; ranges of rows are computed from them.
constexpr qint64 mostRows = 1'000'000'000'000'000;

void addFormat(ServiceRequest &request, const Transfer &transfer)
{
    if (transfer.format == RowFormat::Arrow)
        request.query.emplaceBack("arrow", QString());
}

Result<UploadSession> callForUpload(Client &client, const ServiceRequest &request, const TunnelTarget &target,
                                    Stop stop)
{
    SLUICE_TRY(const QJsonObject json, callForJson(client, request, stop));
    return parseUpload(json, target, request.doing);
}

} // namespace

ServiceRequest tunnelRequest(const Client &client, const TunnelTarget &target, const char *below)
{
    ServiceRequest request;
    request.plane = Plane::Tunnel;
    request.path = target.instance.isEmpty()
                       ? target.table.tunnelPath(client.account().project)
                       : QStringLiteral("/projects/%1/instances/%2").arg(client.account().project, target.instance);
    request.path += QLatin1String(below);
    if (!target.partition.isEmpty())
        request.query.emplaceBack("partition", target.partition.tunnelText());
    return request;
}

QString placeOf(const TunnelTarget &target)
{
    if (!target.instance.isEmpty())
        return QStringLiteral("the result of instance %1").arg(target.instance);
    return target.partition.isEmpty()
               ? QStringLiteral("\"%1\"").arg(target.table.text())
               : QStringLiteral("\"%1\", partition %2").arg(target.table.text(), target.partition.tunnelText());
}

Error notOfTunnel(const QString &doing)
{
    return makeError(ErrorCode::Data,
                     QStringLiteral("%1 brought an answer that is not a tunnel's. Check tunnelServer.").arg(doing));
}

Error tableChanged(const TunnelTarget &target)
{
    return makeError(
        ErrorCode::Conflict,
        QStringLiteral("Table \"%1\" was changed while the task began. Run again.").arg(target.table.text()));
}

Result<QJsonObject> callForJson(Client &client, const ServiceRequest &request, Stop stop)
{
    SLUICE_TRY(const ServiceAnswer answer, client.call(request, stop));
    const QJsonDocument json = QJsonDocument::fromJson(answer.body);
    if (!json.isObject())
        return notOfTunnel(request.doing);
    return json.object();
}

Result<UploadSession> parseUpload(const QJsonObject &json, const TunnelTarget &target, const QString &doing)
{
    UploadSession session;
    session.target = target;
    session.id = json[QLatin1String("UploadID")].toString();
    if (session.id.isEmpty())
        return notOfTunnel(doing);
    const QString status = json[QLatin1String("Status")].toString().toUpper();
    session.closed = status == QLatin1String("CLOSED") || status == QLatin1String("CLOSING");
    session.usable = status != QLatin1String("EXPIRED") && status != QLatin1String("CANCELED") &&
                     status != QLatin1String("CRITICAL");
    session.maxFieldSize = json[QLatin1String("MaxFieldSize")].toInteger(-1);
    SLUICE_TRY(session.columns, parseSessionSchema(json[QLatin1String("Schema")].toObject()));
    for (const QJsonValue &block : json[QLatin1String("UploadedBlockList")].toArray())
        session.blocks.append(block[QLatin1String("BlockID")].toInt(-1));
    return session;
}

Result<DownloadSession> parseDownload(const QJsonObject &json, const TunnelTarget &target, const QString &doing)
{
    DownloadSession session;
    session.target = target;
    session.id = json[QLatin1String("DownloadID")].toString();
    session.ready = json[QLatin1String("Status")].toString().toUpper() != QLatin1String("INITIATING");
    session.rows = json[QLatin1String("RecordCount")].toInteger(0);
    if (session.id.isEmpty() || session.rows < 0 || session.rows > mostRows)
        return notOfTunnel(doing);
    if (session.ready) {
        SLUICE_TRY(session.columns, parseSessionSchema(json[QLatin1String("Schema")].toObject()));
    }
    return session;
}

Result<UploadSession> createUpload(Client &client, const TunnelTarget &target, bool overwrite, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, target);
    request.method = "POST";
    request.query.emplaceBack("uploads", QString());
    if (overwrite)
        request.query.emplaceBack("overwrite", QStringLiteral("true"));
    if (!target.partition.isEmpty())
        request.query.emplaceBack("create_partition", QStringLiteral("true"));
    request.doing = QStringLiteral("Opening an upload to %1").arg(placeOf(target));
    return callForUpload(client, request, target, stop);
}

Result<UploadSession> reloadUpload(Client &client, const UploadSession &session, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, session.target);
    request.query.emplaceBack("uploadid", session.id);
    request.query.emplaceBack("getblockid", QStringLiteral("true"));
    request.doing = QStringLiteral("Listing the blocks sent to %1").arg(placeOf(session.target));
    return callForUpload(client, request, session.target, stop);
}

Result<UploadSession> commitUpload(Client &client, const UploadSession &session, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, session.target);
    request.method = "POST";
    request.query.emplaceBack("uploadid", session.id);
    request.doing = QStringLiteral("Committing the upload to %1").arg(placeOf(session.target));
    return callForUpload(client, request, session.target, stop);
}

Done commitBlocks(Client &client, const UploadSession &session, QList<int> sent, Stop stop)
{
    SLUICE_TRY(UploadSession known, reloadUpload(client, session, stop));
    if (known.closed)
        return {};
    std::sort(sent.begin(), sent.end());
    std::sort(known.blocks.begin(), known.blocks.end());
    if (sent != known.blocks)
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("%1 blocks were sent to %2 but the service holds %3; nothing is committed. "
                                        "Run again.")
                             .arg(sent.size())
                             .arg(placeOf(session.target))
                             .arg(known.blocks.size()));
    SLUICE_CHECK(commitUpload(client, session, stop));
    return {};
}

QString tooManyBlocks()
{
    return QStringLiteral("One task writes at most %1 blocks; make blockSizeInMB larger or compress.").arg(blockLimit);
}

ServiceRequest blockRequest(const Client &client, const UploadSession &session, int blockId, const Transfer &transfer)
{
    ServiceRequest request = tunnelRequest(client, session.target);
    request.method = "PUT";
    request.query.emplaceBack("uploadid", session.id);
    request.query.emplaceBack("blockid", QString::number(blockId));
    addFormat(request, transfer);
    request.headers.emplaceBack("Content-Type", "application/octet-stream");
    if (const char *encoding = transfer.encoding(); *encoding)
        request.headers.emplaceBack("Content-Encoding", encoding);
    request.doing = QStringLiteral("Sending block %1 to %2").arg(blockId).arg(placeOf(session.target));
    return request;
}

Result<DownloadSession> createDownload(Client &client, const TunnelTarget &target, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, target);
    request.method = "POST";
    request.query.emplaceBack("downloads", QString());
    request.doing = QStringLiteral("Opening a download of %1").arg(placeOf(target));
    for (auto pause = 100ms;; pause = std::min(pause * 2, std::chrono::milliseconds(5s))) {
        SLUICE_TRY(const QJsonObject json, callForJson(client, request, stop));
        SLUICE_TRY(const DownloadSession session, parseDownload(json, target, request.doing));
        if (session.ready)
            return session;
        request = tunnelRequest(client, target);
        request.query.emplaceBack("downloadid", session.id);
        request.doing = QStringLiteral("Waiting for the download of %1").arg(placeOf(target));
        SLUICE_CHECK(stop.sleep(pause));
    }
}

ServiceRequest rowsRequest(const Client &client, const DownloadSession &session, const QStringList &columns,
                           qint64 start, qint64 count, const Transfer &transfer)
{
    ServiceRequest request = tunnelRequest(client, session.target);
    request.query.emplaceBack("data", QString());
    request.query.emplaceBack("downloadid", session.id);
    request.query.emplaceBack("rowrange", QStringLiteral("(%1,%2)").arg(start).arg(count));
    if (columns != session.columns.columns.names()) // wide tables make long addresses
        request.query.emplaceBack("columns", columns.join(QLatin1Char(',')));
    addFormat(request, transfer);
    if (const char *encoding = transfer.encoding(); *encoding)
        request.headers.emplaceBack("Accept-Encoding", encoding);
    request.doing = QStringLiteral("Reading %1").arg(placeOf(session.target));
    return request;
}

} // namespace sluice
