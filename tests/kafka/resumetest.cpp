#include "cli/sluice.h"
#include "kafka/tests.h"

#include <QDir>
#include <QtTest>

#include <csignal>

namespace sluice
{

namespace
{

constexpr int rowCount = 160'000; // of two partitions

// Reads a topic to its end into t, slowly enough to be cut off.
QByteArray load(const QString &server, const QString &topic)
{
    return QStringLiteral(R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "kafka", "parameter": {"server": "%1", "topic": "%2", "groupId": "loads", "beginType": "earliest",
   "column": ["id", "pad"]}, "name": "Reader", "category": "reader"},
  {"stepType": "odps", "parameter": {"datasource": "odps_first", "table": "t", "column": ["id", "pad"],
   "truncate": false, "consistencyCommit": true, "blockSizeInMB": 1}, "name": "Writer", "category": "writer"}],
 "setting": {"speed": {"throttle": true, "mbps": "4", "concurrent": 2}, "errorLimit": {"record": 0}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})")
        .arg(server, topic)
        .toUtf8();
}

QList<TestRecord> records(int from, int to)
{
    QList<TestRecord> list;
    for (int i = from; i < to; ++i)
        list.append({i % 2, 0, {}, "{\"id\":" + QByteArray::number(i) + ",\"pad\":\"" + QByteArray(80, 'p') + "\"}"});
    return list;
}

// The rows that the journal of the attempt in progress keeps.
qint64 rowsKept(const Sluice &sluice)
{
    const QDir attempts(sluice.path(QStringLiteral(".sluice/attempts")));
    qint64 rows = 0;
    for (const QString &id : attempts.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile journal(attempts.filePath(id + QStringLiteral("/journal.jsonl")));
        if (!journal.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = journal.readAll();
        for (const QByteArray &line : bytes.left(bytes.lastIndexOf('\n') + 1).split('\n'))
            rows += QJsonDocument::fromJson(line)[QLatin1String("read")].toInteger();
    }
    return rows;
}

} // namespace

// Runs that are killed: the real program, the real broker, the real warehouse.
class ResumeTest : public QObject
{
    Q_OBJECT

public:
    explicit ResumeTest(TestBroker &broker)
        : m_broker(broker)
    {
    }

private Q_SLOTS:
    void killedRunsLoseAndDoubleNothing();
    void killedRunsIntoDeltaTables();
    void aTopicMadeAnewIsNotGoneOnWith();
    void readingUntilSilenceIsNotResumed();

private:
    // Kills a run when some rows are with the warehouse.
    static void cutOff(const Sluice &sluice, const QStringList &run)
    {
        auto process = sluice.start(run);
        for (int i = 0; i < 3000 && rowsKept(sluice) <= 0 && process->state() != QProcess::NotRunning; ++i)
            QTest::qWait(10);
        ::kill(pid_t(process->processId()), SIGKILL);
        process->waitForFinished();
    }

    TestBroker &m_broker;
};

void ResumeTest::killedRunsLoseAndDoubleNothing()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, records(0, rowCount));
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT, pad STRING)"));
    sluice.put(QStringLiteral("a.job.json"), load(m_broker.address(), topic));
    cutOff(sluice, words("run a.job.json --json"));
    const qint64 kept = rowsKept(sluice);
    QVERIFY(kept > 0);
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM t")), QStringList{QStringLiteral("0")});
    QCOMPARE(m_broker.committedOffset(topic, QStringLiteral("loads"), 0), -1001); // none

    // What has come since belongs to no window of the attempt.
    m_broker.write(topic, records(rowCount, rowCount + 1000));
    const Outcome outcome = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(outcome.json()[QLatin1String("rowsRead")].toInt(), rowCount);
    QCOMPARE(outcome.json()[QLatin1String("rowsReadBefore")].toInteger(), kept);
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id), MAX(id) FROM t")),
             QStringList{QStringLiteral("%1,%1,%2").arg(rowCount).arg(rowCount - 1)});
    for (const int partition : {0, 1})
        QCOMPARE(m_broker.committedOffset(topic, QStringLiteral("loads"), partition), rowCount / 2);
}

void ResumeTest::killedRunsIntoDeltaTables()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, records(0, 20'000));
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT NOT NULL, pad STRING, PRIMARY KEY (id)) "
                              "TBLPROPERTIES ('transactional'='true')"));
    sluice.put(QStringLiteral("a.job.json"),
               load(m_broker.address(), topic).replace("\"throttle\": true", "\"throttle\": false"));
    for (const int patience : {300, 900}) {
        auto process = sluice.start(words("run a.job.json --json"));
        process->waitForFinished(patience);
        process->kill();
        process->waitForFinished();
    }
    const Outcome outcome = sluice.run(words("run a.job.json --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*), COUNT(DISTINCT id) FROM t")),
             QStringList{QStringLiteral("20000,20000")});
}

// As long as before and longer, under the same name: only its records tell that it is another one.
void ResumeTest::aTopicMadeAnewIsNotGoneOnWith()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, records(0, rowCount));
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT, pad STRING)"));
    sluice.put(QStringLiteral("a.job.json"), load(m_broker.address(), topic));
    cutOff(sluice, words("run a.job.json --json"));
    QVERIFY(rowsKept(sluice) > 0);
    m_broker.makeAnew(topic, 2);
    m_broker.write(topic, records(rowCount, 2 * rowCount + 1000));
    const Outcome outcome = sluice.run(words("run a.job.json --resume --json"));
    QVERIFY(outcome.code != 0);
    const QString told = outcome.json()[QLatin1String("error")][QLatin1String("message")].toString();
    QVERIFY2(told.contains(QLatin1String("the topic has been made anew")), qUtf8Printable(outcome.text()));
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM t")), QStringList{QStringLiteral("0")});
}

void ResumeTest::readingUntilSilenceIsNotResumed()
{
    const QString topic = m_broker.topic(2);
    m_broker.write(topic, records(0, 10));
    const Sluice sluice;
    sluice.sql(QStringLiteral("CREATE TABLE t (id BIGINT, pad STRING)"));
    sluice.put(QStringLiteral("a.job.json"),
               load(m_broker.address(), topic)
                   .replace("\"earliest\"", "\"earliest\", \"stopWhenPollEmpty\": true, \"waitTIme\": 1"));
    const Outcome outcome = sluice.run(words("run a.job.json --json"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    const QString attempt = outcome.json()[QLatin1String("attempt")].toString();
    QFile log(sluice.path(QStringLiteral(".sluice/attempts/%1/log.txt").arg(attempt)));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(log.readAll().contains("cannot be resumed if it breaks off"));
    QCOMPARE(sluice.query(QStringLiteral("SELECT COUNT(*) FROM t")), QStringList{QStringLiteral("10")});
}

int runResumeTests(TestBroker &broker, int argc, char **argv)
{
    ResumeTest test(broker);
    return QTest::qExec(&test, argc, argv);
}

} // namespace sluice

#include "resumetest.moc"
