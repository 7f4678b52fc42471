#include "connectors/maxcompute/sqloutput.h"
#include "service/sqltext.h"
#include "tests.h"

#include <QtTest>

using namespace sluice;

void TestSqlText::statements_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("expected");
    auto row = [](const char *name, const char *text, const QStringList &expected) {
        QTest::newRow(name) << QString::fromUtf8(text) << expected;
    };
    row("one", "SELECT 1", {QStringLiteral("SELECT 1")});
    row("ended", "SELECT 1;", {QStringLiteral("SELECT 1")});
    row("two", "SELECT 1; SELECT 2 ;", {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 2")});
    row("in quotes", "SELECT ';', \"a;b\", `c;d`", {QStringLiteral("SELECT ';', \"a;b\", `c;d`")});
    row("doubled quote", "SELECT 'it''s;'; SELECT 2", {QStringLiteral("SELECT 'it''s;'"), QStringLiteral("SELECT 2")});
    row("backslash", "SELECT '\\';'; SELECT 2", {QStringLiteral("SELECT '\\';'"), QStringLiteral("SELECT 2")});
    row("line comment", "SELECT 1 -- a; b\n; SELECT 2", {QStringLiteral("SELECT 1"), QStringLiteral("SELECT 2")});
    row("block comment", "SELECT /* ; ' */ 1", {QStringLiteral("SELECT   1")});
    row("comment marks in quotes", "SELECT '--', '/*'", {QStringLiteral("SELECT '--', '/*'")});
    row("only comments", "-- nothing\n/* here */ ;;", {});
    row("open quote", "SELECT 'abc; def", {QStringLiteral("SELECT 'abc; def")});
    row("settings", "set a.b=c; SELECT 1; SET d = 'x;y'; SELECT 2",
        {QStringLiteral("set a.b=c; SELECT 1"), QStringLiteral("set a.b=c; SET d = 'x;y'; SELECT 2")});
    row("empty", "", {});
}

void TestSqlText::statements()
{
    QFETCH(QString, text);
    QFETCH(QStringList, expected);
    QCOMPARE(splitStatements(text), expected);
}

void TestSqlText::resultRows()
{
    const QList<QStringList> rows = parseResultCsv("\"a\",\"b\"\n1,\\N\n\"x,\"\"y\"\"\n\",\"\\N\"\n,\"\"\n");
    QCOMPARE(rows.size(), 4);
    QCOMPARE(rows[0], (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
    QVERIFY(rows[1][1].isNull());
    QCOMPARE(rows[2][0], QStringLiteral("x,\"y\"\n"));
    QVERIFY(!rows[2][1].isNull());
    QCOMPARE(rows[2][1], QStringLiteral("\\N"));
    QVERIFY(!rows[3][0].isNull() && rows[3][0].isEmpty());
    QCOMPARE(parseResultCsv("a,"), QList<QStringList>{(QStringList{QStringLiteral("a"), QStringLiteral("")})});
    QVERIFY(parseResultCsv("").isEmpty());
    QVERIFY(parseResultCsv("\"cut off").isEmpty());
}

void TestSqlText::csvReadsBack()
{
    const QStringList cells{QString(),
                            QStringLiteral(""),
                            QStringLiteral("\\N"),
                            QStringLiteral("a,b"),
                            QStringLiteral("\"q\""),
                            QStringLiteral("two\nlines"),
                            QStringLiteral(" x ")};
    const QList<QStringList> back = parseResultCsv(csvLine(cells).toUtf8() + '\n');
    QCOMPARE(back.size(), 1);
    QCOMPARE(back[0], cells);
    for (qsizetype i = 0; i < cells.size(); ++i)
        QCOMPARE(back[0][i].isNull(), cells[i].isNull());
}
