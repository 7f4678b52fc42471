#include "file/csvtest.h"

#include <QStringEncoder>

#include <zlib.h>
#include <zstd.h>

static QByteArray gzipped(const QByteArray &bytes)
{
    QByteArray out(qsizetype(compressBound(uLong(bytes.size()))) + 64, '\0');
    z_stream z{};
    deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    z.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.constData()));
    z.avail_in = uInt(bytes.size());
    z.next_out = reinterpret_cast<Bytef *>(out.data());
    z.avail_out = uInt(out.size());
    deflate(&z, Z_FINISH);
    out.truncate(qsizetype(z.total_out));
    deflateEnd(&z);
    return out;
}

static QByteArray zstandard(const QByteArray &bytes)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(bytes.size()))), '\0');
    out.truncate(qsizetype(ZSTD_compress(out.data(), size_t(out.size()), bytes.constData(), size_t(bytes.size()), 3)));
    return out;
}

void CsvTest::rows_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("columns");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *file, const char *parameter, const char *columns,
                        const char *expected) {
        QTest::newRow(name) << QByteArray(file) << QByteArray(parameter) << QString::fromUtf8(columns)
                            << QString::fromUtf8(expected);
    };
    row("header", "id,name\n1,ann\n2,bob\n", "{}", "id,name", "1|ann\n2|bob");
    row("no line break at the end", "id,name\n1,ann\n2,bob", "{}", "id,name", "1|ann\n2|bob");
    row("windows", "id,name\r\n1,ann\r\n2,\"b\r\nc\"\r\n", "{}", "id,name", "1|ann\n2|b\r\nc");
    row("windows without an end", "id,name\r\n1,\"ann\"\r", "{}", "id,name", "1|ann");
    row("old mac", "id,name\r1,ann\r2,bob\r", "{}", "id,name", "1|ann\n2|bob");
    row("mark", "\xEF\xBB\xBFid,name\n1,ann\n", "{}", "id,name", "1|ann");
    row("only a header", "id,name\n", R"({"header": true})", "id,name", "");
    row("quotes", "a,b\n\"x,\"\"y\"\"\",\"line\nbreak\"\n\"\",\"\"\"\"\n", R"({"header": "true"})", "a,b",
        "x,\"y\"|line\nbreak\n|\"");
    row("quotes in the middle", "a,b\n5\" pipe,x\"y\"z\n1,2\n", "{}", "a,b", "5\" pipe|x\"y\"z\n1|2");
    row("a quote as the last byte", "a,b\n1,\"x\"", "{}", "a,b", "1|x");
    row("backslash", "a,b\n1,\"x\\\"y\\\\\"\n2,\"a\\n\"\n", R"({"escape": "\\"})", "a,b", "1|x\"y\\\n2|a\\n");
    row("no quoting", "a,b\n\"1,2\"\n", R"({"quote": ""})", "a,b", "\"1|2\"");
    row("another quote", "a,b\n'x,y',2\n", R"({"quote": "'"})", "a,b", "x,y|2");
    row("nulls", "a,b,c\n,\"\",\\N\nNA,\"NA\",x\n", R"({"header": true})", "a,b,c", "<null>||<null>\nNA|NA|x");
    row("declared nulls", "a,b,c\n,\"\",\\N\nNA,\"NA\",-\n", R"({"header": true, "nullFormat": ["NA", "-"]})", "a,b,c",
        "||\\N\n<null>|NA|<null>");
    row("one null text", "a,b\nNA,\n", R"({"nullFormat": "NA", "header": true})", "a,b", "<null>|");
    row("no null text", "a,b\n\\N,\n", R"({"nullFormat": [], "header": true})", "a,b", "\\N|");
    row("blank lines", "\na,b\n\n1,2\n\r\n3,4\n\n", R"({"header": true})", "a,b", "1|2\n3|4");
    row("one column", "a\n1\n\n3\n", R"({"header": true})", "a", "1\n<null>\n3");
    row("skipped lines", "made by x\n\"unclosed\nid,name\n1,ann\n", R"({"skipRows": 2})", "id,name", "1|ann");
    row("no header", "1,ann\n2,bob\n", "{}", "c1,c2", "1|ann\n2|bob");
    row("no header, all named", "1,ann\n2,bob\n", R"({"column": ["id", "name"], "header": false})", "id,name",
        "1|ann\n2|bob");
    row("header of texts", "first,last\nann,lee\nbob,ray\n", "{}", "first,last", "ann|lee\nbob|ray");
    row("repeated texts are no header", "ann,lee\nann,ray\n", "{}", "c1,c2", "ann|lee\nann|ray");
    row("header by the columns asked for", "2013,2014\n1,2\n", R"({"column": ["2014"]})", "2014", "2");
    row("unnamed and repeated names", ",a,A, b \n1,2,3,4\n", R"({"header": true})", "c1,a,A_2,b", "1|2|3|4");
    row("semicolons", "a;b;c\n1,5;2,5;3\n4,5;5;6\n", "{}", "a,b,c", "1,5|2,5|3\n4,5|5|6");
    row("pipes", "a|b\n1|2\n", "{}", "a,b", "1|2");
    row("tabs", "a\tb\n1\t2\n", "{}", "a,b", "1|2");
    row("control A",
        "1\x01"
        "2\n3\x01"
        "4\n",
        "{}", "c1,c2", "1|2\n3|4");
    row("delimiter as an escape", "a\tb\n1\t2,\n", R"({"fieldDelimiter": "\\t"})", "a,b", "1|2,");
    row("delimiter of two", "a||b\n1|||2\n\"x||y\"||z\n", R"({"fieldDelimiter": "||"})", "a,b", "1||2\nx||y|z");
    row("subset, order, constants", "a,b,c\n1,2,3\n", R"({"column": ["c", "'x''y'", "A", "c"]})", "c,'x''y',A,c",
        "3|x'y|1|3");
    row("by index", "a,b,c\n1,2,3\n", R"({"column": [{"index": 2}, {"index": "0", "name": "z"}, {"value": null}]})",
        "c,z,c3", "3|1|<null>");
    row("star and more", "a,b\n1,2\n", R"({"column": ["*", "'k'"]})", "a,b,'k'", "1|2|k");
    row("long values", "a,b\n0123456789012345678901234567890123456789,1234567890123456\n12345678901234567,x\n", "{}",
        "a,b", "0123456789012345678901234567890123456789|1234567890123456\n12345678901234567|x");
    row("chinese", "编号,名字\n1,张三\n2,\"李,四\"\n", "{}", "编号,名字", "1|张三\n2|李,四");
    row("text format", "\"a\",b\n1,\"2\n", R"({"fileFormat": "text", "fieldDelimiter": ",", "header": true})",
        "\"a\",b", "1|\"2");
}

