#include "data/castcases.h"

#include "data/casting.h"

namespace sluice
{

void CastCases::value_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("expected");

    int number = 0;
    const auto row = [&](const char *from, const char *value, const char *to, const char *expected) {
        QTest::addRow("%d %s to %s", ++number, from, to)
            << from << QString::fromUtf8(value) << to << QString::fromUtf8(expected);
    };

    // Texts into whole numbers.
    row("string", "0", "bigint", "0");
    row("string", " +42\t", "bigint", "42");
    row("string", "-9223372036854775808", "bigint", "-9223372036854775808");
    row("string", "9223372036854775807", "bigint", "9223372036854775807");
    row("string", "9223372036854775808", "bigint",
        "! 9223372036854775808 is out of the range of BIGINT (-9223372036854775808 to 9223372036854775807)");
    row("string", "99999999999999999999999999999999999999999", "bigint",
        "! 99999999999999999999999999999999999999999 is out of the range of BIGINT (-9223372036854775808 to "
        "9223372036854775807)");
    row("string", "NA", "bigint", "! \"NA\" is not a whole number");
    row("string", "12.7", "int", "! \"12.7\" is not a whole number");
    row("string", "517.0", "int", "517");
    row("string", "1e3", "smallint", "1000");
    row("string", "", "int", "NULL");
    row("string", "   ", "int", "NULL");
    row("string", "NULL", "int", "NULL");
    row("string", "-128", "tinyint", "-128");
    row("string", "127", "tinyint", "127");
    row("string", "300", "tinyint", "! 300 is out of the range of TINYINT (-128 to 127)");
    row("string", "-129", "tinyint", "! -129 is out of the range of TINYINT (-128 to 127)");
    row("string", "-32768", "smallint", "-32768");
    row("string", "32768", "smallint", "! 32768 is out of the range of SMALLINT (-32768 to 32767)");
    row("string", "2147483647", "int", "2147483647");
    row("string", "-2147483649", "int", "! -2147483649 is out of the range of INT (-2147483648 to 2147483647)");
    row("string", "1 2", "int", "! \"1 2\" is not a whole number");
    row("string", "+-5", "int", "! \"+-5\" is not a whole number");
    row("string", "0x10", "int", "! \"0x10\" is not a whole number");
    row("string", "line\nbreak", "int", "! \"line\\nbreak\" is not a whole number");

    // Texts into numbers with fractions.
    row("string", "3.25", "double", "3.25");
    row("string", "+.5", "double", "0.5");
    row("string", "1e308", "double", "1e+308");
    row("string", "1e309", "double", "! 1e309 is out of the range of DOUBLE (about -1.8e308 to 1.8e308)");
    row("string", "1e-400", "double", "0.0");
    row("string", "NaN", "double", "NaN");
    row("string", "-inf", "double", "-Infinity");
    row("string", "1,5", "double", "! \"1,5\" is not a number");
    row("string", "1e39", "float", "! 1e39 is out of the range of FLOAT (about -3.4e38 to 3.4e38)");
    row("string", "0.1", "float", "0.1");
    row("string", "12.34", "decimal(18,4)", "12.34");
    row("string", "-0.00005", "decimal(18,4)", "-0.0001");
    row("string", "0.00004999", "decimal(18,4)", "0");
    row("string", "99.995", "decimal(4,2)",
        "! 99.995 is out of the range of DECIMAL(4,2) (at most 2 digits before the point)");
    row("string", "99.994", "decimal(4,2)", "99.99");
    row("string", "100", "decimal(4,2)",
        "! 100 is out of the range of DECIMAL(4,2) (at most 2 digits before the point)");
    row("string", "99999999999999999999999999999999999999", "decimal(38,0)", "99999999999999999999999999999999999999");
    row("string", "-99999999999999999999.999999999999999999", "decimal(38,18)",
        "-99999999999999999999.999999999999999999");
    row("string", "1E2", "decimal(5,1)", "100");
    row("string", "1e-999999999999999999999", "decimal(5,1)", "0");
    row("string", "1e999999999999999999999", "decimal(5,1)",
        "! 1e999999999999999999999 is out of the range of DECIMAL(5,1) (at most 4 digits before the point)");
    row("string", "12a", "decimal(5,1)", "! \"12a\" is not a number");
    row("string", ".", "decimal(5,1)", "! \".\" is not a number");
    row("string", "000000000000000000000000000000000000000000012.5", "decimal(5,1)", "12.5");

