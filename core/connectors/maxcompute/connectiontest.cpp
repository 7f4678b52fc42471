#include "connectors/maxcompute/connectiontest.h"

#include "connectors/maxcompute/tablemeta.h"

#include <QLocale>
#include <QUrl>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// How far the first request has got; there is nothing to resolve or to secure behind it.
class Way
{
public:
    Way(const Account &account, TestStages &stages)
        : m_stages(stages)
        , m_url(QString::fromUtf8(account.endpoint.origin))
        , m_proxy(QString::fromUtf8(account.route.proxy))
    {
        m_stages.begin(Stage::Resolve);
    }

    void follow(const HttpTimes &times)
    {
        if (m_at == Stage::Resolve && times.resolve > 0us) {
            m_stages.pass(Stage::Resolve, m_proxy.isEmpty() ? m_url.host() : m_proxy.host(), times.resolve);
            enter(Stage::Connect);
        }
        if (m_at == Stage::Connect && times.connect > 0us) {
            const QString port = QStringLiteral("port %1").arg(m_url.port(isSecure() ? 443 : 80));
            m_stages.pass(Stage::Connect,
                          m_proxy.isEmpty() ? port : port + QStringLiteral(" through ") + m_proxy.authority(),
                          times.connect);
            if (!isSecure())
                m_stages.skip(Stage::Tls, QStringLiteral("none, the endpoint is http"));
            enter(isSecure() ? Stage::Tls : Stage::Authenticate);
        }
        if (m_at == Stage::Tls && times.tls > 0us) {
            m_stages.pass(Stage::Tls, QStringLiteral("the certificate is accepted"), times.tls);
            enter(Stage::Authenticate);
        }
    }

private:
    bool isSecure() const { return m_url.scheme() == QLatin1String("https"); }
    void enter(Stage stage)
    {
        m_at = stage;
        m_stages.begin(stage);
    }

    TestStages &m_stages;
    const QUrl m_url;
    const QUrl m_proxy;
    Stage m_at = Stage::Resolve;
};

// The option that an error of the first request is about.
Error blamed(Error error, const Account &account)
{
    const auto tells = [&](const char *words) { return error.detail.startsWith(QLatin1String(words)); };
    const bool proxy = error.message.contains(QLatin1String("proxy"));
    if (!error.where.isEmpty())
        return error;
    if (error.code == ErrorCode::Auth && proxy)
        error.where = QStringLiteral("proxyPassword");
    else if (tells("InvalidAccessKeyId"))
        error.where = QStringLiteral("accessId");
    else if (tells("SignatureNotMatch"))
        error.where = QStringLiteral("accessKey");
    else if (tells("NoSuchProject") || tells("NoPermission") || tells("AccessDenied"))
        error.where = QStringLiteral("project");
    else if (tells("AuthenticationRequestExpired") && !account.securityToken.isEmpty())
        error.where = QStringLiteral("securityToken");
    else if (error.message.contains(QLatin1String("caFile")))
        error.where = QStringLiteral("caFile");
    else if (error.code == ErrorCode::Auth)
        error.where = QStringLiteral("accessId");
    else
        error.where = account.route.proxy.isEmpty() ? QStringLiteral("endpoint") : QStringLiteral("proxy");
    return error;
}

// Whether the service has taken the key, and refuses the project.
bool knowsUs(const Error &error)
{
    return error.code == ErrorCode::NotFound || error.detail.startsWith(QLatin1String("NoPermission")) ||
           error.detail.startsWith(QLatin1String("AccessDenied"));
}

QString accepted(const Account &account)
{
    return QStringLiteral("the key is accepted, signature version %1").arg(account.region.isEmpty() ? 2 : 4);
}

// Asks the tunnel for a session that does not exist: any answer in its own words proves that it is there.
Done reachTunnel(Client &client, Stop stop)
{
    ServiceRequest request;
    request.plane = Plane::Tunnel;
    request.path = QStringLiteral("/projects/%1/tables/sluice_connection_test").arg(client.account().project);
    request.query = {{"downloadid", QStringLiteral("none")}};
    request.doing = QStringLiteral("Asking the tunnel");
    const auto answer = client.call(request, stop);
    if (answer.ok() || answer.error().code == ErrorCode::NotFound || answer.error().code == ErrorCode::Config)
        return {};
    return answer.error();
}

Done findAndReachTunnel(Client &client, Stop stop)
{
    SLUICE_CHECK(client.findTunnel(stop));
    return reachTunnel(client, stop);
}

} // namespace

TestReport testConnection(Account account, Stop stop, const StageTold &told)
{
    TestStages stages(told);
    Client client(std::move(account), probeTries);
    const QString project = client.account().project;
    Way way(client.account(), stages);
    client.lane().watch([&way](const HttpTimes &times) { way.follow(times); });
    const auto owner = fetchProject(client, stop);
    const auto answered = client.lane().times().answer;
    client.lane().watch({});
    if (!owner.ok()) {
        const Error error = blamed(owner.error(), client.account());
        if (error.where == QLatin1String("proxyPassword"))
            return stages.failedAt(Stage::Connect, error);
        if (!knowsUs(error))
            return stages.failed(error);
        stages.pass(Stage::Authenticate, accepted(client.account()), answered);
        return stages.failedAt(Stage::Permission, error);
    }
    stages.pass(Stage::Authenticate, accepted(client.account()), answered);

    stages.begin(Stage::Permission);
    if (const Done tunnel = findAndReachTunnel(client, stop); !tunnel.ok()) {
        Error error = tunnel.error();
        if (error.where.isEmpty() && mayRetry(error))
            error.where = QStringLiteral("tunnelServer");
        return stages.failed(error);
    }
    stages.pass(Stage::Permission,
                QStringLiteral("project of %1, tunnel %2")
                    .arg(*owner, QUrl(QString::fromUtf8(client.account().tunnel.origin)).authority()));

    stages.begin(Stage::List);
    const auto tables = fetchTables(client, {}, stop);
    if (!tables.ok())
        return stages.failed(tables.error());
    const QString count = QLocale::c().toString(tables->size()) +
                          (tables->size() == 1 ? QStringLiteral(" table") : QStringLiteral(" tables"));
    stages.pass(Stage::List, count);
    return stages.passed(QStringLiteral("MaxCompute project %1, %2").arg(project, count));
}

} // namespace sluice
