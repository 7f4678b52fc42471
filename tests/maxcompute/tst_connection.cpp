#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/tablemeta.h"
#include "maxcompute/certificates.h"
#include "maxcompute/relays.h"
#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

using namespace sluice;

namespace
{

Rows oneRow(int64_t value)
{
    arrow::Int64Builder builder;
    (void)builder.Append(value);
    return {arrow::RecordBatch::Make(arrow::schema({arrow::field("id", arrow::int64())}), 1,
                                     {builder.Finish().ValueOrDie()})};
}

} // namespace

// How the connector reaches a service and proves itself to it.
class TestConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name :
             {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
            qunsetenv(name);
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE t (id BIGINT)");
        m_fixture->sql("INSERT INTO t VALUES (1)");
    }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    void stages()
    {
        const auto report = m_fixture->connector().test(m_fixture->source(), {}, {});
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
        for (const TestStage &stage : report.stages)
            QCOMPARE(stage.state, stage.stage == Stage::Tls ? TestStage::State::Skipped : TestStage::State::Passed);
        QVERIFY(report.stage(Stage::Authenticate).detail.contains("signature version 2"));
    }

    void version4()
    {
        const auto report = tested({{"region", "cn-hangzhou"}});
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
        QVERIFY(report.stage(Stage::Authenticate).detail.contains("signature version 4"));

        const auto wrong = tested({{"region", "cn-hangzhou"}, {"accessKey", "another"}});
        QCOMPARE(wrong.error().code, ErrorCode::Auth);
        QVERIFY(wrong.error().detail.startsWith("SignatureNotMatch"));
        QCOMPARE(tested({{"region", "cn hangzhou"}}).error().where, QStringLiteral("region"));
    }

    // The words by which services ask for version 2; only these.
    void downgrade_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("downgraded");
        QTest::newRow("ak v3")
            << QByteArray(R"("status": 500, "code": "InternalServerError", "message": "need AK v3 support")") << true;
        QTest::newRow("acl")
            << QByteArray(R"("status": 500, "code": "InternalServerError", "message": "AccessKey acl denied")") << true;
        QTest::newRow("parameter")
            << QByteArray(R"("status": 400, "code": "InvalidParameter", "message": "ODPS-0410051:Invalid credentials")")
            << true;
        QTest::newRow("authorization")
            << QByteArray(
                   R"("status": 401, "code": "AuthorizationRequired", "message": "header is invalid or missing")")
            << true;
        QTest::newRow("another parameter")
            << QByteArray(R"("status": 400, "code": "InvalidParameter", "message": "no such thing")") << false;
        QTest::newRow("wrong key")
            << QByteArray(R"("status": 401, "code": "Unauthorized", "message": "ODPS-0410051:Invalid credentials")")
            << false;
    }
    void downgrade()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const bool, downgraded);
        m_fixture->setFaults(R"({"action": "status", )" + answer + "}");
        const auto report = tested({{"region", "cn-hangzhou"}});
        QCOMPARE(report.ok(), downgraded);
        QCOMPARE(m_fixture->faultsStruck(), 1);
        if (downgraded)
            QVERIFY(report.stage(Stage::Authenticate).detail.contains("signature version 2"));
    }

    void temporaryKey()
    {
        const Running<ProxyRelay> proxy(m_fixture->port(), QByteArray());
        const auto report = tested({{"securityToken", "the-sts-token"}, {"proxy", address("http", proxy.port())}});
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
        QVERIFY(proxy->heads().contains("authorization-sts-token: the-sts-token\r\n"));
        for (const TestStage &stage : report.stages)
            QVERIFY(!stage.detail.contains("the-sts-token"));
        for (const OptionSpec &option : sourceOptions())
            if (option.key == QLatin1String("securityToken") || option.key == QLatin1String("proxyPassword"))
                QCOMPARE(option.kind, OptionKind::Secret);
        QCOMPARE(tested({{"securityToken", "two\nlines"}}).error().where, QStringLiteral("securityToken"));
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("cure");
        QTest::newRow("behind")
            << QByteArray(
                   R"("status": 403, "code": "RequestTimeTooSkewd", "message": "ODPS-0410031:Authentication request expired - x. max_interval_date:900000,expire_date:2026-01-01T10:00:00.000Z,now_date:2026-01-01T10:20:30.000Z")")
            << "This computer's clock is 20 minutes behind the service's. Set it right.";
        QTest::newRow("ahead")
            << QByteArray(
                   R"("status": 403, "code": "RequestTimeTooSkewed", "message": "max_interval_date:900000,expire_date:2026-01-01T13:00:00Z,now_date:2026-01-01T10:00:00Z")")
            << "This computer's clock is 180 minutes ahead of the service's. Set it right.";
        QTest::newRow("no fields") << QByteArray(
                                          R"("status": 403, "code": "RequestTimeTooSkewd", "message": "too far apart")")
                                   << "Set this computer's clock";
        QTest::newRow("expired")
            << QByteArray(R"("status": 401, "code": "AuthenticationRequestExpired", "message": "expired")")
            << "temporary key has run";
        QTest::newRow("engine") << QByteArray(
                                       R"("status": 400, "code": "InvalidParameter", "message": "Engine not found: x")")
                                << "in the region of the";
        QTest::newRow("right") << QByteArray(R"("status": 403, "code": "NoPermission", "message": "no")")
                               << "Ask the project's owner";
    }
    void refusals()
    {
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, cure);
        m_fixture->setFaults(R"({"times": 0, "action": "status", )" + answer + "}");
        const Error error = tested({}).error();
        QVERIFY2(error.message.contains(cure), qPrintable(error.text()));
        QVERIFY(error.detail.contains("request "));
        QCOMPARE(m_fixture->faultsStruck(), 1);
    }

    void unknownProject()
    {
        const Error error = tested({{"project", "nowhere"}}).error();
        QCOMPARE(error.code, ErrorCode::NotFound);
        QVERIFY(error.detail.startsWith("NoSuchProject, HTTP 404, request "));
    }

    void unreachable()
    {
        Error error = tested({{"endpoint", "http://127.0.0.1:1/api"}}).error();
        QCOMPARE(error.code, ErrorCode::Network);
        QVERIFY2(error.message.contains("nothing accepts a connection") && error.message.contains("tried 2 times over"),
                 qPrintable(error.text()));
        error = tested({{"endpoint", "http://no-such-host.invalid/api"}}).error();
        QVERIFY2(error.message.contains("cannot be resolved"), qPrintable(error.text()));
    }

    void discovery()
    {
        m_fixture->setFaults(R"({"path": "/projects/demo/tunnel", "times": 0, "action": "status", "status": 502})");
        const Error error = tested({}).error();
        QVERIFY2(error.message.startsWith("Asking for the tunnel's address was refused") &&
                     error.message.contains("Sluice tried 2 times"),
                 qPrintable(error.text()));
        QVERIFY(error.detail.startsWith("BadGatewayError, HTTP 502, request "));
    }

    // MW-13.
    void quota_data()
    {
        QTest::addColumn<QString>("quota");
        QTest::addColumn<bool>("discovered");
        QTest::addColumn<bool>("known");
        QTest::newRow("known") << "exclusive" << true << true;
        QTest::newRow("lapsed") << "lapsed" << true << false;
        QTest::newRow("lapsed, with a tunnel endpoint") << "lapsed" << false << false;
    }
    void quota()
    {
        QFETCH(const QString, quota);
        QFETCH(const bool, discovered);
        QFETCH(const bool, known);
        const qsizetype before = m_fixture->log().lines().size();
        const auto rows =
            m_fixture->read({{"table", "t"}, {"tunnelQuota", quota}}, 1, discovered ? 0 : m_fixture->port());
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(countRows(*rows), 1);
        const QString told = m_fixture->log().lines().mid(before).join(QLatin1Char('\n'));
        QCOMPARE(told.contains("\"lapsed\" cannot be used; rows go through the shared one"), !known);
    }

    void quotaBesideTunnel()
    {
        StepSpec step = m_fixture->request("reader", {{"table", "t"}, {"tunnelQuota", "exclusive"}}).step;
        QVERIFY(m_fixture->connector().check(step).isEmpty());
        step.parameter["tunnelServer"] = "http://127.0.0.1:1";
        const Issues issues = m_fixture->connector().check(step);
        QCOMPARE(issues.size(), 1);
        QCOMPARE(issues.first().severity, Severity::Warning);
        QCOMPARE(issues.first().pointer, QStringLiteral("/steps/0/parameter/tunnelQuota"));
    }

    void schemas()
    {
        m_fixture->sql("CREATE SCHEMA sales");
        m_fixture->sql("CREATE TABLE demo.sales.t (id BIGINT)");
        QVERIFY(m_fixture->write({{"table", "sales.t"}}, oneRow(20)).ok());
        QVERIFY(m_fixture->write({{"table", "demo.sales.t"}}, oneRow(21)).ok());
        QVERIFY(m_fixture->write({{"table", "t"}, {"schema", "SALES"}}, oneRow(22)).ok());
        QStringList lines = asLines(*m_fixture->read({{"table", "t"}, {"schema", "sales"}}));
        lines.sort();
        QCOMPARE(lines, (QStringList{"20", "21", "22"}));
        QCOMPARE(asLines(*m_fixture->read({{"table", "t"}})), QStringList{"1"});
        QCOMPARE(asLines(*m_fixture->read({{"table", "default.t"}, {"schema", "sales"}})), QStringList{"1"});
        DataSource source = m_fixture->source();
        source.values["schema"] = "sales";
        QCOMPARE(m_fixture->connector().list(source, {}, {})->size(), 1);

        const TableName name = TableName::parse(" P.S.T ");
        QCOMPARE(name.text(), QStringLiteral("p.s.t"));
        QCOMPARE(name.restPath("other"), QStringLiteral("/projects/p/tables/t"));
        QCOMPARE(name.tunnelPath("other"), QStringLiteral("/projects/p/schemas/s/tables/t"));
    }

    void withoutBasePath()
    {
        QVERIFY(tested({{"endpoint", address("http", m_fixture->port())}}).ok());
        QVERIFY(tested({{"endpoint", address("http", m_fixture->port()) + "/api/"}}).ok());
    }

    void https()
    {
        QVERIFY(makeCertificates(m_folder.path()));
        const Running<TlsRelay> relay(m_fixture->port(), file("server.pem"), file("server.key"));
        const QString there = address("https", relay.port());
        QJsonObject values{{"endpoint", there + "/api"}, {"tunnelServer", there}, {"caFile", file("ca.pem")}};
        const auto report = tested(values);
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
        QCOMPARE(report.stage(Stage::Tls).state, TestStage::State::Passed);
        QVERIFY(report.stage(Stage::Tls).took.count() > 0);

        for (const QString &authority : {QString(), file("other.pem")}) {
            values["caFile"] = authority;
            const Error error = tested(values).error();
            QCOMPARE(error.code, ErrorCode::Auth);
            QVERIFY2(error.message.contains("its certificate is not accepted") && error.message.contains("caFile"),
                     qPrintable(error.text()));
        }
        values["caFile"] = file("absent.pem");
        QCOMPARE(tested(values).error().code, ErrorCode::Config);
        values["caFile"] = file("ca.pem");
        values["endpoint"] =
            QStringLiteral("https://localhost:%1/api").arg(relay.port()); // the certificate's is 127.0.0.1
        QCOMPARE(tested(values).error().code, ErrorCode::Auth);
        values["endpoint"] = address("https", m_fixture->port());
        const Error plain = tested(values).error();
        QVERIFY2(plain.message.contains("http:// or https://"), qPrintable(plain.text()));
    }

    void proxies()
    {
        QVERIFY(makeCertificates(m_folder.path()));
        const Running<TlsRelay> relay(m_fixture->port(), file("server.pem"), file("server.key"));
        const Running<ProxyRelay> plain(m_fixture->port(), QByteArray("me:secret word"));
        const Running<ProxyRelay> tunnel(relay.port(), QByteArray("me:secret word"));
        for (const bool secure : {false, true}) {
            const QString there = secure ? address("https", relay.port()) : address("http", m_fixture->port());
            QJsonObject values{
                {"endpoint", there + "/api"}, {"tunnelServer", there},
                {"caFile", file("ca.pem")},   {"proxy", address("http", secure ? tunnel.port() : plain.port())},
                {"proxyUser", "me"},          {"proxyPassword", "secret word"}};
            const auto report = tested(values);
            QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
            const QByteArray heads = secure ? tunnel->heads() : plain->heads();
            QVERIFY(heads.contains(secure ? "CONNECT 127.0.0.1:" : "GET http://127.0.0.1:"));
            values["proxyPassword"] = "wrong";
            const Error error = tested(values).error();
            QCOMPARE(error.code, ErrorCode::Auth);
            QVERIFY2(error.message.contains("Check proxyUser and proxyPassword") ||
                         error.message.contains("check proxyUser and proxyPassword"),
                     qPrintable(error.text()));
            QVERIFY(!error.text().contains("wrong\"") && !error.text().contains("secret word"));
        }
        for (const char *address : {"proxy:3128", "https://proxy", "http://me:word@proxy", "http://proxy/path"}) {
            const Error error = tested({{"proxy", address}}).error();
            QCOMPARE(error.code, ErrorCode::Config);
            QCOMPARE(error.where, QStringLiteral("proxy"));
            QVERIFY(!error.text().contains("word@"));
        }
    }

    // The environment's proxy counts for other hosts, not for this machine.
    void proxyOfTheEnvironment()
    {
        const Running<ProxyRelay> proxy(m_fixture->port(), QByteArray());
        qputenv("http_proxy", address("http", proxy.port()).toLatin1());
        const bool direct = tested({}).ok();
        const QByteArray seen = proxy->heads();
        const bool through =
            tested({{"endpoint", "http://warehouse.test/api"}, {"tunnelServer", "http://warehouse.test"}}).ok();
        qunsetenv("http_proxy");
        QVERIFY(direct && through);
        QVERIFY(seen.isEmpty());
        QVERIFY(proxy->heads().contains("GET http://warehouse.test/api/projects/demo"));
    }

    void expiredSessions()
    {
        WarehouseFixture brief(std::chrono::milliseconds(200));
        brief.sql("CREATE TABLE t (id BIGINT)");
        const auto sink =
            brief.connector().openSink(brief.request("writer", {{"table", "t"}, {"truncate", false}}), {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        QTest::qWait(400);
        const auto writer = (*sink)->writer(0);
        ListDirt dirt;
        Batch batch;
        batch.rows = oneRow(1).front();
        Done done = (*writer)->write(batch, dirt, {});
        if (done.ok())
            done = (*writer)->seal({}).ok() ? Done() : (*writer)->seal({}).error();
        QCOMPARE(done.error().code, ErrorCode::NotFound);
        QVERIFY2(done.error().detail.startsWith("NoSuchUpload") && done.error().message.contains("Run again"),
                 qPrintable(done.error().text()));
    }

private:
    TestReport tested(const QJsonObject &values) const
    {
        DataSource source = m_fixture->source();
        for (auto it = values.begin(); it != values.end(); ++it)
            source.values[it.key()] = it.value();
        return m_fixture->connector().test(source, {}, {});
    }

    static QString address(const char *scheme, int port)
    {
        return QStringLiteral("%1://127.0.0.1:%2").arg(QLatin1String(scheme)).arg(port);
    }

    QString file(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

    QTemporaryDir m_folder;
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runConnectionTests(int argc, char **argv)
{
    TestConnection tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_connection.moc"