void CsvTest::rows()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, parameter);
    QFETCH(QString, columns);
    QFETCH(QString, expected);
    put(QStringLiteral("in.csv"), file);
    const FileRows rows = read(parameter);
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.schema.names().join(QLatin1Char(',')), columns);
    QCOMPARE(rows.text(), expected);
    QVERIFY2(rows.dirty.isEmpty(), qPrintable(rows.dirty.join(QLatin1Char('\n'))));
}

void CsvTest::repeatedNames()
{
    put(QStringLiteral("in.csv"), "id,id,name\n1,2,ann\n");
    const FileRows named = read(R"({"header": true, "column": ["name", "id", "ID"]})");
    QCOMPARE(named.text(), QStringLiteral("ann|1|1"));
    QCOMPARE(named.notes,
             QStringList{QStringLiteral("The header of in.csv has \"id\" more than once: the first one is taken")});
    // Where it is clear which one is meant, nothing is said.
    for (const char *clear : {R"(["*"])", R"(["name"])", R"(["id_2"])", R"([{"index": 1, "name": "id"}])"})
        QCOMPARE(read(R"({"header": true, "column": )" + QByteArray(clear) + '}').notes, QStringList());
}

void CsvTest::dirtyRows_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("dirty");
    const auto row = [](const char *name, const char *file, const char *parameter, const char *expected,
                        const char *dirty) {
        QTest::newRow(name) << QByteArray(file) << QByteArray(parameter) << QString::fromUtf8(expected)
                            << QString::fromUtf8(dirty);
    };
    row("too few", "a,b,c\n1,2,3\n4,5\n7,8,9\n", "{}", "1|2|3\n7|8|9", "2  2 fields where the header has 3");
    row("too many", "a,b\n1,2\n4,5,6\n7,8\n", "{}", "1|2\n7|8", "2  3 fields where the header has 2");
    row("one field", "a,b\n1,2\nx\n7,8\n", "{}", "1|2\n7|8", "2  1 field where the header has 2");
    row("no header", "1,2\n4,5\n6\n", R"({"header": false})", "1|2\n4|5", "3  1 field where the first rows have 2");
    row("never closed", "a,b\n1,\"x\n2,y\n3,z\n", "{}", "2|y\n3|z", "1  a quote is opened and never closed");
    row("never closed, last line", "a,b\n1,x\n2,\"y", "{}", "1|x", "2  a quote is opened and never closed");
    row("closed by the next quote", "a,b\n1,\"x\n2,\"y\"\n3,z\n", "{}", "2|y\n3|z",
        "1  text stands between a closing quote and the next delimiter");
    row("text behind a quote", "a,b\n\"x\"y,1\n2,3\n", "{}", "2|3",
        "1  text stands between a closing quote and the next delimiter");
    row("not utf-8",
        "a,b\n1,x\n2,ab\xFF"
        "c\n3,z\n",
        "{}", "1|x\n3|z", "2 b not UTF-8: byte 0xFF at position 3");
    row("cut character", "a,b\n2,\xE4\xBD\n3,z\n", "{}", "3|z", "1 b not UTF-8: byte 0xE4 at position 1");
    row("not utf-8 where nobody looks", "a,b\n2,\xFF\n", R"({"column": ["a"]})", "2", "");
    row("all dirty", "a,b\n1\n2\n", "{}", "", "1  1 field where the header has 2\n2  1 field where the header has 2");
}

