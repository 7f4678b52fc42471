#include "plannedtimes.h"
#include "schedule/parameters.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

class ParametersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allOfATask();
    void theFaultyOneIsNamed();
    void builtIns();
    void ids();
    void names();
};

void ParametersTest::allOfATask()
{
    const QList<ScheduleParameter> parameters{
        {QStringLiteral("startTime"), QStringLiteral("$[yyyymmddhh24mi-8/24/60]00")},
        {QStringLiteral("endTime"), QStringLiteral("$[yyyymmddhh24mi-3/24/60]00")},
        {QStringLiteral("partition"), QStringLiteral("$[yyyymmddhh24mi-8/24/60]")},
    };
    const QMap<QString, QString> expected{
        {QStringLiteral("startTime"), QStringLiteral("20221122095200")},
        {QStringLiteral("endTime"), QStringLiteral("20221122095700")},
        {QStringLiteral("partition"), QStringLiteral("202211220952")},
    };
    QCOMPARE(resolveParameters(parameters, planned(QStringLiteral("2022-11-22 10:00:00"))).value(), expected);
}

void ParametersTest::theFaultyOneIsNamed()
{
    const auto resolved = resolveParameters(
        {{QStringLiteral("a"), QStringLiteral("$[yyyy]")}, {QStringLiteral("b"), QStringLiteral("x$[foo]")}},
        planned(QStringLiteral("2022-11-22 10:00:00")));
    QVERIFY(!resolved.ok());
    QCOMPARE(resolved.error().where, QStringLiteral("b, position 4"));
}

void ParametersTest::builtIns()
{
    const auto parameters = builtInParameters(planned(QStringLiteral("2023-03-01 19:00:00")));
    QCOMPARE(parameters.size(), 4);
    QCOMPARE(parameters.value(QStringLiteral("bizdate")), QStringLiteral("20230228"));
    QCOMPARE(parameters.value(QStringLiteral("bdp.system.cyctime")), QStringLiteral("20230301190000"));
}

void ParametersTest::ids()
{
    PlannedTime time = planned(QStringLiteral("2023-03-01 19:00:00"));
    const QList<ScheduleParameter> parameters{{QStringLiteral("id"), QStringLiteral("$jobid/$nodeid/$taskid")}};
    const auto outside = resolveParameters(parameters, time);
    QVERIFY(!outside.ok());
    QVERIFY(outside.error().message.contains(QLatin1String("only a run")));
    time.jobId = QStringLiteral("j");
    time.nodeId = QStringLiteral("n");
    time.taskId = QStringLiteral("t");
    QCOMPARE(resolveParameters(parameters, time)->value(QStringLiteral("id")), QStringLiteral("j/n/t"));
}

void ParametersTest::names()
{
    for (const char *good : {"startTime", "a", "bdp.system.x", "p_1-2", "分区"})
        QVERIFY2(checkParameterName(QString::fromUtf8(good)).ok(), good);
    for (const char *bad : {"", "a b", "a}", "${a", "a=b", "a\n"})
        QVERIFY2(!checkParameterName(QString::fromUtf8(bad)).ok(), bad);
}

std::unique_ptr<QObject> makeParametersTest()
{
    return std::make_unique<ParametersTest>();
}

} // namespace sluice

#include "tst_parameters.moc"
