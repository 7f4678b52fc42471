#include "tst_catalog.h"

#include "data/arrowtypes.h"
#include "warehousefixture.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <arrow/api.h>

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <limits>
#include <mutex>
#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

#define QVERIFY_RESULT(expression)                                                                                     \
    do {                                                                                                               \
        const auto &checked = (expression);                                                                            \
        QVERIFY2(checked.ok(), checked.ok() ? "" : qPrintable(checked.error().text()));                                \
    } while (false)

namespace
{

// Writes rows as one block; true when it was taken.
bool writeBlock(Warehouse &warehouse, const QString &upload, int block, qint64 first, qint64 count, bool finish = true)
{
    auto writer = warehouse.openBlock(upload, block);
    if (!writer)
        return false;
    for (qint64 done = 0; done < count; done += 4096)
        if (!(*writer)->append(*numbered(first + done, std::min<qint64>(4096, count - done))))
            return false;
    return !finish || (*writer)->finish().ok();
}

Result<UploadInfo> load(Warehouse &warehouse, const QString &table, qint64 first, qint64 count, bool overwrite = false)
{
    SLUICE_TRY(const UploadInfo upload, warehouse.createUpload(tableRef(table), {}, overwrite, false));
    if (!writeBlock(warehouse, upload.id, 0, first, count))
        return makeError(ErrorCode::Internal, QStringLiteral("block"));
    return warehouse.commitUpload(upload.id);
}

// The ids of a range, as "a b c".
QString ids(Warehouse &warehouse, const QString &download, qint64 start, qint64 count,
            const QStringList &columns = {q("id")})
{
    auto stream = warehouse.read(download, start, count, columns);
    if (!stream)
        return QStringLiteral("! ") + stream.error().detail;
    return allRows(**stream).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

} // namespace

void TstCatalog::folder()
{
    WarehouseFixture db;
    struct stat about {
    };
    QCOMPARE(::stat(QFile::encodeName(db.storePath()).constData(), &about), 0);
    QCOMPARE(about.st_mode & 0777, mode_t(0700));
    QVERIFY(QFileInfo::exists(db.storePath() + q("/demo.duckdb")));
}

void TstCatalog::lock()
{
    WarehouseFixture db;
    WarehouseOptions options;
    options.directory = db.storePath();
    const auto second = Warehouse::open(options);
    QVERIFY(!second.ok());
    QCOMPARE(second.error().code, ErrorCode::Conflict);
    QVERIFY(second.error().message.contains(QString::number(::getpid())));
    db.close();
    QVERIFY_RESULT(Warehouse::open(options));
}

void TstCatalog::newerFormat()
{
    WarehouseFixture db;
    db.close();
    QFile file(db.storePath() + q("/format"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("99\n");
    file.close();
    WarehouseOptions options;
    options.directory = db.storePath();
    const auto opened = Warehouse::open(options);
    QVERIFY(!opened.ok());
    QCOMPARE(opened.error().code, ErrorCode::Config);
    QVERIFY(opened.error().message.contains(q("newer version")));
}

void TstCatalog::projects()
{
    WarehouseFixture db;
    QVERIFY_RESULT(db->createProject(q("Other")));
    QVERIFY_RESULT(db->createProject(q("other")));
    QCOMPARE(db->projects(), (QStringList{q("demo"), q("other")}));
    QVERIFY(db->hasProject(q("OTHER")));
    for (const char *bad : {"", "1x", "a-b", "../x", "a b", "x;y"})
        QCOMPARE(db->createProject(q(bad)).error().code, ErrorCode::Config);
    QCOMPARE(db.run(q("CREATE TABLE other.t(a BIGINT)")), QString());
    QCOMPARE(db.run(q("CREATE TABLE t(a BIGINT)")), QString());
    QCOMPARE(db.run(q("INSERT INTO other.t VALUES (1)")), QString());
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("0"));
    QCOMPARE(db.run(q("INSERT INTO t SELECT a + 1 FROM other.t")), QString());
    QCOMPARE(db.run(q("SELECT x.a, y.a FROM t x JOIN other.t y ON x.a = y.a + 1")), q("2|1"));
    db.reopen();
    QCOMPARE(db->projects(), (QStringList{q("demo"), q("other")}));
    const auto gone = db->execute(q("othr"), {}, q("SELECT 1"), {}, {});
    QCOMPARE(gone.error().code, ErrorCode::NotFound);
    QCOMPARE(gone.error().detail, q("NoSuchProject"));
    QVERIFY(gone.error().message.contains(q("other")));

    WarehouseOptions options;
    options.autoCreateProjects = true;
    WarehouseFixture lenient(options);
    QVERIFY_RESULT(lenient->execute(q("fresh"), {}, q("SELECT 1"), {}, {}));
    QVERIFY(lenient->hasProject(q("fresh")));
}

void TstCatalog::notFound()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE flights(a BIGINT) PARTITIONED BY (month STRING)")), QString());
    const auto table = db->table(tableRef(q("flihgts")));
    QCOMPARE(table.error().code, ErrorCode::NotFound);
    QCOMPARE(table.error().detail, q("NoSuchTable"));
    QVERIFY2(table.error().message.contains(q("flights")), qPrintable(table.error().message));
    QCOMPARE(db.run(q("ALTER TABLE flights ADD PARTITION (month='2013-01')")), QString());
    const auto partition = db->createUpload(tableRef(q("flights")), partitionSpec(q("month=2013-02")), false, false);
    QCOMPARE(partition.error().code, ErrorCode::NotFound);
    QCOMPARE(partition.error().detail, q("NoSuchPartition"));
    QVERIFY2(partition.error().message.contains(q("2013-01")), qPrintable(partition.error().message));
    QCOMPARE(db->createUpload(tableRef(q("flights")), {}, false, false).error().detail, q("MissingPartitionSpec"));
    QCOMPARE(db->createUpload(tableRef(q("flights")), partitionSpec(q("day=1")), false, true).error().detail,
             q("InvalidPartitionSpec"));
    QCOMPARE(db->upload(q("nosuch")).error().detail, q("NoSuchUpload"));
    QCOMPARE(db->download(q("nosuch")).error().detail, q("NoSuchDownload"));
    const auto made = db->createUpload(tableRef(q("FLIGHTS")), partitionSpec(q("month=2013-02")), false, true);
    QVERIFY_RESULT(made);
    QCOMPARE(db->partitions(tableRef(q("flights")))->size(), 2);
    QCOMPARE(made->partition.tunnelText(), q("month=2013-02"));
}

void TstCatalog::upload()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    QVERIFY_RESULT(upload);
    QVERIFY(writeBlock(*db, upload->id, 3, 0, 5000));
    QVERIFY(writeBlock(*db, upload->id, 1, 5000, 10));
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("0"));
    QCOMPARE(db->table(tableRef(q("t")))->rows, 0);
    const auto info = db->upload(upload->id);
    QCOMPARE(info->blocks.size(), 2);
    QCOMPARE(info->blocks[0].id, 1);
    QCOMPARE(info->blocks[0].rows, 10);
    QVERIFY(!info->committed);
    const auto committed = db->commitUpload(upload->id);
    QVERIFY_RESULT(committed);
    QVERIFY(committed->committed);
    QCOMPARE(db.run(q("SELECT count(*), min(id), max(id), count(DISTINCT name) FROM t")), q("5010|0|5009|5010"));
    QCOMPARE(db->table(tableRef(q("t")))->rows, 5010);
    QVERIFY(db->table(tableRef(q("t")))->bytes > 5010 * 8);
    QVERIFY_RESULT(db->commitUpload(upload->id));
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("5010"));
    const auto late = db->openBlock(upload->id, 9);
    QCOMPARE(late.error().code, ErrorCode::Conflict);
    QCOMPARE(late.error().detail, q("StatusConflict"));
    const auto other = db->createUpload(tableRef(q("t")), {}, false, false);
    QCOMPARE(db->openBlock(other->id, 20000).error().detail, q("InvalidBlockID"));
    QVERIFY_RESULT(db->commitUpload(other->id)); // nothing in it
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("5010"));
}

