#include "plannedtimes.h"
#include "schedule/evaluate.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

class ExpressionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void values_data();
    void values();
    void clocksChange_data();
    void clocksChange();
    void timesThatDoNotExist();
    void refusals_data();
    void refusals();
    void leavesTheYears_data();
    void leavesTheYears();
    void hints_data();
    void hints();
};

namespace
{

const QString s1Start = QStringLiteral("$[yyyymmddhh24-2/24]$[miss-10/24/60]");
const QString s1End = QStringLiteral("$[yyyymmddhh24-1/24]$[miss-10/24/60]");

void value(const char *at, const QString &expression, const char *text)
{
    QTest::newRow(qUtf8Printable(QString::fromLatin1(at) + QLatin1Char(' ') + expression))
        << QString::fromLatin1(at) << expression << QString::fromUtf8(text);
}

void value(const char *at, const char *expression, const char *text)
{
    value(at, QString::fromUtf8(expression), text);
}

// A row of the Kafka tutorial's table: start, end and partition belong together.
struct Trio {
    const char *start;
    const char *end;
    const char *partition;
};

void trio(const Trio &row, const char *at, const char *start, const char *end, const char *partition)
{
    value(at, row.start, start);
    value(at, row.end, end);
    value(at, row.partition, partition);
}

void tablestoreRows()
{
    value("2023-04-23 19:00:00", s1Start, "20230423175000");
    value("2023-04-23 19:00:00", s1End, "20230423185000");
    value("2023-04-23 00:00:00", s1Start, "20230422225000");
    value("2023-04-23 00:00:00", s1End, "20230422235000");
    value("2023-04-23 01:00:00", s1Start, "20230422235000");
    value("2023-04-23 01:00:00", s1End, "20230423005000");
    value("2023-04-23 19:09:00", s1Start, "20230423175900");
    value("2023-04-23 19:09:00", s1End, "20230423185900");
    value("2023-04-23 19:10:00", s1Start, "20230423170000"); // as written: the minutes wrap for themselves
    value("2023-04-23 19:10:00", s1End, "20230423180000");
}

void kafkaRows()
{
    const Trio minutes{"$[yyyymmddhh24mi-8/24/60]00", "$[yyyymmddhh24mi-3/24/60]00", "$[yyyymmddhh24mi-8/24/60]"};
    trio(minutes, "2022-11-22 10:00:00", "20221122095200", "20221122095700", "202211220952");
    trio(minutes, "2022-11-22 00:00:00", "20221121235200", "20221121235700", "202211212352");
    trio(minutes, "2022-11-22 00:05:00", "20221121235700", "20221122000200", "202211212357");
    trio(minutes, "2023-01-01 00:00:00", "20221231235200", "20221231235700", "202212312352");
    const Trio hour{"$[yyyymmddhh24-1/24]0000", "$[yyyymmddhh24]0000", "$[yyyymmddhh24]"};
    trio(hour, "2022-11-22 10:05:00", "20221122090000", "20221122100000", "2022112210");
    trio(hour, "2022-11-22 00:15:00", "20221121230000", "20221122000000", "2022112200");
    trio(hour, "2022-11-22 23:15:00", "20221122220000", "20221122230000", "2022112223");
    const Trio twoHours{"$[yyyymmddhh24-2/24]0000", "$[yyyymmddhh24]0000", "$[yyyymmddhh24]"};
    trio(twoHours, "2022-11-22 10:05:00", "20221122080000", "20221122100000", "2022112210");
    trio(twoHours, "2022-11-22 00:15:00", "20221121220000", "20221122000000", "2022112200");
    const Trio threeHours{"$[yyyymmddhh24-3/24]0000", "$[yyyymmddhh24]0000", "$[yyyymmddhh24]"};
    trio(threeHours, "2022-11-22 10:05:00", "20221122070000", "20221122100000", "2022112210");
    trio(threeHours, "2022-11-22 00:15:00", "20221121210000", "20221122000000", "2022112200");
    const Trio day{"$[yyyymmdd-1]000000", "$[yyyymmdd]000000", "$[yyyymmdd-1]"};
    trio(day, "2022-11-22 00:15:00", "20221121000000", "20221122000000", "20221121");
    trio(day, "2024-03-01 00:15:00", "20240229000000", "20240301000000", "20240229");
    const Trio week{"$[yyyymmdd-7]000000", "$[yyyymmdd]000000", "$[yyyymmdd-1]"};
    trio(week, "2022-11-21 00:15:00", "20221114000000", "20221121000000", "20221120");
    trio(week, "2023-01-02 00:15:00", "20221226000000", "20230102000000", "20230101");
    const Trio month{"$[add_months(yyyymmdd,-1)]000000", "$[yyyymmdd]000000", "$[yyyymmdd-1]"};
    trio(month, "2022-12-01 00:15:00", "20221101000000", "20221201000000", "20221130");
    trio(month, "2023-03-01 00:15:00", "20230201000000", "20230301000000", "20230228");
    trio(month, "2023-01-01 00:15:00", "20221201000000", "20230101000000", "20221231");
}

void partsOfTheTime()
{
    const char *at = "2025-07-27 00:05:00";
    value(at, "$[yyyy-mm]", "2025-07");
    value(at, "$[yyyymmdd]", "20250727");
    value(at, "$[yyyymmdd-1]", "20250726");
    value(at, "$[yyyymmddhh24]", "2025072700");
    value(at, "$[yyyymmddhh24-1/24]", "2025072623");
    value(at, "$[yyyymmddhh24miss]", "20250727000500");
    value(at, "$[mm]", "07");
    value(at, "$[hh24-15/24/60]", "23");
    value(at, "$[mi-15/24/60]", "50");
    value(at, "$[yyyymmdd-15/24/60]", "20250726");
    value(at, "$[yyyymm-15/24/60]", "202507");
    value(at, "$[yyyy-15/24/60]", "2025");
    value(at, "$[yyyy-mm-dd]", "2025-07-27");
    value(at, "$[yyyy-mm-dd-1]", "2025-07-26");
    value(at, "$[yyyy/mm/dd]", "2025/07/27");
    value(at, "$[hh24:mi:ss]", "00:05:00");
    value(at, "$[yyyy-mm-dd] $[hh24:mi:ss]", "2025-07-27 00:05:00");
    value(at, "$[yyyy年mm月dd日]", "2025年07月27日");
    value(at, "$[yy]$[dd]", "2527");
    value(at, "$[miss]", "0500");
    value(at, "$[yyyymmdd+1]", "20250728");
    value(at, "$[yyyymmddhh24mi-1-5/24/60]", "202507260000");
}

void builtIns()
{
    const char *at = "2025-11-01 00:00:00";
    value(at, "${yyyymmdd}", "20251031");
    value(at, "$[yyyymmddhh24miss]", "20251101000000");
    value(at, "$bizdate", "20251031");
    value(at, "$cyctime", "20251101000000");
    value(at, "$gmtdate", "20251101");
    value(at, "$bizmonth", "202510");
    value(at, "${bdp.system.bizdate}", "20251031");
    value(at, "${bdp.system.cyctime}", "20251101000000");
    value(at, "pt=${bizdate}", "pt=20251031");
    value(at, "$bizdate01", "2025103101");
    value("2025-11-15 00:00:00", "$bizmonth", "202510");
    value("2026-01-15 00:00:00", "$bizmonth", "202512");
    value("2026-01-01 00:00:00", "$bizmonth", "202512");
    value("2025-11-01 02:30:45", "$[yyyymmddhh24miss]", "20251101023045");
    value("2025-11-01 02:30:45", "$bizdate", "20251031");
}

void offsets()
{
    const char *at = "2025-11-01 02:30:45";
    value(at, "$[add_months(yyyymmdd,12*1)]", "20261101");
    value(at, "$[add_months(yyyymmdd,-12*1)]", "20241101");
    value(at, "$[add_months(yyyymmdd,-1)]", "20251001");
    value(at, "$[add_months(yyyymmdd,+1)]", "20251201");
    value(at, "$[yyyymmdd+7*1]", "20251108");
    value(at, "$[yyyymmdd-7*1]", "20251025");
    value(at, "$[hh24miss-3/24]", "233045");
    value(at, "$[hh24miss+15/24/60]", "024545");
    value(at, "$[yyyymmddhh24miss-3/24]", "20251031233045");
    value(at, "$[yyyymmdd-3/24]", "20251031");
    value(at, "$[add_months(yyyymmddhh24miss,-1)-3/24]", "20250930233045");
    value(at, "$[add_months(yyyymmddhh24miss,-1)-15/24/60]", "20251001021545");
    value(at, "$[yyyymmddhh24-2*12/24]", "2025103102");
    value(at, "${yyyymm-1}", "202509");
    value(at, "${yyyymm+3}", "202601");
    value(at, "${yyyy-1}", "2024");
    value(at, "${yy-1}", "24");
    value(at, "${yy}", "25");
    value(at, "${yyyymmdd-7*1}", "20251024");
    value(at, "${yyyymmdd+1}", "20251101");
    value(at, "${yyyy-mm-dd}", "2025-10-31");
    value(at, "${yyyy-mm-dd-31}", "2025-09-30");
    value(at, "${mm-1}", "09");
}

void monthEnds()
{
    value("2023-03-31 12:00:00", "$[add_months(yyyymmdd,-1)]", "20230228");
    value("2023-02-28 12:00:00", "$[add_months(yyyymmdd,1)]", "20230328");
    value("2024-03-31 12:00:00", "$[add_months(yyyymmdd,-1)]", "20240229");
    value("2024-02-29 12:00:00", "$[add_months(yyyymmdd,12)]", "20250228");
    value("2024-03-01 00:00:00", "${yyyymmdd}", "20240229");
    value("2023-04-01 00:00:00", "${yyyymm-1}", "202302"); // business date 31 March
    value("2024-03-01 00:00:00", "${yyyy-1}", "2023");
}

void texts()
{
    const char *at = "2025-07-27 00:05:00";
    value(at, "", "");
    value(at, "abc", "abc");
    value(at, "'abc'", "abc");
    value(at, "'$[yyyy] pa$word'", "$[yyyy] pa$word");
    value(at, "''", "");
    value(at, "'a' and 'b'", "'a' and 'b'");
    value(at, "it's", "it's");
    value(at, "cost 5$", "cost 5$");
    value(at, "$5 ] } {", "$5 ] } {");
    value(at, "pt=$[yyyymmdd],hh=$[hh24]", "pt=20250727,hh=00");
    value(at, "größe-$[yyyy]-终", "größe-2025-终");
}

} // namespace

