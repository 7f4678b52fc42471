#include "connectors/stream/streamconnector.h"
#include "data/arrowtypes.h"
#include "data/cast.h"

#include <QtTest>

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <set>
#include <thread>

using namespace sluice;

namespace
{

class ListLog final : public Log
{
public:
    void write(LogLevel, const QString &line) override { lines.append(line); }
    QStringList lines;
};

class NoDirt final : public DirtySink
{
public:
    void add(DirtyRow) override { QFAIL("a dirty row"); }
};

Schema everyType()
{
    Schema schema;
    const QStringList types{QStringLiteral("BOOLEAN"),
                            QStringLiteral("TINYINT"),
                            QStringLiteral("SMALLINT"),
                            QStringLiteral("INT"),
                            QStringLiteral("BIGINT"),
                            QStringLiteral("FLOAT"),
                            QStringLiteral("DOUBLE"),
                            QStringLiteral("DECIMAL(38,18)"),
                            QStringLiteral("DECIMAL(3,1)"),
                            QStringLiteral("STRING"),
                            QStringLiteral("CHAR(1)"),
                            QStringLiteral("VARCHAR(40)"),
                            QStringLiteral("BINARY"),
                            QStringLiteral("DATE"),
                            QStringLiteral("DATETIME"),
                            QStringLiteral("TIMESTAMP"),
                            QStringLiteral("TIMESTAMP_NTZ"),
                            QStringLiteral("INTERVAL_DAY_TIME"),
                            QStringLiteral("INTERVAL_YEAR_MONTH"),
                            QStringLiteral("JSON"),
                            QStringLiteral("ARRAY<STRING>"),
                            QStringLiteral("MAP<TINYINT,DOUBLE>"),
                            QStringLiteral("MAP<STRING,ARRAY<INT>>"),
                            QStringLiteral("STRUCT<a:INT,b:STRUCT<c:DECIMAL(10,2),d:ARRAY<DATE>>>")};
    for (const QString &type : types)
        schema.columns.append({QStringLiteral("f%1").arg(schema.size()), *Type::parse(type), true, {}});
    return schema;
}

OpenRequest request(const char *category, const char *parameter, const Schema *peer = nullptr, int lanes = 1)
{
    OpenRequest made;
    made.step.stepType = QStringLiteral("stream");
    made.step.category = QString::fromUtf8(category);
    made.step.parameter = QJsonDocument::fromJson(parameter).object();
    made.step.pointer = QStringLiteral("/steps/0");
    made.peer = peer;
    made.lanes = lanes;
    made.runId = QStringLiteral("run1");
    made.timeZone = QTimeZone::utc();
    return made;
}

std::vector<Batch> readAll(Source &source, const Split &split, const Position &from = {})
{
    std::vector<Batch> batches;
    auto reader = source.reader(split, from);
    for (;;) {
        Batch batch;
        auto outcome = (*reader)->next(batch, {});
        if (!outcome || *outcome == Reader::Outcome::End)
            break;
        batches.push_back(batch);
    }
    return batches;
}

std::shared_ptr<arrow::RecordBatch> joined(const std::vector<Batch> &batches)
{
    arrow::RecordBatchVector all;
    for (const Batch &batch : batches)
        all.push_back(batch.rows);
    return arrow::ConcatenateRecordBatches(all).ValueOrDie();
}

std::shared_ptr<arrow::RecordBatch> rowsOf(const char *parameter, const Schema *peer = nullptr)
{
    auto source = makeStreamConnector()->openSource(request("reader", parameter, peer), {});
    if (!source)
        return nullptr;
    return joined(readAll(**source, (*source)->split(1, {})->front()));
}

QByteArray cell(const arrow::RecordBatch &rows, int column, const Type &type, qint64 row = 0)
{
    return cellText(rows.column(column), type, row, QTimeZone::utc());
}

} // namespace

class TestStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyParameterMakesTenRowsALane();
    void everyTypeIsGenerated();
    void valuesFollowFromSeedAndRow();
    void dataxColumns();
    void rangesHold();
    void badColumns_data();
    void badColumns();
    void aScheduledParameterIsNotChecked();
    void resumes();
    void stops();
    void isFast();
    void discards();
    void prints();
    void writesAFile();
    void abortLeavesNothing();
    void pausesAndStops();
    void badWriters();
};

void TestStream::anEmptyParameterMakesTenRowsALane()
{
    const Schema peer = everyType();
    auto source = makeStreamConnector()->openSource(request("reader", "{}", &peer, 3), {});
    QVERIFY(source.ok());
    QCOMPARE((*source)->schema(), peer);
    const auto splits = *(*source)->split(12, {});
    QCOMPARE(splits.size(), size_t(3));
    qint64 next = 1;
    for (const Split &split : splits) {
        QCOMPARE(split.expectedRows, 10);
        const auto batches = readAll(**source, split);
        QCOMPARE(batches.size(), size_t(1));
        QCOMPARE(batches[0].rows->num_rows(), 10);
        QCOMPARE(batches[0].firstRow, next);
        next += 10;
    }
    // Nobody knows any columns: a number a row.
    const auto rows = rowsOf("{}");
    QVERIFY(rows);
    QCOMPARE(rows->num_columns(), 1);
    QCOMPARE(rows->num_rows(), 10);
}

void TestStream::everyTypeIsGenerated()
{
    const Schema peer = everyType();
    const auto rows = rowsOf(R"({"sliceRecordCount": 5000})", &peer);
    QVERIFY(rows);
    QCOMPARE(rows->num_rows(), 5000);
    QVERIFY(rows->schema()->Equals(*arrowSchema(peer)));
    const auto status = rows->ValidateFull();
    QVERIFY2(status.ok(), status.ToString().c_str());
    // Every value has a text, so it is one of its type; and the values differ.
    for (int column = 0; column < rows->num_columns(); ++column) {
        CastPlan plan = std::move(CastPlan::compile(peer.columns[column].type, TypeKind::String, {})).value();
        auto cast = plan.apply(rows->column(column));
        QVERIFY(cast.ok());
        if (peer.columns[column].type.kind() != TypeKind::Binary)
            QVERIFY2(cast->refused.empty(), cast->refused.empty() ? "" : qPrintable(cast->refused[0].reason));
        QCOMPARE(rows->column(column)->null_count(), 0);
        QVERIFY(!rows->column(column)->Slice(0, 100)->Equals(*rows->column(column)->Slice(100, 100)));
    }
    // The keys of a map differ.
    const auto &map = static_cast<const arrow::MapArray &>(*rows->column(21));
    const auto &keys = static_cast<const arrow::Int8Array &>(*map.keys());
    for (qint64 i = 0; i + 1 < keys.length(); i += 2)
        QVERIFY(keys.Value(i) != keys.Value(i + 1));
}

void TestStream::valuesFollowFromSeedAndRow()
{
    const Schema peer = everyType();
    const auto one = rowsOf(R"({"sliceRecordCount": 300})", &peer);
    QVERIFY(one->Equals(*rowsOf(R"({"sliceRecordCount": "300", "seed": 0})", &peer)));
    QVERIFY(!one->Equals(*rowsOf(R"({"sliceRecordCount": 300, "seed": 1})", &peer)));
    // Three lanes of 100 rows hold the same rows as one lane of 300.
    auto source = makeStreamConnector()->openSource(request("reader", R"({"sliceRecordCount": 100})", &peer, 3), {});
    std::vector<Batch> all;
    const std::vector<Split> splits = *(*source)->split(3, {});
    for (const Split &split : splits)
        for (const Batch &batch : readAll(**source, split))
            all.push_back(batch);
    const auto three = joined(all);
    for (int column = 0; column < one->num_columns(); ++column)
        QVERIFY2(one->column(column)->Equals(*three->column(column)), one->schema()->field(column)->ToString().c_str());
}

