#include "file/manyfilestest.h"

void ManyFilesTest::init()
{
    for (const QString &name : files())
        QFile::remove(m_dir.filePath(name));
}

void ManyFilesTest::patternsAndLists()
{
    put(QStringLiteral("b.csv"), "id,n\n2,x\n");
    put(QStringLiteral("a.csv"), "id,n\n1,x\n");
    put(QStringLiteral("c.txt"), "id,n\n3,x\n");
    QDir(m_dir.path()).mkdir(QStringLiteral("d.csv")); // a folder is no file
    const QByteArray all = R"({"column": ["id", "__file__", "__row__"]})";
    QCOMPARE(read(all, QStringLiteral("*.csv")).text(), QStringLiteral("1|a.csv|1\n2|b.csv|1"));
    QCOMPARE(read(R"({"path": ["c.txt", "?.csv", "a.csv"], "column": ["id"]})", {}).text(), QStringLiteral("3\n1\n2"));
    QCOMPARE(read(all, m_dir.filePath(QStringLiteral("[b-c].csv"))).text(), QStringLiteral("2|b.csv|1"));
    QCOMPARE(read(R"({"path": ["a.csv", "*.tsv"]})", {}).error.code, ErrorCode::NotFound);
}

void ManyFilesTest::headersAreAligned()
{
    put(QStringLiteral("a.csv"), "id,n\n1,x\n");
    put(QStringLiteral("b.csv"), "n,id,more\ny,2,z\n");
    const FileRows rows = read("{}", QStringLiteral("*.csv"));
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.text(), QStringLiteral("1|x\n2|y"));
    QCOMPARE(rows.notes.size(), 1);
    QVERIFY(rows.notes[0].contains(QStringLiteral("b.csv")) && rows.notes[0].contains(QStringLiteral("more")));
    // A column that nobody reads may be missing.
    put(QStringLiteral("c.csv"), "id\n3\n");
    QCOMPARE(read(R"({"column": ["id"]})", QStringLiteral("*.csv")).text(), QStringLiteral("1\n2\n3"));
}

void ManyFilesTest::differentFiles()
{
    put(QStringLiteral("a.csv"), "id,n\n1,x\n");
    put(QStringLiteral("b.csv"), "id,m\n2,y\n");
    const FileRows rows = read("{}", QStringLiteral("*.csv"));
    QCOMPARE(rows.error.code, ErrorCode::Schema);
    QVERIFY2(rows.error.message.contains(QStringLiteral("b.csv has no column \"n\"")), qPrintable(rows.error.text()));

    put(QStringLiteral("a.csv"), "1,2\n");
    put(QStringLiteral("b.csv"), "1,2,3\n");
    const FileRows widths = read(R"({"header": false})", QStringLiteral("*.csv"));
    QCOMPARE(widths.error.code, ErrorCode::Schema);
    QVERIFY(widths.error.message.contains(QStringLiteral("b.csv has 3 columns")));
}

void ManyFilesTest::emptyFilesAmongOthers()
{
    put(QStringLiteral("a.csv"), "");
    put(QStringLiteral("b.csv"), "id,n\n2,y\n");
    const FileRows rows = read("{}", QStringLiteral("*.csv"));
    QCOMPARE(rows.text(), QStringLiteral("2|y"));
    QCOMPARE(rows.notes, QStringList{QStringLiteral("a.csv is empty")});
    put(QStringLiteral("b.csv"), "");
    QCOMPARE(read("{}", QStringLiteral("*.csv")).error.code, ErrorCode::Data);
}

void ManyFilesTest::signsInNames()
{
    put(QStringLiteral("a[1]*.csv"), "id,n\n7,y\n");
    put(QStringLiteral("a1x.csv"), "id,n\n8,y\n");
    QCOMPARE(read(R"({"column": ["id"]})", QStringLiteral("a[1]*.csv")).text(), QStringLiteral("7"));
    QVERIFY(QFile::remove(m_dir.filePath(QStringLiteral("a[1]*.csv"))));
    QCOMPARE(read(R"({"column": ["id"]})", QStringLiteral("a[1]*.csv")).text(), QStringLiteral("8"));
}

void ManyFilesTest::everyLaneReadsItsFile()
{
    for (int i = 0; i < 20; ++i)
        put(QStringLiteral("f%1.csv").arg(i, 2, 10, QLatin1Char('0')), "id,n\n" + QByteArray::number(i) + ",x\n");
    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("f*.csv"), 8), {});
    QCOMPARE((*source)->split(32, {})->size(), size_t(20));
    QCOMPARE(read("{}", QStringLiteral("f*.csv"), 8).lines.size(), 20);
}