void TstCatalog::uploadOverwrites()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (p STRING)")), QString());
    for (const char *p : {"p=a", "p=b"})
        for (bool overwrite : {false, true, false}) {
            const auto upload = db->createUpload(tableRef(q("t")), partitionSpec(q(p)), overwrite, true);
            QVERIFY_RESULT(upload);
            QVERIFY(writeBlock(*db, upload->id, 0, 0, 10));
            QVERIFY_RESULT(db->commitUpload(upload->id));
        }
    QCOMPARE(db.run(q("SELECT p, count(*) FROM t GROUP BY p ORDER BY p")), q("a|20\nb|20"));
    const auto empty = db->createUpload(tableRef(q("t")), partitionSpec(q("p=a")), true, false);
    QVERIFY_RESULT(db->commitUpload(empty->id));
    QCOMPARE(db.run(q("SELECT p, count(*) FROM t GROUP BY p ORDER BY p")), q("b|20"));
    QCOMPARE(db->partition(tableRef(q("t")), partitionSpec(q("p=a")))->rows, 0);
}

void TstCatalog::blockReplaced()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    QVERIFY(writeBlock(*db, upload->id, 0, 0, 100));
    QVERIFY(writeBlock(*db, upload->id, 0, 1000, 7));
    db.reopen(); // the later block must win after a restart too
    QCOMPARE(db->upload(upload->id)->blocks.size(), 1);
    QCOMPARE(db->upload(upload->id)->blocks[0].rows, 7);
    QVERIFY_RESULT(db->commitUpload(upload->id));
    QCOMPARE(db.run(q("SELECT count(*), min(id) FROM t")), q("7|1000"));
}

