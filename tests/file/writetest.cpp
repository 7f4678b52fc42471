#include "file/writetest.h"

#include "connectors/file/outputfile.h"
#include "connectors/stream/streamconnector.h"
#include "data/arrowtypes.h"
#include "duck/duck.h"

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/array/util.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include <sys/stat.h>

namespace
{

using Rows = std::shared_ptr<arrow::RecordBatch>;

Schema schemaOfTypes(const QStringList &types)
{
    Schema schema;
    for (const QString &type : types)
        schema.columns.append({QStringLiteral("f%1").arg(schema.size() + 1), *Type::parse(type), true, {}});
    return schema;
}

Rows texts(const std::string &a, const std::string &b)
{
    const Schema schema = schemaOfTypes({QStringLiteral("STRING"), QStringLiteral("STRING")});
    const auto first = *arrow::json::ArrayFromJSONString(arrow::utf8(), a);
    return arrow::RecordBatch::Make(arrowSchema(schema), first->length(),
                                    {first, *arrow::json::ArrayFromJSONString(arrow::utf8(), b)});
}

// Generated rows of every type, with a row of NULLs in the middle.
Rows generated(const Schema &schema)
{
    OpenRequest request;
    request.step.category = QStringLiteral("reader");
    request.step.parameter.insert(QStringLiteral("sliceRecordCount"), 5000);
    request.peer = &schema;
    request.timeZone = QTimeZone::utc();
    auto source = makeStreamConnector()->openSource(request, {});
    auto reader = (*source)->reader((*source)->split(1, {})->front(), {});
    arrow::RecordBatchVector parts;
    for (Batch batch; *(*reader)->next(batch, {}) == Reader::Outcome::More;)
        parts.push_back(batch.rows);
    arrow::ArrayVector nulls;
    const auto arrowFields = arrowSchema(schema);
    for (const auto &field : arrowFields->fields())
        nulls.push_back(*arrow::MakeArrayOfNull(field->type(), 1));
    parts.insert(parts.begin() + 1, arrow::RecordBatch::Make(arrowSchema(schema), 1, nulls));
    return *arrow::ConcatenateRecordBatches(parts);
}

class ListLog final : public Log
{
public:
    void write(LogLevel, const QString &line) override { lines.append(line); }
    QStringList lines;
};

const Schema twoTexts = schemaOfTypes({QStringLiteral("STRING"), QStringLiteral("STRING")});

} // namespace

void WriteTest::init()
{
    for (const QString &name : files())
        QFile::remove(m_dir.filePath(name));
}

WriteTest::Written WriteTest::write(const QByteArray &parameter, const QString &path, const Schema &schema,
                                    const std::vector<Rows> &laneRows) const
{
    Written written;
    OpenRequest r = request("writer", parameter, path, int(laneRows.size()));
    r.peer = &schema;
    auto sink = m_connector->openSink(r, {});
    if (!sink) {
        written.error = sink.error();
        return written;
    }
    ListSink dirty;
    std::vector<Receipt> receipts;
    for (size_t lane = 0; lane < laneRows.size(); ++lane) {
        auto writer = (*sink)->writer(int(lane));
        Batch batch;
        batch.firstRow = 1;
        for (qint64 from = 0; laneRows[lane] && from < laneRows[lane]->num_rows(); from += batchRowLimit) {
            batch.rows = laneRows[lane]->Slice(from, batchRowLimit);
            if (const Done done = (*writer)->write(batch, dirty, {}); !done) {
                written.error = done.error();
                return written;
            }
            batch.firstRow += batch.rows->num_rows();
        }
        auto receipt = (*writer)->seal({});
        if (!receipt) {
            written.error = receipt.error();
            return written;
        }
        receipts.push_back(*receipt);
    }
    const Done done = (*sink)->commit(0, receipts, {});
    written.ok = done.ok();
    if (!done)
        written.error = done.error();
    written.dirty = std::move(dirty.rows);
    return written;
}

