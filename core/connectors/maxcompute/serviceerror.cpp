#include "connectors/maxcompute/serviceerror.h"

#include <QDateTime>
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
constexpr double longestHold = 10'000; // milliseconds: what the official client honours

struct Told {
    QString code;
    QString message;
    QString requestId;
    int holdMilliseconds = 0;
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
            json[QLatin1String("RequestId")].toString(),
            int(std::clamp(json[QLatin1String("HoldClientMillis")].toDouble(0), 0.0, longestHold))};
}

bool isOneOf(const QString &code, std::initializer_list<const char *> codes)
{
    return std::any_of(codes.begin(), codes.end(), [&](const char *known) { return code == QLatin1String(known); });
}

ErrorCode kindOf(int status, const QString &code)
{
    if (isOneOf(code, {"Unauthorized", "AuthorizationRequired", "SignatureNotMatch", "NoPermission", "AccessDenied",
                       "InvalidAccessKeyId.NotFound", "AuthenticationRequestExpired", "RequestTimeTooSkewd",
                       "RequestTimeTooSkewed"}) ||
        status == 407)
        return ErrorCode::Auth;
    if (code.startsWith(QLatin1String("NoSuch")))
        return ErrorCode::NotFound;
    if (status == 429 || isOneOf(code, {"RequestQuotaExceeded", "SlotExceeded", "QPSExceeded", "FlowExceeded"}))
        return ErrorCode::Throttled;
    if (isOneOf(code, {"StatusConflict", "TableModified", "InvalidStatusChange", "OverwriteModeNotAllowed",
                       "InConsistentBlockList", "ObjectModified", "SchemaModified"}))
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

QDateTime timeIn(const QString &message, const char *field)
{
    const QString key = QLatin1String(field) + QLatin1Char(':');
    const qsizetype at = message.indexOf(key);
    return at < 0 ? QDateTime()
                  : QDateTime::fromString(message.mid(at + key.size()).section(QLatin1Char(','), 0, 0).trimmed(),
                                          Qt::ISODateWithMs);
}

// How far the clocks are apart, from the three fields that the service's message ends with.
QString cureForSkew(const QString &message)
{
    const QDateTime ours = timeIn(message, "expire_date");
    const QDateTime theirs = timeIn(message, "now_date");
    if (!ours.isValid() || !theirs.isValid())
        return QStringLiteral(" Set this computer's clock right.");
    const qint64 seconds = ours.secsTo(theirs);
    const qint64 apart = qAbs(seconds);
    return QStringLiteral(" This computer's clock is %1 %2 the service's. Set it right.")
        .arg(apart < 120 ? QStringLiteral("%1 seconds").arg(apart) : QStringLiteral("%1 minutes").arg(apart / 60),
             seconds > 0 ? QStringLiteral("behind") : QStringLiteral("ahead of"));
}

// What the reader of the message can do about it.
QString cureFor(ErrorCode kind, int status, const Told &told)
{
    const QString &code = told.code;
    if (code.startsWith(QLatin1String("RequestTimeToo")))
        return cureForSkew(told.message);
    if (code == QLatin1String("AuthenticationRequestExpired"))
        return QStringLiteral(" A temporary key has run out, or this computer's clock is wrong: enter a new key, or "
                              "set the clock right.");
    if (told.message.contains(QLatin1String("engine not found"), Qt::CaseInsensitive)) // DS-7
        return QStringLiteral(" A service in another region can pass the connectivity test and still fail here: use a "
                              "data source in the region of the workspace, or join the two networks.");
    if (code == QLatin1String("NoSuchUpload") || code == QLatin1String("NoSuchDownload"))
        return QStringLiteral(" The session is over: it lives 24 hours, and ends when it is committed or its table is "
                              "dropped. Run again.");
    if (status == 407)
        return QStringLiteral(" The proxy refused: check proxyUser and proxyPassword.");
    if (code == QLatin1String("NoPermission") || code == QLatin1String("AccessDenied"))
        return QStringLiteral(" Ask the project's owner for the right to do this.");
    if (kind == ErrorCode::Auth)
        return QStringLiteral(" Check the access id and key of the data source, and the security token of a temporary "
                              "key.");
    if (code == QLatin1String("TableModified"))
        return QStringLiteral(" The table was changed during the run; run again.");
    return {};
}

// The words by which an endpoint says that it does not know version 4.
bool wantsVersion2(const Told &told)
{
    const auto says = [&](const char *words) {
        return told.message.contains(QLatin1String(words), Qt::CaseInsensitive);
    };
    if (told.code == QLatin1String("InternalServerError"))
        return says("need ak v3 support") || says("accesskey acl denied");
    if (told.code == QLatin1String("InvalidParameter"))
        return says("ODPS-0410051");
    return told.code == QLatin1String("AuthorizationRequired") && says("invalid or missing");
}

bool mayPass(int status, const RefusalHead &head, ErrorCode kind)
{
    return kind == ErrorCode::Throttled || status == 308 || status == 500 || (status >= 502 && status <= 504) ||
           (status == 409 && !head.retryAfter.isEmpty());
}

std::chrono::milliseconds waitAsked(const QByteArray &retryAfter)
{
    bool isNumber = false;
    qint64 seconds = retryAfter.trimmed().toLongLong(&isNumber);
    if (!isNumber && !retryAfter.isEmpty()) {
        const QDateTime then = QDateTime::fromString(QString::fromLatin1(retryAfter.trimmed()), Qt::RFC2822Date);
        seconds = then.isValid() ? QDateTime::currentDateTimeUtc().secsTo(then) : 0;
    }
    return std::chrono::seconds(std::clamp<qint64>(seconds, 0, longestWaitSeconds));
}

} // namespace

Refusal refusalOf(const RefusalHead &head, std::string_view body, const QString &doing)
{
    const Told told = read(body);
    const int status = head.status;
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
    const QString id =
        head.requestId.isEmpty() ? told.requestId.left(100) : QString::fromUtf8(head.requestId.left(100));
    if (!id.isEmpty())
        detail.append(QStringLiteral("request %1").arg(id));
    refusal.error =
        makeError(kind, QStringLiteral("%1 was refused: %2%3").arg(doing, words, cureFor(kind, status, told)), {},
                  detail.join(QStringLiteral(", ")));
    refusal.retry = mayPass(status, head, kind);
    refusal.wait = std::max(waitAsked(head.retryAfter), std::chrono::milliseconds(told.holdMilliseconds));
    refusal.wantsVersion2 = wantsVersion2(told);
    refusal.untouched = kind == ErrorCode::Throttled || status == 409 || refusal.wantsVersion2;
    return refusal;
}

bool mayRetry(const Error &error)
{
    return error.code == ErrorCode::Network || error.code == ErrorCode::Timeout;
}

} // namespace sluice
