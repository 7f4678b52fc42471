#include "base/files.h"
#include "ground.h"
#include "service/runreport.h"
#include "tests.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QtTest>

#include <set>

using namespace sluice;

namespace
{

// Stream to stream: `rows` a lane, one lane.
StartRequest streamTask(qint64 rows, const char *writer = "{}")
{
    StartRequest request;
    request.taskPath = QStringLiteral("a.job.json");
    request.script = QStringLiteral(R"({"type": "job", "version": "2.0", "steps": [
        {"stepType": "stream", "parameter": {"sliceRecordCount": %1, "column": [{"type": "long", "random": "0, 9"}]},
         "name": "Reader", "category": "reader"},
        {"stepType": "stream", "parameter": %2, "name": "Writer", "category": "writer"}],
        "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
        "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})")
                         .arg(rows)
                         .arg(QString::fromUtf8(writer));
    return request;
}

QString contents(const Attempt &attempt, const char *name)
{
    return QString::fromUtf8(readFile(attempt.directory + QLatin1Char('/') + QLatin1String(name)).valueOr({}));
}

constexpr qint64 endless = 1'000'000'000;

} // namespace

void TestRunService::attemptLeavesItsTraces()
{
    Ground ground;
    StartRequest request = streamTask(1234, R"({"print": ${print}})");
    request.script.replace(QStringLiteral("${print}"), QStringLiteral("\"${print}\""));
    request.parameters = {{QStringLiteral("print"), QStringLiteral("false")}};
    const QString id = ground.runs.start(request);
    QCOMPARE(id.size(), 18);
    QVERIFY(ground.history->attempt(id).value().has_value());
    QVERIFY(ground.runs.isRunning(id));
    const Attempt attempt = ground.runs.wait(id);
    QVERIFY(!ground.runs.isRunning(id));
    QVERIFY(!ground.runs.progress(id));

    QVERIFY2(attempt.state == QLatin1String("Succeeded"), qUtf8Printable(attempt.error));
    QCOMPARE(attempt.rowsWritten, 1234);
    const Attempt kept = ground.history->attempt(id).value().value();
    QCOMPARE(kept.state, attempt.state);
    QCOMPARE(kept.rowsRead, 1234);
    QCOMPARE(kept.parameters, request.parameters);

    QVERIFY(contents(attempt, "script.json").contains(QStringLiteral("\"print\": \"false\"")));
    static const QRegularExpression line(QStringLiteral("^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} (INFO |WARN |ERROR) .+"));
    const QStringList log = contents(attempt, "log.txt").split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QVERIFY(log.size() >= 2);
    for (const QString &text : log)
        QVERIFY2(line.match(text).hasMatch(), qUtf8Printable(text));
    const QJsonObject report = readReport(attempt.directory).value();
    QCOMPARE(report.value(QLatin1String("rowsWritten")).toInteger(), 1234);
    QCOMPARE(report.value(QLatin1String("attempt")).toString(), id);
    QVERIFY(!report.contains(QLatin1String("error")));
    const auto others = QFile::ReadGroup | QFile::ReadOther;
    QVERIFY(!(QFile::permissions(attempt.directory + QLatin1String("/log.txt")) & others));
}

void TestRunService::signalsTellTheStory()
{
    Ground ground;
    QSignalSpy spy(&ground.runs, &RunService::attemptChanged);
    const QString id = ground.runs.start(streamTask(10));
    QVERIFY(spy.isEmpty()); // never before start() has returned
    ground.runs.wait(id);
    QStringList states;
    for (const QList<QVariant> &call : spy)
        states.append(call[0].value<Attempt>().state);
    QCOMPARE(states,
             (QStringList{QStringLiteral("Preparing"), QStringLiteral("Running"), QStringLiteral("Succeeded")}));
}

void TestRunService::invalidTaskIsAFailedAttempt()
{
    Ground ground;
    StartRequest request = streamTask(10);
    request.script.chop(3);
    for (const QString &script : {request.script, QStringLiteral("{}"), QString()}) {
        request.script = script;
        const Attempt attempt = ground.runs.wait(ground.runs.start(request));
        QCOMPARE(attempt.state, QStringLiteral("Failed"));
        QCOMPARE(attempt.errorCode, QStringLiteral("Config"));
        QVERIFY(!attempt.error.isEmpty());
        QVERIFY(contents(attempt, "log.txt").contains(QStringLiteral("ERROR")));
        QVERIFY(ground.history->attempt(attempt.id).value()->hasEnded());
    }
}