    // Texts into booleans.
    for (const char *yes : {"true", "TRUE", "t", "1", "yes", "Y"})
        row("string", yes, "boolean", "true");
    for (const char *no : {"false", "False", "f", "0", "no", "n"})
        row("string", no, "boolean", "false");
    row("string", "2", "boolean", "! \"2\" is neither true nor false");
    row("string", "", "boolean", "NULL");

    // Texts into dates and times.
    row("string", "2023-06-30", "date", "2023-06-30");
    row("string", "20230630", "date", "2023-06-30");
    row("string", "2023/06/30", "date", "2023-06-30");
    row("string", "2023-06-30 23:59:59", "date", "2023-06-30");
    row("string", "2023-06-31", "date", "! \"2023-06-31\" is not a date: June has 30 days (nearest 2023-06-30)");
    row("string", "2023-02-29", "date",
        "! \"2023-02-29\" is not a date: February 2023 has 28 days (nearest 2023-02-28)");
    row("string", "1900-02-29", "date",
        "! \"1900-02-29\" is not a date: February 1900 has 28 days (nearest 1900-02-28)");
    row("string", "2000-02-29", "date", "2000-02-29");
    row("string", "2024-02-29", "date", "2024-02-29");
    row("string", "2023-13-01", "date", "! \"2023-13-01\" is not a date: there is no month 13");
    row("string", "2023-00-01", "date", "! \"2023-00-01\" is not a date: there is no month 0");
    row("string", "2023-01-00", "date", "! \"2023-01-00\" is not a date: days count from 1");
    row("string", "0000-01-01", "date", "! \"0000-01-01\" is not a date: years count from 0001");
    row("string", "06/30/2023", "date", "! \"06/30/2023\" is not a date: yyyy-MM-dd is expected");
    row("string", "2023-06/30", "date", "! \"2023-06/30\" is not a date: yyyy-MM-dd is expected");
    row("string", "NA", "date", "! \"NA\" is not a date: yyyy-MM-dd is expected");
    row("string", "0001-01-01", "date", "0001-01-01");
    row("string", "9999-12-31", "date", "9999-12-31");
    row("string", "1969-12-31", "date", "1969-12-31");
    row("string", "2023-06-30 17:00:01", "datetime", "2023-06-30 17:00:01");
    row("string", "2023-06-30T17:00", "datetime", "2023-06-30 17:00:00");
    row("string", "2023-06-30", "datetime", "2023-06-30 00:00:00");
    row("string", "20250528160000", "datetime", "2025-05-28 16:00:00");
    row("string", "20250631170000", "datetime",
        "! \"20250631170000\" is not a time: June has 30 days (nearest 2025-06-30)");
    row("string", "2023-06-30 17:00:00.1239", "datetime", "2023-06-30 17:00:00.123");
    row("string", "2023-06-30 17:00:00Z", "datetime", "2023-06-30 17:00:00");
    row("string", "2023-06-30T17:00:00.5+08:00", "datetime", "2023-06-30 09:00:00.500");
    row("string", "2023-06-30 17:00:00 -0530", "datetime", "2023-06-30 22:30:00");
    row("string", "2023-06-30 17:00:00+08", "datetime", "2023-06-30 09:00:00");
    row("string", "2023-06-30 17:00:00+19", "datetime",
        "! \"2023-06-30 17:00:00+19\" is not a time: its zone is neither Z nor +hh:mm");
    row("string", "2023-06-30 24:00:00", "datetime", "! \"2023-06-30 24:00:00\" is not a time: hours go from 00 to 23");
    row("string", "2023-06-30 23:60:00", "datetime",
        "! \"2023-06-30 23:60:00\" is not a time: minutes go from 00 to 59");
    row("string", "2023-06-30 23:59:60", "datetime",
        "! \"2023-06-30 23:59:60\" is not a time: seconds go from 00 to 59");
    row("string", "2023-06-30 1:00:00", "datetime",
        "! \"2023-06-30 1:00:00\" is not a time: yyyy-MM-dd HH:mm:ss is expected");
    row("string", "0001-01-01 00:00:00", "datetime", "0001-01-01 00:00:00");
    row("string", "9999-12-31 23:59:59.999", "datetime", "9999-12-31 23:59:59.999");
    row("string", "1677-09-21 00:12:43.145224192", "timestamp", "1677-09-21 00:12:43.145224192");
    row("string", "2262-04-11 23:47:16.854775807", "timestamp", "2262-04-11 23:47:16.854775807");
    row("string", "2262-04-11 23:47:16.854775808", "timestamp",
        "! 2262-04-11 23:47:16.854775808 is out of the range of TIMESTAMP (1677-09-21 to 2262-04-11)");
    row("string", "1677-09-21 00:12:43.145224191", "timestamp",
        "! 1677-09-21 00:12:43.145224191 is out of the range of TIMESTAMP (1677-09-21 to 2262-04-11)");
    row("string", "2023-06-30 17:00:00.1234567891", "timestamp_ntz", "2023-06-30 17:00:00.123456789");
    row("string", "2023-06-30 17:00:00.000001", "timestamp", "2023-06-30 17:00:00.000001");

