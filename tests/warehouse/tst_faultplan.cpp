#include "tst_faultplan.h"

#include "rawclient.h"

#include <thread>

using namespace sluice::warehouse;

static std::vector<FaultRule> rules(const QByteArray &text)
{
    return FaultPlan::parse("{\"rules\":[" + text + "]}").valueOr({});
}

void TstFaultPlan::initTestCase()
{
    QVERIFY(m_fixture.open());
}

void TstFaultPlan::cleanup()
{
    m_fixture.faults->set({});
}

void TstFaultPlan::refusedPlans_data()
{
    QTest::addColumn<QByteArray>("plan");
    QTest::addColumn<QString>("where");
    QTest::newRow("no JSON") << QByteArray("{\"rules\":") << "byte 9";
    QTest::newRow("no rules") << QByteArray("{}") << "";
    QTest::newRow("no object") << QByteArray(R"({"rules":[1]})") << "rules/0";
    QTest::newRow("no action") << QByteArray(R"({"rules":[{"path":"*"}]})") << "rules/0/action";
    QTest::newRow("another action") << QByteArray(R"({"rules":[{"action":"explode"}]})") << "rules/0/action";
    QTest::newRow("misspelt") << QByteArray(R"({"rules":[{"action":"refuse","tims":2}]})") << "rules/0/tims";
    QTest::newRow("fraction") << QByteArray(R"({"rules":[{"action":"refuse","times":1.5}]})") << "rules/0/times";
    QTest::newRow("negative") << QByteArray(R"({"rules":[{"action":"refuse","after":-1}]})") << "rules/0/after";
    QTest::newRow("huge") << QByteArray(R"({"rules":[{"action":"delay","ms":1e300}]})") << "rules/0/ms";
    QTest::newRow("status") << QByteArray(R"({"rules":[{"action":"status","status":200}]})") << "rules/0/status";
    QTest::newRow("keys") << QByteArray(R"({"rules":[{"action":"refuse","query":"uploads"}]})") << "rules/0/query";
    QTest::newRow("method") << QByteArray(R"({"rules":[{"action":"refuse","method":1}]})") << "rules/0/method";
}

void TstFaultPlan::refusedPlans()
{
    QFETCH(QByteArray, plan);
    QFETCH(QString, where);
    const auto parsed = FaultPlan::parse(plan);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, sluice::ErrorCode::Config);
    QCOMPARE(parsed.error().where, where);
}