void TestStream::dataxColumns()
{
    const auto rows = rowsOf(R"j({"sliceRecordCount": 2, "column": [
        {"value": "DataX"}, {"value": 19890604, "type": "long"}, {"value": "1989-06-04 00:00:00", "type": "date"},
        {"value": "04/06/1989", "type": "date", "dateFormat": "dd/MM/yyyy"}, {"value": true, "type": "bool"},
        {"value": "test", "type": "bytes"}, {"value": "1.5", "type": "double", "random": "1, 2"},
        {"value": null, "type": "long", "name": "empty"}, {"value": "12.345", "type": "DECIMAL(10,3)"}]})j");
    QVERIFY(rows);
    QCOMPARE(rows->num_rows(), 2);
    QCOMPARE(rows->schema()->field(7)->name(), std::string("empty"));
    QCOMPARE(rows->schema()->field(1)->name(), std::string("c2"));
    for (int row = 0; row < 2; ++row) {
        QCOMPARE(cell(*rows, 0, TypeKind::String, row), "DataX");
        QCOMPARE(cell(*rows, 1, TypeKind::BigInt, row), "19890604");
        QCOMPARE(cell(*rows, 2, TypeKind::DateTime, row), "1989-06-04 00:00:00");
        QCOMPARE(cell(*rows, 3, TypeKind::DateTime, row), "1989-06-04 00:00:00");
        QCOMPARE(cell(*rows, 4, TypeKind::Boolean, row), "true");
        QCOMPARE(cell(*rows, 5, TypeKind::Binary, row), "test");
        QCOMPARE(cell(*rows, 6, TypeKind::Double, row), "1.5");
        QVERIFY(rows->column(7)->IsNull(row));
        QCOMPARE(cell(*rows, 8, Type::decimal(10, 3), row), "12.345");
    }
}

void TestStream::rangesHold()
{
    const auto rows = rowsOf(R"j({"sliceRecordCount": 20000, "column": [
        {"type": "long", "random": "-3, 3"}, {"type": "string", "random": "0, 5"}, {"type": "bytes", "random": "2, 2"},
        {"type": "bool", "random": "3, 1"}, {"type": "double", "random": "-1.5, 2"},
        {"type": "date", "random": "2020-01-01 00:00:00, 2020-01-01 00:00:09"}, {"type": "DECIMAL(4,2)", "random": "-0.5, 0.5"},
        {"type": "TINYINT", "random": "127, 127"}, {"type": "bool", "random": "0, 1"},
        {"type": "long", "random": "-9223372036854775807, 9223372036854775807"}]})j");
    QVERIFY(rows);
    QVERIFY(rows->ValidateFull().ok());
    const auto &longs = static_cast<const arrow::Int64Array &>(*rows->column(0));
    const auto &texts = static_cast<const arrow::StringArray &>(*rows->column(1));
    const auto &bytes = static_cast<const arrow::BinaryArray &>(*rows->column(2));
    const auto &bools = static_cast<const arrow::BooleanArray &>(*rows->column(3));
    const auto &doubles = static_cast<const arrow::DoubleArray &>(*rows->column(4));
    const auto &dates = static_cast<const arrow::TimestampArray &>(*rows->column(5));
    std::set<qint64> seenLongs, seenLengths;
    qint64 trues = 0;
    for (qint64 i = 0; i < rows->num_rows(); ++i) {
        seenLongs.insert(longs.Value(i));
        seenLengths.insert(texts.value_length(i));
        QCOMPARE(bytes.value_length(i), 2);
        trues += bools.Value(i);
        QVERIFY(doubles.Value(i) >= -1.5 && doubles.Value(i) <= 2);
        QVERIFY(dates.Value(i) >= 1577836800000 && dates.Value(i) <= 1577836809000);
        const QByteArray decimal = cell(*rows, 6, Type::decimal(4, 2), i);
        QVERIFY(decimal.toDouble() >= -0.5 && decimal.toDouble() <= 0.5);
    }
    QCOMPARE(seenLongs, (std::set<qint64>{-3, -2, -1, 0, 1, 2, 3}));
    QCOMPARE(seenLengths, (std::set<qint64>{0, 1, 2, 3, 4, 5}));
    QVERIFY(trues > 4500 && trues < 5500);
    QCOMPARE(static_cast<const arrow::BooleanArray &>(*rows->column(8)).true_count(), rows->num_rows());
}