void WriteTest::csv_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *path, const char *parameter, const char *expected) {
        QTest::newRow(name) << QString::fromUtf8(path) << QByteArray(parameter) << QByteArray(expected);
    };
    row("csv", "out.csv", "{}", "f1,f2\nplain,\"a,b\"\n,\"\"\n\"q\"\"q\",\"l\nl\"\n");
    row("tsv", "out.tsv", "{}", "f1\tf2\nplain\ta,b\n\t\"\"\n\"q\"\"q\"\t\"l\nl\"\n");
    row("null text", "out.csv", R"({"nullFormat": "plain", "header": false})",
        "\"plain\",\"a,b\"\nplain,\n\"q\"\"q\",\"l\nl\"\n");
    row("delimiter", "out.csv", R"({"fieldDelimiter": "ai", "header": "false", "quote": "'"})",
        "'plain'ai'a,b'\nai''\nq\"qai'l\nl'\n");
    row("json lines", "out.jsonl", "{}",
        "{\"f1\":\"plain\",\"f2\":\"a,b\"}\n{\"f1\":null,\"f2\":\"\"}\n{\"f1\":\"q\\\"q\",\"f2\":\"l\\nl\"}\n");
}

void WriteTest::csv()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, parameter);
    QFETCH(QByteArray, expected);
    const Written written =
        write(parameter, path, twoTexts, {texts(R"(["plain", null, "q\"q"])", R"(["a,b", "", "l\nl"])")});
    QVERIFY2(written.ok, qPrintable(written.error.text()));
    QVERIFY(written.dirty.empty());
    QCOMPARE(bytesOf(path), expected);
    QCOMPARE(files(), QStringList{path});
    QCOMPARE(QFile(m_dir.filePath(path)).permissions() & QFileDevice::ReadOwner, QFileDevice::ReadOwner);
}

void WriteTest::everyTypeComesBack_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path : {"out.csv", "out.tsv.gz", "out.jsonl", "out.jsonl.zst", "out.parquet"})
        QTest::newRow(path) << QString::fromUtf8(path);
}

void WriteTest::everyTypeComesBack()
{
    QFETCH(QString, path);
    const bool parquet = path.endsWith(QStringLiteral("parquet"));
    QStringList types{QStringLiteral("BOOLEAN"),
                      QStringLiteral("TINYINT"),
                      QStringLiteral("SMALLINT"),
                      QStringLiteral("INT"),
                      QStringLiteral("BIGINT"),
                      QStringLiteral("FLOAT"),
                      QStringLiteral("DOUBLE"),
                      QStringLiteral("DECIMAL(38,18)"),
                      QStringLiteral("DECIMAL(3,1)"),
                      QStringLiteral("STRING"),
                      QStringLiteral("CHAR(3)"),
                      QStringLiteral("VARCHAR(40)"),
                      QStringLiteral("DATE"),
                      QStringLiteral("DATETIME"),
                      QStringLiteral("TIMESTAMP"),
                      QStringLiteral("TIMESTAMP_NTZ"),
                      QStringLiteral("INTERVAL_DAY_TIME"),
                      QStringLiteral("INTERVAL_YEAR_MONTH"),
                      QStringLiteral("JSON"),
                      QStringLiteral("ARRAY<STRING>"),
                      QStringLiteral("MAP<STRING,ARRAY<INT>>"),
                      QStringLiteral("MAP<BIGINT,DOUBLE>"),
                      QStringLiteral("STRUCT<a:INT,b:STRUCT<c:DECIMAL(10,2),d:ARRAY<DATE>>>")};
    if (parquet) // text formats hold no arbitrary bytes
        types.append(QStringLiteral("BINARY"));
    const Schema schema = schemaOfTypes(types);
    const Rows rows = generated(schema);
    const Written written = write("{}", path, schema, {rows});
    QVERIFY2(written.ok, qPrintable(written.error.text()));
    QVERIFY2(written.dirty.empty(), written.dirty.empty() ? "" : qPrintable(written.dirty[0].reason));

    // Parquet knows its types, but for those it has not; the others are told.
    QJsonArray columns;
    for (const Column &column : schema.columns) {
        QJsonObject entry{{QStringLiteral("name"), column.name}};
        const TypeKind kind = column.type.kind();
        if (!parquet || kind == TypeKind::IntervalDayTime || kind == TypeKind::IntervalYearMonth ||
            kind == TypeKind::DateTime || kind == TypeKind::Json || kind == TypeKind::Char || kind == TypeKind::VarChar)
            entry.insert(QStringLiteral("type"), column.type.text());
        columns.append(entry);
    }
    const QJsonObject parameter{{QStringLiteral("column"), columns}};
    auto source = m_connector->openSource(request("reader", QJsonDocument(parameter).toJson(), path), {});
    QVERIFY2(source.ok(), source.ok() ? "" : qPrintable(source.error().text()));
    QCOMPARE((*source)->schema(), schema);
    arrow::RecordBatchVector parts;
    for (const Batch &batch : batchesOf(**source, (*source)->split(1, {})->front())) {
        QVERIFY2(batch.dirty.empty(),
                 batch.dirty.empty() ? "" : qPrintable(batch.dirty[0].column + batch.dirty[0].reason));
        const arrow::Status valid = batch.rows->ValidateFull();
        QVERIFY2(valid.ok(), valid.ToString().c_str());
        parts.push_back(batch.rows);
    }
    const Rows back = *arrow::ConcatenateRecordBatches(parts);
    QCOMPARE(back->num_rows(), rows->num_rows());
    for (int i = 0; i < rows->num_columns(); ++i)
        for (qint64 row = 0; row < rows->num_rows(); ++row) {
            const auto wanted = rows->column(i)->Slice(row, 1);
            const auto got = back->column(i)->Slice(row, 1);
            QVERIFY2(got->Equals(*wanted), (got->ToString() + "\nis not\n" + wanted->ToString()).c_str());
        }
}