void CsvTest::dirtyRows()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, parameter);
    QFETCH(QString, expected);
    QFETCH(QString, dirty);
    put(QStringLiteral("in.csv"), file);
    const FileRows rows = read(parameter);
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.text(), expected);
    QCOMPARE(rows.dirty.join(QLatin1Char('\n')), dirty);
}

void CsvTest::dirtyRowsKeepTheirBytes()
{
    const QByteArray huge(200'000, 'x');
    put(QStringLiteral("in.csv"), "a,b\n1,2,3\n2,\xFF\xFE\n3," + huge + ",4\n");
    const FileRows rows = read("{}");
    QCOMPARE(rows.dirtyRows.size(), size_t(3));
    QCOMPARE(rows.dirtyRows[0].raw, "1,2,3");
    QCOMPARE(rows.dirtyRows[1].raw, "\xFF\xFE");
    QCOMPARE(rows.dirtyRows[2].raw.size(), 64 * 1024);

    // A row beyond all limits costs itself and nothing else.
    put(QStringLiteral("in.csv"), "a,b\n1,2\n\"" + QByteArray(20 * 1024 * 1024, 'y') + "\",x\n3,4\n");
    const FileRows limited = read("{}");
    QCOMPARE(limited.text(), QStringLiteral("1|2\n3|4"));
    QCOMPARE(limited.dirty, QStringList{QStringLiteral("2  longer than 16 MiB")});
}

void CsvTest::rowNumbers()
{
    put(QStringLiteral("in.csv"), "a,b\n1,1\n\nbad\n4,4\n5,5\nbad\n7,7\n\"8\n8\",8\n9,9\n");
    const FileRows rows = read("{}");
    QCOMPARE(rows.numbers, (QList<qint64>{1, 4, 5, 7, 8, 9}));
    QCOMPARE(rows.dirtyRows.size(), size_t(2));
    QCOMPARE(rows.dirtyRows[0].row, 3);
    QCOMPARE(rows.dirtyRows[1].row, 6);
}

void CsvTest::virtualColumns()
{
    put(QStringLiteral("in.csv"), "a,b\n1,x\nbad\n3,y\n");
    const FileRows rows = read(R"({"column": ["__row__", "a", "__file__"]})");
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.text(), QStringLiteral("1|1|in.csv\n3|3|in.csv"));
    QCOMPARE(rows.schema.columns[0].type, Type(TypeKind::BigInt));
    // Constants alone: the rows still count.
    QCOMPARE(read(R"({"column": ["'k'"]})").text(), QStringLiteral("k\nk"));
}