void ExpressionsTest::values_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("text");
    tablestoreRows();
    kafkaRows();
    partsOfTheTime();
    builtIns();
    offsets();
    monthEnds();
    texts();
}

void ExpressionsTest::values()
{
    QFETCH(QString, at);
    QFETCH(QString, expression);
    QFETCH(QString, text);
    const auto resolved = resolveValue(expression, planned(at));
    QVERIFY2(resolved.ok(), resolved.ok() ? "" : qUtf8Printable(resolved.error().text()));
    QCOMPARE(*resolved, text);
}

void ExpressionsTest::clocksChange_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("text");
    // 2023-03-26 02:00 did not exist in Berlin, 2023-10-29 02:00 to 02:59 came twice.
    value("2023-03-26 03:00:00", "$[yyyymmddhh24mi-10/24/60]", "202303260150");
    value("2023-03-26 03:15:00", "$[yyyymmddhh24-1/24]0000", "20230326010000");
    value("2023-10-29 02:00:00", "$[yyyymmddhh24mi-10/24/60]", "202310290250");
    value("2023-10-29 03:00:00", "$[hh24mi-1/24]", "0200");
    // Days and months move the date, whatever the clocks did in between.
    value("2023-03-27 00:15:00", "$[yyyymmddhh24mi-1]", "202303260015");
    value("2023-10-30 23:30:00", "$[yyyymmddhh24mi-1]", "202310292330");
    value("2023-04-26 12:00:00", "$[add_months(yyyymmddhh24mi,-1)]", "202303261200");
    value("2023-03-27 00:15:00", "$[yyyymmddhh24mi-24/24]", "202303252315");
    // A time that the day before does not have is the first one that it has.
    value("2023-03-27 02:30:00", "$[yyyymmddhh24mi-1]", "202303260300");
    value("2023-03-27 02:30:00", "$[yyyymmddhh24mi-1-1/24]", "202303260100");
}