// Instants are cut to the microsecond, before 1970 too, at any depth; the log says so once.
void WriteTest::parquetCutsInstants()
{
    const Schema schema = schemaOfTypes({QStringLiteral("TIMESTAMP"), QStringLiteral("ARRAY<TIMESTAMP>"),
                                         QStringLiteral("MAP<STRING,TIMESTAMP>"), QStringLiteral("STRUCT<a:TIMESTAMP>"),
                                         QStringLiteral("TIMESTAMP_NTZ")});
    const auto types = arrowSchema(schema);
    arrow::ArrayVector arrays;
    for (const char *json : {"[0, -1, null, 1999, -1000]", "[[], [-1, null, 1], null, [1999], [-1000]]",
                             R"([[], [["k", -1]], null, [["k", 1999]], [["k", null]]])",
                             "[[0], [-1], null, [1999], [null]]", "[0, -1, null, 1999, -1000]"})
        arrays.push_back(*arrow::json::ArrayFromJSONString(types->field(int(arrays.size()))->type(), json));
    ListLog log;
    OpenRequest r = request("writer", "{}", QStringLiteral("out.parquet"));
    r.peer = &schema;
    r.log = &log;
    auto sink = m_connector->openSink(r, {});
    auto writer = (*sink)->writer(0);
    ListSink dirty;
    Batch batch;
    batch.rows = arrow::RecordBatch::Make(types, 5, arrays)->Slice(1); // as an array that does not begin its buffers
    const Done done = (*writer)->write(batch, dirty, {});
    QVERIFY2(done.ok(), done.ok() ? "" : qPrintable(done.error().text()));
    QVERIFY((*sink)->commit(0, {*(*writer)->seal({})}, {}).ok());
    QCOMPARE(log.lines, QStringList{QStringLiteral("TIMESTAMP is written to Parquet in microseconds, what is finer is "
                                                   "cut off: f1, f2, f3, f4")});

    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("out.parquet")), {});
    const Rows back = batchesOf(**source, (*source)->split(1, {})->front()).front().rows;
    arrow::ArrayVector wanted;
    for (const char *json : {"[-1000, null, 1000, -1000]", "[[-1000, null, 0], null, [1000], [-1000]]",
                             R"([[["k", -1000]], null, [["k", 1000]], [["k", null]]])",
                             "[[-1000], null, [1000], [null]]", "[-1, null, 1999, -1000]"})
        wanted.push_back(*arrow::json::ArrayFromJSONString(types->field(int(wanted.size()))->type(), json));
    QCOMPARE(qsizetype(back->num_columns()), schema.size());
    for (int i = 0; i < back->num_columns(); ++i)
        QVERIFY2(back->column(i)->Equals(*wanted[size_t(i)]), back->column(i)->ToString().c_str());

    r.step.parameter.insert(QStringLiteral("path"), QStringLiteral("out.csv"));
    QVERIFY(m_connector->openSink(r, {}).ok());
    QCOMPARE(log.lines.size(), 1);
}