void TstCatalog::blockAbandoned()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    QVERIFY(writeBlock(*db, upload->id, 0, 0, 300000, false));
    QVERIFY(db->upload(upload->id)->blocks.isEmpty());
    QVERIFY(writeBlock(*db, upload->id, 0, 0, 5));
    QVERIFY_RESULT(db->commitUpload(upload->id));
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("5"));
}

void TstCatalog::commitAgainAfterRestart()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = load(*db, q("t"), 0, 10);
    QVERIFY_RESULT(upload);
    db.reopen();
    const auto again = db->commitUpload(upload->id);
    QVERIFY_RESULT(again);
    QVERIFY(again->committed);
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("10"));
}

void TstCatalog::uploadSurvivesRestart()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (p STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), partitionSpec(q("p=x")), true, true);
    QVERIFY(writeBlock(*db, upload->id, 0, 0, 200000));
    db.reopen();
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("0"));
    QVERIFY(db->upload(upload->id)->overwrite);
    QCOMPARE(db->upload(upload->id)->partition.tunnelText(), q("p=x"));
    QVERIFY(writeBlock(*db, upload->id, 1, 200000, 1));
    QVERIFY_RESULT(db->commitUpload(upload->id));
    QCOMPARE(db.run(q("SELECT count(*), max(id) FROM t WHERE p = 'x'")), q("200001|200000"));
}

void TstCatalog::wrongRows()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT NOT NULL, name STRING)")), QString());
    QCOMPARE(db.run(q("CREATE TABLE u(id INT, name STRING)")), QString());
    const auto wrong = db->createUpload(tableRef(q("u")), {}, false, false);
    auto writer = db->openBlock(wrong->id, 0);
    QVERIFY_RESULT(writer);
    QCOMPARE((*writer)->append(*numbered(0, 1)).error().code, ErrorCode::Schema);
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    writer = db->openBlock(upload->id, 0);
    arrow::Int64Builder ids;
    (void)ids.AppendNull();
    const auto rows = arrow::RecordBatch::Make(numbered(0, 1)->schema(), 1, {*ids.Finish(), numbered(0, 1)->column(1)});
    const Done done = (*writer)->append(*rows);
    QCOMPARE(done.error().code, ErrorCode::Data);
    QVERIFY(done.error().message.contains(q("\"id\"")));
}

