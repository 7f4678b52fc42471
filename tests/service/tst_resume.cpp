#include "service/resume.h"
#include "tests.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTimeZone>
#include <QtTest>

using namespace sluice;

namespace
{

const QString task = QStringLiteral("a.job.json");

QJsonObject json(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

QByteArray script(const QByteArray &table, const QByteArray &setting)
{
    return R"({"type": "job", "steps": [{"stepType": "file", "parameter": {"path": "in.csv", "column": ["id", "s"]}},
               {"stepType": "odps", "parameter": {"table": ")" +
           table + R"("}}], "setting": )" + setting + "}";
}

// A history of attempts at one task, and their folders.
struct Past {
    QTemporaryDir dir;
    std::unique_ptr<History> history = History::open(dir.filePath(QStringLiteral("h.sqlite"))).value();
    int seconds = 0;

    // rows: kept in its journal; -1: it has none.
    void add(const char *id, const char *state, int rows, const char *resumes = "")
    {
        Attempt attempt;
        attempt.id = QString::fromLatin1(id);
        attempt.taskPath = task;
        attempt.state = QString::fromLatin1(state);
        attempt.started = QDateTime::fromSecsSinceEpoch(1'669'000'000 + ++seconds, QTimeZone::utc());
        attempt.directory = dir.filePath(attempt.id);
        attempt.resumes = QString::fromLatin1(resumes);
        QVERIFY(history->save(attempt).ok());
        QVERIFY(QDir().mkpath(attempt.directory));
        if (rows < 0)
            return;
        QFile journal(attempt.directory + QStringLiteral("/journal.jsonl"));
        QVERIFY(journal.open(QIODevice::WriteOnly));
        journal.write(R"({"version":1,"fingerprint":"f","columns":[],"splits":[{"name":"s"}],"sink":"s"})"
                      "\n");
        if (rows > 0)
            journal.write(R"({"reached":[{"split":0,"after":"x"}],"receipt":"r","read":)" + QByteArray::number(rows) +
                          "}\n");
    }

    QString toResume(const char *id = "") const
    {
        const auto attempt = attemptToResume(*history, task, QString::fromLatin1(id));
        return attempt.ok() ? attempt->id : errorCodeName(attempt.error().code) + u' ' + attempt.error().message;
    }
};

} // namespace

void TestResume::newestThatCanBeResumed()
{
    Past past;
    QVERIFY(past.toResume().startsWith(QLatin1String("Config There is nothing to resume")));
    past.add("1", "Failed", 500);
    QCOMPARE(past.toResume(), QStringLiteral("1"));
    QCOMPARE(rowsKept(past.dir.filePath(QStringLiteral("1"))), std::optional<qint64>(500));
    past.add("2", "Stopped", 0);
    QCOMPARE(past.toResume(), QStringLiteral("2"));
    past.add("3", "Failed", -1); // it could not even begin
    past.add("4", "Running", 700);
    QCOMPARE(past.toResume(), QStringLiteral("2"));
    past.add("5", "Succeeded", -1);
    QVERIFY(past.toResume().contains(QLatin1String("5, is newer than any")));
    past.add("6", "Failed", 900);
    QCOMPARE(past.toResume(), QStringLiteral("6"));
}

void TestResume::namedAttempts()
{
    Past past;
    past.add("1", "Failed", 500);
    past.add("2", "Failed", -1);
    past.add("3", "Failed", 100, "2");
    past.add("4", "Running", 700);
    past.add("5", "Succeeded", -1);
    QCOMPARE(past.toResume("1"), QStringLiteral("1"));
    QVERIFY(past.toResume("2").contains(QLatin1String("attempt 3 has gone on with attempt 2 already")));
    QVERIFY(past.toResume("4").startsWith(QLatin1String("Conflict Attempt 4 is still running")));
    QVERIFY(past.toResume("5").contains(QLatin1String("attempt 5 succeeded")));
    QVERIFY(past.toResume("6").startsWith(QLatin1String("NotFound")));
    past.add("7", "Failed", -1);
    QVERIFY(past.toResume("7").contains(QLatin1String("kept no journal")));
}

void TestResume::whatMayDiffer_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QString>("place"); // empty: it may
    const QByteArray setting =
        R"({"speed": {"concurrent": 2, "throttle": true, "mbps": 1}, "errorLimit": {"record": 0}})";
    const QByteArray same = script("t", setting);
    QTest::newRow("nothing") << same << same << QString();
    QTest::newRow("limits") << same << script("t", R"({"speed": {"concurrent": 2}, "errorLimit": {"record": 9}})")
                            << QString();
    QTest::newRow("the table") << same << script("u", setting) << QStringLiteral("/steps/1/parameter/table");
    QTest::newRow("the lanes") << same << script("t", R"({"speed": {"concurrent": 3}})")
                               << QStringLiteral("/setting/speed/concurrent");
    QTest::newRow("no lanes") << same << script("t", "{}") << QStringLiteral("/setting/speed/concurrent");
    QTest::newRow("a column") << same << QByteArray(same).replace("\"id\", ", "")
                              << QStringLiteral("/steps/0/parameter/column");
    QTest::newRow("an option more") << same << QByteArray(same).replace("\"table\"", "\"truncate\": true, \"table\"")
                                    << QStringLiteral("/steps/1/parameter/truncate");
    QTest::newRow("an option less") << QByteArray(same).replace("\"table\"", "\"truncate\": true, \"table\"") << same
                                    << QStringLiteral("/steps/1/parameter/truncate");
}

void TestResume::whatMayDiffer()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, now);
    QFETCH(QString, place);
    const Done same = checkSameRows(json(before), json(now));
    QCOMPARE(same.ok(), place.isEmpty());
    if (!same.ok()) {
        QCOMPARE(same.error().code, ErrorCode::Config);
        QVERIFY2(same.error().message.contains(QLatin1String("differs at ") + place + u'.'),
                 qPrintable(same.error().message));
    }
}