// What other programs put into Parquet: unsigned numbers, types that MaxCompute has not, times at the end of days.
void WriteTest::parquetFromElsewhere()
{
    DuckConnection duck = *DuckDatabase::open({})->connect();
    QVERIFY(
        duck.run(QStringLiteral("COPY (SELECT i AS id, 200::UTINYINT AS u8, 60000::USMALLINT AS u16,"
                                " 4000000000::UINTEGER AS u32, 18000000000000000000::UBIGINT AS u64,"
                                " uuid '00000000-0000-0000-0000-000000000001' AS u, TIME '01:02:03' AS t,"
                                " CASE i WHEN 1 THEN TIMESTAMP '9999-12-31' ELSE TIMESTAMP '2020-01-01' END AS late,"
                                " ['a', NULL] AS \"a list\", 'x'::ENUM ('x', 'y') AS e FROM range(3) t(i)) TO %1")
                     .arg(sqlString(m_dir.filePath(QStringLiteral("in[1].parquet")))))
            .ok());
    const FileRows rows = read("{}", QStringLiteral("in[1].parquet"));
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(
        rows.lines,
        (QStringList{QStringLiteral("0|200|60000|4000000000|18000000000000000000|00000000-0000-0000-0000-000000000001|"
                                    "01:02:03|2020-01-01 00:00:00|[\"a\",null]|x"),
                     QStringLiteral("2|200|60000|4000000000|18000000000000000000|00000000-0000-0000-0000-000000000001|"
                                    "01:02:03|2020-01-01 00:00:00|[\"a\",null]|x")}));
    QCOMPARE(rows.numbers, (QList<qint64>{1, 3}));
    QCOMPARE(rows.dirtyRows.size(), size_t(1));
    QCOMPARE(rows.dirtyRows[0].row, 2);
    QCOMPARE(rows.dirtyRows[0].column, QStringLiteral("late"));
    QCOMPARE(rows.dirtyRows[0].raw, "9999-12-31 00:00:00.000000");
    const FileRows some = read(R"({"column": ["A LIST", {"name": "late", "type": "datetime"}, "__row__", "'k'"]})",
                               QStringLiteral("in[1].parquet"));
    QCOMPARE(some.lines[1], QStringLiteral("[\"a\",null]|9999-12-31 00:00:00|2|k"));
    QCOMPARE(some.lines.size(), 3);
    QCOMPARE(read(R"({"column": ["'k'"]})", QStringLiteral("in[1].parquet")).lines.size(), 3);
    QCOMPARE(read(R"({"column": ["nothing"]})", QStringLiteral("in[1].parquet")).error.code, ErrorCode::Schema);

    auto source = m_connector->openSource(request("reader", "{}", QStringLiteral("in[1].parquet")), {});
    const Split split = (*source)->split(4, {})->front();
    QCOMPARE(split.expectedRows, 3);
    FileRows rest;
    readSplit(**source, split, R"({"rows": 2})", rest);
    QCOMPARE(rest.numbers, QList<qint64>{3});
    const auto described = m_connector->schema(request("reader", "{}", QStringLiteral("in[1].parquet")), {});
    QCOMPARE(described->rows, 3);
    QCOMPARE(described->columns.columns[4].type.text(), QStringLiteral("DECIMAL(20,0)"));
}

void WriteTest::lanes()
{
    const Rows one = texts(R"(["a"])", R"(["1"])");
    const Rows two = texts(R"(["b"])", R"(["2"])");
    QVERIFY(write("{}", QStringLiteral("out.csv.gz"), twoTexts, {one, nullptr, two}).ok);
    QCOMPARE(files(), (QStringList{QStringLiteral("out.part-0001.csv.gz"), QStringLiteral("out.part-0003.csv.gz")}));
    QCOMPARE(read("{}", QStringLiteral("out.part-*.csv.gz")).text(), QStringLiteral("a|1\nb|2"));
    // Fewer lanes later: what the earlier run left goes.
    put(QStringLiteral("out-2.csv.gz"), "not ours");
    QVERIFY(write("{}", QStringLiteral("out.csv.gz"), twoTexts, {two}).ok);
    QCOMPARE(files(), (QStringList{QStringLiteral("out-2.csv.gz"), QStringLiteral("out.csv.gz")}));
}

