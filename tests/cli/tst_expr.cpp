#include "sluice.h"
#include "tests.h"

#include <QtTest>

namespace
{

Outcome expr(const Sluice &sluice, const QString &expression, const QStringList &more)
{
    return sluice.run(QStringList{QStringLiteral("expr"), expression} + more);
}

QStringList at(const char *time)
{
    return {QStringLiteral("--at"), QString::fromLatin1(time)};
}

QByteArray schedule(const QList<QPair<QString, QString>> &parameters)
{
    QJsonArray list;
    for (const auto &[name, value] : parameters)
        list.append(QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("value"), value}});
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), 1}, {QStringLiteral("parameters"), list}}).toJson();
}

// Generated rows whose constants are the parameters: a run of it shows what they became.
const char echoTask[] = R"({"type": "job", "version": "2.0", "steps": [
  {"stepType": "stream", "parameter": {"sliceRecordCount": 1, "column": [
     {"type": "string", "value": "${startTime}"}, {"type": "string", "value": "${endTime}"},
     {"type": "string", "value": "${partition}"}]},
   "name": "Reader", "category": "reader"},
  {"stepType": "stream", "parameter": {}, "name": "Writer", "category": "writer"}],
 "setting": {"errorLimit": {"record": "0"}, "speed": {"throttle": false, "concurrent": 1}},
 "order": {"hops": [{"from": "Reader", "to": "Writer"}]}})";

const QString s1Start = QStringLiteral("$[yyyymmddhh24-2/24]$[miss-10/24/60]");
const QString s1End = QStringLiteral("$[yyyymmddhh24-1/24]$[miss-10/24/60]");

QByteArray fileOfAttempt(const Outcome &outcome, const Sluice &sluice, const char *name)
{
    const QString attempt = outcome.json()[QLatin1String("attempt")].toString();
    QFile file(sluice.path(QStringLiteral(".sluice/attempts/%1/%2").arg(attempt, QString::fromLatin1(name))));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// What the constants of the echo task were in the script that the attempt ran.
QStringList echoed(const Outcome &outcome, const Sluice &sluice)
{
    const QJsonDocument script = QJsonDocument::fromJson(fileOfAttempt(outcome, sluice, "script.json"));
    QStringList values;
    for (const QJsonValue &column :
         script[QLatin1String("steps")][0][QLatin1String("parameter")][QLatin1String("column")].toArray())
        values.append(column[QLatin1String("value")].toString());
    return values;
}

} // namespace

