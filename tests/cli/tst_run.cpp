#include "sluice.h"
#include "tests.h"

#include <QDir>
#include <QDirIterator>
#include <QtTest>

#include <csignal>

namespace
{

const char endless[] = R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "stream", "parameter": {"sliceRecordCount": 1000000000, "column": [{"type": "long", "random": "0, 9"}]},
   "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "t", "column": ["id"], "truncate": false},
   "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": true, "concurrent": 1, "mbps": "1"}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})";

// Sends a signal to an endless run that has begun; gives the outcome and how long it took to end.
Outcome interrupted(const Sluice &sluice, int signal, qint64 *milliseconds)
{
    sluice.put(QStringLiteral("endless.job.json"), endless);
    auto process = sluice.start(words("run endless.job.json --json"));
    const QDir attempts(sluice.path(QStringLiteral(".sluice/attempts")));
    auto begun = [&] {
        const QStringList ids = attempts.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return !ids.isEmpty() && QFile::exists(attempts.filePath(ids.last() + QLatin1String("/script.json")));
    };
    for (int i = 0; i < 600 && !begun(); ++i)
        QTest::qWait(50);
    QTest::qWait(1500);
    QElapsedTimer timer;
    timer.start();
    ::kill(pid_t(process->processId()), signal);
    Outcome outcome = sluice.finish(*process);
    *milliseconds = timer.elapsed();
    return outcome;
}

} // namespace

void TestRun::loadsAndReports()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT) PARTITIONED BY (pt STRING)"));
    sluice.putNumbers(QStringLiteral("in.csv"), 5000);
    sluice.putLoad(QStringLiteral("a.job.json"), QStringLiteral(", \"partition\": \"pt=x\""));
    const Outcome outcome = sluice.run(words("run a.job.json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    for (const char *part :
         {"Succeeded in", "5,000 read, 5,000 written, 0 dirty", "waits", "log.txt", "WHERE pt = 'x'"})
        QVERIFY2(outcome.out.contains(part), qUtf8Printable(outcome.text()));
    QVERIFY(outcome.err.isEmpty()); // no progress bar where there is no terminal
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*), SUM(id) FROM t WHERE pt = 'x'")),
             QStringList{QStringLiteral("5000,12502500")});
}

void TestRun::jsonIsOneDocument()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), 10);
    sluice.putLoad(QStringLiteral("a.job.json"));
    const Outcome good = sluice.run(words("run a.job.json --json"));
    QCOMPARE(good.code, 0);
    const QJsonObject report = good.json().object();
    QCOMPARE(report.value(QLatin1String("state")).toString(), QStringLiteral("Succeeded"));
    QCOMPARE(report.value(QLatin1String("rowsWritten")).toInt(), 10);
    QCOMPARE(report.value(QLatin1String("task")).toString(), QStringLiteral("a.job.json"));
    QVERIFY(QFile::exists(report.value(QLatin1String("log")).toString()));

    const Outcome bad = sluice.run(words("run a.job.json --json --param"));
    QCOMPARE(bad.code, 2);
    QCOMPARE(bad.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("Config"));
}

void TestRun::parametersAndTime()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT) PARTITIONED BY (pt STRING)"));
    sluice.putNumbers(QStringLiteral("in.csv"), 1);
    sluice.putLoad(QStringLiteral("a.job.json"), QStringLiteral(", \"partition\": \"pt=${bizdate}\""));
    const Outcome without = sluice.run(words("run a.job.json"));
    QVERIFY2(without.code == 2, qUtf8Printable(without.text()));
    QVERIFY(without.out.contains("bizdate"));
    QCOMPARE(sluice.run(words("run a.job.json --param bizdate=20221121")).code, 0);
    QCOMPARE(sluice
                 .run({QStringLiteral("run"), QStringLiteral("a.job.json"), QStringLiteral("--at"),
                       QStringLiteral("2023-03-01 19:00:00")})
                 .code,
             0);
    QCOMPARE(sluice.query(QStringLiteral("SELECT DISTINCT pt FROM t ORDER BY pt")),
             (QStringList{QStringLiteral("20221121"), QStringLiteral("20230228")}));
}