void TstCatalog::tableChangesDuringUpload()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    auto writer = db->openBlock(upload->id, 0);
    QVERIFY_RESULT((*writer)->append(*numbered(0, 10)));
    QCOMPARE(db.run(q("ALTER TABLE t ADD COLUMNS (extra STRING)")), QString());
    const Done finished = (*writer)->finish();
    QCOMPARE(finished.error().code, ErrorCode::Conflict);
    QCOMPARE(finished.error().detail, q("TableModified"));
    QCOMPARE(db->openBlock(upload->id, 1).error().detail, q("TableModified"));
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("0"));
    QCOMPARE(db.run(q("DROP TABLE t")), QString());
    QCOMPARE(db->commitUpload(upload->id).error().code, ErrorCode::NotFound);
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    QVERIFY_RESULT(load(*db, q("t"), 0, 3));
    db.reopen();
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("3"));
}

// Values of every type, their edges and NULL, in by a block and out by a download and by SQL.
void TstCatalog::everyTypeThroughTunnel()
{
    WarehouseFixture db;
    QCOMPARE(
        db.run(
            q("CREATE TABLE e(a BOOLEAN, b TINYINT, c SMALLINT, d INT, e BIGINT, f FLOAT, g DOUBLE, h DECIMAL(38,18), "
              "h2 DECIMAL(9,2), i STRING, j CHAR(5), k VARCHAR(10), l BINARY, m DATE, n DATETIME, o TIMESTAMP, p "
              "TIMESTAMP_NTZ, q INTERVAL_DAY_TIME, r INTERVAL_YEAR_MONTH, s JSON, t "
              "ARRAY<STRUCT<a:BIGINT,b:ARRAY<STRING>>>, "
              "u MAP<BIGINT,TIMESTAMP>, v STRUCT<x:DATETIME,y:DECIMAL(10,2)>)")),
        QString());
    const auto info = db->table(tableRef(q("e")));
    const auto schema = arrowSchema(info->columns);
    std::vector<std::shared_ptr<arrow::Array>> columns;
    // Three rows: a value, NULL, a value; the edges of some types below.
    for (const auto &field : schema->fields()) {
        std::unique_ptr<arrow::ArrayBuilder> builder;
        QVERIFY(arrow::MakeBuilder(arrow::default_memory_pool(), field->type(), &builder).ok());
        QVERIFY(builder->AppendEmptyValue().ok());
        QVERIFY(builder->AppendNull().ok());
        QVERIFY(builder->AppendEmptyValue().ok());
        columns.push_back(*builder->Finish());
    }
    const auto replace = [&](const char *name, std::shared_ptr<arrow::Array> array) {
        columns[size_t(schema->GetFieldIndex(name))] = std::move(array);
    };
    const auto times = [](std::shared_ptr<arrow::DataType> type, int64_t first, int64_t third) {
        arrow::TimestampBuilder builder(std::move(type), arrow::default_memory_pool());
        (void)builder.Append(first);
        (void)builder.AppendNull();
        (void)builder.Append(third);
        return *builder.Finish();
    };
    replace("n", times(arrow::timestamp(arrow::TimeUnit::MILLI, "UTC"), -62135596800000, 253402300799999));
    replace("o", times(arrow::timestamp(arrow::TimeUnit::NANO, "UTC"), -9000000000000000001, 9000000000000000001));
    replace("p", times(arrow::timestamp(arrow::TimeUnit::NANO), -1, 1577934245123456789));
    arrow::Decimal128Builder decimals(arrow::decimal128(38, 18));
    (void)decimals.Append(arrow::Decimal128("-99999999999999999999999999999999999999"));
    (void)decimals.AppendNull();
    (void)decimals.Append(arrow::Decimal128("1"));
    replace("h", *decimals.Finish());
    arrow::StringBuilder texts;
    (void)texts.Append("中文");
    (void)texts.AppendNull();
    (void)texts.Append("");
    replace("i", *texts.Finish());
    arrow::BinaryBuilder bytes;
    (void)bytes.Append(std::string("\0\xff\x80 a", 5));
    (void)bytes.AppendNull();
    (void)bytes.Append("");
    replace("l", *bytes.Finish());
    arrow::Int64Builder longs;
    (void)longs.Append(std::numeric_limits<int64_t>::min());
    (void)longs.AppendNull();
    (void)longs.Append(std::numeric_limits<int64_t>::max());
    replace("e", *longs.Finish());
    arrow::Date32Builder dates;
    (void)dates.Append(-719162);
    (void)dates.AppendNull();
    (void)dates.Append(2932896);
    replace("m", *dates.Finish());
    {
        auto text = std::make_shared<arrow::StringBuilder>();
        auto inner = std::make_shared<arrow::ListBuilder>(arrow::default_memory_pool(), text);
        auto number = std::make_shared<arrow::Int64Builder>();
        auto record = std::make_shared<arrow::StructBuilder>(
            schema->GetFieldByName("t")->type()->field(0)->type(), arrow::default_memory_pool(),
            std::vector<std::shared_ptr<arrow::ArrayBuilder>>{number, inner});
        arrow::ListBuilder list(arrow::default_memory_pool(), record, schema->GetFieldByName("t")->type());
        (void)list.Append();
        (void)record->Append();
        (void)number->Append(1);
        (void)inner->Append();
        (void)text->Append("x");
        (void)text->AppendNull();
        (void)record->AppendNull();
        (void)list.AppendNull();
        (void)list.Append();
        replace("t", *list.Finish());

        auto key = std::make_shared<arrow::Int64Builder>();
        auto value = std::make_shared<arrow::TimestampBuilder>(arrow::timestamp(arrow::TimeUnit::NANO, "UTC"),
                                                               arrow::default_memory_pool());
        arrow::MapBuilder map(arrow::default_memory_pool(), key, value, schema->GetFieldByName("u")->type());
        (void)map.Append();
        (void)key->Append(1);
        (void)value->Append(1577934245123456789);
        (void)map.AppendNull();
        (void)map.Append();
        replace("u", *map.Finish());
    }
    const auto rows = arrow::RecordBatch::Make(schema, 3, columns);
    QVERIFY(rows->ValidateFull().ok());

    const auto upload = db->createUpload(tableRef(q("e")), {}, false, false);
    auto writer = db->openBlock(upload->id, 0);
    QVERIFY_RESULT((*writer)->append(*rows));
    // A slice, as the engine hands batches on.
    QVERIFY_RESULT((*writer)->append(*rows->Slice(1, 2)));
    QVERIFY_RESULT((*writer)->finish());
    QVERIFY_RESULT(db->commitUpload(upload->id));

    const auto expected = *arrow::ConcatenateRecordBatches({rows, rows->Slice(1, 2)});
    const auto download = db->createDownload(tableRef(q("e")), {});
    QCOMPARE(download->rows, 5);
    auto stream = db->read(download->id, 0, 5, {});
    QVERIFY_RESULT(stream);
    const auto got = (*stream)->next();
    QVERIFY_RESULT(got);
    QVERIFY((*got)->ValidateFull().ok());
    for (int i = 0; i < expected->num_columns(); ++i)
        QVERIFY2((*got)->column(i)->Equals(*expected->column(i)),
                 qPrintable(QString::fromStdString(schema->field(i)->name() + "\n" + (*got)->column(i)->ToString() +
                                                   "\n" + expected->column(i)->ToString())));
    QVERIFY((*got)->schema()->Equals(*schema));
    auto outcome = db->execute(q("demo"), {}, q("SELECT * FROM e"), {}, {});
    QVERIFY_RESULT(outcome);
    QCOMPARE(outcome->columns.names(), info->columns.names());
    for (qsizetype i = 0; i < info->columns.size(); ++i)
        QCOMPARE(outcome->columns.columns[i].type, info->columns.columns[i].type);
    const auto selected = outcome->rows->next();
    QVERIFY_RESULT(selected);
    QVERIFY((*selected)->Equals(*expected));
}