void WriteTest::writeModes()
{
    const Rows one = texts(R"(["a"])", R"(["1"])");
    const Rows two = texts(R"(["b"])", R"(["2"])");
    const QString path = QStringLiteral("out.csv");
    QVERIFY(write(R"({"writeMode": "nonConflict"})", path, twoTexts, {one}).ok);
    const Written refused = write(R"({"writeMode": "nonConflict"})", path, twoTexts, {two});
    QCOMPARE(refused.error.code, ErrorCode::Conflict);
    QCOMPARE(bytesOf(path), "f1,f2\na,1\n");
    QVERIFY(write(R"({"writeMode": "append"})", path, twoTexts, {two}).ok);
    QCOMPARE(files(), (QStringList{QStringLiteral("out.202401020304050a1b.csv"), path}));
    QCOMPARE(read("{}", QStringLiteral("out*.csv")).text(), QStringLiteral("b|2\na|1"));
    QVERIFY(write("{}", path, twoTexts, {two}).ok);
    QCOMPARE(bytesOf(path), "f1,f2\nb,2\n");
    QCOMPARE(files(), QStringList{path});
}

// What append runs left are files of earlier runs too; what has another name is not.
void WriteTest::filesOfAppendRuns()
{
    const Rows one = texts(R"(["a"])", R"(["1"])");
    const Rows two = texts(R"(["b"])", R"(["2"])");
    const QString path = QStringLiteral("out.csv");
    const QStringList others{QStringLiteral("out.20240102.csv"), QStringLiteral("out.old.csv"),
                             QStringLiteral("out.old.part-0001.csv")};
    for (const QString &other : others)
        put(other, "not ours");
    put(QStringLiteral("out.20230102030405ffff.csv"), "f1,f2\nz,0\n");
    QVERIFY(write(R"({"writeMode": "append"})", path, twoTexts, {one, two}).ok);
    QCOMPARE(files().size(), others.size() + 3);
    const Written refused = write(R"({"writeMode": "nonConflict"})", path, twoTexts, {two});
    QCOMPARE(refused.error.code, ErrorCode::Conflict);
    QCOMPARE(files().size(), others.size() + 3);
    QVERIFY(write("{}", path, twoTexts, {two}).ok);
    QStringList left = others + QStringList{path};
    left.sort();
    QCOMPARE(files(), left);
}

void WriteTest::abortLeavesNothing()
{
    for (const char *path : {"out.csv", "out.parquet"}) {
        put(QString::fromUtf8(path), "old");
        OpenRequest r = request("writer", "{}", QString::fromUtf8(path));
        r.peer = &twoTexts;
        auto sink = m_connector->openSink(r, {});
        auto writer = (*sink)->writer(0);
        ListSink dirty;
        Batch batch;
        batch.rows = texts(R"(["a"])", R"(["1"])");
        QVERIFY((*writer)->write(batch, dirty, {}).ok());
        QVERIFY(files().size() > 1);
        for (const QFileInfo &info :
             QDir(m_dir.path()).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))
            if (info.fileName().startsWith(QLatin1Char('.')))
                QVERIFY(!info.permission(QFileDevice::ReadGroup) && !info.permission(QFileDevice::ReadOther));
        QCOMPARE(bytesOf(QString::fromUtf8(path)), "old");
        (*sink)->abort();
        QCOMPARE(files(), QStringList{QString::fromUtf8(path)});
        QCOMPARE(bytesOf(QString::fromUtf8(path)), "old");
        QVERIFY(QFile::remove(m_dir.filePath(QString::fromUtf8(path))));
    }
}

