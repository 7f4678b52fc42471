#include "warehouse/server/servicecall.h"

#include "warehouse/server/servertext.h"

#include <QJsonDocument>

namespace sluice::warehouse
{

QStringList tunnelQuotas(const ServerContext &server)
{
    return server.quotas + QStringList{QStringLiteral("default"), QStringLiteral("pay-as-you-go")};
}

QString ServerContext::owner() const
{
    return QStringLiteral("ALIYUN$local");
}

ServiceCall::ServiceCall(ServerContext &server, HttpExchange &exchange, Plane plane)
    : server(server)
    , http(exchange)
    , request(exchange.request())
    , plane(plane)
    , requestId(newRequestId())
{
}

QString ServiceCall::value(std::string_view key) const
{
    const std::string_view text = request.value(key);
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

qint64 ServiceCall::number(std::string_view key, qint64 otherwise, qint64 limit) const
{
    bool ok = false;
    const qint64 number = value(key).toLongLong(&ok);
    return ok && number >= 0 ? std::min(number, limit) : otherwise;
}

HttpResponse ServiceCall::response(int status) const
{
    HttpResponse response;
    response.status = status;
    response.set("x-odps-request-id", requestId);
    return response;
}

void ServiceCall::replyText(std::string text, const char *type)
{
    HttpResponse answer = response();
    answer.set("Content-Type", type);
    answer.body = std::move(text);
    reply(std::move(answer));
}

void ServiceCall::replyJson(const QJsonObject &object)
{
    replyText(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString(), "application/json");
}

void ServiceCall::fail(const Fault &fault)
{
    if (fault.status >= 500)
        server.log.error(QStringLiteral("%1 %2 (request %3): %4")
                             .arg(QString::fromStdString(request.method), QString::fromStdString(request.path),
                                  QString::fromStdString(requestId), QString::fromStdString(fault.message)));
    http.respond(faultResponse(fault, plane, requestId));
}

void ServiceCall::failMethod()
{
    fail({405, "MethodNotAllowed", "The local warehouse does not do " + request.method + " here."});
}

} // namespace sluice::warehouse