void TstCatalog::download()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (p STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), partitionSpec(q("p=x")), false, true);
    QVERIFY(writeBlock(*db, upload->id, 5, 0, 300000));
    QVERIFY(writeBlock(*db, upload->id, 1, 300000, 3));
    QVERIFY(writeBlock(*db, upload->id, 2, 300003, 200000));
    QVERIFY_RESULT(db->commitUpload(upload->id));
    const auto download = db->createDownload(tableRef(q("t")), partitionSpec(q("p=x")));
    QVERIFY_RESULT(download);
    QCOMPARE(download->rows, 500003);
    QCOMPARE(ids(*db, download->id, 0, 3), q("0 1 2"));
    QCOMPARE(ids(*db, download->id, 299998, 7), q("299998 299999 300000 300001 300002 300003 300004"));
    QCOMPARE(ids(*db, download->id, 500001, 100), q("500001 500002"));
    QCOMPARE(ids(*db, download->id, 500003, 100), QString());
    QCOMPARE(ids(*db, download->id, 9999999, 1), QString());
    QCOMPARE(ids(*db, download->id, 123456, 1, {q("NAME"), q("id"), q("p")}), q("n123456|123456|x"));
    QVERIFY(ids(*db, download->id, 0, 1, {q("nosuch")}).startsWith(q("! NoSuchColumn")));
    QCOMPARE(db->read(download->id, -1, 1, {}).error().detail, q("InvalidRowRange"));
    // The union of ranges is the whole, in order, whatever the cuts.
    qint64 next = 0;
    for (qint64 start = 0; start < 500003; start += 77777) {
        auto stream = db->read(download->id, start, 77777, {q("id")});
        QVERIFY_RESULT(stream);
        for (;;) {
            const auto batch = (*stream)->next();
            QVERIFY_RESULT(batch);
            if (!*batch)
                break;
            const auto &column = static_cast<const arrow::Int64Array &>(*(*batch)->column(0));
            for (int64_t i = 0; i < column.length(); ++i)
                QCOMPARE(column.Value(i), next++);
        }
    }
    QCOMPARE(next, 500003);
    // Rows that come later are not in the snapshot.
    const auto more = db->createUpload(tableRef(q("t")), partitionSpec(q("p=x")), false, false);
    QVERIFY(writeBlock(*db, more->id, 0, 900000, 5));
    QVERIFY_RESULT(db->commitUpload(more->id));
    QCOMPARE(ids(*db, download->id, 500002, 100), q("500002"));
}