void TestStream::badColumns_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("says");
    const QString p = QStringLiteral("/steps/0/parameter/column/0");
    QTest::newRow("type") << R"({"type": "strin"})" << p + "/type"
                          << "string";
    QTest::newRow("range") << R"({"type": "long", "random": "1"})" << p + "/random"
                           << "from, to";
    QTest::newRow("turned") << R"({"type": "long", "random": "5, 1"})" << p + "/random"
                            << "empty";
    QTest::newRow("negative length") << R"({"type": "string", "random": "-1, 5"})" << p + "/random"
                                     << "0 to";
    QTest::newRow("too wide") << R"({"type": "TINYINT", "random": "0, 300"})" << p + "/random"
                              << "127";
    QTest::newRow("no date") << R"({"type": "date", "random": "x, y"})" << p + "/random"
                             << "not a time";
    QTest::newRow("nanoseconds") << R"({"type": "TIMESTAMP", "random": "0001-01-01, 9999-01-01"})" << p + "/random"
                                 << "1678";
    QTest::newRow("value") << R"({"type": "long", "value": "abc"})" << p + "/value"
                           << "abc";
    QTest::newRow("form") << R"({"type": "date", "value": "2020", "dateFormat": "dd.MM.yyyy"})" << p + "/value"
                          << "dd.MM.yyyy";
    QTest::newRow("key") << R"({"typ": "long"})" << p + "/typ"
                         << "type";
    QTest::newRow("text") << R"("id")" << p << "object";
    QTest::newRow("nested range") << R"({"type": "ARRAY<INT>", "random": "1, 2"})" << p + "/random"
                                  << "no range";
}

void TestStream::badColumns()
{
    QFETCH(QString, column);
    QFETCH(QString, pointer);
    QFETCH(QString, says);
    const QByteArray parameter = "{\"column\": [" + column.toUtf8() + "]}";
    const OpenRequest bad = request("reader", parameter.constData());
    const auto connector = makeStreamConnector();
    const Issues issues = connector->check(bad.step);
    QCOMPARE(issues.size(), 1);
    QCOMPARE(issues[0].pointer, pointer);
    QVERIFY2(issues[0].message.contains(says), qPrintable(issues[0].message));
    if (column.startsWith(QLatin1Char('{'))) {
        const auto source = connector->openSource(bad, {});
        QVERIFY(!source.ok());
        QCOMPARE(source.error().code, ErrorCode::Config);
        QVERIFY2(source.error().where.startsWith(QStringLiteral("reader.column[0]")), qPrintable(source.error().where));
    }
}

void TestStream::aScheduledParameterIsNotChecked()
{
    const auto connector = makeStreamConnector();
    QVERIFY(
        connector->check(request("reader", R"({"column": [{"type": "date", "value": "${bizdate}"}]})").step).isEmpty());
}

void TestStream::resumes()
{
    const Schema peer = everyType();
    auto source = makeStreamConnector()->openSource(request("reader", R"({"sliceRecordCount": 20000})", &peer), {});
    const Split split = (*source)->split(1, {})->front();
    const auto all = readAll(**source, split);
    QVERIFY(all.size() >= 5);
    for (size_t i = 0; i < all.size(); ++i) {
        const auto rest = readAll(**source, split, all[i].after);
        QCOMPARE(rest.size(), all.size() - i - 1);
        if (!rest.empty())
            QVERIFY(joined(rest)->Equals(*joined({all.begin() + qptrdiff(i) + 1, all.end()})));
    }
}

