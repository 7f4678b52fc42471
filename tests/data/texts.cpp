#include "data/texts.h"

#include "data/decimaltext.h"
#include "data/inquotes.h"
#include "data/jsontext.h"
#include "data/timetext.h"
#include "data/utf8.h"

#include <QDate>
#include <QRandomGenerator>
#include <QtTest>

namespace sluice
{

void Texts::everyDayOfTheCalendar()
{
    const QDate first(1, 1, 1);
    const qint64 epoch = QDate(1970, 1, 1).toJulianDay();
    char text[timeTextLimit];
    for (qint64 day = firstDay; day <= lastDay; ++day) {
        const QDate date = QDate::fromJulianDay(epoch + day);
        const CivilDate civil = civilFromDays(day);
        QVERIFY(civil.year == date.year() && civil.month == date.month() && civil.day == date.day());
        QVERIFY(daysFromCivil(civil.year, civil.month, civil.day) == day);
        WrittenTime time;
        const size_t length = writeDate(day, text);
        QVERIFY(readTime({text, length}, time) == TimeFault::None && time.days() == day);
    }
    QCOMPARE(QDate::fromJulianDay(epoch + firstDay), first);
}

void Texts::decimalsByLongDivision()
{
    QRandomGenerator random(3);
    for (int i = 0; i < 20000; ++i) {
        const int scale = int(random.bounded(10));
        const int precision = 18;
        const qint64 unscaled = qint64(random.generate64() % 1'000'000'000'000ULL) - 500'000'000'000LL;
        char text[decimalTextLimit];
        const size_t length = writeDecimal(unscaled, scale, text);
        Int128 back = 0;
        QVERIFY(readDecimal({text, length}, precision, scale, back) == DecimalFault::None);
        QVERIFY(back == unscaled);
        // Half up at every lower scale, by plain arithmetic.
        const int lower = int(random.bounded(scale + 1));
        const qint64 unit = qint64(powerOfTen(scale - lower));
        const qint64 size = std::abs(unscaled);
        const qint64 expected = (size / unit + (2 * (size % unit) >= unit && unit > 1)) * (unscaled < 0 ? -1 : 1);
        Int128 read = 0;
        Int128 rescaled = 0;
        QVERIFY(readDecimal({text, length}, precision, lower, read) == DecimalFault::None);
        QVERIFY(rescale(unscaled, scale, precision, lower, rescaled) == DecimalFault::None);
        QVERIFY(read == expected && rescaled == expected);
    }
}

void Texts::utf8Sequences()
{
    // Every code point as UTF-8 is right, every surrogate is wrong.
    for (uint32_t code = 1; code < 0x110000; code += code < 0x3000 ? 1 : 7) {
        char32_t character = code;
        const QByteArray bytes = QString::fromUcs4(&character, 1).toUtf8();
        if (code >= 0xD800 && code < 0xE000)
            continue;
        QVERIFY(firstInvalidUtf8({bytes.data(), size_t(bytes.size())}) == -1);
        QVERIFY(utf8Length({bytes.data(), size_t(bytes.size())}) == 1);
        for (int cut = 1; cut < bytes.size(); ++cut)
            QVERIFY(firstInvalidUtf8({bytes.data(), size_t(cut)}) == 0);
    }
    for (const char *bad : {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xED\xBF\xBF",
                            "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"})
        QCOMPARE(firstInvalidUtf8(std::string("12345678") + bad), int64_t(8));
    QCOMPARE(utf8Length("aä好😀"), int64_t(4));
}

void Texts::jsonFaults_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("position");
    const auto row = [](const char *text, int position) {
        QTest::addRow("%s", text[0] == '"' ? "a string" : text) << QByteArray(text) << position;
    };
    for (const char *good : {"null", " true ", "-0.5e+10", "\"\\u00e4\\n\"", "[]", "{}", "[1, [2, {\"a\": null}]]",
                             "{\"a\":{\"b\":[]},\"c\":\"\"}", "0", "-1E5"})
        row(good, -1);
    row("", 0);
    row("nul", 0);
    row("[1,]", 3);
    row("[1 2]", 3);
    row("{\"a\"}", 4);
    row("{a:1}", 1);
    row("\"open", 5);
    row("\"\\x\"", 2);
    row("\"\\u12g4\"", 5);
    row("\"a\nb\"", 2);
    row("1 1", 2);
    row("01", 1);
    row("1.", 2);
    row("-", 1);
    row("1e", 2);
    row("[", 1);
}

void Texts::jsonFaults()
{
    QFETCH(QByteArray, text);
    QFETCH(int, position);
    QCOMPARE(int(jsonFault({text.data(), size_t(text.size())})), position);
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    QVERIFY(jsonFault(deep) > 0);
}

void Texts::jsonStringsComeBack()
{
    for (const char *text : {"", "plain", "\"quoted\\\"", "tab\tline\nreturn\r\x01", "好😀"}) {
        std::string json;
        appendJsonString(text, json);
        QCOMPARE(jsonFault(json), int64_t(-1));
        QCOMPARE(jsonString(json), std::string(text));
    }
    QCOMPARE(jsonString("\"\\ud83d\\ude00\\/\""), std::string("😀/"));
    QCOMPARE(jsonString("\"\\ud83dx\\udc00\""), std::string("\xEF\xBF\xBDx\xEF\xBF\xBD"));
}

void Texts::quotedValues()
{
    QCOMPARE(inQuotes("a\tb\x1B"), QStringLiteral("\"a\\tb\\x1b\""));
    const std::string longText(1000, 'x');
    QCOMPARE(inQuotes(longText).size(), qsizetype(63));
}

} // namespace sluice