void ExpressionsTest::clocksChange()
{
    QFETCH(QString, at);
    QFETCH(QString, expression);
    QFETCH(QString, text);
    QCOMPARE(resolveValue(expression, planned(at, "Europe/Berlin")).valueOr(QStringLiteral("an error")), text);
}

void ExpressionsTest::timesThatDoNotExist()
{
    const auto missing = PlannedTime::at(wallOf(QStringLiteral("2023-03-26 02:30:00")), QTimeZone("Europe/Berlin"));
    QVERIFY(!missing.ok());
    QCOMPARE(missing.error().code, ErrorCode::Config);
    QVERIFY(missing.error().message.contains(QLatin1String("2023-03-26 03:00:00")));
    QVERIFY(!PlannedTime::at(wallOf(QStringLiteral("9999-12-31 23:59:59")) + 1, QTimeZone::utc()).ok());

    const PlannedTime now =
        PlannedTime::atMinuteOf(wallOf(QStringLiteral("2023-07-01 10:59:59")), QTimeZone("Europe/Berlin"));
    QCOMPARE(now.text(), QStringLiteral("2023-07-01 12:59:00"));
    QCOMPARE(now.businessDate(), QStringLiteral("2023-06-30"));
}

void ExpressionsTest::refusals_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<int>("position");
    QTest::addColumn<QString>("says");
    auto row = [](const char *expression, int position, const char *says) {
        QTest::newRow(expression) << QString::fromUtf8(expression) << position << QString::fromUtf8(says);
    };
    row("$[yyyymmdd-1", 13, "Add \"]\"");
    row("$[foo]", 3, "not a part of a time");
    row("$[yyyymmdd - 1]", 11, "no spaces");
    row("${yyyy-mm-dd-1/24}", 15, "whole days");
    row("$[", 3, "Add \"]\"");
    row("$[]", 3, "missing");
    row("${}", 3, "missing");
    row("${yyyymmdd", 11, "Add \"}\"");
    row("$[-1]", 3, "missing");
    row("$[yyyymmdd-]", 12, "whole number");
    row("$[yyyymmdd- 1]", 12, "whole number");
    row("$[yyyymmdd+x]", 12, "whole number");
    row("$[yyyymmdd-1.5]", 13, "whole numbers");
    row("$[yyyymmdd-1/25]", 14, "-a/24");
    row("$[yyyymmdd-1/24/24]", 17, "-a/24/60");
    row("$[yyyymmdd-1/24/60/60]", 19, "-a/24/60");
    row("$[yyyymmdd-1/]", 14, "-a/24");
    row("$[yyyymmdd-1*]", 14, "whole number");
    row("$[yyyymmdd-1/24", 16, "Add \"]\"");
    row("$[yyyymmdd-1)", 13, "cannot stand here");
    row("$[yyyymmdd=1]", 11, "no \"=\"");
    row("$[yyyy-mm-dd hh24:mi:ss]", 13, "$[yyyy-mm-dd] $[hh24:mi:ss]");
    row("$[YYYYMMDD]", 3, "lower case");
    row("$[yyyymmddhh]", 11, "hh24");
    row("$[yyyymmddThh24]", 11, "outside the brackets");
    row("$[yyyy00]", 7, "cannot stand here");
    row("$[add_months(yyyymmdd)]", 22, "comma");
    row("$[add_months(yyyymmdd,)]", 23, "whole number");
    row("$[add_months(yyyymmdd,-1]", 25, "\")\"");
    row("$[add_months(yyyymmdd,-1)", 26, "Add \"]\"");
    row("$[add_months(yyyymmdd,-1)x]", 26, "cannot stand here");
    row("$[add_months(,-1)]", 14, "missing");
    row("${yyyymmddhh24}", 11, "no time of day");
    row("${hh24}", 3, "no time of day");
    row("${foo}", 3, "part of a date");
    row("${bdp.system.date}", 3, "part of a date");
    row("a $bizdat b", 3, "Did you mean \"bizdate\"?");
    row("x$[yyyy]$[mmm]", 13, "not a part");
    row("$[yyyymmdd-99999999999]", 12, "too large");
    row("$[yyyymmdd-999999999*999999999]", 22, "too large");
    row("$[yyyymmdd-5000000000/24]", 22, "too large");
    row("$[\xF0\x9F\x98\x80]", 5, "missing");
}