void TestRun::secretParametersAreKeptNowhere()
{
    const Sluice sluice;
    sluice.putNumbers(QStringLiteral("in.csv"), 3);
    sluice.putLoad(QStringLiteral("a.job.json"), QStringLiteral(R"(, "accessKey": "${k}")"));
    const Outcome outcome = sluice.run(words("run a.job.json --json --param k=supersecret789"));
    QVERIFY(!outcome.out.contains("supersecret789") && !outcome.err.contains("supersecret789"));
    QVERIFY(!sluice.run(words("run a.job.json --param k=supersecret789")).out.contains("supersecret789"));
    QDirIterator files(sluice.path(QString()), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains("supersecret789"), qUtf8Printable(file.fileName()));
        ++seen;
    }
    QVERIFY(seen > 4);
}

void TestRun::dirtyRowsFailTheTask()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.put(QStringLiteral("in.csv"), "id\n1\ntwo\n3\n");
    sluice.putLoad(QStringLiteral("a.job.json"));
    const Outcome outcome = sluice.run(words("run a.job.json"));
    QVERIFY2(outcome.code == 1, qUtf8Printable(outcome.text()));
    for (const char *part : {"Failed in", "reason", "dirty rows", "dirty.jsonl", "errorLimit"})
        QVERIFY2(outcome.out.contains(part), qUtf8Printable(outcome.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM t")), QStringList{QStringLiteral("0")});
}

void TestRun::invalidTask()
{
    const Sluice sluice;
    sluice.put(QStringLiteral("a.job.json"), "{ \"type\": \"job\", ");
    const Outcome outcome = sluice.run(words("run a.job.json --json"));
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.json()[QLatin1String("state")].toString(), QStringLiteral("Failed"));
    QCOMPARE(outcome.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("Config"));
    QVERIFY(sluice.run(words("run a.job.json")).out.contains("sluice validate a.job.json"));
}

void TestRun::missingFile()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putLoad(QStringLiteral("a.job.json"));
    const Outcome outcome = sluice.run(words("run a.job.json --json"));
    QVERIFY2(outcome.code == 1, qUtf8Printable(outcome.text()));
    QVERIFY(
        outcome.json()[QLatin1String("error")][QLatin1String("message")].toString().contains(QStringLiteral("in.csv")));
}

void TestRun::interruptStopsIt()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    qint64 milliseconds = 0;
    const Outcome outcome = interrupted(sluice, SIGINT, &milliseconds);
    QVERIFY2(outcome.code == 4, qUtf8Printable(outcome.text()));
    QVERIFY2(milliseconds < 2500, qPrintable(QString::number(milliseconds)));
    QCOMPARE(outcome.json()[QLatin1String("state")].toString(), QStringLiteral("Stopped"));
    QVERIFY(outcome.json()[QLatin1String("rowsRead")].toInteger() > 0);
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM t")), QStringList{QStringLiteral("0")});
}

void TestRun::terminateStopsIt()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    qint64 milliseconds = 0;
    QCOMPARE(interrupted(sluice, SIGTERM, &milliseconds).code, 4);
}

// A limit on the size of files stands in for a full disk: write() fails in the middle of the data.
void TestRun::fullDisk()
{
    const Sluice sluice;
    sluice.putNumbers(QStringLiteral("in.csv"), 400'000);
    sluice.put(QStringLiteral("a.job.json"), R"({"type": "job", "version": "2.0", "steps": [
      {"stepType": "file", "parameter": {"path": "in.csv", "header": "true"}, "name": "Reader", "category": "reader"},
      {"stepType": "file", "parameter": {"path": "out.csv"}, "name": "Writer", "category": "writer"}],
     "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
     "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})");
    QProcess shell;
    shell.setWorkingDirectory(sluice.path(QString()));
    shell.start(QStringLiteral("sh"),
                {QStringLiteral("-c"),
                 QStringLiteral("trap '' XFSZ; ulimit -f 1000; exec " SLUICE_BINARY " run a.job.json --json")});
    QVERIFY(shell.waitForStarted());
    const Outcome outcome = sluice.finish(shell);
    QVERIFY2(outcome.code == 1, qUtf8Printable(outcome.text()));
    QCOMPARE(outcome.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("Io"));
    const QStringList left =
        QDir(sluice.path(QString())).entryList({QStringLiteral("*out*")}, QDir::Files | QDir::Hidden);
    QVERIFY2(left.isEmpty(), qUtf8Printable(left.join(QLatin1Char(' '))));
}

void TestRun::workspaceOfTheFile()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), 3);
    const QString file = sluice.putLoad(QStringLiteral("a.job.json"));
    QProcess process;
    process.setWorkingDirectory(QStringLiteral("/"));
    process.start(QStringLiteral(SLUICE_BINARY), {QStringLiteral("run"), file, QStringLiteral("--json")});
    const Outcome outcome = sluice.finish(process);
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
}