    // Intervals.
    row("string", "1-6", "interval_year_month", "1-6");
    row("string", "-0-11", "interval_year_month", "-0-11");
    row("string", "1-12", "interval_year_month",
        "! \"1-12\" is not an interval: years-months is expected, such as 1-6");
    row("string", "1 02:03:04.5", "interval_day_time", "1 02:03:04.5");
    row("string", "-0 00:00:00.25", "interval_day_time", "-0 00:00:00.25");
    row("string", "1 24:00:00", "interval_day_time",
        "! \"1 24:00:00\" is not an interval: days and a time are expected, such as 1 02:03:04");

    // Lengths are counted in characters.
    row("string", "好好好", "varchar(3)", "好好好");
    row("string", "好好好好", "varchar(3)", "! longer than VARCHAR(3): 4 characters");
    row("string", "fourteen chars", "varchar(10)", "! longer than VARCHAR(10): 14 characters");
    row("varchar(20)", "fourteen chars", "char(10)", "! longer than CHAR(10): 14 characters");
    row("bigint", "12345", "varchar(4)", "! longer than VARCHAR(4): 5 characters");
    row("bigint", "1234", "varchar(4)", "1234");
    row("string", "", "string", "");
    row("string", "", "binary", "");

    // Numbers among each other.
    row("bigint", "127", "tinyint", "127");
    row("bigint", "128", "tinyint", "! 128 is out of the range of TINYINT (-128 to 127)");
    row("bigint", "-9223372036854775808", "int",
        "! -9223372036854775808 is out of the range of INT (-2147483648 to 2147483647)");
    row("tinyint", "-128", "bigint", "-128");
    row("double", "12.9", "bigint", "12");
    row("double", "-12.9", "int", "-12");
    row("double", "127.9", "tinyint", "127");
    row("double", "128", "tinyint", "! 128.0 is out of the range of TINYINT (-128 to 127)");
    row("double", "NaN", "bigint", "! NaN is out of the range of BIGINT (-9223372036854775808 to 9223372036854775807)");
    row("double", "9223372036854775807", "bigint",
        "! 9.223372036854776e+18 is out of the range of BIGINT (-9223372036854775808 to 9223372036854775807)");
    row("double", "-9223372036854775808", "bigint", "-9223372036854775808");
    row("double", "inf", "float", "Infinity");
    row("double", "1e39", "float", "! 1e+39 is out of the range of FLOAT (about -3.4e38 to 3.4e38)");
    row("float", "0.1", "decimal(10,5)", "0.1");
    row("double", "0.1", "decimal(38,20)", "0.1");
    row("double", "2.345", "decimal(10,2)", "2.35");
    row("double", "1e30", "decimal(38,5)", "1000000000000000000000000000000");
    row("double", "NaN", "decimal(10,2)",
        "! NaN is out of the range of DECIMAL(10,2) (at most 8 digits before the point)");
    row("decimal(18,4)", "12.345", "decimal(18,2)", "12.35");
    row("decimal(18,4)", "-12.345", "decimal(18,2)", "-12.35");
    row("decimal(18,4)", "-12.3449", "decimal(18,2)", "-12.34");
    row("decimal(18,4)", "12.345", "decimal(38,18)", "12.345");
    row("decimal(18,4)", "12.345", "decimal(5,4)",
        "! 12.345 is out of the range of DECIMAL(5,4) (at most 1 digit before the point)");
    row("decimal(38,0)", "99999999999999999999999999999999999999", "decimal(38,18)",
        "! 99999999999999999999999999999999999999 is out of the range of DECIMAL(38,18) (at most 20 digits before the "
        "point)");
    row("decimal(38,1)", "9999999999999999999999999999999999999.9", "decimal(38,0)",
        "10000000000000000000000000000000000000");
    row("decimal(38,0)", "99999999999999999999999999999999999999", "double", "1e+38");
    row("decimal(18,4)", "0.1", "double", "0.1");
    row("decimal(18,4)", "-12.9", "bigint", "-12");
    row("decimal(38,0)", "9223372036854775808", "bigint",
        "! 9223372036854775808 is out of the range of BIGINT (-9223372036854775808 to 9223372036854775807)");
    row("int", "5", "decimal(5,2)", "5");
    row("bigint", "1000", "decimal(5,2)",
        "! 1000 is out of the range of DECIMAL(5,2) (at most 3 digits before the point)");
    row("bigint", "9007199254740993", "double", "9.007199254740992e+15");
    row("boolean", "true", "bigint", "1");
    row("boolean", "true", "decimal(5,2)", "1");
    row("boolean", "false", "double", "0.0");
    row("int", "-3", "boolean", "true");
    row("double", "0", "boolean", "false");
    row("double", "NaN", "boolean", "! NaN is neither true nor false");
    row("decimal(5,2)", "0.01", "boolean", "true");