void TstCatalog::downloadManySegments()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    for (int i = 0; i < 150; ++i)
        QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (%1,'a'),(%2,'b')").arg(2 * i).arg(2 * i + 1)), QString());
    const auto download = db->createDownload(tableRef(q("t")), {});
    QCOMPARE(download->rows, 300);
    QStringList expected;
    for (int i = 0; i < 300; ++i)
        expected.append(QString::number(i));
    QCOMPARE(ids(*db, download->id, 0, 300), expected.join(QLatin1Char(' ')));
    QCOMPARE(ids(*db, download->id, 3, 5), q("3 4 5 6 7"));
    QElapsedTimer timer;
    timer.start();
    (void)ids(*db, download->id, 0, 300);
    QVERIFY2(timer.elapsed() < 1000, qPrintable(QString::number(timer.elapsed())));
}

void TstCatalog::downloadTableModified()
{
    WarehouseFixture db;
    for (const char *change :
         {"TRUNCATE TABLE t", "INSERT OVERWRITE TABLE t VALUES (1,'x')", "ALTER TABLE t ADD COLUMNS (z STRING)",
          "DROP TABLE t", "ALTER TABLE t RENAME COLUMN name TO title"}) {
        QCOMPARE(db.run(q("DROP TABLE IF EXISTS t")), QString());
        QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
        QVERIFY_RESULT(load(*db, q("t"), 0, 10));
        const auto download = db->createDownload(tableRef(q("t")), {});
        QCOMPARE(db.run(q("INSERT INTO t VALUES (99,'more')")), QString());
        QCOMPARE(ids(*db, download->id, 9, 10), q("9"));
        QCOMPARE(db.run(q(change)), QString());
        const auto stream = db->read(download->id, 0, 1, {q("id")});
        QVERIFY2(!stream.ok(), change);
        QCOMPARE(stream.error().code, ErrorCode::Conflict);
        QCOMPARE(stream.error().detail, q("TableModified"));
    }
}

