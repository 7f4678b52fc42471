#include "connectors/maxcompute/serviceerror.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qsizetype messageLimit = 2000;
constexpr int longestWaitSeconds = 60;

struct Told {
    QString code;
    QString message;
    QString requestId;
};

Told readXml(const QByteArray &body)
{
    Told told;
    QXmlStreamReader xml(body);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const QString name = xml.name().toString();
        if (name == QLatin1String("Code"))
            told.code = xml.readElementText(QXmlStreamReader::SkipChildElements);
        else if (name == QLatin1String("Message"))
            told.message = xml.readElementText(QXmlStreamReader::SkipChildElements);
        else if (name == QLatin1String("RequestId"))
            told.requestId = xml.readElementText(QXmlStreamReader::SkipChildElements);
    }
    return told;
}

Told read(std::string_view text)
{
    const QByteArray body(text.data(), qsizetype(std::min<size_t>(text.size(), 64 * 1024)));
    if (body.trimmed().startsWith('<'))
        return readXml(body);
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    return {json[QLatin1String("Code")].toString(), json[QLatin1String("Message")].toString(),
            json[QLatin1String("RequestId")].toString()};
}

bool isOneOf(const QString &code, std::initializer_list<const char *> codes)
{
    return std::any_of(codes.begin(), codes.end(), [&](const char *known) { return code == QLatin1String(known); });
}

ErrorCode kindOf(int status, const QString &code)
{
    if (isOneOf(code, {"Unauthorized", "AuthorizationRequired", "SignatureNotMatch", "NoPermission", "AccessDenied",
                       "InvalidAccessKeyId.NotFound", "AuthenticationRequestExpired", "RequestTimeTooSkewd",
                       "RequestTimeTooSkewed"}))
        return ErrorCode::Auth;
    if (code.startsWith(QLatin1String("NoSuch")))
        return ErrorCode::NotFound;
    if (status == 429 || isOneOf(code, {"RequestQuotaExceeded", "SlotExceeded", "QPSExceeded", "FlowExceeded"}))
        return ErrorCode::Throttled;
    if (isOneOf(code, {"StatusConflict", "TableModified", "InvalidStatusChange", "OverwriteModeNotAllowed",
                       "InConsistentBlockList", "ObjectModified"}))
        return ErrorCode::Conflict;
    if (isOneOf(code, {"MalformedDataStream", "IncompleteBody", "UnexpectedContent"}))
        return ErrorCode::Data;
    if (code == QLatin1String("InsufficientStorage"))
        return ErrorCode::Io;
    if (code == QLatin1String("NotImplemented"))
        return ErrorCode::Unsupported;
    switch (status) {
    case 401:
    case 403:
        return ErrorCode::Auth;
    case 404:
        return ErrorCode::NotFound;
    case 409:
        return ErrorCode::Conflict;
    default:
        return status >= 500 ? ErrorCode::Network : ErrorCode::Config;
    }
}

// What the reader of the message can do about it.
QString cureFor(ErrorCode kind, const QString &code)
{
    if (code.startsWith(QLatin1String("RequestTimeToo")) || code == QLatin1String("AuthenticationRequestExpired"))
        return QStringLiteral(" Set this computer's clock right.");
    if (code == QLatin1String("NoPermission") || code == QLatin1String("AccessDenied"))
        return QStringLiteral(" Ask the project's owner for the right to do this.");
    if (kind == ErrorCode::Auth)
        return QStringLiteral(" Check the access id and key of the data source.");
    if (code == QLatin1String("TableModified"))
        return QStringLiteral(" The table was changed during the run; run again.");
    return {};
}

} // namespace

Refusal refusalOf(int status, std::string_view body, const QByteArray &requestId, const QByteArray &retryAfter,
                  const QString &doing)
{
    const Told told = read(body);
    Refusal refusal;
    refusal.serviceCode = told.code.left(100);
    const ErrorCode kind = kindOf(status, refusal.serviceCode);
    QString words = told.message.simplified().left(messageLimit);
    if (words.isEmpty())
        words = QStringLiteral("HTTP status %1").arg(status);
    if (!words.endsWith(QLatin1Char('.')))
        words += QLatin1Char('.');
    QStringList detail;
    if (!refusal.serviceCode.isEmpty())
        detail.append(refusal.serviceCode);
    detail.append(QStringLiteral("HTTP %1").arg(status));
    const QString id = requestId.isEmpty() ? told.requestId.left(100) : QString::fromUtf8(requestId.left(100));
    if (!id.isEmpty())
        detail.append(QStringLiteral("request %1").arg(id));
    refusal.error = makeError(kind, QStringLiteral("%1 was refused: %2%3").arg(doing, words, cureFor(kind, told.code)),
                              {}, detail.join(QStringLiteral(", ")));
    refusal.retry =
        kind == ErrorCode::Throttled || status >= 500 || status == 308 || (status == 409 && !retryAfter.isEmpty());
    refusal.wait = std::chrono::seconds(std::clamp(retryAfter.toInt(), 0, longestWaitSeconds));
    return refusal;
}

bool mayRetry(const Error &error)
{
    return error.code == ErrorCode::Network || error.code == ErrorCode::Timeout;
}

} // namespace sluice
