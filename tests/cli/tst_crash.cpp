#include "sluice.h"
#include "tests.h"

#include <QRandomGenerator>
#include <QtTest>

namespace
{

constexpr int rowCount = 200'000;

} // namespace

// The job overwrites, so whenever it is killed the table holds the copy that was there before or the new one, whole.
void TestCrash::killedRunsLeaveOneCopy()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), rowCount);
    sluice.putLoad(QStringLiteral("a.job.json"));
    const QStringList one{QStringLiteral("%1,%1").arg(rowCount)};
    const QString count = QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id) FROM t");

    QElapsedTimer timer;
    timer.start();
    QCOMPARE(sluice.run(words("run a.job.json --json")).code, 0);
    const qint64 whole = timer.elapsed();
    QCOMPARE(sluice.query(count), one);
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator chance(seed);
    qInfo("seed %u", seed);
    for (int kill = 0; kill < 5; ++kill) {
        auto process = sluice.start(words("run a.job.json --json"));
        process->waitForFinished(int(chance.bounded(quint32(whole))));
        process->kill();
        process->waitForFinished();
        QCOMPARE(sluice.query(count), one);
    }
    const Outcome again = sluice.run(words("run a.job.json --json"));
    QVERIFY2(again.code == 0, qUtf8Printable(again.text()));
    QCOMPARE(sluice.query(count), one);
}

void TestCrash::killedWarehouseIsTakenOver()
{
    const Sluice sluice;
    auto server = sluice.start(words("warehouse serve"));
    QVERIFY(server->waitForReadyRead(60'000));
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), rowCount);
    sluice.putLoad(QStringLiteral("a.job.json"), {}, QStringLiteral(R"(, "throttle": true, "mbps": "0.5")"));
    QFile task(sluice.path(QStringLiteral("a.job.json")));
    QVERIFY(task.open(QIODevice::ReadOnly));
    sluice.put(QStringLiteral("b.job.json"), task.readAll().replace("\"throttle\": false, ", ""));

    auto run = sluice.start(words("run b.job.json --json"));
    QVERIFY(!run->waitForFinished(1500));
    server->kill();
    server->waitForFinished();
    const Outcome outcome = sluice.finish(*run);
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id) FROM t")),
             QStringList{QStringLiteral("%1,%1").arg(rowCount)});
}