void CsvTest::typedColumns()
{
    put(QStringLiteral("in.csv"), "id,day,at,note\n1,31/12/2020,20200102030405,x\n2,2020-12-31,20200102030405,y\n"
                                  "x,01/01/2021,20200102030405,z\n4,31/02/2021,,w\n5,,20200102030405,v\n");
    const FileRows rows = read(R"({"column": [{"name": "id", "type": "long"},
        {"name": "day", "type": "date", "format": "dd/MM/yyyy"},
        {"name": "at", "type": "DATETIME", "format": "yyyyMMddHHmmss"}, "note",
        {"value": "7", "type": "INT", "name": "seven"}]})");
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.text(), QStringLiteral("1|2020-12-31|2020-01-02 03:04:05|x|7\n5|<null>|2020-01-02 03:04:05|v|7"));
    QCOMPARE(rows.numbers, (QList<qint64>{1, 5}));
    QCOMPARE(rows.dirtyRows.size(), size_t(3));
    QSet<qint64> dirty;
    for (const DirtyRow &row : rows.dirtyRows) {
        dirty.insert(row.row);
        QCOMPARE(row.column, row.row == 3 ? QStringLiteral("id") : QStringLiteral("day"));
        QCOMPARE(row.raw, row.row == 2 ? "2020-12-31" : row.row == 3 ? "x" : "31/02/2021");
        QVERIFY(!row.reason.isEmpty());
    }
    QCOMPARE(dirty, (QSet<qint64>{2, 3, 4}));
}

void CsvTest::jsonLines()
{
    put(QStringLiteral("in.jsonl"), R"({"id": 1, "name": "ann", "tags": ["a", "b"], "n": 1.50}
{"name": "b\"\n\u00fc", "id": 12345678901234567890, "more": {"x": [1, 2]}, "id": 2}

not json
[1, 2]
{"id": null, "n": true}
{"id": 3, "name": ")"
                                    "\xFF"
                                    R"("}
{"n\u0061me": "escaped"})");
    const FileRows rows = read("{}", QStringLiteral("in.jsonl"));
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.schema.names().join(QLatin1Char(',')), QStringLiteral("id,name,tags,n,more"));
    QCOMPARE(rows.text(), QStringLiteral("1|ann|[\"a\", \"b\"]|1.50|<null>\n"
                                         "2|b\"\nü|<null>|<null>|{\"x\": [1, 2]}\n"
                                         "<null>|<null>|<null>|true|<null>\n"
                                         "<null>|escaped|<null>|<null>|<null>"));
    QCOMPARE(rows.numbers, (QList<qint64>{1, 2, 6, 8}));
    QCOMPARE(rows.dirty.size(), 3);
    QVERIFY(rows.dirty[0].startsWith(QStringLiteral("4  not JSON")));
    QVERIFY(rows.dirty[1].startsWith(QStringLiteral("5  not a JSON object")));
    QVERIFY(rows.dirty[2].startsWith(QStringLiteral("7  not UTF-8")));

    const FileRows some = read(R"({"column": ["NAME", "absent", "'k'"]})", QStringLiteral("in.jsonl"));
    QCOMPARE(some.lines[0], QStringLiteral("ann|<null>|k"));
    QCOMPARE(some.notes.size(), 1);
    // Found out without a telling name.
    put(QStringLiteral("in.dat"), "{\"a\": 1}\n");
    QCOMPARE(read("{}", QStringLiteral("in.dat")).text(), QStringLiteral("1"));
}

void CsvTest::encodings_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("parameter");
    QTest::newRow("gbk") << QByteArray("gbk") << QByteArray(R"({"encoding": "GBK"})");
    QTest::newRow("gb18030") << QByteArray("gb18030") << QByteArray(R"({"encoding": "gb18030"})");
    QTest::newRow("utf-16le") << QByteArray("utf-16le") << QByteArray(R"({"encoding": "utf-16le"})");
    QTest::newRow("utf-16 by its mark") << QByteArray("utf-16") << QByteArray("{}");
    QTest::newRow("utf-16 with its mark") << QByteArray("utf-16") << QByteArray(R"({"encoding": "utf-16"})");
    QTest::newRow("utf-8") << QByteArray("utf-8") << QByteArray(R"({"encoding": "UTF-8"})");
}

