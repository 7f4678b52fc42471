#include "connectors/maxcompute/client.h"

#include "tunnel/signing.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>
#include <QUrl>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr size_t answerLimit = size_t(64) << 20;
constexpr std::chrono::milliseconds longestWait = 64s;
constexpr auto throttledPatience = 10min;

QByteArray httpDate(const QDateTime &time)
{
    return QLocale::c().toString(time, QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
}

std::chrono::milliseconds jitter(std::chrono::milliseconds upTo)
{
    return std::chrono::milliseconds(QRandomGenerator::global()->bounded(int(upTo.count()) + 1));
}

// The last error, with what was done about it.
Error afterTries(Error error, int tries, std::chrono::milliseconds time)
{
    if (tries < 2)
        return error;
    if (!error.message.endsWith(QLatin1Char('.')))
        error.message += QLatin1Char('.');
    error.message += QStringLiteral(" Sluice tried %1 times over %2 s.")
                         .arg(tries)
                         .arg(double(time.count()) / 1000, 0, 'f', time < 10s ? 1 : 0);
    return error;
}

// Whether the service did it, nobody here can know.
Error unknownOutcome(Error error, const QString &doing)
{
    if (!error.message.endsWith(QLatin1Char('.')))
        error.message += QLatin1Char('.');
    error.message += QStringLiteral(" %1 was not sent again, as the service may have run it. Look before you run it "
                                    "again.")
                         .arg(doing);
    return error;
}

RefusalHead headOf(const HttpLane &lane)
{
    return {lane.status(), lane.header("x-odps-request-id"), lane.header("retry-after")};
}

QByteArray encodedPath(const QByteArray &path)
{
    return QUrl::toPercentEncoding(QString::fromUtf8(path), "/");
}

} // namespace

Done Backoff::next(const Error &error, std::chrono::milliseconds asked, Stop stop)
{
    const auto now = Stop::Clock::now();
    if (m_tries++ == 0)
        m_since = now;
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_since);
    const bool throttled = error.code == ErrorCode::Throttled && m_limit > probeTries;
    if (throttled ? since >= throttledPatience : m_tries >= m_limit)
        return afterTries(error, m_tries, since);
    if (throttled && asked > 0ms)
        return stop.sleep(asked + jitter(asked / 5));
    const std::chrono::milliseconds first = throttled ? m_pace.throttled : m_pace.failed;
    const auto doubled = std::min(first * (1 << std::min(m_tries - 1, 16)), longestWait);
    return stop.sleep(std::max(doubled / 2 + jitter(doubled), asked));
}

Client::Client(Account account, int tries, Log *log)
    : m_account(std::move(account))
    , m_tries(tries)
    , m_log(log)
    , m_lane(m_account.route)
{
}

Done Client::begin(const ServiceRequest &request, const HttpBody *body)
{
    const ServerAddress &server = request.plane == Plane::Rest ? m_account.endpoint : m_account.tunnel;
    auto query = request.query;
    m_quotaNamed = request.plane == Plane::Tunnel && !m_account.quota.isEmpty();
    if (m_quotaNamed)
        query.emplaceBack("quotaName", m_account.quota);
    const QDateTime now = QDateTime::currentDateTimeUtc();
    SignedRequest toSign;
    toSign.method = request.method;
    toSign.path = request.path.toUtf8();
    for (const auto &[key, value] : query)
        toSign.query.emplaceBack(key, value.toUtf8());
    toSign.headers = request.headers;
    toSign.headers.emplaceBack("Date", httpDate(now));
    if (request.plane == Plane::Tunnel) {
        toSign.headers.emplaceBack("x-odps-tunnel-version", "6");
        toSign.headers.emplaceBack("odps-tunnel-date-transform", "v1");
    }

    HttpCall call;
    call.method = request.method;
    call.url = server.origin + encodedPath(server.basePath + toSign.path);
    char separator = '?';
    for (const auto &[key, value] : query) {
        call.url += separator + key;
        if (!value.isEmpty())
            call.url += '=' + QUrl::toPercentEncoding(value);
        separator = '&';
    }
    call.headers = toSign.headers;
    call.headers.emplaceBack("User-Agent", "sluice");
    m_version4 = !m_account.region.isEmpty();
    call.headers.emplaceBack(
        "Authorization", m_version4 ? authorizationV4(toSign, m_account.accessId, m_account.accessKey, m_account.region,
                                                      now.toString(QStringLiteral("yyyyMMdd")).toLatin1())
                                    : authorizationV2(toSign, m_account.accessId, m_account.accessKey));
    if (!m_account.securityToken.isEmpty())
        call.headers.emplaceBack("authorization-sts-token", m_account.securityToken);
    return m_lane.begin(call, body);
}

