#include "warehouse/server/auth.h"

#include "tunnel/signing.h"
#include "warehouse/server/bearertoken.h"
#include "warehouse/server/servertext.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 skewLimit = 15 * 60 * 1000;

using Query = QList<QPair<QByteArray, QByteArray>>;

QByteArray bytes(std::string_view text)
{
    return QByteArray(text.data(), qsizetype(text.size()));
}

Query signedQuery(const HttpFields &fields)
{
    Query query;
    for (const auto &[key, value] : fields)
        query.append({bytes(key), bytes(value)});
    return query;
}

// Of repeated keys only the first or the last.
Query withoutRepeats(const Query &query, bool keepLast)
{
    Query kept;
    for (const auto &field : query) {
        const auto same = std::find_if(kept.begin(), kept.end(), [&](const auto &k) { return k.first == field.first; });
        if (same == kept.end())
            kept.append(field);
        else if (keepLast)
            same->second = field.second;
    }
    return kept;
}

// How the clients read their own query before they sign it.
QList<Query> readings(const HttpRequest &request)
{
    QList<Query> all;
    const auto add = [&all](const Query &query) {
        if (!all.contains(query))
            all.append(query);
    };
    const QList<Query> whole{
        signedQuery(parseQuery(request.rawQuery, false)),
        signedQuery(request.query),
        // PyODPS decodes the whole address first and parses what comes out of it.
        signedQuery(parseQuery(percentDecode(request.rawQuery.substr(0, request.rawQuery.find("%23")), false), true)),
    };
    for (const Query &query : whole) {
        add(query);
        add(withoutRepeats(query, false));
        add(withoutRepeats(query, true));
    }
    return all;
}

// The endpoint's base path does not belong to what is signed; which part of the path it is, only the client knows.
QList<QByteArray> pathReadings(const HttpRequest &request)
{
    QList<QByteArray> paths{bytes(request.path)};
    if (request.path.starts_with("/api/"))
        paths.append(bytes(std::string_view(request.path).substr(4)));
    return paths;
}

bool equalInConstantTime(const QByteArray &a, const QByteArray &b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.constData(), b.constData(), size_t(a.size())) == 0;
}

// What a signature of version 4 names besides the access id; empty in version 2.
struct Scope {
    QByteArray day;
    QByteArray region;
};

// "20240101/cn-hangzhou/odps/aliyun_v4_request"; nothing when it is malformed.
std::optional<Scope> parseScope(const QByteArray &text)
{
    const QList<QByteArray> parts = text.split('/');
    if (parts.size() != 4 || parts[0].size() != 8 || parts[1].isEmpty() || parts[2] != "odps" ||
        parts[3] != "aliyun_v4_request")
        return std::nullopt;
    return Scope{parts[0], parts[1]};
}

bool signatureFits(const HttpRequest &request, const QByteArray &authorization, const Scope &scope,
                   const Credentials &credentials)
{
    SignedRequest signedRequest;
    signedRequest.method = bytes(request.method);
    for (const auto &[name, value] : request.headers)
        signedRequest.headers.append({bytes(name), bytes(value)});
    for (const QByteArray &path : pathReadings(request)) {
        signedRequest.path = path;
        for (const Query &query : readings(request)) {
            signedRequest.query = query;
            const QByteArray expected =
                scope.region.isEmpty() ? authorizationV2(signedRequest, credentials.accessId, credentials.accessKey)
                                       : authorizationV4(signedRequest, credentials.accessId, credentials.accessKey,
                                                         scope.region, scope.day);
            if (equalInConstantTime(expected, authorization))
                return true;
        }
    }
    return false;
}

Fault unauthorized(std::string message)
{
    return {401, "Unauthorized", std::move(message)};
}

std::optional<Fault> checkDate(const HttpRequest &request, const QDateTime &now)
{
    const QDateTime date = parseHttpDate(request.header("date"));
    if (!date.isValid())
        return Fault{400, "MalformedHeaderValue", "The Date header is missing or is not a date in RFC 1123's form."};
    if (qAbs(date.msecsTo(now)) <= skewLimit)
        return std::nullopt;
    return Fault{403, "RequestTimeTooSkewd",
                 "ODPS-0410031:Authentication request expired - the clocks of client and server are too far apart. "
                 "max_interval_date:" +
                     std::to_string(skewLimit) + ",expire_date:" + isoDate(date) + ",now_date:" + isoDate(now)};
}

// Around midnight two days are today: the signer's clock may be as far off as its date.
bool isToday(const QByteArray &day, const QDateTime &now)
{
    const auto dayAt = [&now](qint64 shift) {
        return now.toUTC().addMSecs(shift).toString(QStringLiteral("yyyyMMdd")).toLatin1();
    };
    return day == dayAt(-skewLimit) || day == dayAt(skewLimit);
}

} // namespace

std::optional<Fault> checkAuthorization(const HttpRequest &request, const Credentials &credentials,
                                        const QDateTime &now)
{
    const QByteArray authorization = bytes(request.header("authorization"));
    if (authorization.isEmpty() && request.hasHeader("x-odps-bearer-token"))
        return checkBearerToken(request, bytes(request.header("x-odps-bearer-token")), credentials, now);
    if (authorization.isEmpty())
        return unauthorized("ODPS-0410051:Invalid credentials - the request is not signed (no Authorization header).");
    const qsizetype colon = authorization.lastIndexOf(':');
    if (!authorization.startsWith("ODPS ") || colon < 0)
        return unauthorized("ODPS-0410051:Invalid credentials - the Authorization header has an unknown form.");
    const QByteArray whole = authorization.mid(5, colon - 5).trimmed();
    const QByteArray id = whole.left(whole.indexOf('/') < 0 ? whole.size() : whole.indexOf('/'));
    if (id != credentials.accessId)
        return unauthorized("ODPS-0410051:Invalid credentials - accessKeyId not found. Take the access id that the "
                            "local warehouse was started with.");
    if (credentials.lenient)
        return std::nullopt;
    Scope scope;
    if (id.size() != whole.size()) {
        const auto parsed = parseScope(whole.mid(id.size() + 1));
        if (!parsed)
            return unauthorized("ODPS-0410051:Invalid credentials - the Authorization header's scope is not "
                                "DAY/REGION/odps/aliyun_v4_request.");
        scope = *parsed;
    }
    if (const auto fault = checkDate(request, now))
        return fault;
    if (!scope.day.isEmpty() && !isToday(scope.day, now))
        return Fault{401, "AuthenticationRequestExpired",
                     "ODPS-0410031:Authentication request expired - the signature is of day " +
                         scope.day.toStdString() + ", and now it is " + isoDate(now) + "."};
    if (!signatureFits(request, authorization, scope, credentials))
        return Fault{403, "SignatureNotMatch",
                     "ODPS-0410042:Invalid signature value - the signature does not match. Check the access key."};
    return std::nullopt;
}

} // namespace sluice::warehouse