void TestStream::stops()
{
    auto source = makeStreamConnector()->openSource(request("reader", R"({"sliceRecordCount": 1000000000000})"), {});
    auto reader = (*source)->reader((*source)->split(1, {})->front(), {});
    std::stop_source stop;
    Batch batch;
    QVERIFY((*reader)->next(batch, Stop(stop.get_token())).ok());
    stop.request_stop();
    QCOMPARE((*reader)->next(batch, Stop(stop.get_token())).error().code, ErrorCode::Stopped);
}

void TestStream::isFast()
{
    auto source = makeStreamConnector()->openSource(
        request("reader", R"({"sliceRecordCount": 2000000, "column": [{"type": "long"}, {"type": "string"},
                              {"type": "double"}, {"type": "date"}, {"value": "x"}]})"),
        {});
    auto reader = (*source)->reader((*source)->split(1, {})->front(), {});
    QElapsedTimer timer;
    timer.start();
    Batch batch;
    qint64 rows = 0;
    while (*(*reader)->next(batch, {}) == Reader::Outcome::More) {
        QVERIFY(batch.rows->num_rows() <= batchRowLimit);
        rows += batch.rows->num_rows();
    }
    QCOMPARE(rows, 2'000'000);
    qInfo("%lld rows a second", rows * 1000 / std::max<qint64>(timer.elapsed(), 1));
    QVERIFY(timer.elapsed() < 20'000);
}

void TestStream::discards()
{
    const Schema peer = everyType();
    ListLog log;
    OpenRequest r = request("writer", "{}", &peer);
    r.log = &log;
    auto sink = makeStreamConnector()->openSink(r, {});
    QVERIFY(sink.ok());
    QCOMPARE((*sink)->schema(), peer);
    auto writer = (*sink)->writer(0);
    NoDirt dirt;
    Batch batch;
    batch.rows = rowsOf("{}", &peer);
    QVERIFY((*writer)->write(batch, dirt, {}).ok());
    QVERIFY((*writer)->write(Batch(), dirt, {}).ok());
    auto receipt = (*writer)->seal({});
    QVERIFY(receipt.ok());
    QVERIFY((*sink)->commit(0, {*receipt}, {}).ok());
    QVERIFY(log.lines.isEmpty());
}

void TestStream::prints()
{
    Schema peer;
    peer.columns = {{QStringLiteral("a"), TypeKind::String, true, {}},
                    {QStringLiteral("b"), TypeKind::BigInt, true, {}}};
    ListLog log;
    OpenRequest r = request("writer", R"({"print": true, "fieldDelimiter": ","})", &peer);
    r.log = &log;
    auto sink = makeStreamConnector()->openSink(r, {});
    auto writer = (*sink)->writer(0);
    NoDirt dirt;
    Batch batch;
    batch.rows =
        rowsOf(R"({"sliceRecordCount": 60, "column": [{"value": "DataX"}, {"value": 19890604, "type": "long"}]})");
    QVERIFY((*writer)->write(batch, dirt, {}).ok());
    QCOMPARE(log.lines.size(), 60);
    QCOMPARE(log.lines[0], QStringLiteral("DataX,19890604"));
    QVERIFY((*writer)->write(batch, dirt, {}).ok());
    QVERIFY((*writer)->write(batch, dirt, {}).ok());
    QCOMPARE(log.lines.size(), 101);
}