void CsvTest::encodings()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, parameter);
    // Long enough for many blocks, so that characters are cut between them.
    QString text = QStringLiteral("编号,名字\n");
    QStringList expected;
    for (int i = 0; i < 30'000; ++i) {
        text += QStringLiteral("%1,张三%2\n").arg(i).arg(i % 7 ? QStringLiteral("李") : QString());
        expected.append(QStringLiteral("%1|张三%2").arg(i).arg(i % 7 ? QStringLiteral("李") : QString()));
    }
    QStringEncoder encoder(encoding.constData(),
                           encoding == "utf-16" ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default);
    put(QStringLiteral("in.csv"), encoder.encode(text));
    const FileRows rows = read(parameter);
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.schema.names().join(QLatin1Char(',')), QStringLiteral("编号,名字"));
    QCOMPARE(rows.lines, expected);

    if (encoding == "gb18030" || encoding == "utf-16le") { // what is private there stands for itself
        QStringEncoder own(encoding.constData());
        put(QStringLiteral("in.csv"), own.encode(QStringLiteral("a,b\n1,\uF8F5\n")));
        QCOMPARE(read(parameter).text(), QStringLiteral("1|\uF8F5"));
    }
    if (encoding == "gbk") {
        put(QStringLiteral("in.csv"), "a,b\n1,\xD6\xD0\n2,\x81\x20\n3,x\n");
        const FileRows broken = read(parameter);
        QCOMPARE(broken.text(), QStringLiteral("1|中\n3|x"));
        QCOMPARE(broken.dirty.size(), 1);
        QVERIFY2(broken.dirty[0].startsWith(QStringLiteral("2 b not gbk")), qPrintable(broken.dirty[0]));
        // No byte 0xFF is GBK; what users have defined themselves (0xAAA1) is.
        put(QStringLiteral("in.csv"), "a,b\n1,\xD6\xD0\n2,\xFF\xFF\n3,\xAA\xA1\n");
        const FileRows none = read(parameter);
        QCOMPARE(none.text(), QStringLiteral("1|中\n3|\uE000"));
        QCOMPARE(none.dirty,
                 QStringList{QStringLiteral("2 b not gbk: bytes that stand for no character at position 1")});
    }
}

void CsvTest::compressed()
{
    QByteArray text = "id,name\n";
    QStringList expected;
    for (int i = 0; i < 100'000; ++i) {
        text += QByteArray::number(i) + ",name " + QByteArray::number(i * 7919 % 1009) + '\n';
        expected.append(QStringLiteral("%1|name %2").arg(i).arg(i * 7919 % 1009));
    }
    put(QStringLiteral("a.csv.gz"), gzipped(text));
    put(QStringLiteral("b.csv.gz"), gzipped(text.left(500'000)) + gzipped(text.mid(500'000)));
    put(QStringLiteral("c.csv.zst"), zstandard(text));
    put(QStringLiteral("d.dat"), zstandard(text.left(500'000)) + zstandard(text.mid(500'000)));
    for (const char *name : {"a.csv.gz", "b.csv.gz", "c.csv.zst", "d.dat"}) {
        const FileRows rows = read("{}", QString::fromUtf8(name), 4);
        QVERIFY2(rows.ok, qPrintable(rows.error.text()));
        QCOMPARE(rows.lines, expected);
    }
    // A resumed reader goes on behind the last batch.
    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("a.csv.gz")), {});
    const Split split = (*source)->split(1, {})->front();
    const auto batches = batchesOf(**source, split);
    FileRows rest;
    readSplit(**source, split, batches[10].after, rest);
    QCOMPARE(rest.numbers.first(), batches[11].firstRow);
    QCOMPARE(rest.lines.last(), expected.last());

    for (const QByteArray &whole : {gzipped(text), zstandard(text)}) {
        put(QStringLiteral("cut.csv"), whole.left(whole.size() / 2));
        const FileRows cut = read("{}", QStringLiteral("cut.csv"));
        QVERIFY(!cut.ok);
        QCOMPARE(cut.error.code, ErrorCode::Data);
        QVERIFY2(cut.error.message.contains(QStringLiteral("ends in the middle")), qPrintable(cut.error.text()));
        QByteArray damaged = whole;
        for (qsizetype i = whole.size() / 2; i < whole.size() / 2 + 100; ++i)
            damaged[i] = char(damaged[i] ^ 0x55);
        put(QStringLiteral("cut.csv"), damaged);
        QCOMPARE(read("{}", QStringLiteral("cut.csv")).error.code, ErrorCode::Data);
    }
}