void TstCatalog::concurrentBlocks()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    std::atomic<int> taken = 0;
    std::vector<std::thread> threads;
    for (int lane = 0; lane < 6; ++lane)
        threads.emplace_back([&, lane] {
            for (int block = 0; block < 4; ++block)
                if (writeBlock(*db, upload->id, lane * 10 + block, (lane * 4 + block) * 30000, 30000))
                    ++taken;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(taken.load(), 24);
    QVERIFY_RESULT(db->commitUpload(upload->id));
    QCOMPARE(db.run(q("SELECT count(*), count(DISTINCT id), max(id) FROM t")), q("720000|720000|719999"));
}

// Loads, overwrites, truncations, changes and queries of the same table at once: every answer is one that could be.
void TstCatalog::concurrentStatements()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (p STRING)")), QString());
    std::atomic<bool> over = false;
    std::atomic<int> commits = 0;
    QStringList failures;
    std::mutex mutex;
    const auto failed = [&](const QString &what) {
        std::lock_guard lock(mutex);
        failures.append(what);
    };
    std::vector<std::thread> threads;
    for (int lane = 0; lane < 3; ++lane)
        threads.emplace_back([&, lane] {
            const QString partition = QStringLiteral("p=%1").arg(lane);
            while (!over) {
                const auto upload = db->createUpload(tableRef(q("t")), partitionSpec(partition), true, true);
                if (!upload || !writeBlock(*db, upload->id, 0, 0, 1000) || !writeBlock(*db, upload->id, 1, 0, 1000)) {
                    failed(upload ? QStringLiteral("block") : upload.error().text());
                    continue;
                }
                if (const auto done = db->commitUpload(upload->id); !done)
                    failed(done.error().text());
                ++commits;
            }
        });
    threads.emplace_back([&] {
        while (!over)
            if (const QString answer =
                    db.run(q("INSERT OVERWRITE TABLE t PARTITION(p='sql') SELECT id, name FROM t WHERE p = '0'"));
                !answer.isEmpty())
                failed(answer);
    });
    threads.emplace_back([&] {
        while (!over)
            for (const QString &line :
                 db.run(q("SELECT p, count(*) FROM t GROUP BY p")).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
                if (!line.endsWith(q("|2000")))
                    failed(line);
    });
    // So many commits, however busy the machine is; the deadline is there for a deadlock.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (commits < 100 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    over = true;
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY2(failures.isEmpty(), qPrintable(failures.mid(0, 5).join(QLatin1Char('\n'))));
    QVERIFY2(commits >= 100, qPrintable(QString::number(commits)));
    db.reopen();
    for (const QString &line :
         db.run(q("SELECT p, count(*) FROM t GROUP BY p")).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        QVERIFY2(line.endsWith(q("|2000")), qPrintable(line));
}

// Overwriting again and again must not let the file grow without bound.
void TstCatalog::hiddenRowsAreSwept()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(id BIGINT, name STRING)")), QString());
    const auto size = [&] { return QFileInfo(db.storePath() + q("/demo.duckdb")).size(); };
    for (int i = 0; i < 3; ++i)
        QVERIFY_RESULT(load(*db, q("t"), 0, 300000, true));
    db.reopen();
    const qint64 before = size();
    for (int i = 0; i < 12; ++i)
        QVERIFY_RESULT(load(*db, q("t"), 0, 300000, true));
    db.reopen();
    QVERIFY2(size() < 2 * before + (8 << 20), qPrintable(QStringLiteral("%1 → %2").arg(before).arg(size())));
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("300000"));
}