    // Texts of everything.
    row("double", "3", "string", "3.0");
    row("double", "1e15", "string", "1e+15");
    row("double", "0.00001", "string", "0.00001");
    row("double", "0.1", "string", "0.1");
    row("float", "16777216", "string", "16777216.0");
    row("decimal(18,4)", "12.3400", "string", "12.34");
    row("decimal(18,4)", "-0.01", "string", "-0.01");
    row("decimal(18,0)", "100", "string", "100");
    row("boolean", "1", "string", "true");
    row("date", "2023-06-30", "string", "2023-06-30");

    // Dates and times among each other.
    row("datetime", "2023-06-30 17:00:00.123", "date", "2023-06-30");
    row("datetime", "1969-12-31 23:59:59.999", "date", "1969-12-31");
    row("datetime", "1969-12-31 23:59:59.999", "timestamp", "1969-12-31 23:59:59.999");
    row("timestamp", "1969-12-31 23:59:59.999999999", "datetime", "1969-12-31 23:59:59.999");
    row("timestamp", "2023-06-30 17:00:00.123456789", "timestamp_ntz", "2023-06-30 17:00:00.123456789");
    row("timestamp_ntz", "2023-06-30 17:00:00.123456789", "datetime", "2023-06-30 17:00:00.123");
    row("date", "2023-06-30", "datetime", "2023-06-30 00:00:00");
    row("date", "2300-01-01", "timestamp", "! 2300-01-01 is out of the range of TIMESTAMP (1677-09-21 to 2262-04-11)");
    row("datetime", "2300-01-01 00:00:00", "timestamp",
        "! 2300-01-01 00:00:00 is out of the range of TIMESTAMP (1677-09-21 to 2262-04-11)");
    row("bigint", "1669079520000", "datetime", "2022-11-22 01:12:00");
    row("bigint", "-1", "timestamp", "1969-12-31 23:59:59.999");
    row("bigint", "999999999999999999", "datetime",
        "! 999999999999999999 ms is out of the range of DATETIME (0001-01-01 00:00:00 to 9999-12-31 23:59:59)");
    row("datetime", "2022-11-22 01:12:00", "bigint", "1669079520000");
    row("timestamp", "1969-12-31 23:59:59.9995", "bigint", "-1");

