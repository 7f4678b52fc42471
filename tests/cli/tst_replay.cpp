#include "sluice.h"
#include "tests.h"

#include <QtTest>

namespace
{

const QByteArray orders = "id,amount,day\n"
                          "1,10,2013-01-01\n"
                          "2,NA,2013-01-02\n"
                          "3,\"1,234\",2013-01-03\n"
                          "4,40,04/01/2013\n"
                          "5,fifty,2013-01-05\n";

const QByteArray task = R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "file", "parameter": {"path": "orders.csv", "header": true}, "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "orders", "column": ["*"], "truncate": true},
   "name": "Writer", "category": "writer"}],
 "setting": {"speed": {"throttle": false, "concurrent": 1}, "errorLimit": {"record": 100}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})";

const QString makeTable = QStringLiteral("CREATE TABLE orders (id BIGINT, amount BIGINT, day DATE)");

void prepare(const Sluice &sluice)
{
    sluice.sql(makeTable);
    sluice.put(QStringLiteral("orders.csv"), orders);
    sluice.put(QStringLiteral("orders.job.json"), task);
}

} // namespace

void TestReplay::rehearsalWritesNothing()
{
    const Sluice sluice;
    prepare(sluice);
    sluice.sql(QStringLiteral("INSERT INTO orders VALUES (42, 1, DATE '2012-01-01')"));
    const Outcome json = sluice.run({"rehearse", sluice.path("orders.job.json"), "--json"});
    QVERIFY2(json.code == 0, qPrintable(json.text()));
    QCOMPARE(json.json()[QLatin1String("rowsRehearsed")].toInt(), 5);
    QCOMPARE(json.json()[QLatin1String("rowsDirty")].toInt(), 4);
    QVERIFY(json.json()[QLatin1String("bytesEncoded")].toInt() > 0);
    const Outcome few = sluice.run({"rehearse", sluice.path("orders.job.json"), "--rows", "1"});
    QVERIFY2(few.code == 0 && few.out.contains("1 row rehearsed: 1 would arrive") && few.out.contains("Estimate"),
             qPrintable(few.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT id FROM orders")), QStringList{"42"});
    QCOMPARE(sluice.run({"rehearse", sluice.path("orders.job.json"), "--rows", "0"}).code, 2);
    sluice.put(QStringLiteral("bad.job.json"), "{}");
    QCOMPARE(sluice.run({"rehearse", sluice.path("bad.job.json")}).code, 2);
}

void TestReplay::rulesAndReplay()
{
    const Sluice sluice;
    prepare(sluice);
    const Outcome run = sluice.run({"run", sluice.path("orders.job.json"), "--json"});
    QVERIFY2(run.code == 0, qPrintable(run.text()));
    const QString attempt = run.json()[QLatin1String("attempt")].toString();
    const QString workspace = sluice.path({});
    const Outcome listed = sluice.run({"dirty", attempt, "--workspace", workspace});
    QVERIFY2(listed.code == 0 && listed.out.contains("Not a whole number"), qPrintable(listed.text()));

    const Outcome wrong = sluice.run({"replay", attempt, "--rule", "nonsense", "--workspace", workspace});
    QCOMPARE(wrong.code, 2);
    QVERIFY(wrong.err.contains("There is no rule"));
    const Outcome replayed = sluice.run({"replay", attempt, "--rule", "null=NA", "--rule", "amount:number", "--rule",
                                         "date=dd/MM/yyyy", "--json", "--workspace", workspace});
    QVERIFY2(replayed.code == 0, qPrintable(replayed.text()));
    QCOMPARE(replayed.json()[QLatin1String("replays")].toString(), attempt);
    QCOMPARE(replayed.json()[QLatin1String("rowsWritten")].toInt(), 3);
    QCOMPARE(sluice.query(QStringLiteral("SELECT id, amount, day FROM orders ORDER BY id")),
             (QStringList{"1,10,2013-01-01", "2,\\N,2013-01-02", "3,1234,2013-01-03", "4,40,2013-01-04"}));
    const Outcome after = sluice.run({"dirty", attempt, "--json", "--workspace", workspace});
    QCOMPARE(after.json()[QLatin1String("counts")][QLatin1String("replayed")].toInt(), 3);
    QCOMPARE(after.json()[QLatin1String("counts")][QLatin1String("rejected")].toInt(), 1);

    const Outcome again = sluice.run({"replay", attempt, "--workspace", workspace}); // nothing waits
    QVERIFY(again.code != 0);
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM orders")), QStringList{"4"});
    QCOMPARE(sluice.run({"dirty", "20000101000000abcd", "--workspace", workspace}).code, 2);
}

void TestReplay::rowLimitIsReal()
{
    const Sluice sluice;
    prepare(sluice);
    const Outcome run = sluice.run({"run", sluice.path("orders.job.json"), "--limit", "3", "--json"});
    QVERIFY2(run.code == 0, qPrintable(run.text()));
    QCOMPARE(run.json()[QLatin1String("rowsRead")].toInt(), 3); // dirty ones among them
    QVERIFY(
        run.json()[QLatin1String("notes")].toVariant().toStringList().join(u' ').contains(QStringLiteral("Row limit")));
    QCOMPARE(sluice.query(QStringLiteral("SELECT id FROM orders")), QStringList{"1"});
}