void WriteTest::aCommitCanBeRepeated()
{
    OpenRequest r = request("writer", "{}", QStringLiteral("out.csv"), 2);
    r.peer = &twoTexts;
    auto sink = m_connector->openSink(r, {});
    ListSink dirty;
    std::vector<Receipt> receipts;
    for (int lane = 0; lane < 2; ++lane) {
        auto writer = (*sink)->writer(lane);
        Batch batch;
        batch.rows = texts(R"(["a"])", R"(["1"])");
        QVERIFY((*writer)->write(batch, dirty, {}).ok());
        receipts.push_back(*(*writer)->seal({}));
    }
    QVERIFY(files().filter(QRegularExpression(QStringLiteral("^[^.]"))).isEmpty());
    QVERIFY((*sink)->commit(0, {receipts[0]}, {}).ok()); // as if it had been cut off half way
    auto again = m_connector->openSink(r, {});
    for (int i = 0; i < 3; ++i)
        QVERIFY((*again)->commit(0, receipts, {}).ok());
    QCOMPARE(read("{}", QStringLiteral("out.part-*.csv")).lines.size(), 2);
    QCOMPARE(files().size(), 2);
    QVERIFY((*sink)->bytesSent() > 0);
}

void WriteTest::nothingToWrite()
{
    QVERIFY(write("{}", QStringLiteral("out.csv"), twoTexts, {nullptr, nullptr}).ok);
    QCOMPARE(files(), QStringList{QStringLiteral("out.part-0001.csv")});
    QCOMPARE(bytesOf(QStringLiteral("out.part-0001.csv")), "f1,f2\n");
    QVERIFY(write("{}", QStringLiteral("out.parquet"), twoTexts, {nullptr}).ok);
    const FileRows rows = read("{}", QStringLiteral("out.parquet"));
    QVERIFY2(rows.ok, qPrintable(rows.error.text()));
    QCOMPARE(rows.schema.size(), 2);
    QVERIFY(rows.lines.isEmpty());
}

void WriteTest::valuesThatCannotBeWritten()
{
    const Written text = write(R"({"fileFormat": "text", "fieldDelimiter": ","})", QStringLiteral("out.txt"), twoTexts,
                               {texts(R"(["a", "b,c", "d"])", R"(["1", "2", "3\n"])")});
    QVERIFY2(text.ok, qPrintable(text.error.text()));
    QCOMPARE(bytesOf(QStringLiteral("out.txt")), "a,1\n");
    QCOMPARE(text.dirty.size(), size_t(2));
    QCOMPARE(text.dirty[0].row, 2);
    QCOMPARE(text.dirty[0].column, QStringLiteral("f1"));
    QCOMPARE(text.dirty[0].raw, "b,c");
    QCOMPARE(text.dirty[1].column, QStringLiteral("f2"));

    for (const char *null : {"NA", ""}) { // without quotes they would be read back as NULL
        const Written nulls =
            write(QStringLiteral(R"({"fileFormat": "text", "nullFormat": "%1"})").arg(QLatin1String(null)).toUtf8(),
                  QStringLiteral("out.txt"), twoTexts,
                  {texts(QStringLiteral(R"(["a", null, "%1"])").arg(QLatin1String(null)).toStdString(),
                         R"(["1", "2", "3"])")});
        QVERIFY2(nulls.ok, qPrintable(nulls.error.text()));
        QCOMPARE(bytesOf(QStringLiteral("out.txt")), QByteArray("a\t1\n") + null + "\t2\n");
        QCOMPARE(nulls.dirty.size(), size_t(1));
        QCOMPARE(nulls.dirty[0].row, 3);
        QCOMPARE(nulls.dirty[0].column, QStringLiteral("f1"));
        QVERIFY2(nulls.dirty[0].reason.contains(QStringLiteral("looks like NULL")), qPrintable(nulls.dirty[0].reason));
    }

    const Schema binary = schemaOfTypes({QStringLiteral("BINARY")});
    const auto bytes = arrow::MakeArrayFromScalar(arrow::BinaryScalar(std::string("\xFF\xFE")), 2).ValueOrDie();
    const Written refused =
        write("{}", QStringLiteral("out.csv"), binary, {arrow::RecordBatch::Make(arrowSchema(binary), 2, {bytes})});
    QVERIFY(refused.ok);
    QCOMPARE(refused.dirty.size(), size_t(2));
    QCOMPARE(bytesOf(QStringLiteral("out.csv")), "f1\n");
}

