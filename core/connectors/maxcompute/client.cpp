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
constexpr auto firstWait = 200ms;

QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"))
        .toLatin1();
}

QByteArray encodedPath(const QByteArray &path)
{
    return QUrl::toPercentEncoding(QString::fromUtf8(path), "/");
}

} // namespace

Done Backoff::next(const Error &error, std::chrono::milliseconds asked, Stop stop)
{
    if (++m_tries >= m_limit)
        return error;
    const auto doubled = firstWait * (1 << (m_tries - 1));
    const auto jittered =
        doubled / 2 + std::chrono::milliseconds(QRandomGenerator::global()->bounded(int(doubled.count())));
    return stop.sleep(std::max<std::chrono::milliseconds>(jittered, asked));
}

Client::Client(Account account, int tries)
    : m_account(std::move(account))
    , m_tries(tries)
{
}

Done Client::begin(const ServiceRequest &request, const HttpBody *body)
{
    const ServerAddress &server = request.plane == Plane::Rest ? m_account.endpoint : m_account.tunnel;
    SignedRequest toSign;
    toSign.method = request.method;
    toSign.path = request.path.toUtf8();
    for (const auto &[key, value] : request.query)
        toSign.query.emplaceBack(key, value.toUtf8());
    toSign.headers = request.headers;
    toSign.headers.emplaceBack("Date", httpDate());
    if (request.plane == Plane::Tunnel) {
        toSign.headers.emplaceBack("x-odps-tunnel-version", "6");
        toSign.headers.emplaceBack("odps-tunnel-date-transform", "v1");
    }

    HttpCall call;
    call.method = request.method;
    call.url = server.origin + encodedPath(server.basePath + toSign.path);
    char separator = '?';
    for (const auto &[key, value] : request.query) {
        call.url += separator + key;
        if (!value.isEmpty())
            call.url += '=' + QUrl::toPercentEncoding(value);
        separator = '&';
    }
    call.headers = toSign.headers;
    call.headers.emplaceBack("User-Agent", "sluice");
    call.headers.emplaceBack("Authorization", authorizationV2(toSign, m_account.accessId, m_account.accessKey));
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
    return refusalOf(m_lane.status(), body, m_lane.header("x-odps-request-id"), m_lane.header("retry-after"), doing);
}

Result<ServiceAnswer> Client::call(const ServiceRequest &request, Stop stop)
{
    if (request.plane == Plane::Tunnel)
        SLUICE_CHECK(findTunnel(stop));
    const HttpBody body{request.body.toStdString(), true};
    Backoff backoff(m_tries);
    for (;;) {
        SLUICE_CHECK(begin(request, request.body.isEmpty() ? nullptr : &body));
        ServiceAnswer answer;
        Done moved;
        while (m_lane.active() && moved.ok() && size_t(answer.body.size()) <= answerLimit) {
            moved = m_lane.drive(1s, 0, stop);
            answer.body.append(m_lane.inbox().data(), qsizetype(m_lane.inbox().size()));
            m_lane.inbox().clear();
        }
        Error error;
        std::chrono::milliseconds wait{0};
        if (!moved.ok()) {
            error = moved.error();
            if (!mayRetry(error))
                return error;
        } else if (m_lane.active()) {
            m_lane.cancel();
            return makeError(ErrorCode::Data,
                             QStringLiteral("%1 brought an answer of more than 64 MiB.").arg(request.doing));
        } else if (m_lane.status() / 100 == 2) {
            answer.requestId = m_lane.header("x-odps-request-id");
            return answer;
        } else {
            const Refusal refusal =
                refusalOf(m_lane.status(), {answer.body.constData(), size_t(answer.body.size())},
                          m_lane.header("x-odps-request-id"), m_lane.header("retry-after"), request.doing);
            if (!refusal.retry)
                return refusal.error;
            error = refusal.error;
            wait = refusal.wait;
        }
        SLUICE_CHECK(backoff.next(error, wait, stop));
    }
}

Done Client::findTunnel(Stop stop)
{
    if (!m_account.tunnel.isEmpty())
        return {};
    ServiceRequest request;
    request.path = QStringLiteral("/projects/%1/tunnel").arg(m_account.project);
    request.query = {{"service", {}}};
    request.doing = QStringLiteral("Asking for the tunnel's address");
    SLUICE_TRY(const ServiceAnswer answer, call(request, stop));
    const QString scheme = QString::fromUtf8(m_account.endpoint.origin).section(QLatin1Char(':'), 0, 0);
    SLUICE_TRY(m_account.tunnel,
               ServerAddress::parse(scheme + QStringLiteral("://") + QString::fromUtf8(answer.body.trimmed().left(300)),
                                    QStringLiteral("tunnelServer")));
    return {};
}

} // namespace sluice