void CsvTest::errors_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("where");
    const auto row = [](const char *name, const char *file, const char *parameter, const char *code, const char *says,
                        const char *where) {
        QTest::newRow(name) << QByteArray(file) << QByteArray(parameter) << QString::fromUtf8(code)
                            << QString::fromUtf8(says) << QString::fromUtf8(where);
    };
    row("missing file", "", R"({"path": "im.csv"})", "NotFound", "Did you mean \"in.csv\"", "reader.path");
    row("missing folder", "", R"({"path": "nowhere/in.csv"})", "NotFound", "no folder", "reader.path");
    row("no match", "", R"({"path": "*.tsv"})", "NotFound", "No file matches", "reader.path");
    row("folder", "", R"({"path": "."})", "Config", "is a folder", "reader.path");
    row("device", "", R"({"path": "/dev/zero"})", "Config", "not a regular file", "reader.path");
    row("no path", "", R"({"path": ""})", "Config", "Which file", "reader.path");
    row("empty", "", "{}", "Data", "in.csv is empty", "");
    row("empty parquet", "", R"({"fileFormat": "parquet"})", "Data", "in.csv is empty", "");
    row("no parquet", "a,b\n1,2\n", R"({"fileFormat": "parquet"})", "Data", "not a readable Parquet file", "");
    row("unknown column", "year,carrier\n1,UA\n", R"({"column": ["year", "carier"]})", "Schema",
        "Did you mean \"carrier\"?", "reader.column[1]");
    row("unknown column names all", "year,carrier\n1,UA\n", R"({"column": ["zzz"]})", "Schema", "It has: year, carrier",
        "reader.column[0]");
    row("index", "a,b\n1,2\n", R"({"column": [{"index": 2}]})", "Schema", "last index is 1", "reader.column[0]");
    row("headerless names", "1,2,3\n", R"({"header": false, "column": ["a", "b"]})", "Schema", "has no header and 3",
        "reader.column");
    row("header in gbk", "a,\xD6\xD0\n1,2\n", R"({"header": true})", "Data", "Set `encoding`", "in.csv");
    row("delimiter", "a\n", R"({"fieldDelimiter": ""})", "Config", "1 to 8 bytes", "reader.fieldDelimiter");
    row("quote", "a\n", R"({"quote": "ab"})", "Config", "single ASCII character", "reader.quote");
    row("quote is the delimiter", "a\n", R"({"quote": ";", "fieldDelimiter": ";"})", "Config", "part of",
        "reader.quote");
    row("encoding", "a\n", R"({"encoding": "klingon"})", "Config", "klingon", "reader.encoding");
    row("format", "a\n", R"({"fileFormat": "cvs"})", "Config", "Did you mean \"csv\"", "reader.fileFormat");
    row("constant", "a\n1\n", R"({"header": true, "column": [{"value": "x", "type": "long"}]})", "Config",
        "does not fit", "");
}

void CsvTest::errors()
{
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, parameter);
    QFETCH(QString, code);
    QFETCH(QString, says);
    QFETCH(QString, where);
    put(QStringLiteral("in.csv"), file);
    QDir(m_dir.path()).remove(QStringLiteral("in.jsonl"));
    const FileRows rows = read(parameter, parameter.contains("\"path\"") ? QString() : QStringLiteral("in.csv"));
    QVERIFY(!rows.ok);
    QVERIFY2(errorCodeName(rows.error.code) == code, qPrintable(errorCodeName(rows.error.code) + rows.error.text()));
    QVERIFY2(rows.error.message.contains(says), qPrintable(rows.error.text()));
    if (!where.isEmpty())
        QVERIFY2(rows.error.where.endsWith(where), qPrintable(rows.error.where));
}

