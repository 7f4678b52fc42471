#include "maxcompute/certificates.h"
#include "maxcompute/relays.h"
#include "maxcompute/warehousefixture.h"

#include <QTest>

using namespace sluice;

// SQL statements that screens and the command line run: by the connector's own way to the service.
class TestStatements : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        for (const char *name :
             {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"})
            qunsetenv(name);
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE t (id BIGINT, s STRING)");
        m_fixture->sql("INSERT INTO t VALUES (1, 'a,\"b\"'), (2, NULL), (3, '')");
    }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    void rows()
    {
        const SqlResult result = run("SELECT * FROM t ORDER BY id LIMIT 10").value();
        QVERIFY(result.isSelect && !result.truncated);
        QCOMPARE(result.columns, (QStringList{"id", "s"}));
        QCOMPARE(result.types, (QStringList{"bigint", "string"}));
        QCOMPARE(result.rows.size(), 3);
        QCOMPARE(result.rows[0][1], QStringLiteral("a,\"b\""));
        QVERIFY(result.rows[1][1].isNull());
        QVERIFY(!result.rows[2][1].isNull() && result.rows[2][1].isEmpty());
        const SqlResult text = run("SHOW TABLES").value();
        QVERIFY(!text.isSelect && text.text.contains("t"));
    }

    // Every way of proving oneself and of reaching the service that a run has.
    void ways_data()
    {
        QTest::addColumn<QJsonObject>("values");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QByteArray>("seen"); // by the proxy
        QTest::newRow("version 4") << QJsonObject{{"region", "cn-hangzhou"}} << false
                                   << QByteArray("/cn-hangzhou/odps/aliyun_v4_request:");
        QTest::newRow("version 2") << QJsonObject() << false << QByteArray("Authorization: ODPS ak:");
        QTest::newRow("temporary key") << QJsonObject{{"securityToken", "the-sts-token"}} << false
                                       << QByteArray("authorization-sts-token: the-sts-token\r\n");
        QTest::newRow("temporary key, version 4")
            << QJsonObject{{"securityToken", "the-sts-token"}, {"region", "cn-hangzhou"}} << false
            << QByteArray("authorization-sts-token: the-sts-token\r\n");
        QTest::newRow("an authority of one's own")
            << QJsonObject{{"region", "cn-hangzhou"}} << true << QByteArray("CONNECT 127.0.0.1:");
    }
    void ways()
    {
        QFETCH(QJsonObject, values);
        QFETCH(const bool, secure);
        QFETCH(const QByteArray, seen);
        QVERIFY(makeCertificates(m_folder.path()));
        const Running<TlsRelay> relay(m_fixture->port(), m_folder.filePath("server.pem"),
                                      m_folder.filePath("server.key"));
        const Running<ProxyRelay> proxy(secure ? relay.port() : m_fixture->port(), QByteArray("me:secret word"));
        const auto address = [](const char *scheme, int port) {
            return QStringLiteral("%1://127.0.0.1:%2").arg(QLatin1String(scheme)).arg(port);
        };
        if (secure)
            values["endpoint"] = address("https", relay.port()) + "/api";
        values["caFile"] = m_folder.filePath("ca.pem");
        values["proxy"] = address("http", proxy.port());
        values["proxyUser"] = "me";
        values["proxyPassword"] = "secret word";
        const auto result = run("SELECT COUNT(*) FROM t", values);
        QVERIFY2(result.ok(), result.ok() ? "" : qPrintable(result.error().text()));
        QCOMPARE(result->rows.first(), QStringList{"3"});
        QVERIFY2(proxy->heads().contains(seen), proxy->heads().constData());

        values["accessKey"] = "another-key";
        const Error wrong = run("SELECT 1", values).error();
        QCOMPARE(wrong.code, ErrorCode::Auth);
        QVERIFY2(wrong.detail.contains("SignatureNotMatch") && wrong.detail.contains("request "),
                 qPrintable(wrong.text()));
        values["caFile"] = m_folder.filePath("other.pem");
        QCOMPARE(run("SELECT 1", values).error().code, ErrorCode::Auth);
        values["proxyPassword"] = "wrong";
        QCOMPARE(run("SELECT 1", values).error().code, ErrorCode::Auth);
    }

    void schemas()
    {
        QVERIFY(run("CREATE SCHEMA IF NOT EXISTS shop").ok());
        const QJsonObject shop{{"schema", "Shop"}};
        QVERIFY(run("CREATE TABLE orders (id BIGINT)", shop).ok());
        QVERIFY(run("INSERT INTO demo.shop.orders VALUES (7)").ok());
        QCOMPARE(run("SELECT id FROM orders", shop)->rows, QList<QStringList>{{"7"}});
        QCOMPARE(run("SELECT id FROM demo.shop.orders")->rows, QList<QStringList>{{"7"}});
        QCOMPARE(run("SELECT id FROM orders").error().code, ErrorCode::NotFound);
    }

    void settings()
    {
        QCOMPARE(run("-- of another place\nSET odps.sql.timezone = Asia/Shanghai;\n set odps.default.schema=shop;\n"
                     "SELECT CAST(from_unixtime(0) AS STRING), id FROM orders")
                     ->rows,
                 (QList<QStringList>{{"1970-01-01 08:00:00", "7"}}));
        const Error error = run("SET a.b=c;\nSELECT 1,\n       nothing FROM t").error();
        QCOMPARE(error.code, ErrorCode::Config);
        QVERIFY2(error.message.contains("[3,8]"), qPrintable(error.text()));
    }

    void errors()
    {
        const Error error = run("SELECT * FROM missing").error();
        QCOMPARE(error.code, ErrorCode::NotFound);
        QVERIFY2(error.message.startsWith("The statement failed: ODPS-0130131:[1,15]"), qPrintable(error.text()));
        QVERIFY2(error.detail.contains("instance ") && error.detail.contains("request "), qPrintable(error.text()));
        QCOMPARE(run("SELECT 1", {{"endpoint", "http://127.0.0.1:1/api"}}).error().code, ErrorCode::Network);
        QCOMPARE(run("SELECT 1", {{"endpoint", ""}}).error().code, ErrorCode::Config);
    }

    // A statement that may have run is not sent again, whatever it does; all other requests are.
    void onceOnly_data()
    {
        QTest::addColumn<QByteArray>("rule");
        QTest::addColumn<int>("rowsMore"); // -1: it failed
        QTest::newRow("refused for a while")
            << QByteArray(R"("action": "status", "status": 429, "code": "QPSExceeded")") << 1;
        QTest::newRow("failed") << QByteArray(R"("action": "status", "status": 502)") << -1;
        QTest::newRow("cut before the answer") << QByteArray(R"("action": "lose-answer")") << -1;
    }
    void onceOnly()
    {
        QFETCH(const QByteArray, rule);
        QFETCH(const int, rowsMore);
        const int before = m_fixture->select("SELECT COUNT(*) FROM t").first().toInt();
        m_fixture->setFaults(R"({"method": "POST", "path": "/projects/demo/instances", )" + rule + "}");
        const auto result = run("INSERT INTO t VALUES (9, 'x')");
        QCOMPARE(m_fixture->faultsStruck(), 1);
        QCOMPARE(result.ok(), rowsMore >= 0);
        if (result.ok())
            QCOMPARE(m_fixture->select("SELECT COUNT(*) FROM t").first().toInt(), before + rowsMore);
        else
            QVERIFY2(result.error().message.contains("was not sent again"), qPrintable(result.error().text()));
    }

    void askedAgain()
    {
        m_fixture->setFaults(R"({"method": "GET", "path": "/projects/demo/instances/?*", "times": 3, "action": "status",
                                 "status": 503})");
        QCOMPARE(run("SELECT COUNT(*) FROM t")->rows.size(), 1);
        QCOMPARE(m_fixture->faultsStruck(), 3);
    }

    void stops()
    {
        Stop stop;
        QElapsedTimer clock;
        clock.start();
        const auto result = m_fixture->connector().runSql(
            m_fixture->source(), "SELECT COUNT(*) FROM t a JOIN t b ON 1=1", stop.within(std::chrono::milliseconds(0)));
        QVERIFY(!result.ok());
        QVERIFY(clock.elapsed() < 2000);
    }

private:
    Result<SqlResult> run(const char *sql, const QJsonObject &values = {}) const
    {
        DataSource source = m_fixture->source();
        for (auto it = values.begin(); it != values.end(); ++it)
            source.values[it.key()] = it.value();
        return m_fixture->connector().runSql(source, QString::fromUtf8(sql), {});
    }

    QTemporaryDir m_folder;
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runStatementTests(int argc, char **argv)
{
    TestStatements tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_statements.moc"
