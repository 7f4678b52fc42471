#include "connectors/maxcompute/storagesession.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace sluice
{

using namespace std::chrono_literals;

ServiceRequest storageRequest(const Client &client, const TableName &table, const QString &below)
{
    ServiceRequest request;
    request.plane = Plane::Tunnel;
    request.path = QStringLiteral("/api/storage/v1/projects/%1/schemas/%2/tables/%3%4")
                       .arg(table.project.isEmpty() ? client.account().project : table.project,
                            table.schema.isEmpty() ? QStringLiteral("default") : table.schema, table.table, below);
    return request;
}

void addStorageFormat(ServiceRequest &request)
{
    request.query.emplaceBack("data_format_type", QStringLiteral("ARROW"));
    request.query.emplaceBack("data_format_version", QStringLiteral("V5"));
}

QJsonObject storageTimes()
{
    return {{QStringLiteral("TimestampUnit"), QStringLiteral("nano")},
            {QStringLiteral("DatetimeUnit"), QStringLiteral("milli")}};
}

QString storageStatus(const QJsonObject &session)
{
    return session[QLatin1String("SessionStatus")].toString().toUpper();
}

QString storageSessionId(const QJsonObject &session)
{
    return session[QLatin1String("SessionId")].toString();
}

Result<Schema> storageColumns(const QJsonObject &session)
{
    Schema schema;
    for (const QJsonValue &value : session[QLatin1String("DataSchema")][QLatin1String("DataColumns")].toArray()) {
        Column column;
        column.name = value[QLatin1String("Name")].toString();
        SLUICE_TRY(column.type, Type::parse(value[QLatin1String("Type")].toString()));
        schema.columns.append(std::move(column));
    }
    return schema;
}

Result<QJsonObject> createStorageSession(Client &client, const TunnelTarget &target, const char *type,
                                         const QJsonObject &body, const QString &doing, Stop stop)
{
    SLUICE_CHECK(client.findTunnel(stop));
    ServiceRequest request = storageRequest(client, target.table, QStringLiteral("/sessions"));
    request.method = "POST";
    request.query.emplaceBack("session_type", QLatin1String(type));
    request.headers.emplaceBack("Content-Type", "application/json");
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    request.doing = doing;
    SLUICE_TRY(QJsonObject session, callForJson(client, request, stop));
    for (auto pause = 100ms;; pause = std::min(pause * 2, std::chrono::milliseconds(5s))) {
        const QString status = storageStatus(session);
        const QString id = storageSessionId(session);
        if (id.isEmpty() || status.isEmpty())
            return notOfTunnel(doing);
        if (status == QLatin1String("NORMAL"))
            return session;
        if (status != QLatin1String("INIT"))
            return makeError(
                ErrorCode::Network,
                QStringLiteral("%1 failed: the service has not made the session (%2). %3 Run again.")
                    .arg(doing, status, session[QLatin1String("Message")].toString().simplified().left(500)));
        SLUICE_CHECK(stop.sleep(pause));
        SLUICE_TRY(session, reloadStorageSession(client, target, type, id, stop));
    }
}

Result<QJsonObject> reloadStorageSession(Client &client, const TunnelTarget &target, const char *type,
                                         const QString &id, Stop stop)
{
    ServiceRequest request = storageRequest(client, target.table, QStringLiteral("/sessions/") + id);
    request.query.emplaceBack("session_type", QLatin1String(type));
    request.doing = QStringLiteral("Asking for the session of %1").arg(placeOf(target));
    return callForJson(client, request, stop);
}

bool refusesStorageApi(const Error &error)
{
    if (error.code == ErrorCode::Auth || error.code == ErrorCode::Unsupported)
        return true;
    const QString code = error.detail.section(QLatin1Char(','), 0, 0);
    return error.code == ErrorCode::NotFound && code != QLatin1String("NoSuchTable") &&
           code != QLatin1String("NoSuchPartition") && code != QLatin1String("NoSuchProject") &&
           code != QLatin1String("NoSuchSchema");
}

} // namespace sluice