    // JSON.
    row("string", "{\"a\": [1, 2.50, null]}", "json", "{\"a\": [1, 2.50, null]}");
    row("string", "{a: 1}", "json", "! \"{a: 1}\" is not JSON: it breaks at position 2");
    row("string", "[1,]", "json", "! \"[1,]\" is not JSON: it breaks at position 4");
    row("string", "01", "json", "! \"01\" is not JSON: it breaks at position 2");
    row("string", "", "json", "NULL");
    row("json", "{\"a\":1}", "string", "{\"a\":1}");
    row("json", "\"2023-06-30\"", "date", "2023-06-30");
    row("json", "12", "int", "12");
    row("json", "null", "int", "NULL");
    row("json", "[12]", "int", "! \"[12]\" is not a single value");
    row("json", "\"x\"", "int", "! \"x\" is not a whole number");
    row("bigint", "12", "json", "12");
    row("double", "NaN", "json", "\"NaN\"");
    row("double", "1.5", "json", "1.5");
    row("date", "2023-06-30", "json", "\"2023-06-30\"");
    row("boolean", "true", "json", "true");

    // Nested values.
    row("string", "[1, 2, null]", "array<bigint>", "[1,2,null]");
    row("string", "[1, \"2\", \"x\"]", "array<bigint>", "! element 3: \"x\" is not a whole number");
    row("string", "{\"a\":1}", "array<bigint>", "! \"{\"a\":1}\" is not a JSON array");
    row("string", "[1", "array<bigint>", "! \"[1\" is not JSON: it breaks at position 3");
    row("string", "null", "array<bigint>", "NULL");
    row("string", "", "map<string,int>", "NULL");
    row("string", "[]", "array<string>", "[]");
    row("string", "{\"k\": 1.5, \"l\": null}", "map<string,decimal(5,1)>", "{\"k\":1.5,\"l\":null}");
    row("string", "{\"1\": true}", "map<int,boolean>", "{\"1\":true}");
    row("string", "{\"one\": true}", "map<int,boolean>", "! key 1: \"one\" is not a whole number");
    row("string", "{\"\": true}", "map<int,boolean>", "! key 1: a key cannot be NULL");
    row("string", "{\"b\": \"x\", \"A\": 1, \"z\": []}", "struct<a:int,b:string,c:date>",
        "{\"a\":1,\"b\":\"x\",\"c\":null}");
    row("string", "{\"a\": 300}", "struct<a:tinyint>", "! field a: 300 is out of the range of TINYINT (-128 to 127)");
    row("string", "[{\"a\":[1]},null,{\"a\":null}]", "array<struct<a:array<int>>>", "[{\"a\":[1]},null,{\"a\":null}]");
    row("string", "[\"q\\\"\\u597d\\ud83d\\ude00\\n\"]", "array<string>", "[\"q\\\"好😀\\n\"]");
    row("string", "[{\"x\":1}]", "array<string>", "[\"{\\\"x\\\":1}\"]");
    row("array<bigint>", "[1,2]", "array<string>", "[\"1\",\"2\"]");
    row("array<bigint>", "[1,300]", "array<tinyint>", "! element 2: 300 is out of the range of TINYINT (-128 to 127)");
    row("struct<a:int,b:string>", "{\"a\":1,\"b\":\"7\"}", "struct<B:bigint,A:string>", "{\"B\":7,\"A\":\"1\"}");
    row("struct<a:int,b:string>", "{\"a\":1,\"b\":\"7\"}", "struct<x:string,y:int>", "{\"x\":\"1\",\"y\":7}");
    row("map<string,int>", "{\"a\":1}", "map<string,string>", "{\"a\":\"1\"}");
    row("map<string,int>", "{\"a\":1}", "json", "{\"a\":1}");
    row("array<timestamp>", "[\"2023-06-30 17:00:00\"]", "string", "[\"2023-06-30 17:00:00\"]");
    row("array<varchar(2)>", "[\"ab\"]", "array<varchar(1)>", "! element 1: longer than VARCHAR(1): 2 characters");
    row("array<int>", "[1,2,3]", "varchar(5)", "! longer than VARCHAR(5): 7 characters");
}

void CastCases::value()
{
    QFETCH(QString, from);
    QFETCH(QString, value);
    QFETCH(QString, to);
    QTEST(castOne(from, value, to), "expected");
}