void TestStream::writesAFile()
{
    QTemporaryDir dir;
    Schema peer;
    peer.columns = {{QStringLiteral("a"), TypeKind::String, true, {}},
                    {QStringLiteral("b"), TypeKind::BigInt, true, {}}};
    OpenRequest r = request("writer", R"({"path": "out", "fileName": "rows.txt"})", &peer, 2);
    r.workspaceDir = dir.path();
    QCOMPARE(makeStreamConnector()->openSink(r, {}).error().code, ErrorCode::NotFound);
    QDir(dir.path()).mkdir(QStringLiteral("out"));
    auto sink = makeStreamConnector()->openSink(r, {});
    QVERIFY(sink.ok());
    NoDirt dirt;
    Batch batch;
    batch.rows =
        rowsOf(R"({"sliceRecordCount": 1, "column": [{"value": "DataX"}, {"value": 19890604, "type": "long"}]})");
    std::vector<Receipt> receipts;
    for (int lane = 0; lane < 2; ++lane) {
        auto writer = (*sink)->writer(lane);
        QVERIFY((*writer)->write(batch, dirt, {}).ok());
        receipts.push_back(*(*writer)->seal({}));
    }
    const QString path = dir.filePath(QStringLiteral("out/rows.txt"));
    QVERIFY(!QFile::exists(path));
    for (int again = 0; again < 2; ++again) {
        QVERIFY((*sink)->commit(0, receipts, {}).ok());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), "DataX\t19890604\nDataX\t19890604\n");
    }
    QCOMPARE(QDir(dir.filePath(QStringLiteral("out"))).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestStream::abortLeavesNothing()
{
    QTemporaryDir dir;
    Schema peer;
    peer.columns = {{QStringLiteral("c1"), TypeKind::BigInt, true, {}}};
    OpenRequest r = request("writer", R"({"path": ".", "fileName": "rows.txt"})", &peer);
    r.workspaceDir = dir.path();
    auto sink = makeStreamConnector()->openSink(r, {});
    auto writer = (*sink)->writer(0);
    NoDirt dirt;
    Batch batch;
    batch.rows = rowsOf("{}");
    QVERIFY((*writer)->write(batch, dirt, {}).ok());
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    (*sink)->abort();
    QVERIFY(QDir(dir.path()).entryList(QDir::Files | QDir::Hidden).isEmpty());
}

void TestStream::pausesAndStops()
{
    Schema peer;
    peer.columns = {{QStringLiteral("c1"), TypeKind::BigInt, true, {}}};
    NoDirt dirt;
    Batch batch;
    batch.rows = rowsOf("{}");
    auto slow = makeStreamConnector()->openSink(
        request("writer", R"({"recordNumBeforeSleep": 5, "sleepTime": 0.1})", &peer), {});
    QElapsedTimer timer;
    timer.start();
    QVERIFY((*(*slow)->writer(0))->write(batch, dirt, {}).ok());
    QVERIFY(timer.elapsed() >= 200);

    auto sink = makeStreamConnector()->openSink(
        request("writer", R"({"recordNumBeforeSleep": "5", "sleepTime": 600})", &peer), {});
    auto writer = (*sink)->writer(0);
    std::stop_source stop;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        stop.request_stop();
    });
    timer.restart();
    const Done done = (*writer)->write(batch, dirt, Stop(stop.get_token()));
    QVERIFY(!done.ok());
    QCOMPARE(done.error().code, ErrorCode::Stopped);
    QVERIFY(timer.elapsed() < 2000);
}

void TestStream::badWriters()
{
    const auto connector = makeStreamConnector();
    QCOMPARE(connector->check(request("writer", R"({"path": "/tmp"})").step).size(), 1);
    QCOMPARE(connector->check(request("writer", R"({"fileName": "x"})").step).size(), 1);
    QCOMPARE(connector->check(request("writer", R"({"path": "/tmp", "fileName": "a/b"})").step).size(), 1);
    QVERIFY(connector->check(request("writer", R"({"path": "/tmp", "fileName": "a"})").step).isEmpty());
    QVERIFY(connector->check(request("writer", "{}").step).isEmpty());
    QCOMPARE(connector->openSink(request("writer", "{}"), {}).error().code, ErrorCode::Config);
}

QTEST_GUILESS_MAIN(TestStream)
#include "tst_stream.moc"
