#include "maxcompute/warehousefixture.h"

#include <QTest>

#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

using namespace sluice;

namespace
{

Rows numbered(int64_t count)
{
    arrow::Int64Builder builder;
    for (int64_t i = 0; i < count; ++i)
        (void)builder.Append(i);
    return {arrow::RecordBatch::Make(arrow::schema({arrow::field("id", arrow::int64())}), count,
                                     {builder.Finish().ValueOrDie()})};
}

} // namespace

// What is asked again, how often, and what is said when that did not help.
class TestRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE t (id BIGINT)");
    }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    void rules_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<bool>("again");
        for (const int status : {308, 429, 500, 502, 503, 504})
            QTest::addRow("%d", status) << QByteArray(R"("action": "status", "status": )" + QByteArray::number(status))
                                        << true;
        for (const int status : {400, 401, 403, 404, 405, 409, 412, 501, 505})
            QTest::addRow("%d", status) << QByteArray(R"("action": "status", "status": )" + QByteArray::number(status))
                                        << false;
        QTest::newRow("409 with Retry-After")
            << QByteArray(R"("action": "status", "status": 409, "retryAfter": 1)") << true;
        QTest::newRow("400 that says slow down")
            << QByteArray(R"("action": "status", "status": 400, "code": "FlowExceeded")") << true;
        QTest::newRow("refused") << QByteArray(R"("action": "refuse")") << true;
        QTest::newRow("cut answer") << QByteArray(R"("action": "cut-answer", "bytes": 300)") << true;
        QTest::newRow("lost answer") << QByteArray(R"("action": "lose-answer")") << true;
        QTest::newRow("late") << QByteArray(R"("action": "delay", "ms": 50)") << true;
    }
    void rules()
    {
        QFETCH(const QByteArray, fault);
        QFETCH(const bool, again);
        m_fixture->setFaults("{" + fault + "}");
        const auto schema = m_fixture->connector().schema(m_fixture->request("reader", {{"table", "t"}}), {});
        QCOMPARE(m_fixture->faultsStruck(), 1);
        if (!again) {
            // What did not help is not tried again; a missing table is looked for among others, though.
            QVERIFY(!schema.ok());
            QVERIFY(!schema.error().message.contains("tried"));
            return;
        }
        QVERIFY2(schema.ok(), schema.ok() ? "" : qPrintable(schema.error().text()));
    }

    void waitsAsLongAsAsked()
    {
        m_fixture->setFaults(R"({"action": "status", "status": 503, "retryAfter": 1})");
        QElapsedTimer timer;
        timer.start();
        QVERIFY(m_fixture->connector().schema(m_fixture->request("reader", {{"table", "t"}}), {}).ok());
        QVERIFY(timer.elapsed() >= 1000);

        m_fixture->setFaults(
            R"({"query": ["downloadid"], "action": "status", "status": 429, "holdClientMillis": 700})");
        timer.restart();
        QVERIFY(m_fixture->connector().test(m_fixture->source(), {}, {}).ok());
        QCOMPARE(m_fixture->faultsStruck(), 1);
        QVERIFY(timer.elapsed() >= 700);
    }

    // A service that asks to slow down is obeyed longer than one that fails.
    void patience()
    {
        m_fixture->sql("TRUNCATE TABLE t");
        m_fixture->setFaults(R"({"query": ["uploads"], "times": 9, "action": "status", "status": 429,
                                 "holdClientMillis": 5})");
        const Done written = m_fixture->write({{"table", "t"}}, numbered(10));
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        QCOMPARE(m_fixture->faultsStruck(), 9);
        QCOMPARE(countRows(*m_fixture->read({{"table", "t"}})), 10);
    }

    void lastError()
    {
        m_fixture->setFaults(R"({"query": ["uploads"], "times": 0, "action": "status", "status": 503,
                                 "code": "ServiceUnavailable", "message": "The service is being repaired"})");
        const Done written = m_fixture->write({{"table", "t"}}, numbered(10));
        QCOMPARE(written.error().code, ErrorCode::Network);
        QCOMPARE(m_fixture->faultsStruck(), 5);
        QVERIFY2(written.error().message.contains("The service is being repaired. Sluice tried 5 times over "),
                 qPrintable(written.error().text()));
        QVERIFY(written.error().detail.startsWith("ServiceUnavailable, HTTP 503, request "));
    }

    // Whatever call is struck, and however: every row is there once.
    void exact_data()
    {
        QTest::addColumn<QByteArray>("which");
        QTest::addColumn<QByteArray>("fault");
        const QList<std::pair<const char *, const char *>> calls{
            {"table", R"("path": "/projects/demo/tables/t", "method": "GET")"},
            {"discovery", R"("path": "/projects/demo/tunnel")"},
            {"open", R"("query": ["uploads"])"},
            {"block", R"("query": ["blockid"])"},
            {"commit", R"("method": "POST", "query": ["uploadid"])"}};
        const QList<std::pair<const char *, const char *>> faults{
            {"refused", R"("action": "refuse")"},
            {"cut request", R"("action": "cut-request", "bytes": 20)"},
            {"cut answer", R"("action": "cut-answer", "bytes": 30)"},
            {"lost answer", R"("action": "lose-answer")"},
            {"500", R"("action": "status", "status": 500)"},
            {"twice", R"("times": 2, "action": "lose-answer")"}};
        for (const auto &[call, which] : calls)
            for (const auto &[name, fault] : faults)
                QTest::addRow("%s, %s", call, name) << QByteArray(which) << QByteArray(fault);
    }
    void exact()
    {
        QFETCH(const QByteArray, which);
        QFETCH(const QByteArray, fault);
        m_fixture->sql("TRUNCATE TABLE t");
        m_fixture->setFaults("{" + which + ", " + fault + "}");
        const Done written = m_fixture->write({{"table", "t"}}, numbered(1000));
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        QVERIFY(m_fixture->faultsStruck() >= 1);
        m_fixture->setFaults({});
        QCOMPARE(countRows(*m_fixture->read({{"table", "t"}})), 1000);
    }

private:
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runRetryTests(int argc, char **argv)
{
    TestRetries tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_retries.moc"
