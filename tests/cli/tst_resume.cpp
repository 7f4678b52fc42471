#include "sluice.h"
#include "tests.h"

#include <QDir>
#include <QRandomGenerator>
#include <QtTest>

#include <csignal>

namespace
{

constexpr int rowCount = 800'000;

// A task that appends in.csv to t, in blocks of 1 MB, slowly enough to be cut off.
QByteArray load(const QByteArray &writer = {}, const QByteArray &setting = "\"errorLimit\": {\"record\": 0}")
{
    return R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "file", "parameter": {"path": "in.csv", "header": "true", "column": ["id"]}, "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "t", "column": ["id"], "truncate": false,
   "blockSizeInMB": 1)" +
           writer + R"(}, "name": "Writer", "category": "writer"}],
 "setting": {"speed": {"throttle": true, "mbps": "4", "concurrent": 2}, )" +
           setting + R"(},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})";
}

// The rows that journals of the workspace keep, of the newest one that there is; -1: there is none.
qint64 rowsKept(const Sluice &sluice)
{
    const QDir attempts(sluice.path(QStringLiteral(".sluice/attempts")));
    const QStringList ids = attempts.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name | QDir::Reversed);
    for (const QString &id : ids) {
        QFile journal(attempts.filePath(id + QStringLiteral("/journal.jsonl")));
        if (!journal.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = journal.readAll();
        qint64 rows = 0;
        for (const QByteArray &line : bytes.left(bytes.lastIndexOf('\n') + 1).split('\n'))
            rows += QJsonDocument::fromJson(line)[QLatin1String("read")].toInteger();
        return rows;
    }
    return -1;
}

// Starts a run, waits until a block is with the warehouse, and ends it by a signal.
Outcome cutOff(const Sluice &sluice, QStringList run, int signal = SIGKILL)
{
    const qint64 before = rowsKept(sluice);
    auto process = sluice.start(run << QStringLiteral("--json"));
    for (int i = 0; i < 3000 && rowsKept(sluice) <= std::max<qint64>(before, 0); ++i)
        QTest::qWait(10);
    ::kill(pid_t(process->processId()), signal);
    return sluice.finish(*process);
}

QJsonValue of(const Outcome &outcome, const char *key)
{
    return outcome.json()[QLatin1String(key)];
}

const QString count = QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id) FROM t");

} // namespace

void TestResume::killedRunsGoOn()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), rowCount);
    sluice.put(QStringLiteral("a.job.json"), load());
    const quint32 seed = QRandomGenerator::system()->generate();
    QRandomGenerator chance(seed);
    qInfo("seed %u", seed);

    (void)cutOff(sluice, words("run a.job.json"));
    qint64 kept = rowsKept(sluice);
    QVERIFY(kept > 0);
    for (int kill = 1; kill < 5; ++kill) {
        auto process = sluice.start(words("run a.job.json --resume --json"));
        process->waitForFinished(int(chance.bounded(250))); // four of them end far before the last row
        process->kill();
        process->waitForFinished();
        QCOMPARE(sluice.query(count), QStringList{QStringLiteral("0,0")});
        const qint64 now = rowsKept(sluice);
        QVERIFY2(now >= kept, qPrintable(QStringLiteral("%1 after %2 rows").arg(now).arg(kept)));
        kept = now;
    }
    const Outcome outcome = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(of(outcome, "rowsRead").toInt(), rowCount);
    QCOMPARE(of(outcome, "rowsWritten").toInt(), rowCount);
    QCOMPARE(of(outcome, "rowsReadBefore").toInteger(), kept); // those were not read again, nor sent
    QVERIFY(!of(outcome, "resumes").toString().isEmpty());
    QCOMPARE(sluice.query(count), QStringList{QStringLiteral("%1,%1").arg(rowCount)});
    QCOMPARE(rowsKept(sluice), qint64(-1)); // nothing is left to go on with
}

// A process that was killed has left no report: the half is known all the same, and need not be said again.
void TestResume::killedRunStaysInItsHalf()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    for (const char *folder : {"dev", "prod"})
        QVERIFY(QDir(sluice.path({})).mkdir(QLatin1String(folder)));
    sluice.put(QStringLiteral("dev/in.csv"), "id\n1\n");
    sluice.putNumbers(QStringLiteral("prod/in.csv"), rowCount);
    QCOMPARE(sluice.run(words("source add files --type file --set path=dev")).code, 0);
    QCOMPARE(sluice.run(words("source add files --type file --set path=prod --replace --production")).code, 0);
    sluice.put(QStringLiteral("a.job.json"),
               load().replace(R"("path": "in.csv")", R"("datasource": "files", "path": "in.csv")"));
    (void)cutOff(sluice, words("run a.job.json --production"));
    QVERIFY(rowsKept(sluice) > 0);
    const Outcome outcome = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(of(outcome, "half").toString(), QStringLiteral("production"));
    QCOMPARE(of(outcome, "rowsWritten").toInt(), rowCount);
    QCOMPARE(sluice.query(count), QStringList{QStringLiteral("%1,%1").arg(rowCount)});
}