void TestExpr::resolves()
{
    const Sluice sluice;
    const Outcome outcome = expr(sluice, s1Start, at("2023-04-23 19:00:00"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(outcome.out, QByteArray("20230423175000\n"));
    QVERIFY(outcome.err.contains("$[yyyymmddhh24miss-70/24/60]")); // the safe form is offered
    QCOMPARE(expr(sluice, QStringLiteral("pt=$bizdate"), at("20251101000000")).out, QByteArray("pt=20251031\n"));

    const QStringList backfill{QStringLiteral("--business-date"), QStringLiteral("2025-10-30"),
                               QStringLiteral("--json")};
    const QJsonDocument json = expr(sluice, QStringLiteral("${yyyymmdd} $[yyyymmdd]"), backfill).json();
    QCOMPARE(json[QLatin1String("value")].toString(), QStringLiteral("20251030 20251031"));
    QCOMPARE(json[QLatin1String("scheduledTime")].toString(), QStringLiteral("2025-10-31 00:00:00"));
    QCOMPARE(json[QLatin1String("businessDate")].toString(), QStringLiteral("2025-10-30"));
    QCOMPARE(json[QLatin1String("hints")].toArray(), QJsonArray());
}

void TestExpr::pointsAtFaults()
{
    const Sluice sluice;
    const Outcome outcome = expr(sluice, QStringLiteral("$[yyyymmdd - 1]"), at("2023-04-23 19:00:00"));
    QCOMPARE(outcome.code, 2);
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(outcome.err.contains("position 11"), outcome.err.constData());
    QVERIFY2(outcome.err.endsWith("\n  $[yyyymmdd - 1]\n            ^\n"), outcome.err.constData());

    const Outcome json =
        expr(sluice, QStringLiteral("$[foo]"), at("2023-04-23 19:00:00") + QStringList{QStringLiteral("--json")});
    QCOMPARE(json.code, 2);
    QCOMPARE(json.json()[QLatin1String("error")][QLatin1String("position")].toInt(), 3);
}

void TestExpr::impossibleTimes_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("time");
    QTest::addColumn<QString>("nearest");
    auto row = [](const char *option, const char *time, const char *nearest) {
        QTest::newRow(time) << QString::fromLatin1(option) << QString::fromLatin1(time) << QString::fromLatin1(nearest);
    };
    row("--at", "20250631170000", "2025-06-30 17:00:00");
    row("--at", "2023-02-29 12:00:00", "2023-02-28 12:00:00");
    row("--at", "2023-13-01 00:00:00", "2023-12-01 00:00:00");
    row("--at", "2023-04-23 25:00:00", "2023-04-23 23:00:00");
    row("--at", "2023-04-23 19:60:00", "2023-04-23 19:59:00");
    row("--at", "0000-01-01 00:00:00", "0001-01-01 00:00:00");
    row("--at", "2023-04-23T19:00:00+08:00", "Write \"2023-04-23 19:00:00\"");
    row("--at", "2023-04-23 19:00:00.5", "Write \"2023-04-23 19:00:00\"");
    row("--at", "tomorrow", "2023-04-23 19:00:00");
    row("--business-date", "2023-06-31", "Write 2023-06-30");
    row("--business-date", "2023-06-30 12:00:00", "Write 2023-06-30");
}

void TestExpr::impossibleTimes()
{
    static const Sluice sluice;
    QFETCH(QString, option);
    QFETCH(QString, time);
    QFETCH(QString, nearest);
    const Outcome outcome = expr(sluice, QStringLiteral("$[yyyymmdd]"), {option, time});
    QVERIFY2(outcome.code == 2 && outcome.out.isEmpty(), qUtf8Printable(outcome.text()));
    QVERIFY2(QString::fromUtf8(outcome.err).contains(nearest), outcome.err.constData());
    QVERIFY(outcome.err.contains(option.toUtf8()));
}

// The clock is that of the workspace.
void TestExpr::zoneOfTheWorkspace()
{
    const Sluice sluice;
    sluice.put(QStringLiteral("sluice.json"), R"({"format": 1, "name": "x", "timeZone": "Europe/Berlin"})");
    const QString back = QStringLiteral("$[hh24mi-10/24/60]");
    QCOMPARE(expr(sluice, back, at("2023-03-26 03:00:00")).out, QByteArray("0150\n"));
    const Outcome skipped = expr(sluice, back, at("2023-03-26 02:30:00"));
    QCOMPARE(skipped.code, 2);
    QVERIFY2(skipped.err.contains("2023-03-26 03:00:00"), skipped.err.constData());
}

void TestExpr::tutorialsAtThePrintedTimes_data()
{
    QTest::addColumn<QStringList>("kept");
    QTest::addColumn<QString>("time");
    QTest::addColumn<QStringList>("values");
    auto row = [](const char *name, const QStringList &kept, const char *time, const QStringList &values) {
        QTest::newRow(name) << kept << QString::fromLatin1(time) << values;
    };
    row("tablestore", {s1Start, s1End, QStringLiteral("$bizdate")}, "2023-04-23 19:00:00",
        {QStringLiteral("20230423175000"), QStringLiteral("20230423185000"), QStringLiteral("20230422")});
    row("kafka, hourly",
        {QStringLiteral("$[yyyymmddhh24-1/24]0000"), QStringLiteral("$[yyyymmddhh24]0000"),
         QStringLiteral("$[yyyymmddhh24]")},
        "2022-11-22 10:05:00",
        {QStringLiteral("20221122090000"), QStringLiteral("20221122100000"), QStringLiteral("2022112210")});
    row("kafka, 5 minutes",
        {QStringLiteral("$[yyyymmddhh24mi-8/24/60]00"), QStringLiteral("$[yyyymmddhh24mi-3/24/60]00"),
         QStringLiteral("$[yyyymmddhh24mi-8/24/60]")},
        "2022-11-22 10:00:00",
        {QStringLiteral("20221122095200"), QStringLiteral("20221122095700"), QStringLiteral("202211220952")});
}

void TestExpr::tutorialsAtThePrintedTimes()
{
    const Sluice sluice;
    QFETCH(QStringList, kept);
    QFETCH(QString, time);
    QFETCH(QStringList, values);
    sluice.put(QStringLiteral("a.job.json"), echoTask);
    sluice.put(QStringLiteral("a.schedule.json"), schedule({{QStringLiteral("startTime"), kept[0]},
                                                            {QStringLiteral("endTime"), kept[1]},
                                                            {QStringLiteral("partition"), kept[2]}}));
    const Outcome outcome = sluice.run(
        {QStringLiteral("run"), QStringLiteral("a.job.json"), QStringLiteral("--at"), time, QStringLiteral("--json")});
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(echoed(outcome, sluice), values);
    QVERIFY(fileOfAttempt(outcome, sluice, "log.txt").contains("Scheduled time " + time.toUtf8()));
}

void TestExpr::whatIsGivenIsStronger()
{
    const Sluice sluice;
    sluice.put(QStringLiteral("a.job.json"), echoTask);
    sluice.put(QStringLiteral("a.schedule.json"), schedule({{QStringLiteral("startTime"), s1Start},
                                                            {QStringLiteral("endTime"), QStringLiteral("$nodeid")}}));
    const QStringList run{QStringLiteral("run"), QStringLiteral("a.job.json"), QStringLiteral("--json")};
    const QStringList given{QStringLiteral("--param"), QStringLiteral("startTime=$[yyyymmdd]T$[hh24]"),
                            QStringLiteral("--param"), QStringLiteral("partition='$[x'")};
    const Outcome outcome = sluice.run(run + given + at("2023-04-23 19:00:00"));
    QVERIFY2(outcome.code == 0, qUtf8Printable(outcome.text()));
    QCOMPARE(echoed(outcome, sluice),
             (QStringList{QStringLiteral("20230423T19"), QStringLiteral("a.job.json"), QStringLiteral("$[x")}));

    // Without a time, what is given is text, and what is kept is resolved for now.
    const Outcome now = sluice.run(run + QStringList{QStringLiteral("--param"), QStringLiteral("startTime=$[x"),
                                                     QStringLiteral("--param"), QStringLiteral("partition=p")});
    QVERIFY2(now.code == 0, qUtf8Printable(now.text()));
    QCOMPARE(echoed(now, sluice).first(), QStringLiteral("$[x"));
    QVERIFY(fileOfAttempt(now, sluice, "log.txt").contains("this run takes now"));

    const Outcome faulty = sluice.run(run + QStringList{QStringLiteral("--param"), QStringLiteral("partition=$[x")} +
                                      at("2023-04-23 19:00:00"));
    QCOMPARE(faulty.code, 2);
    QVERIFY2(faulty.err.contains("partition, position 3"), faulty.err.constData());

    const Outcome missing = sluice.run(run + at("2023-04-23 19:00:00"));
    QCOMPARE(missing.code, 2);
    QVERIFY2(missing.err.contains("/steps/0/parameter/column/2/value"), missing.err.constData());
}

void TestExpr::validateChecksWhatIsKept()
{
    const Sluice sluice;
    sluice.put(QStringLiteral("a.job.json"), echoTask);
    sluice.put(QStringLiteral("a.schedule.json"), R"({
  // comments may stay
  "format": 1,
  "parameters": [
    {"name": "startTime", "value": "$[yyyymmdd - 1]"},
    {"name": "endTime", "value": "$[yyyymmddhh24-1/24]$[miss-10/24/60]"}
  ]
})");
    const Outcome lines = sluice.run({QStringLiteral("validate"), QStringLiteral("a.job.json")});
    QCOMPARE(lines.code, 2);
    QVERIFY2(lines.out.startsWith("a.schedule.json:5:36: error: "), lines.out.constData());
    QVERIFY(lines.out.contains("position 11") && lines.out.contains("(/parameters/0/value)"));
    QVERIFY(lines.out.contains("a.schedule.json:6:34: warning: "));

    const Outcome json =
        sluice.run({QStringLiteral("validate"), QStringLiteral("a.job.json"), QStringLiteral("--json")});
    const QJsonArray issues = json.json()[QLatin1String("issues")].toArray();
    QCOMPARE(issues.size(), 2);
    QCOMPARE(issues[0][QLatin1String("file")].toString(), QStringLiteral("a.schedule.json"));
    QVERIFY(!json.json()[QLatin1String("valid")].toBool());
}