void ExpressionsTest::refusals()
{
    QFETCH(QString, expression);
    QFETCH(int, position);
    QFETCH(QString, says);
    int at = 0;
    const auto parsed = parseValue(expression, &at);
    QVERIFY(!parsed.ok());
    QCOMPARE(parsed.error().code, ErrorCode::Config);
    QVERIFY2(parsed.error().message.contains(says), qUtf8Printable(parsed.error().message));
    QCOMPARE(at, position);
    QCOMPARE(parsed.error().where, QStringLiteral("position %1").arg(position));
}

void ExpressionsTest::leavesTheYears_data()
{
    QTest::addColumn<QString>("at");
    QTest::addColumn<QString>("expression");
    auto row = [](const char *at, const char *expression) {
        QTest::addRow("%s %s", at, expression) << QString::fromLatin1(at) << QString::fromLatin1(expression);
    };
    row("9999-12-31 23:00:00", "abc$[yyyymmdd+1]");
    row("9999-12-31 23:00:00", "abc$[yyyymmdd+1/24]");
    row("9999-12-31 23:00:00", "abc$[add_months(yyyymmdd,1)]");
    row("0001-01-01 00:00:00", "abc$[yyyymmddhh24mi-1/24/60]");
    row("0001-01-02 00:00:00", "abc${yyyymmdd-1}");
    row("2023-01-01 00:00:00", "abc$[yyyymmdd-6000000000]");
    row("2023-01-01 00:00:00", "abc${yyyy-2022*5}");
    row("2023-01-01 00:00:00", "abc$[add_months(yyyy,-6000000000)]");
}

