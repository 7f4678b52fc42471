#include "plannedtimes.h"
#include "schedule/evaluate.h"
#include "tests.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>

namespace sluice
{

class ExpressionPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windowsTile_data();
    void windowsTile();
    void agreesWithTheCalendar();
    void offsetsAreUndone();
    void hourlyInAZone();
    void garbage();
};

namespace
{

QString resolved(const QString &value, const PlannedTime &time)
{
    const auto text = resolveValue(value, time);
    return text.ok() ? *text : text.error().text();
}

QDateTime utc(const char *text)
{
    QDateTime time = QDateTime::fromString(QString::fromLatin1(text), QStringLiteral("yyyy-MM-dd HH:mm"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

} // namespace

void ExpressionPropertiesTest::windowsTile_data()
{
    QTest::addColumn<QString>("start");
    QTest::addColumn<QString>("end");
    QTest::addColumn<QString>("firstTime"); // of the day, as "HH:mm"
    QTest::addColumn<int>("minutes");       // between instances; 0: a month
    auto row = [](const char *name, const char *start, const char *end, const char *first, int minutes) {
        QTest::newRow(name) << QString::fromLatin1(start) << QString::fromLatin1(end) << QString::fromLatin1(first)
                            << minutes;
    };
    row("tablestore hour", "$[yyyymmddhh24-2/24]$[miss-10/24/60]", "$[yyyymmddhh24-1/24]$[miss-10/24/60]", "00:00", 60);
    row("5 minutes", "$[yyyymmddhh24mi-8/24/60]00", "$[yyyymmddhh24mi-3/24/60]00", "00:00", 5);
    row("hour", "$[yyyymmddhh24-1/24]0000", "$[yyyymmddhh24]0000", "00:15", 60);
    row("2 hours", "$[yyyymmddhh24-2/24]0000", "$[yyyymmddhh24]0000", "00:15", 120);
    row("3 hours", "$[yyyymmddhh24-3/24]0000", "$[yyyymmddhh24]0000", "00:15", 180);
    row("day", "$[yyyymmdd-1]000000", "$[yyyymmdd]000000", "00:15", 1440);
    row("week", "$[yyyymmdd-7]000000", "$[yyyymmdd]000000", "00:15", 7 * 1440);
    row("month", "$[add_months(yyyymmdd,-1)]000000", "$[yyyymmdd]000000", "00:15", 0);
}

// Over the end of a year and over a leap day: each window begins where the one before ended.
void ExpressionPropertiesTest::windowsTile()
{
    QFETCH(QString, start);
    QFETCH(QString, end);
    QFETCH(QString, firstTime);
    QFETCH(int, minutes);
    for (const char *from : {"2022-12-05 ", "2024-02-05 "}) {
        QDateTime at = utc(qUtf8Printable(QString::fromLatin1(from) + firstTime));
        const QDateTime until = minutes == 0 ? at.addMonths(26) : at.addDays(45);
        if (minutes == 0)
            at = at.addDays(-4); // the first of the month
        QString last;
        int windows = 0;
        for (; at < until; at = minutes == 0 ? at.addMonths(1) : at.addSecs(minutes * 60)) {
            const PlannedTime time = PlannedTime::at(at.toSecsSinceEpoch(), QTimeZone::utc()).value();
            const QString begins = resolved(start, time);
            if (!last.isEmpty())
                QCOMPARE(begins, last);
            last = resolved(end, time);
            QVERIFY(begins < last);
            ++windows;
        }
        QVERIFY(windows >= 6);
    }
}

// Against Qt's calendar, which counts in another way.
void ExpressionPropertiesTest::agreesWithTheCalendar()
{
    QRandomGenerator random(4711);
    const QString format = QStringLiteral("yyyyMMddHHmmss");
    for (int i = 0; i < 20'000; ++i) {
        const QDateTime time = utc("0101-01-01 00:00").addSecs(qint64(random.bounded(9800.0 * 365 * 86400)));
        const PlannedTime at = PlannedTime::at(time.toSecsSinceEpoch(), QTimeZone::utc()).value();
        const int by = random.bounded(-1100, 1101);
        const QString number = (by < 0 ? QString() : QStringLiteral("+")) + QString::number(by);
        QCOMPARE(resolved(QStringLiteral("$[yyyymmddhh24miss%1]").arg(number), at), time.addDays(by).toString(format));
        QCOMPARE(resolved(QStringLiteral("$[yyyymmddhh24miss%1/24]").arg(number), at),
                 time.addSecs(by * 3600).toString(format));
        QCOMPARE(resolved(QStringLiteral("$[yyyymmddhh24miss%1/24/60]").arg(number), at),
                 time.addSecs(by * 60).toString(format));
        QCOMPARE(resolved(QStringLiteral("$[add_months(yyyymmddhh24miss,%1)]").arg(by), at),
                 time.addMonths(by).toString(format));
        QCOMPARE(resolved(QStringLiteral("${yyyymm%1}").arg(number), at),
                 time.addDays(-1).addMonths(by).toString(QStringLiteral("yyyyMM")));
    }
}

void ExpressionPropertiesTest::offsetsAreUndone()
{
    QRandomGenerator random(42);
    const QTimeZone zone("America/New_York");
    const QString format = QStringLiteral("yyyyMMddHHmmss");
    for (int i = 0; i < 5'000; ++i) {
        const qint64 instant = qint64(random.bounded(4.0e9));
        PlannedTime at;
        at.zone = zone;
        at.instant = instant;
        at.wall = instant + zone.offsetFromUtc(QDateTime::fromSecsSinceEpoch(instant, Qt::UTC));
        const int minutes = random.bounded(-3000, 3001);
        const QString value = QStringLiteral("$[yyyymmddhh24miss%1%2/24/60]")
                                  .arg(minutes < 0 ? QString() : QStringLiteral("+"))
                                  .arg(minutes);
        const QDateTime moved = QDateTime::fromSecsSinceEpoch(instant + minutes * 60, zone);
        QCOMPARE(resolved(value, at), moved.toString(format));
        // Forth and back within one value.
        const QString back = QStringLiteral("$[yyyymmddhh24miss+%1/24/60-%1/24/60]").arg(std::abs(minutes));
        QCOMPARE(resolved(back, at), QDateTime::fromSecsSinceEpoch(instant, zone).toString(format));
    }
}

// Clocks going forward leave no gap between hourly windows either.
void ExpressionPropertiesTest::hourlyInAZone()
{
    const QTimeZone zone("Europe/Berlin");
    const qint64 from = utc("2023-03-25 00:15").toSecsSinceEpoch();
    QString last;
    for (int hour = 0; hour < 72; ++hour) {
        const PlannedTime time = PlannedTime::atMinuteOf(from + hour * 3600, zone);
        if (!last.isEmpty())
            QCOMPARE(resolved(QStringLiteral("$[yyyymmddhh24-1/24]0000"), time), last);
        last = resolved(QStringLiteral("$[yyyymmddhh24]0000"), time);
    }
}

void ExpressionPropertiesTest::garbage()
{
    static const QStringList parts{
        QStringLiteral("$["),          QStringLiteral("${"),
        QStringLiteral("$"),           QStringLiteral("]"),
        QStringLiteral("}"),           QStringLiteral("yyyy"),
        QStringLiteral("yy"),          QStringLiteral("mm"),
        QStringLiteral("mi"),          QStringLiteral("ss"),
        QStringLiteral("dd"),          QStringLiteral("hh24"),
        QStringLiteral("-"),           QStringLiteral("+"),
        QStringLiteral("*"),           QStringLiteral("/24"),
        QStringLiteral("/60"),         QStringLiteral("/"),
        QStringLiteral("7"),           QStringLiteral("99999999999999999999"),
        QStringLiteral("add_months("), QStringLiteral(","),
        QStringLiteral(")"),           QStringLiteral("'"),
        QStringLiteral("bizdate"),     QStringLiteral(" "),
        QStringLiteral("="),           QStringLiteral("年"),
        QString(QChar(0xd800)),        QString(QChar(u'\0')),
        QStringLiteral("bdp.system."), QStringLiteral("x"),
    };
    QRandomGenerator random(7);
    const PlannedTime time = planned(QStringLiteral("2024-02-29 23:59:59"), "Europe/Berlin");
    int good = 0;
    for (int i = 0; i < 200'000; ++i) {
        QString value = random.bounded(2) ? QStringLiteral("$[") : QString();
        for (int n = random.bounded(10); n > 0; --n)
            value += parts[random.bounded(parts.size())];
        int position = 0;
        const auto parsed = parseValue(value, &position);
        if (!parsed.ok()) {
            QVERIFY2(position >= 1 && position <= value.size() + 1, qUtf8Printable(value));
            QVERIFY(!parsed.error().message.isEmpty());
            continue;
        }
        qsizetype covered = 0;
        for (const ValuePiece &piece : parsed->pieces)
            covered += piece.length;
        QVERIFY(covered <= value.size());
        for (const ValueHint &hint : lintValue(*parsed))
            QVERIFY(hint.safeForm.isEmpty() || parseValue(hint.safeForm).ok());
        good += evaluate(*parsed, time).ok();
    }
    QVERIFY(good > 1000);
}

std::unique_ptr<QObject> makeExpressionPropertiesTest()
{
    return std::make_unique<ExpressionPropertiesTest>();
}

} // namespace sluice

#include "tst_expressionproperties.moc"