void WriteTest::columnsOfTheStep()
{
    OpenRequest r =
        request("writer", R"({"column": ["id", {"name": "n", "type": "bigint"}]})", QStringLiteral("out.csv"));
    r.peer = &twoTexts;
    auto sink = m_connector->openSink(r, {});
    QVERIFY(sink.ok());
    QCOMPARE((*sink)->schema().names(), (QStringList{QStringLiteral("id"), QStringLiteral("n")}));
    QCOMPARE((*sink)->schema().columns[1].type, Type(TypeKind::BigInt));
    r.peer = nullptr;
    QVERIFY(m_connector->openSink(r, {}).ok());
    QCOMPARE(m_connector->openSink(request("writer", "{}", QStringLiteral("out.csv")), {}).error().code,
             ErrorCode::Config);
}

void WriteTest::fullDisk()
{
    for (const Compression compression : {Compression::None, Compression::Gzip, Compression::Zstd}) {
        auto file = createOutputFile(QStringLiteral("/dev/full"), compression);
        QVERIFY(file.ok());
        Done done;
        quint32 noise = 1;
        for (int i = 0; done && i < 100; ++i) {
            QByteArray bytes(100'000, '\0');
            for (char &c : bytes)
                c = char((noise = noise * 1664525 + 1013904223) >> 24);
            done = (*file)->write(bytes.constData(), size_t(bytes.size()));
        }
        QVERIFY(!done.ok());
        QCOMPARE(done.error().code, ErrorCode::Io);
        QVERIFY(done.error().message.contains(QStringLiteral("disk is full")));
    }
}

void WriteTest::pipesAreRefused()
{
    const QString path = m_dir.filePath(QStringLiteral("out.csv"));
    QCOMPARE(::mkfifo(QFile::encodeName(path).constData(), 0600), 0);
    for (const char *mode : {"truncate", "append", "nonConflict"}) {
        const Written written = write(QByteArray(R"({"writeMode": ")") + mode + "\"}", QStringLiteral("out.csv"),
                                      twoTexts, {texts("[]", "[]"), texts("[]", "[]")});
        QCOMPARE(written.error.code, ErrorCode::Config);
        QVERIFY2(written.error.message.contains(QStringLiteral("not a regular file")),
                 qPrintable(written.error.text()));
    }
    QVERIFY(QFile::remove(path));
}

void WriteTest::errors_data()
{
    QTest::addColumn<QByteArray>("parameter");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    QTest::newRow("folder") << QByteArray(R"({"path": "no/out.csv"})") << "NotFound"
                            << "no folder";
    QTest::newRow("is a folder") << QByteArray(R"({"path": "."})") << "Config"
                                 << "is a folder";
    QTest::newRow("pipe") << QByteArray(R"({"path": "pipe"})") << "Config"
                          << "not a regular file";
    QTest::newRow("no name") << QByteArray(R"({"path": "out/"})") << "Config"
                             << "Which file";
    QTest::newRow("mode") << QByteArray(R"({"path": "out.csv", "writeMode": "appnd"})") << "Config"
                          << "append";
    QTest::newRow("encoding") << QByteArray(R"({"path": "out.csv", "encoding": "gbk"})") << "Config"
                              << "UTF-8 only";
    QTest::newRow("parquet.gz") << QByteArray(R"({"path": "out.parquet.gz"})") << "Config"
                                << "compressed inside";
    QTest::newRow("column") << QByteArray(R"({"path": "out.csv", "column": [{"type": "INT"}]})") << "Config"
                            << "name";
}

void WriteTest::errors()
{
    QFETCH(QByteArray, parameter);
    QFETCH(QString, code);
    QFETCH(QString, says);
    const QByteArray pipe = m_dir.filePath(QStringLiteral("pipe")).toLocal8Bit();
    QVERIFY(::mkfifo(pipe.constData(), 0600) == 0 || errno == EEXIST);
    const Written written = write(parameter, {}, twoTexts, {texts("[]", "[]")});
    QVERIFY(!written.ok);
    QVERIFY2(errorCodeName(written.error.code) == code, qPrintable(written.error.text()));
    QVERIFY2(written.error.message.contains(says), qPrintable(written.error.text()));
}
