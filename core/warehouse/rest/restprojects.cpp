#include "warehouse/rest/rest.h"
#include "warehouse/rest/restpaging.h"
#include "warehouse/server/bearertoken.h"
#include "warehouse/server/servertext.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace sluice::warehouse
{

namespace
{

void writeProperties(XmlWriter &xml, std::string_view name, const QList<QPair<QString, QString>> &properties)
{
    xml.open(name);
    for (const auto &[key, value] : properties) {
        xml.open("Property");
        xml.text("Name", key);
        xml.text("Value", value);
        xml.close();
    }
    xml.close();
}

void writeProject(XmlWriter &xml, const ServiceCall &call, const QString &name)
{
    const QDateTime time = projectTime(call);
    xml.text("Name", name);
    xml.text("Type", "managed");
    xml.text("Comment", "");
    xml.text("Owner", call.server.owner());
    xml.text("SuperAdministrator", call.server.owner());
    xml.text("CreationTime", httpDate(time));
    xml.text("LastModifiedTime", httpDate(time));
    xml.text("ProjectGroupName", name);
    const QString zone = QString::fromLatin1(call.server.warehouse.options().timeZone.id());
    writeProperties(xml, "Properties",
                    {{QStringLiteral("odps.schema.model.enabled"), QStringLiteral("false")},
                     {QStringLiteral("odps.sql.timezone"), zone},
                     {QStringLiteral("odps.sql.type.system.odps2"), QStringLiteral("true")}});
    writeProperties(xml, "ExtendedProperties", {});
    xml.text("State", "AVAILABLE");
    xml.text("DefaultCluster", "local");
    xml.text("Region", "local");
    xml.text("Allow3Tier", "false");
}

void projectList(ServiceCall &call)
{
    QStringList names = call.server.warehouse.projects();
    names.sort();
    const Page page = pageOf(call, names, [](const QString &name) { return name; });
    XmlWriter xml("Projects");
    for (qsizetype i = page.first; i < page.end; ++i) {
        xml.open("Project");
        writeProject(xml, call, names.at(i));
        xml.close();
    }
    writePage(xml, page);
    call.replyXml(xml.finish());
}

} // namespace

QDateTime projectTime(const ServiceCall &call)
{
    const QFileInfo folder(call.server.warehouse.options().directory);
    const QDateTime born = folder.birthTime();
    return (born.isValid() ? born : folder.lastModified()).toUTC();
}

void addTimes(HttpResponse &response, const QString &owner, const QDateTime &created, const QDateTime &modified)
{
    response.set("x-odps-owner", owner.toStdString());
    response.set("x-odps-creation-time", httpDate(created));
    response.set("Last-Modified", httpDate(modified));
}

void restProjects(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    if (call.project.isEmpty())
        return projectList(call);
    XmlWriter xml("Project");
    writeProject(xml, call, call.project);
    HttpResponse response = call.response();
    const QDateTime time = projectTime(call);
    addTimes(response, call.server.owner(), time, time);
    response.set("Content-Type", "application/xml");
    response.body = xml.finish();
    call.reply(std::move(response));
}

void restTunnelDiscovery(ServiceCall &call)
{
    call.replyText(call.server.hostAndPort);
}

void restTelemetry(ServiceCall &call)
{
    if (const auto body = call.http.body(1024 * 1024); !body.ok())
        return call.fail(body.error());
    call.replyEmpty();
}

void restAuthorization(ServiceCall &call)
{
    if (!call.isPost())
        return call.failMethod();
    const auto body = call.http.body(1024 * 1024);
    if (!body.ok())
        return call.fail(body.error());
    std::string result = "{}"; // of questions about rights
    if (call.has("sign_bearer_token")) {
        if (call.request.header("authorization").empty())
            return call.fail({403, "NoPermission", "A bearer token makes no other: sign with the access key."});
        const QJsonObject wish =
            QJsonDocument::fromJson(QByteArray::fromRawData(body->data(), qsizetype(body->size()))).object();
        const auto token = makeBearerToken(call.server.credentials, wish, QDateTime::currentDateTimeUtc());
        if (!token.ok())
            return call.fail(token.error());
        result = token->toStdString();
    }
    XmlWriter xml("Authorization");
    xml.text("Result", result);
    call.replyXml(xml.finish());
}

void restNothing(ServiceCall &call, const char *root)
{
    if (!call.isGet())
        return call.failMethod();
    XmlWriter xml(root);
    writePage(xml, pageOf(call, QStringList(), [](const QString &name) { return name; }));
    call.replyXml(xml.finish());
}

void restTenants(ServiceCall &call)
{
    const qint64 time = projectTime(call).toSecsSinceEpoch();
    call.replyJson({{QStringLiteral("Tenant"),
                     QJsonObject{{QStringLiteral("Name"), QStringLiteral("local")},
                                 {QStringLiteral("OwnerId"), QStringLiteral("local")},
                                 {QStringLiteral("TenantId"), QStringLiteral("local")},
                                 {QStringLiteral("TenantState"), QStringLiteral("NORMAL")},
                                 {QStringLiteral("CreateTime"), time},
                                 {QStringLiteral("UpdateTime"), time},
                                 {QStringLiteral("TenantMeta"), QStringLiteral("{}")},
                                 {QStringLiteral("Parameters"),
                                  QJsonObject{{QStringLiteral("odps.namespace.schema"), QStringLiteral("false")}}}}}});
}

} // namespace sluice::warehouse
