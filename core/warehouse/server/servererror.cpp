#include "warehouse/server/servererror.h"

#include "warehouse/server/xmlwriter.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

bool isCodeWord(const QString &text)
{
    return !text.isEmpty() && text.at(0).isUpper() &&
           std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128 && c.isLetterOrNumber(); });
}

std::pair<int, std::string_view> statusAndCode(ErrorCode code, std::string_view notFound)
{
    switch (code) {
    case ErrorCode::Config:
    case ErrorCode::Schema:
        return {400, "InvalidArgument"};
    case ErrorCode::Auth:
        return {403, "NoPermission"};
    case ErrorCode::NotFound:
        return {404, notFound};
    case ErrorCode::Conflict:
        return {409, "StatusConflict"};
    case ErrorCode::Data:
        return {400, "MalformedDataStream"};
    case ErrorCode::Unsupported: // not 501: clients retry every 5xx for minutes
        return {400, "NotImplemented"};
    case ErrorCode::Throttled:
        return {429, "RequestQuotaExceeded"};
    case ErrorCode::Network:
    case ErrorCode::Timeout:
        return {400, "IncompleteBody"};
    case ErrorCode::Stopped:
        return {503, "ServiceUnavailable"};
    case ErrorCode::Io: // the disk is full: trying again for minutes does not help either
        return {400, "InsufficientStorage"};
    case ErrorCode::Internal:
        break;
    }
    return {500, "InternalServerError"};
}

} // namespace

Fault faultOf(const Error &error, std::string_view notFound)
{
    const auto [status, code] = statusAndCode(error.code, notFound);
    if (isCodeWord(error.detail))
        return {status, error.detail.toStdString(), error.message.toStdString()};
    QString text = error.message;
    if (!error.detail.isEmpty())
        text += QStringLiteral(" (%1)").arg(error.detail);
    return {status, std::string(code), text.toStdString()};
}

HttpResponse faultResponse(const Fault &fault, Plane plane, const std::string &requestId)
{
    HttpResponse response;
    response.status = fault.status;
    response.set("x-odps-request-id", requestId);
    if (fault.retryAfterSeconds > 0)
        response.set("Retry-After", std::to_string(fault.retryAfterSeconds));
    if (plane == Plane::Tunnel) {
        response.set("Content-Type", "application/json");
        QJsonObject body{{QStringLiteral("Code"), QString::fromStdString(fault.code)},
                         {QStringLiteral("Message"), QString::fromStdString(fault.message)},
                         {QStringLiteral("RequestId"), QString::fromStdString(requestId)},
                         {QStringLiteral("HostId"), QStringLiteral("127.0.0.1")}};
        if (fault.holdMilliseconds > 0)
            body.insert(QStringLiteral("HoldClientMillis"), fault.holdMilliseconds);
        response.body = QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString();
        return response;
    }
    response.set("Content-Type", "application/xml");
    XmlWriter xml("Error");
    xml.text("Code", fault.code);
    xml.text("Message", fault.message);
    xml.text("RequestId", requestId);
    xml.text("HostId", "127.0.0.1");
    response.body = xml.finish();
    return response;
}

} // namespace sluice::warehouse
