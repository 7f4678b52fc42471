#include "connectors/maxcompute/streamsession.h"

#include <QJsonArray>

namespace sluice
{

namespace
{

constexpr qsizetype mostSlots = 10'000;

Result<StreamSession> callForStream(Client &client, const ServiceRequest &request, const TunnelTarget &target,
                                    Stop stop)
{
    SLUICE_TRY(const QJsonObject json, callForJson(client, request, stop));
    return parseStream(json, target, request.doing);
}

} // namespace

Result<StreamSession> parseStream(const QJsonObject &json, const TunnelTarget &target, const QString &doing)
{
    StreamSession session;
    session.target = target;
    session.id = json[QLatin1String("session_name")].toString();
    const QString status = json[QLatin1String("status")].toString();
    for (const QJsonValue &slot : json[QLatin1String("slots")].toArray()) {
        const QJsonArray pair = slot.toArray();
        if (pair.size() == 2 && session.servers.size() < mostSlots)
            session.servers.append({pair[0].toVariant().toInt(), pair[1].toString().toUtf8()});
    }
    if (session.id.isEmpty() || session.servers.isEmpty())
        return notOfTunnel(doing);
    if (status.compare(QLatin1String("normal"), Qt::CaseInsensitive) != 0)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("%1 gave a session that is not ready (%2). Run again.").arg(doing, status.left(100)));
    SLUICE_TRY(session.columns, parseSessionSchema(json[QLatin1String("schema")].toObject()));
    session.schemaVersion = json[QLatin1String("schema_version")].toVariant().toLongLong();
    return session;
}

Result<StreamSession> createStream(Client &client, const TunnelTarget &target, int slotCount, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, target, "/streams");
    request.method = "POST";
    if (!target.partition.isEmpty())
        request.query.emplaceBack("create_partition", QString());
    if (slotCount > 0)
        request.headers.emplaceBack("odps-tunnel-slot-num", QByteArray::number(slotCount));
    request.doing = QStringLiteral("Opening a stream to %1").arg(placeOf(target));
    return callForStream(client, request, target, stop);
}

Result<StreamSession> reloadStream(Client &client, const StreamSession &session, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, session.target, "/streams");
    request.query.emplaceBack("uploadid", session.id);
    request.doing = QStringLiteral("Looking after the stream to %1").arg(placeOf(session.target));
    return callForStream(client, request, session.target, stop);
}

ServiceRequest streamRequest(const Client &client, const StreamSession &session, qsizetype slot, qint64 rows,
                             const Transfer &transfer)
{
    ServiceRequest request = tunnelRequest(client, session.target, "/streams");
    request.method = "PUT";
    request.query.emplaceBack("uploadid", session.id);
    request.query.emplaceBack("slotid", QString::number(session.servers[slot].first));
    request.query.emplaceBack("record_count", QString::number(rows));
    request.headers.emplaceBack("Content-Type", "application/octet-stream");
    request.headers.emplaceBack(routedServer, session.servers[slot].second);
    request.headers.emplaceBack("odps-tunnel-slot-num", QByteArray::number(session.servers.size()));
    if (const char *encoding = transfer.encoding(); *encoding)
        request.headers.emplaceBack("Content-Encoding", encoding);
    request.doing = QStringLiteral("Sending %1 rows to %2").arg(rows).arg(placeOf(session.target));
    return request;
}

} // namespace sluice