void TestRun::twoAtOnceShareTheWarehouse()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT) PARTITIONED BY (pt STRING)"));
    sluice.putNumbers(QStringLiteral("in.csv"), 20'000);
    sluice.putLoad(QStringLiteral("a.job.json"), QStringLiteral(", \"partition\": \"pt=${p}\""));
    std::vector<std::unique_ptr<QProcess>> runs;
    for (const char *p : {"1", "2", "3"})
        runs.push_back(sluice.start({QStringLiteral("run"), QStringLiteral("a.job.json"), QStringLiteral("--json"),
                                     QStringLiteral("--param"), QStringLiteral("p=") + QLatin1String(p)}));
    for (auto &run : runs) {
        const Outcome outcome = sluice.finish(*run);
        QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    }
    QCOMPARE(sluice.query(QStringLiteral("SELECT pt, COUNT(*) FROM t GROUP BY pt ORDER BY pt")),
             (QStringList{QStringLiteral("1,20000"), QStringLiteral("2,20000"), QStringLiteral("3,20000")}));
}

void TestRun::sqlFormats()
{
    const Sluice sluice;
    const Outcome made = sluice.run(
        {QStringLiteral("sql"), QStringLiteral("CREATE TABLE t (id BIGINT, s STRING, d DOUBLE, b BOOLEAN); "
                                               "INSERT INTO t VALUES (1, 'a,b', 0.5, true), (2, NULL, NULL, NULL);")});
    QVERIFY2(made.code == 0, qUtf8Printable(made.text()));
    const QString select = QStringLiteral("SELECT * FROM t ORDER BY id LIMIT 10;");
    const Outcome table = sluice.run({QStringLiteral("sql"), select});
    QVERIFY2(table.out.contains("id  s") && table.out.contains("NULL"), table.out.constData());
    QCOMPARE(sluice.run({QStringLiteral("sql"), select, QStringLiteral("--format=csv")}).out,
             QByteArray("id,s,d,b\n1,\"a,b\",0.5,true\n2,\\N,\\N,\\N\n"));
    const QJsonArray rows =
        sluice.run({QStringLiteral("sql"), select, QStringLiteral("--format"), QStringLiteral("json")}).json().array();
    QCOMPARE(rows.size(), 2);
    const QJsonObject first{{QStringLiteral("id"), 1},
                            {QStringLiteral("s"), QStringLiteral("a,b")},
                            {QStringLiteral("d"), 0.5},
                            {QStringLiteral("b"), true}};
    QCOMPARE(rows[0].toObject(), first);
    QVERIFY(rows[1][QLatin1String("s")].isNull());
    // Columns of one name, and their order.
    QCOMPARE(sluice
                 .run({QStringLiteral("sql"), QStringLiteral("SELECT 1 AS z, 2 AS a, 3 AS a"),
                       QStringLiteral("--format=json")})
                 .out,
             QByteArray("[\n  { \"z\": 1, \"a\": 2, \"a_2\": 3 }\n]\n"));
    // DATETIME is text in the workspace's zone, wherever the machine is.
    const QString datetime = QStringLiteral("SELECT CAST('2020-01-01 00:00:00' AS DATETIME) AS a,"
                                            " CAST('2020-01-01 00:00:00.5' AS DATETIME) AS b");
    QCOMPARE(sluice
                 .run({QStringLiteral("sql"), datetime, QStringLiteral("--format=csv")},
                      {{QStringLiteral("TZ"), QStringLiteral("America/New_York")}})
                 .out,
             QByteArray("a,b\n2020-01-01 00:00:00,2020-01-01 00:00:00\n"));
    QVERIFY(sluice.run({QStringLiteral("sql"), QStringLiteral("SHOW TABLES")}).out.contains("t"));
}

void TestRun::sqlFailures()
{
    const Sluice sluice;
    const Outcome missing = sluice.run({QStringLiteral("sql"), QStringLiteral("SELECT * FROM nothing"),
                                        QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(missing.code == 1, qUtf8Printable(missing.text()));
    QCOMPARE(missing.json()[QLatin1String("error")][QLatin1String("code")].toString(), QStringLiteral("NotFound"));
    QCOMPARE(sluice.run({QStringLiteral("sql"), QStringLiteral("SELEKT 1")}).code, 2);
}
