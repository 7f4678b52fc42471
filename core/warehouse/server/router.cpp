#include "warehouse/server/router.h"

#include "base/nearest.h"
#include "warehouse/rest/rest.h"
#include "warehouse/storage/storageapi.h"
#include "warehouse/tunnel/tunnel.h"

namespace sluice::warehouse
{

namespace
{

bool isStorageRequest(const HttpRequest &request)
{
    return std::string_view(request.path).starts_with("/api/storage/v1/");
}

QStringList segmentsOf(const HttpRequest &request)
{
    QStringList segments = QString::fromUtf8(request.path.data(), qsizetype(request.path.size()))
                               .split(QLatin1Char('/'), Qt::SkipEmptyParts);
    if (!segments.isEmpty() && segments.first() == QLatin1String("api")) // the REST endpoint's base path
        segments.removeFirst();
    if (isStorageRequest(request))
        segments = segments.mid(2); // storage/v1
    return segments;
}

void unknown(ServiceCall &call)
{
    call.fail({404, "NoSuchObject", "The local warehouse has nothing at " + call.request.path + "."});
}

// MaxCompute makes a schema known in the path (tunnels) or in one of two keys (metadata).
QString schemaOf(const ServiceCall &call)
{
    for (const char *key : {"curr_schema", "schema_name"}) {
        if (const QString schema = call.value(key); !schema.isEmpty())
            return schema.toLower();
    }
    return QStringLiteral("default");
}

bool findProject(ServiceCall &call)
{
    Warehouse &warehouse = call.server.warehouse;
    if (warehouse.hasProject(call.project))
        return true;
    if (warehouse.options().autoCreateProjects && call.request.header("x-odps-bearer-token").empty()) {
        const Done made = warehouse.createProject(call.project);
        if (!made.ok())
            call.fail(made.error(), "NoSuchProject");
        return made.ok();
    }
    const QString text = QStringLiteral("ODPS-0420111:Project not found - '%1'.").arg(call.project) +
                         didYouMean(call.project, warehouse.projects());
    call.fail({404, "NoSuchProject", text.toStdString()});
    return false;
}

void routeTable(ServiceCall &call, const QStringList &rest)
{
    call.table = rest.value(0).toLower();
    if (rest.size() > 1 && isStorageRequest(call.request))
        return storageApi(call, rest.mid(1));
    if (rest.size() == 2 && rest.at(1) == QLatin1String("preview"))
        return tunnelPreview(call);
    if (rest.size() == 2 && rest.at(1) == QLatin1String("upserts"))
        return tunnelUpsert(call);
    if (rest.size() == 2 && rest.at(1) == QLatin1String("streams"))
        return tunnelStream(call);
    if (rest.size() > 1)
        return call.fail({400, "NotImplemented",
                          "The local warehouse does not have " + rest.at(1).toStdString() + " of tables yet."});
    if (rest.isEmpty())
        return restTables(call);
    if (call.plane == Plane::Tunnel)
        return tunnelTable(call);
    restTable(call);
}

void routeInstance(ServiceCall &call, const QStringList &rest)
{
    if (rest.isEmpty())
        return restInstances(call);
    call.instance = rest.first();
    if (call.plane == Plane::Tunnel)
        return tunnelInstance(call);
    restInstance(call);
}

// A tunnel resource group that is named must exist; all of them lead to this server.
std::optional<Fault> checkQuota(const ServiceCall &call)
{
    const QString quota = call.value("quotaName");
    if (quota.isEmpty() || tunnelQuotas(call.server).contains(quota, Qt::CaseInsensitive))
        return std::nullopt;
    const QString text = QStringLiteral("The quota '%1' is not known. Start the local warehouse with --quota %1, or "
                                        "name none.")
                             .arg(quota) +
                         didYouMean(quota, tunnelQuotas(call.server));
    return Fault{400, "InvalidArgument", text.toStdString()};
}

// `rest`: what stands behind /projects/P.
void routeProject(ServiceCall &call, QStringList rest)
{
    if (!findProject(call))
        return;
    if (rest.isEmpty())
        return restProjects(call);
    QString kind = rest.takeFirst();
    if (kind == QLatin1String("schemas") && rest.size() > 1) {
        call.schema = rest.takeFirst().toLower();
        kind = rest.takeFirst();
    } else {
        call.schema = schemaOf(call);
    }
    if (kind == QLatin1String("tables"))
        return routeTable(call, rest);
    if (kind == QLatin1String("instances"))
        return routeInstance(call, rest);
    if (kind == QLatin1String("schemas"))
        return restSchemas(call, rest.value(0).toLower());
    if (kind == QLatin1String("tunnel"))
        return restTunnelDiscovery(call);
    if (kind == QLatin1String("logs"))
        return restTelemetry(call);
    if (kind == QLatin1String("authorization"))
        return restAuthorization(call);
    if (kind == QLatin1String("registration") && rest == QStringList(QStringLiteral("functions")))
        return restNothing(call, "Functions");
    if (kind == QLatin1String("resources") && rest.isEmpty())
        return restNothing(call, "Resources");
    if (kind == QLatin1String("volumes") && rest.isEmpty())
        return restNothing(call, "Volumes");
    if (kind == QLatin1String("users") && rest.isEmpty())
        return restUsers(call);
    if (kind == QLatin1String("roles") && rest.isEmpty())
        return restNothing(call, "Roles");
    if (kind == QLatin1String("cachedinstances") && rest.isEmpty())
        return restQueue(call);
    unknown(call);
}

} // namespace

void route(ServerContext &server, HttpExchange &exchange)
{
    ServiceCall call(server, exchange, isTunnelRequest(exchange.request()) ? Plane::Tunnel : Plane::Rest);
    if (const auto fault = checkAuthorization(call.request, server.credentials, QDateTime::currentDateTimeUtc()))
        return call.fail(*fault);
    if (const auto fault = checkQuota(call))
        return call.fail(*fault);
    QStringList segments = segmentsOf(call.request);
    const QString first = segments.isEmpty() ? QString() : segments.takeFirst();
    if (first == QLatin1String("projects")) {
        if (segments.isEmpty())
            return restProjects(call);
        call.project = segments.takeFirst().toLower();
        return routeProject(call, segments);
    }
    if (first == QLatin1String("storage"))
        return call.fail({400, "NotImplemented",
                          "The local warehouse has version 1 of the Storage API: ask below /api/storage/v1."});
    if (first == QLatin1String("tenants"))
        return restTenants(call);
    if (first == QLatin1String("quotas"))
        return restQuotas(call, segments.value(0));
    // Asked by PyODPS on its own: there is neither a log viewer nor a catalog service on a laptop.
    if (first == QLatin1String("logview") || first == QLatin1String("webconsole") ||
        first == QLatin1String("catalogapi"))
        return call.replyText("http://" + server.hostAndPort);
    unknown(call);
}

} // namespace sluice::warehouse