void TestResume::stoppedRunSaysHow()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT) PARTITIONED BY (pt STRING)"));
    sluice.putNumbers(QStringLiteral("in.csv"), rowCount);
    sluice.put(QStringLiteral("a.job.json"), load(", \"partition\": \"pt=${p}\""));
    const Outcome stopped = cutOff(sluice, words("run a.job.json --param p=x"), SIGINT);
    QVERIFY2(stopped.code == 4, qUtf8Printable(stopped.text()));
    const qint64 kept = rowsKept(sluice);
    QCOMPARE(of(stopped, "resumesAtRow").toInteger(), kept + 1);
    const QString id = of(stopped, "attempt").toString();

    // By its id, in words, and with its parameters.
    const Outcome outcome = sluice.run(words("run a.job.json --resume") << id);
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QVERIFY2(outcome.out.contains("of the rows were read by attempt " + id.toUtf8()), qUtf8Printable(outcome.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT pt, COUNT(DISTINCT id), COUNT(*) FROM t GROUP BY pt")),
             QStringList{QStringLiteral("x,%1,%1").arg(rowCount)});

    // A second time there is nothing.
    const Outcome again = sluice.run({QStringLiteral("run"), QStringLiteral("a.job.json"), QStringLiteral("--json"),
                                      QStringLiteral("--resume=") + id});
    QVERIFY2(again.code == 2, qUtf8Printable(again.text()));
    QVERIFY(of(again, "error")[QLatin1String("message")].toString().contains(QLatin1String("gone on with attempt")));
    const Outcome newest = sluice.run(words("run --resume a.job.json"));
    QVERIFY2(newest.code == 2 && newest.err.contains("is newer than any"), qUtf8Printable(newest.text()));
}

void TestResume::whatChangedIsRefused()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    sluice.putNumbers(QStringLiteral("in.csv"), rowCount);
    sluice.put(QStringLiteral("a.job.json"), load());
    for (const char *nothing : {"run a.job.json --resume", "run a.job.json --resume 202211211004120000",
                                "run a.job.json --resume --limit 5"}) {
        const Outcome outcome = sluice.run(words(nothing));
        QVERIFY2(outcome.code == 2, qUtf8Printable(outcome.text()));
    }
    (void)cutOff(sluice, words("run a.job.json"));

    sluice.put(QStringLiteral("a.job.json"), load(", \"emptyAsNull\": true"));
    const Outcome task = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(task.code == 2, qUtf8Printable(task.text()));
    const QString reason = of(task, "error")[QLatin1String("message")].toString();
    QVERIFY2(reason.contains(QLatin1String("/steps/1/parameter/emptyAsNull")), qUtf8Printable(reason));

    sluice.put(QStringLiteral("a.job.json"), load());
    QFile in(sluice.path(QStringLiteral("in.csv")));
    QVERIFY(in.open(QIODevice::Append));
    in.write("17\n");
    in.close();
    const Outcome source = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(source.code == 1, qUtf8Printable(source.text()));
    QVERIFY(of(source, "error")[QLatin1String("message")].toString().contains(QLatin1String("source has changed")));
    QCOMPARE(sluice.query(count), QStringList{QStringLiteral("0,0")});
}

// A limit may be raised on the way; what was found before counts.
void TestResume::dirtyRowsAndTheirLimit()
{
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT)"));
    QByteArray numbers("id\nfirst\n");
    for (int i = 0; i < rowCount; ++i)
        numbers += QByteArray::number(i) + '\n';
    sluice.put(QStringLiteral("in.csv"), numbers + "last\n");
    sluice.put(QStringLiteral("a.job.json"), load({}, "\"errorLimit\": {\"record\": 1}"));
    const Outcome over = sluice.run(words("run a.job.json"));
    QVERIFY2(over.code == 1, qUtf8Printable(over.text()));
    QVERIFY2(over.out.contains("sluice run a.job.json --resume goes on at row "), qUtf8Printable(over.text()));
    const Outcome stillOver = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(stillOver.code == 1, qUtf8Printable(stillOver.text()));
    QCOMPARE(of(stillOver, "rowsDirty").toInt(), 2);
    sluice.put(QStringLiteral("a.job.json"), load({}, "\"errorLimit\": {\"record\": 2}"));
    const Outcome outcome = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(of(outcome, "rowsDirty").toInt(), 2);
    QCOMPARE(of(outcome, "rowsRead").toInt(), rowCount + 2);
    QCOMPARE(sluice.query(count), QStringList{QStringLiteral("%1,%1").arg(rowCount)});
}