void TstFaultPlan::matching_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<bool>("matches");
    QTest::newRow("anything") << QByteArray() << true;
    QTest::newRow("method") << QByteArray(R"("method": "GET",)") << true;
    QTest::newRow("another method") << QByteArray(R"("method": "PUT",)") << false;
    QTest::newRow("path") << QByteArray(R"("path": "/projects/demo",)") << true;
    QTest::newRow("path with its base") << QByteArray(R"("path": "/api/projects/demo",)") << true;
    QTest::newRow("star") << QByteArray(R"("path": "/*/d*o*",)") << true;
    QTest::newRow("question mark") << QByteArray(R"("path": "/projects/dem?",)") << true;
    QTest::newRow("a part") << QByteArray(R"("path": "/projects/dem",)") << false;
    QTest::newRow("more") << QByteArray(R"("path": "/projects/demo?",)") << false;
    QTest::newRow("key") << QByteArray(R"("query": ["extended"],)") << true;
    QTest::newRow("value") << QByteArray(R"("query": ["extended", "a=1"],)") << true;
    QTest::newRow("another value") << QByteArray(R"("query": ["a=2"],)") << false;
    QTest::newRow("another key") << QByteArray(R"("query": ["extended", "b"],)") << false;
}

void TstFaultPlan::matching()
{
    QFETCH(QByteArray, rule);
    QFETCH(bool, matches);
    m_fixture.faults->set(rules("{" + rule + R"("action": "status", "status": 418})"));
    const auto answer = m_fixture.client().get("/api/projects/demo?extended&a=1");
    QCOMPARE(answer.status, matches ? 418 : 200);
    QCOMPARE(m_fixture.faults->struck(), matches ? 1 : 0);
}

void TstFaultPlan::counting()
{
    m_fixture.faults->set(rules(R"({"after": 1, "times": 2, "action": "status", "status": 500},
                                   {"after": 1, "times": 0, "action": "status", "status": 503})"));
    QList<int> seen;
    for (int i = 0; i < 6; ++i)
        seen.append(m_fixture.client().get("/api/projects/demo").status);
    // The second rule does not see what the first has struck.
    QCOMPARE(seen, (QList<int>{200, 500, 500, 503, 503, 503}));
}

void TstFaultPlan::status()
{
    m_fixture.faults->set(rules(R"({"times": 0, "action": "status", "status": 429, "message": "Slower <please>",
                                    "retryAfter": 7, "holdClientMillis": 40})"));
    const auto xml = m_fixture.client().get("/api/projects/demo");
    QCOMPARE(xml.status, 429);
    QCOMPARE(xml.header("Retry-After"), QByteArray("7"));
    QVERIFY(!xml.header("x-odps-request-id").isEmpty());
    QVERIFY(xml.body.contains("<Code>RequestQuotaExceeded</Code><Message>Slower &lt;please&gt;</Message><RequestId>"));
    const auto json = m_fixture.client().post("/projects/demo/tables/t?uploads");
    QCOMPARE(json.status, 429);
    QVERIFY(json.body.contains("\"HoldClientMillis\":40"));
}

void TstFaultPlan::breaks_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<int>("bytes"); // of the answer
    QTest::newRow("refuse") << QByteArray(R"({"action": "refuse"})") << 0;
    QTest::newRow("lose") << QByteArray(R"({"action": "lose-answer"})") << 0;
    QTest::newRow("cut the answer") << QByteArray(R"({"action": "cut-answer", "bytes": 25})") << 25;
    QTest::newRow("cut the request") << QByteArray(R"({"action": "cut-request", "bytes": 2})") << 0;
}

void TstFaultPlan::breaks()
{
    QFETCH(QByteArray, rule);
    QFETCH(int, bytes);
    m_fixture.faults->set(rules(rule));
    RawClient client(m_fixture.server->port());
    QVERIFY(client.send("POST /logs HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde"));
    const QByteArray answer = client.readAll();
    QVERIFY2(answer.size() <= bytes, answer.constData()); // a reset may overtake what was sent
    QVERIFY(client.sawEnd() || client.sawReset());
    QCOMPARE(m_fixture.faults->struck(), 1);
    QCOMPARE(m_fixture.client().get("/api/projects/demo").status, 200);
}

void TstFaultPlan::delaysEndWithThePlan()
{
    m_fixture.faults->set(rules(R"({"action": "delay", "ms": 600000})"));
    int status = 0;
    std::thread waiting([&] { status = m_fixture.client().get("/api/projects/demo").status; });
    while (m_fixture.faults->struck() == 0)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    m_fixture.faults->set({});
    waiting.join();
    QCOMPARE(status, 200);
}

void TstFaultPlan::quotas()
{
    const auto call = [this](const QByteArray &quota) {
        return m_fixture.client().get("/api/projects/demo/tunnel?service&quotaName=" + quota);
    };
    QCOMPARE(call("").status, 200);
    QCOMPARE(call("default").status, 200);
    QCOMPARE(call("EXCLUSIVE").status, 200);
    const auto unknown = call("exclusiv");
    QCOMPARE(unknown.status, 400);
    QVERIFY(unknown.body.contains("quota &apos;exclusiv&apos; is not known") ||
            unknown.body.contains("quota 'exclusiv' is not known"));
    QVERIFY(unknown.body.contains("exclusive"));
}

// Also where the bytes are no request, and without a body for HEAD.
void TstFaultPlan::requestIds()
{
    RawClient garbage(m_fixture.server->port());
    QVERIFY(garbage.send("nonsense\r\n\r\n"));
    const QByteArray answer = garbage.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 400 ") && answer.contains("x-odps-request-id: ") &&
                 answer.contains("<Error><Code>InvalidArgument</Code>"),
             answer.constData());
    RawClient head(m_fixture.server->port());
    QVERIFY(head.send("HEAD /projects/demo HTTP/1.1\r\nConnection: close\r\n\r\n"));
    const QByteArray refusal = head.readAll();
    QVERIFY2(refusal.startsWith("HTTP/1.1 401 ") && refusal.contains("x-odps-request-id: ") &&
                 refusal.endsWith("\r\n\r\n"),
             refusal.constData());
}