void CastCases::bytesThatAreNotUtf8()
{
    const auto bytes =
        textArray({"fine", "abc\xFFz", "\xE5\xA5\xBD", "\xC0\x80", "\xED\xA0\x80", "\xE5\xA5", std::nullopt});
    const CastResult binary = castArray(bytes, TypeKind::String, TypeKind::Binary);
    QVERIFY(binary.refused.empty());
    for (const Type &to : {Type(TypeKind::String), Type::varchar(100)}) {
        const CastResult text = castArray(binary.values, TypeKind::Binary, to);
        QCOMPARE(text.refused.size(), size_t(4));
        QCOMPARE(text.refused[0].row, 1);
        QCOMPARE(text.refused[0].reason, QStringLiteral("not UTF-8: byte 0xFF at position 4"));
        QCOMPARE(text.refused[1].reason, QStringLiteral("not UTF-8: byte 0xC0 at position 1"));
        QVERIFY(text.values->IsNull(1) && text.values->IsNull(6) && text.values->IsValid(2));
    }
    // A slice has offsets of its own.
    const CastResult part = castArray(binary.values->Slice(1, 2), TypeKind::Binary, TypeKind::String);
    QCOMPARE(part.refused.size(), size_t(1));
    QCOMPARE(shown(part.values, TypeKind::String, 1, QTimeZone::utc()), QStringLiteral("好"));
}

void CastCases::skippedAndRepeatedTimes_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::addColumn<QString>("wall");
    QTest::addColumn<QString>("utc"); // or "! reason"

    const auto row = [](const char *zone, const char *wall, const char *utc) {
        QTest::addRow("%s %s", zone, wall) << QByteArray(zone) << wall << utc;
    };
    row("Asia/Shanghai", "2023-06-30 17:00:00", "2023-06-30 09:00:00");
    row("Asia/Shanghai", "1988-07-01 12:00:00", "1988-07-01 03:00:00");
    row("Asia/Shanghai", "0001-01-01 12:00:00", "0001-01-01 03:54:17");
    row("Asia/Shanghai", "9999-12-31 23:59:59", "9999-12-31 15:59:59");
    row("America/New_York", "2024-03-10 01:59:59", "2024-03-10 06:59:59");
    row("America/New_York", "2024-03-10 02:30:00",
        "! \"2024-03-10 02:30:00\" did not exist in America/New_York: the clocks went forward (nearest 2024-03-10 "
        "03:00:00)");
    row("America/New_York", "2024-03-10 03:00:00", "2024-03-10 07:00:00");
    row("America/New_York", "2024-11-03 00:59:59", "2024-11-03 04:59:59");
    row("America/New_York", "2024-11-03 01:30:00", "2024-11-03 05:30:00"); // the first of two
    row("America/New_York", "2024-11-03 02:00:00", "2024-11-03 07:00:00");
    row("America/New_York", "2500-07-01 00:00:00", "2500-07-01 04:00:00"); // by the rule, beyond any table
    row("America/New_York", "2500-01-01 00:00:00", "2500-01-01 05:00:00");
    row("Asia/Kolkata", "2024-01-01 05:30:00", "2024-01-01 00:00:00");
    row("UTC", "2024-03-10 02:30:00", "2024-03-10 02:30:00");
}

void CastCases::skippedAndRepeatedTimes()
{
    QFETCH(QByteArray, zone);
    QFETCH(QString, wall);
    QFETCH(QString, utc);
    const QTimeZone timeZone(zone);
    QVERIFY(timeZone.isValid());
    const auto texts = textArray({wall.toStdString()});
    const CastResult result = castArray(texts, TypeKind::String, TypeKind::DateTime, timeZone);
    if (utc.startsWith(QLatin1Char('!'))) {
        QCOMPARE(result.refused.size(), size_t(1));
        QCOMPARE(QStringLiteral("! ") + result.refused[0].reason, utc);
        return;
    }
    QVERIFY(result.refused.empty());
    QCOMPARE(shown(result.values, TypeKind::DateTime, 0, QTimeZone::utc()), utc);
    QCOMPARE(shown(result.values, TypeKind::DateTime, 0, timeZone), wall);
    // The same way through a wall-clock time, where the date is within its years.
    if (utc > QLatin1String("1700") && utc < QLatin1String("2200")) {
        const CastResult ntz = castArray(result.values, TypeKind::DateTime, TypeKind::TimestampNtz, timeZone);
        QCOMPARE(shown(ntz.values, TypeKind::TimestampNtz, 0, timeZone), wall);
        const CastResult back = castArray(ntz.values, TypeKind::TimestampNtz, TypeKind::DateTime, timeZone);
        QCOMPARE(shown(back.values, TypeKind::DateTime, 0, QTimeZone::utc()), utc);
    }
}

} // namespace sluice