void ExpressionsTest::leavesTheYears()
{
    QFETCH(QString, at);
    QFETCH(QString, expression);
    int position = 0;
    const auto resolved = resolveValue(expression, planned(at), &position);
    QVERIFY(!resolved.ok());
    QVERIFY(resolved.error().message.contains(QLatin1String("1 to 9999")));
    QCOMPARE(position, 4);
}

void ExpressionsTest::hints_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QStringList>("safe");
    auto row = [](const char *value, const QStringList &safe) {
        QTest::newRow(value) << QString::fromUtf8(value) << safe;
    };
    row("$[yyyymmddhh24-2/24]$[miss-10/24/60]", {QStringLiteral("$[yyyymmddhh24miss-70/24/60]")});
    row("$[yyyymmddhh24-1/24]$[miss-10/24/60]", {QStringLiteral("$[yyyymmddhh24miss-10/24/60]")});
    row("$[yyyymmddhh24-1/24]:$[mi+15/24/60]", {QStringLiteral("$[yyyymmddhh24:mi-45/24/60]")});
    row("$[yyyymmddhh24]$[mi-10/24/60]00", {QStringLiteral("$[yyyymmddhh24mi+50/24/60]")});
    row("$[add_months(yyyymmddhh24,-1)-2]$[mi-10/24/60]",
        {QStringLiteral("$[add_months(yyyymmddhh24mi,-1)-2+50/24/60]")});
    row("$[hh24-1/24] at $[mi-10/24/60]", {QString()});
    row("$[yyyymmddhh24-1/24]$[miss]", {}); // minutes stay: right at any time
    row("$[yyyymmddhh24-1/24]$[miss-60/24/60]", {});
    row("$[yyyymmddhh24miss-70/24/60]", {});
    row("$[yyyymmddhh24mi-8/24/60]00", {});
    row("$[yyyymmddhh24-1/24]0000", {});
}

void ExpressionsTest::hints()
{
    QFETCH(QString, value);
    QFETCH(QStringList, safe);
    const ValueExpression parsed = parseValue(value).value();
    const QList<ValueHint> found = lintValue(parsed);
    QCOMPARE(found.size(), safe.size());
    for (qsizetype i = 0; i < found.size(); ++i) {
        const ValueHint &hint = found[i];
        QCOMPARE(hint.safeForm, safe[i]);
        QVERIFY(hint.begin >= 0 && hint.length > 0 && hint.begin + hint.length <= value.size());
        if (hint.safeForm.isEmpty())
            continue;
        QString cured = value;
        cured.replace(hint.begin, hint.length, hint.safeForm);
        QVERIFY(lintValue(parseValue(cured).value()).isEmpty());
        // At the full hour, where the two parts agree, both say the same.
        const PlannedTime at = planned(QStringLiteral("2023-04-23 19:00:00"));
        QCOMPARE(resolveValue(cured, at).value(), resolveValue(value, at).value());
    }
}

std::unique_ptr<QObject> makeExpressionsTest()
{
    return std::make_unique<ExpressionsTest>();
}

} // namespace sluice

#include "tst_expressions.moc"