void TestRunService::sourceOfAnotherTypeIsRefused()
{
    Ground ground;
    DataSource files;
    files.name = QStringLiteral("inbox");
    files.type = QStringLiteral("file");
    QVERIFY(ground.keeper.save(files).ok());
    StartRequest request = streamTask(10);
    request.script.replace(
        QStringLiteral("\"stepType\": \"stream\", \"parameter\": {},"),
        QStringLiteral("\"stepType\": \"odps\", \"parameter\": {\"datasource\": \"inbox\", \"table\": \"t\", "
                       "\"column\": [\"a\"], \"truncate\": true},"));
    const Attempt attempt = ground.runs.wait(ground.runs.start(request));
    QCOMPARE(attempt.errorCode, QStringLiteral("Config"));
    QVERIFY2(attempt.error.contains(QStringLiteral("inbox")), qUtf8Printable(attempt.error));
}

void TestRunService::secretsStayOutOfLogAndScript()
{
    Ground ground;
    StartRequest request = streamTask(10);
    request.script.replace(
        QStringLiteral("\"stepType\": \"stream\", \"parameter\": {},"),
        QStringLiteral("\"stepType\": \"odps\", \"parameter\": {\"endpoint\": \"http://127.0.0.1:1/api\", "
                       "\"project\": \"p\", \"accessId\": \"id\", \"accessKey\": \"s3cr3t-in-script\", "
                       "\"table\": \"t\", \"column\": [\"a\"], \"truncate\": true},"));
    const Attempt attempt = ground.runs.wait(ground.runs.start(request));
    QVERIFY2(attempt.errorCode == QLatin1String("Network"), qUtf8Printable(attempt.errorCode + attempt.error));
    for (const char *name : {"script.json", "log.txt", "report.json"}) {
        QVERIFY2(!contents(attempt, name).isEmpty(), name);
        QVERIFY2(!contents(attempt, name).contains(QStringLiteral("s3cr3t-in-script")), name);
    }
    QVERIFY(contents(attempt, "script.json").contains(QStringLiteral("\"accessKey\"")));
}

void TestRunService::stopEndsARunInTwoSeconds()
{
    Ground ground;
    const QString id = ground.runs.start(streamTask(endless));
    QTRY_VERIFY(ground.runs.progress(id) && ground.runs.progress(id)->rowsWritten > 0);
    QElapsedTimer timer;
    timer.start();
    ground.runs.stop(id);
    const Attempt attempt = ground.runs.wait(id);
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    QCOMPARE(attempt.state, QStringLiteral("Stopped"));
    QCOMPARE(attempt.errorCode, QStringLiteral("Stopped"));
}

void TestRunService::destructorStopsWhatRuns()
{
    QString id;
    auto ground = std::make_unique<Ground>();
    QTemporaryDir elsewhere;
    auto history = History::open(elsewhere.filePath(QStringLiteral("h.sqlite"))).value();
    {
        RunService runs(ground->workspace, ground->connectors, ground->sources, *history, ground->warehouse);
        id = runs.start(streamTask(endless));
        QTRY_VERIFY(runs.progress(id) && runs.progress(id)->rowsWritten > 0);
    }
    QCOMPARE(history->attempt(id).value()->state, QStringLiteral("Stopped"));
}

void TestRunService::manyAttemptsAtOnce()
{
    Ground ground;
    QStringList ids;
    for (int i = 0; i < 8; ++i)
        ids.append(ground.runs.start(streamTask(1000)));
    QCOMPARE(std::set<QString>(ids.begin(), ids.end()).size(), size_t(8));
    QVERIFY(std::is_sorted(ids.begin(), ids.end()));
    for (const QString &id : ids)
        QCOMPARE(ground.runs.wait(id).rowsWritten, 1000);
    QVERIFY(ground.runs.running().isEmpty());
    QCOMPARE(ground.history->attempts({}, 100)->size(), 8);
}

void TestRunService::rowLimitEndsEarly()
{
    Ground ground;
    StartRequest request = streamTask(100'000);
    request.rowLimit = 17;
    const Attempt attempt = ground.runs.wait(ground.runs.start(request));
    QCOMPARE(attempt.state, QStringLiteral("Succeeded"));
    QCOMPARE(attempt.rowsWritten, 17);
}
