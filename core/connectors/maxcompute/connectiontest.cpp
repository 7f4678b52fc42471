#include "connectors/maxcompute/connectiontest.h"

#include "connectors/maxcompute/tablemeta.h"

#include <QElapsedTimer>

namespace sluice
{

namespace
{

QString milliseconds(std::chrono::microseconds time)
{
    return QStringLiteral("%1 ms").arg(double(time.count()) / 1000, 0, 'f', 1);
}

// What reaching the server took, of the first request.
QStringList wayTo(const ServerAddress &server, const HttpTimes &times)
{
    const QString where = QString::fromUtf8(server.origin);
    QStringList steps{QStringLiteral("Resolve: the name in %1 is known (%2).").arg(where, milliseconds(times.resolve)),
                      QStringLiteral("Connect: the server accepts connections (%1).").arg(milliseconds(times.connect))};
    steps.append(server.origin.startsWith("https:")
                     ? QStringLiteral("TLS: the certificate is accepted (%1).").arg(milliseconds(times.tls))
                     : QStringLiteral("TLS: none, the endpoint is http."));
    return steps;
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

} // namespace

Result<TestReport> testConnection(Account account, Stop stop)
{
    QElapsedTimer whole;
    whole.start();
    QElapsedTimer stage;
    stage.start();
    const auto lap = [&stage] { return QStringLiteral("%1 ms").arg(stage.restart()); };

    Client client(std::move(account), probeTries);
    const QString project = client.account().project;
    TestReport report;
    SLUICE_TRY(const QString owner, fetchProject(client, stop));
    const HttpTimes times = client.lane().times();
    report.steps = wayTo(client.account().endpoint, times);
    report.steps.append(QStringLiteral("Authenticate: the key is accepted, signature version %1 (%2).")
                            .arg(client.account().region.isEmpty() ? 2 : 4)
                            .arg(milliseconds(times.answer)));
    report.steps.append(QStringLiteral("Project: \"%1\" of %2 answers (%3).").arg(project, owner, lap()));

    SLUICE_TRY(const auto tables, fetchTables(client, {}, stop));
    report.steps.append(QStringLiteral("Tables: %1 can be seen (%2).").arg(tables.size()).arg(lap()));

    SLUICE_CHECK(client.findTunnel(stop));
    SLUICE_CHECK(reachTunnel(client, stop));
    report.steps.append(QStringLiteral("Tunnel: rows go through %1, which answers (%2).")
                            .arg(QString::fromUtf8(client.account().tunnel.origin), lap()));
    report.summary =
        QStringLiteral("MaxCompute project %1, %2 tables, %3 ms").arg(project).arg(tables.size()).arg(whole.elapsed());
    return report;
}

} // namespace sluice