void CsvTest::checks_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("pointer");
    const QString p = QStringLiteral("/steps/0/parameter");
    QTest::newRow("good") << QByteArray(R"({"path": "x", "column": ["a", "'b'", {"index": 1, "type": "long"}]})") << "";
    QTest::newRow("no path") << QByteArray("{}") << "";
    QTest::newRow("quote") << QByteArray(R"({"path": "x", "quote": "''"})") << p + "/quote";
    QTest::newRow("key") << QByteArray(R"({"path": "x", "column": ["a", {"nme": "b"}]})") << p + "/column/1";
    QTest::newRow("type") << QByteArray(R"({"path": "x", "column": [{"name": "b", "type": "integr"}]})")
                          << p + "/column/0";
    QTest::newRow("format") << QByteArray(R"({"path": "x", "column": [{"name": "b", "type": "date", "format": "DD"}]})")
                            << p + "/column/0";
    QTest::newRow("format of a number")
        << QByteArray(R"({"path": "x", "column": [{"name": "b", "type": "long", "format": "yyyy"}]})")
        << p + "/column/0";
    QTest::newRow("parameters are not known yet")
        << QByteArray(R"({"path": "${p}", "fieldDelimiter": "${long delimiter}", "column": [{"nme": "${x}"}]})") << "";
}

void CsvTest::checks()
{
    QFETCH(QByteArray, parameter);
    QFETCH(QString, pointer);
    const Issues issues = m_connector->check(request("reader", parameter).step);
    QCOMPARE(issues.isEmpty() ? QString() : issues[0].pointer, pointer);
    QVERIFY(issues.size() <= 1);
}

void CsvTest::suggestions()
{
    put(QStringLiteral("in.csv"),
        "i,d,day,at,b,s,zip,big,na,j,e\n"
        "1,1.5,2020-01-01,2020-01-01 10:00:00,true,x,00501,123456789012345678901,NA,\"{\"\"a\"\":1}\",\n"
        "-2,3,2020-02-29,2020-01-01T10:00:00Z,false,1,12345,1,7,\"[1]\",\n");
    const auto described = m_connector->schema(request("reader", "{}", QStringLiteral("in.csv")), {});
    QVERIFY2(described.ok(), described.ok() ? "" : qPrintable(described.error().text()));
    QStringList types;
    for (const Column &column : described->columns.columns)
        types.append(column.type.text());
    QCOMPARE(types.join(QLatin1Char(' ')),
             QStringLiteral("BIGINT DOUBLE DATE DATETIME BOOLEAN STRING STRING STRING BIGINT JSON STRING"));
    QVERIFY(described->columns.columns[8].comment.contains(QStringLiteral("NA")));
}

void CsvTest::lists()
{
    QDir(m_dir.path()).mkdir(QStringLiteral("sub"));
    put(QStringLiteral("sub/one.csv"), "a\n");
    put(QStringLiteral("in.csv"), "a\n");
    DataSource source;
    source.values.insert(QStringLiteral("path"), m_dir.path());
    const auto all = m_connector->list(source, {}, {});
    QVERIFY(all.ok());
    QStringList names;
    for (const ObjectInfo &info : *all)
        names.append(info.name);
    QVERIFY(names.contains(QStringLiteral("in.csv")) && names.contains(QStringLiteral("sub/")));
    const auto below = m_connector->list(source, QStringLiteral("sub/o"), {});
    QCOMPARE(below->size(), 1);
    QCOMPARE(below->first().name, QStringLiteral("sub/one.csv"));
    QVERIFY(m_connector->test(source, {}, {}).ok());
    source.values.insert(QStringLiteral("path"), QStringLiteral("/nowhere"));
    QCOMPARE(m_connector->test(source, {}, {}).error().code, ErrorCode::NotFound);

    // The data source's folder is where relative paths start.
    OpenRequest r = request("reader", "{}", QStringLiteral("one.csv"));
    QVERIFY(!m_connector->openSource(r, {}).ok());
    r.source.values.insert(QStringLiteral("path"), m_dir.filePath(QStringLiteral("sub")));
    QVERIFY(m_connector->openSource(r, {}).ok());
}