Refusal Client::refusal(const QString &doing, Stop stop)
{
    std::string body;
    while (m_lane.active() && body.size() < answerLimit) {
        if (!m_lane.drive(1s, 0, stop.within(10s)).ok())
            break;
        body += m_lane.inbox();
        m_lane.inbox().clear();
    }
    body += m_lane.inbox();
    return judged(refusalOf(headOf(m_lane), body, doing));
}

// An endpoint that does not know version 4 is asked again in version 2, one that does not know the quota without it,
// and so are all requests after this one.
Refusal Client::judged(Refusal refusal)
{
    const bool aboutQuota = refusal.error.text().contains(QLatin1String("quota"), Qt::CaseInsensitive);
    if (m_quotaNamed && !refusal.retry && aboutQuota)
        refusal.retry = leaveQuota(refusal.error);
    if (!m_version4 || !refusal.wantsVersion2)
        return refusal;
    m_account.region.clear();
    refusal.retry = true;
    if (m_log)
        m_log->info(QStringLiteral("%1 does not take signatures of version 4; requests are signed in version 2.")
                        .arg(QString::fromUtf8(m_account.endpoint.origin)));
    return refusal;
}

// Asks once. A refusal is in `refusal`, everything else that went wrong in the result.
Result<ServiceAnswer> Client::callOnce(const ServiceRequest &request, const HttpBody *body, Refusal &refusal, Stop stop)
{
    refusal = {};
    SLUICE_CHECK(begin(request, body));
    ServiceAnswer answer;
    while (m_lane.active() && size_t(answer.body.size()) <= answerLimit) {
        SLUICE_CHECK(m_lane.drive(1s, 0, stop));
        answer.body.append(m_lane.inbox().data(), qsizetype(m_lane.inbox().size()));
        m_lane.inbox().clear();
    }
    if (m_lane.active()) {
        m_lane.cancel();
        return makeError(ErrorCode::Data,
                         QStringLiteral("%1 brought an answer of more than 64 MiB.").arg(request.doing));
    }
    answer.requestId = m_lane.header("x-odps-request-id");
    if (m_lane.status() / 100 == 2)
        return answer;
    refusal = judged(refusalOf(headOf(m_lane), {answer.body.constData(), size_t(answer.body.size())}, request.doing));
    return refusal.error;
}

Result<ServiceAnswer> Client::call(const ServiceRequest &request, Stop stop)
{
    if (request.plane == Plane::Tunnel)
        SLUICE_CHECK(findTunnel(stop));
    const HttpBody body{request.body.toStdString(), true};
    Backoff backoff(m_tries, m_account.pace);
    for (;;) {
        Refusal refusal;
        auto answer = callOnce(request, request.body.isEmpty() ? nullptr : &body, refusal, stop);
        if (answer.ok())
            return answer;
        const bool refused = !refusal.error.message.isEmpty();
        if (refused ? !refusal.retry : !mayRetry(answer.error()))
            return answer.error();
        if (request.once && (refused ? !refusal.untouched : m_lane.hasSent()))
            return unknownOutcome(answer.error(), request.doing);
        SLUICE_CHECK(backoff.next(answer.error(), refusal.wait, stop));
    }
}

// MW-13: a resource group that is refused, or has lapsed, gives way to the shared one.
bool Client::leaveQuota(const Error &error)
{
    if (m_account.quota.isEmpty())
        return false;
    if (m_log)
        m_log->warning(
            QStringLiteral("The tunnel resource group \"%1\" cannot be used; rows go through the shared one. %2")
                .arg(m_account.quota, error.text()));
    m_account.quota.clear();
    return true;
}

Done Client::findTunnel(Stop stop)
{
    if (!m_account.tunnel.isEmpty())
        return {};
    ServiceRequest request;
    request.path = QStringLiteral("/projects/%1/tunnel").arg(m_account.project);
    request.query = {{"service", {}}};
    if (!m_account.quota.isEmpty())
        request.query.emplaceBack("quotaName", m_account.quota);
    request.doing = QStringLiteral("Asking for the tunnel's address");
    auto answer = call(request, stop);
    if (!answer.ok() && !mayRetry(answer.error()) && leaveQuota(answer.error()))
        return findTunnel(stop);
    if (!answer.ok())
        return answer.error();
    const QString scheme = QString::fromUtf8(m_account.endpoint.origin).section(QLatin1Char(':'), 0, 0);
    SLUICE_TRY(m_account.tunnel, ServerAddress::parse(scheme + QStringLiteral("://") +
                                                          QString::fromUtf8(answer->body.trimmed().left(300)),
                                                      QStringLiteral("tunnelServer")));
    return {};
}

} // namespace sluice
