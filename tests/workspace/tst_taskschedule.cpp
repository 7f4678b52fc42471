#include "base/files.h"
#include "tests.h"
#include "workspace/taskschedule.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QtTest>

using namespace sluice;

void TestTaskSchedule::reads()
{
    Issues issues;
    const TaskSchedule schedule = readSchedule(QStringLiteral(R"({
  "format": 1, // of this file
  "parameters": [{"name": "b", "value": "$[yyyymmdd-1]"}, {"name": "a", "value": ""}]
})"),
                                               &issues);
    QVERIFY(issues.isEmpty());
    QCOMPARE(schedule.parameters.size(), 2);
    QCOMPARE(schedule.parameters[0].name, QStringLiteral("b")); // in the order of the file
    QCOMPARE(schedule.parameters[0].value, QStringLiteral("$[yyyymmdd-1]"));
    QVERIFY(readSchedule(QStringLiteral("{}")).parameters.isEmpty());
    QCOMPARE(scheduleFileOf(QStringLiteral("/a/b.job.json")), QStringLiteral("/a/b.schedule.json"));
}

void TestTaskSchedule::faults_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("says");
    auto row = [](const char *name, const char *text, const char *pointer, const char *says) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(pointer) << QString::fromUtf8(says);
    };
    row("not JSON", "{", "", "");
    row("no object", "[]", "", "JSON object");
    row("newer", R"({"format": 2})", "/format", "Update Sluice");
    row("no number", R"({"format": "x"})", "/format", "version is 1");
    row("no list", R"({"parameters": {"a": "b"}})", "/parameters", "list");
    row("near key", R"({"parameter": []})", "/parameter", "parameters");
    row("no entry", R"({"parameters": ["a=b"]})", "/parameters/0", "object");
    row("no name", R"({"parameters": [{"value": "b"}]})", "/parameters/0", "needs a name");
    row("no value", R"({"parameters": [{"name": "b"}]})", "/parameters/0", "needs a value");
    row("a number", R"({"parameters": [{"name": "b", "value": 1}]})", "/parameters/0/value", "in quotes");
    row("bad name", R"({"parameters": [{"name": "a b", "value": "1"}]})", "/parameters/0/name", "letters, digits");
    row("twice", R"({"parameters": [{"name": "a", "value": "1"}, {"name": "a", "value": "2"}]})", "/parameters/1/name",
        "stands twice");
    row("bad value", R"({"parameters": [{"name": "a", "value": "x$[foo]"}]})", "/parameters/0/value", "position 4");
}

void TestTaskSchedule::faults()
{
    QFETCH(QString, text);
    QFETCH(QString, pointer);
    QFETCH(QString, says);
    Issues issues;
    readSchedule(text, &issues);
    QVERIFY(hasErrors(issues));
    QCOMPARE(issues.first().pointer, pointer);
    QVERIFY2(issues.first().message.contains(says), qUtf8Printable(issues.first().message));

    QTemporaryDir dir;
    const QString task = dir.filePath(QStringLiteral("t.job.json"));
    QVERIFY(writeFile(scheduleFileOf(task), text.toUtf8(), Access::Shared).ok());
    const auto loaded = loadSchedule(task);
    QVERIFY(!loaded.ok());
    QCOMPARE(loaded.error().code, ErrorCode::Config);
    QVERIFY(loaded.error().where.contains(QLatin1String("t.schedule.json, line ")));
}

void TestTaskSchedule::hintOffersTheSafeForm()
{
    const QString text =
        QStringLiteral(R"({"parameters": [{"name": "a", "value": "x$[yyyymmddhh24-1/24]$[miss-10/24/60]"}]})");
    Issues issues;
    readSchedule(text, &issues);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues.first().severity, Severity::Warning);
    QString cured = text;
    cured.replace(issues.first().offset, issues.first().length, issues.first().cureText);
    Issues none;
    QCOMPARE(readSchedule(cured, &none).parameters.first().value, QStringLiteral("x$[yyyymmddhh24miss-10/24/60]"));
    QVERIFY(none.isEmpty());
}

void TestTaskSchedule::goesWithItsTask()
{
    QTemporaryDir dir;
    const Workspace workspace = Workspace::create(dir.filePath(QStringLiteral("ws"))).value();
    auto put = [&](const char *name, const char *text) {
        return writeFile(workspace.absolute(QString::fromLatin1(name)), text, Access::Shared).ok();
    };
    auto exists = [&](const char *name) { return QFile::exists(workspace.absolute(QString::fromLatin1(name))); };
    const QString a = QStringLiteral("a.job.json");
    const QString b = QStringLiteral("b.job.json");
    QVERIFY(put("a.job.json", "{}") && put("a.schedule.json", R"({"parameters": []})"));

    QVERIFY(workspace.move(a, b).ok());
    QVERIFY(exists("b.schedule.json") && !exists("a.schedule.json"));
    QVERIFY(put("a.schedule.json", "{}"));
    QCOMPARE(workspace.move(b, a).error().code, ErrorCode::Conflict); // replaces nothing
    QVERIFY(exists("b.job.json") && exists("b.schedule.json"));

    const QString token = workspace.trash(b).value();
    QVERIFY(!exists("b.job.json") && !exists("b.schedule.json"));
    QVERIFY(workspace.restore(token).ok());
    QVERIFY(exists("b.job.json") && exists("b.schedule.json"));
    QVERIFY(loadSchedule(workspace.absolute(b)).ok());
    QVERIFY(loadSchedule(workspace.absolute(QStringLiteral("none.job.json")))->parameters.isEmpty());
}
