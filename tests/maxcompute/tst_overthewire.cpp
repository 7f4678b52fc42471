#include "data/arrowtypes.h"
#include "maxcompute/warehousefixture.h"
#include "tunnel/randomrows.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <arrow/api.h>

#include <thread>

using namespace sluice;

namespace
{

Schema schemaOf(std::initializer_list<std::pair<const char *, const char *>> columns)
{
    Schema schema;
    for (const auto &[name, type] : columns)
        schema.columns.append({QString::fromLatin1(name), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

// id from `first` on, and a text for each.
std::shared_ptr<arrow::RecordBatch> numbered(int64_t first, int64_t rows, size_t textSize = 8)
{
    arrow::Int64Builder id;
    arrow::StringBuilder name;
    for (int64_t row = first; row < first + rows; ++row) {
        std::string text = "n" + std::to_string(row);
        text.resize(std::max(textSize, text.size()), char('a' + row % 26));
        if (!id.Append(row).ok() || !name.Append(text).ok())
            qFatal("memory");
    }
    return arrow::RecordBatch::Make(arrowSchema(schemaOf({{"id", "bigint"}, {"name", "string"}})), rows,
                                    {id.Finish().ValueOrDie(), name.Finish().ValueOrDie()});
}

std::shared_ptr<arrow::Array> texts(const std::vector<const char *> &values)
{
    arrow::StringBuilder builder;
    for (const char *value : values)
        if (!(value ? builder.Append(value) : builder.AppendNull()).ok())
            qFatal("memory");
    return builder.Finish().ValueOrDie();
}

QStringList ids(const Rows &rows, int column = 0)
{
    QStringList ids;
    for (const auto &batch : rows)
        for (int64_t row = 0; row < batch->num_rows(); ++row)
            ids.append(QString::number(static_cast<const arrow::Int64Array &>(*batch->column(column)).Value(row)));
    std::sort(ids.begin(), ids.end(),
              [](const QString &a, const QString &b) { return a.toLongLong() < b.toLongLong(); });
    return ids;
}

QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

QStringList expectedIds(int64_t from, int64_t to)
{
    QStringList ids;
    for (int64_t id = from; id < to; ++id)
        ids.append(QString::number(id));
    return ids;
}

} // namespace

// The connector against the local warehouse, through a real socket and real signatures.
class TestOverTheWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }

    void everyType_data()
    {
        QTest::addColumn<QString>("algorithm");
        QTest::addColumn<bool>("arrow");
        for (const char *algorithm : {"raw", "zlib", "snappy", "lz4", "zstd"})
            for (const bool arrow : {false, true})
                QTest::addRow("%s%s", algorithm, arrow ? "_arrow" : "") << QString::fromLatin1(algorithm) << arrow;
    }

    void everyType()
    {
        QFETCH(const QString, algorithm);
        QFETCH(const bool, arrow);
        Schema schema;
        schema.columns.append({QStringLiteral("id"), TypeKind::BigInt, true, {}});
        QStringList definitions{QStringLiteral("id BIGINT")};
        for (const Column &column : sluice::everyType().columns) {
            if (column.type.kind() == TypeKind::Char)
                continue; // written, not read: its own test
            schema.columns.append(column);
            definitions.append(column.name + QLatin1Char(' ') + column.type.text());
        }
        const QString table = QStringLiteral("types_") + QLatin1String(QTest::currentDataTag());
        const QJsonObject parameter{{"table", table}, {"compressAlgorithm", algorithm}, {"useArrow", arrow}};
        m_fixture->sql(QStringLiteral("CREATE TABLE %1 (%2)").arg(table, definitions.join(QStringLiteral(", "))));

        std::mt19937_64 random(42);
        Rows rows;
        int64_t first = 0;
        for (const int64_t count : {1, 900, 2000}) {
            auto batch = randomRows(schema, count, random, Values::Ordinary);
            auto numbers = numbered(first, count)->column(0);
            first += count;
            rows.push_back(batch->SetColumn(0, batch->schema()->field(0), numbers).ValueOrDie());
        }
        const Done written = m_fixture->write(parameter, rows);
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        const auto read = m_fixture->read(parameter, 3);
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().text()));
        QVERIFY(m_fixture->dirty.isEmpty());

        const auto whole = [](const Rows &parts) {
            return arrow::Table::FromRecordBatches(parts).ValueOrDie()->CombineChunks().ValueOrDie();
        };
        const auto expected = whole(rows);
        const auto actual = whole(*read);
        QCOMPARE(actual->num_rows(), expected->num_rows());
        for (int i = 0; i < expected->num_columns(); ++i)
            QVERIFY2(actual->column(i)->Equals(*expected->column(i)), expected->schema()->field(i)->ToString().c_str());
    }

    // The wire has the table's columns in the table's order; the task's columns have their own.
    void columnsInAnyOrder_data()
    {
        QTest::addColumn<bool>("arrow");
        QTest::newRow("records") << false;
        QTest::newRow("arrow") << true;
    }

    void columnsInAnyOrder()
    {
        QFETCH(const bool, arrow);
        const QString table = QStringLiteral("shuffled_") + QLatin1String(QTest::currentDataTag());
        m_fixture->sql(QStringLiteral("CREATE TABLE %1 (a STRING, b BIGINT, c STRING)").arg(table));
        const auto rows = numbered(7, 1);
        const Done written =
            m_fixture->write({{"table", table}, {"useArrow", arrow}, {"column", QJsonArray{"b", "a"}}}, {rows});
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        const auto read =
            m_fixture->read({{"table", table}, {"useArrow", arrow}, {"column", QJsonArray{"b", "c", "'x'", "a", "b"}}});
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().text()));
        const std::string name = static_cast<const arrow::StringArray &>(*rows->column(1)).GetString(0);
        QCOMPARE(asLines(*read), QStringList(QStringLiteral("7|null|x|%1|7").arg(QString::fromStdString(name))));
    }

    // ER-2.
    void tooManyPartitions()
    {
        m_fixture->sql("CREATE TABLE days (id BIGINT, name STRING) PARTITIONED BY (ds BIGINT)");
        QStringList partitions;
        for (int day = 0; day <= 100; ++day)
            partitions.append(QStringLiteral("PARTITION (ds=%1)").arg(100 + day));
        m_fixture->sql(QStringLiteral("ALTER TABLE days ADD %1").arg(partitions.join(QLatin1Char(' '))));
        const auto read = [this](const char *partition, const QJsonValue &limit) {
            QJsonObject parameter{{"table", "days"}, {"partition", QJsonArray{partition}}};
            if (!limit.isUndefined())
                parameter.insert("maxPartitionCount", limit);
            return m_fixture->read(parameter);
        };
        QVERIFY(read("/*query*/ ds>100", QJsonValue::Undefined).ok()); // the other 100
        const auto refused = read("ds=*", QJsonValue::Undefined);
        QCOMPARE(refused.error().code, ErrorCode::Config);
        QVERIFY2(refused.error().message.startsWith("The number of matched partitions exceeds the default limit"),
                 qPrintable(refused.error().text()));
        QVERIFY(refused.error().message.contains("maxPartitionCount"));
        QVERIFY(read("ds=*", 101).ok());
    }

    // MR-4, MR-5, MR-6, MR-8; AM-3: "live".
    void partitions()
    {
        m_fixture->sql("CREATE TABLE parts (id BIGINT, name STRING) PARTITIONED BY (pt BIGINT, ds STRING)");
        int64_t id = 0;
        for (const char *spec : {"pt=1,ds=hangzhou", "pt=1,ds=shanghai", "pt=2,ds=hangzhou", "pt=2,ds=beijing"})
            QVERIFY(m_fixture->write({{"table", "PARTS"}, {"partition", spec}}, {numbered(id++, 1)}).ok());

        const auto read = [this](const QJsonArray &partition) {
            const auto rows = m_fixture->read({{"table", "parts"}, {"partition", partition}});
            return rows.ok() ? ids(*rows) : QStringList(errorCodeName(rows.error().code));
        };
        QCOMPARE(read({"pt=1,ds=shanghai"}), QStringList("1"));
        QCOMPARE(read({"pt=1,ds=*"}), (QStringList{"0", "1"}));
        QCOMPARE(read({"pt=1,ds=*", "pt=*,ds=hangzhou"}), (QStringList{"0", "1", "2"}));
        QCOMPARE(read({"/*query*/ pt>=2"}), (QStringList{"2", "3"}));
        QCOMPARE(read({"pt=3,ds=*"}), QStringList("NotFound"));
        QCOMPARE(read({}), QStringList("Config"));
        QCOMPARE(read({"pt=1"}), QStringList("Config"));

        const auto nothing = m_fixture->read(
            {{"table", "parts"}, {"partition", QJsonArray{"pt=3,ds=*"}}, {"successOnNoPartition", true}});
        QVERIFY(nothing.ok());
        QCOMPARE(countRows(*nothing), 0);

        const auto live = m_fixture->read({{"table", "parts"},
                                           {"partition", QJsonArray{"pt=2,ds=*"}},
                                           {"column", QJsonArray{"'it''s'", "ds", "id", "pt"}}});
        QCOMPARE(sorted(asLines(*live)), (QStringList{"it's|beijing|3|2", "it's|hangzhou|2|2"}));
        const auto counted = m_fixture->read(
            {{"table", "parts"}, {"partition", QJsonArray{"pt=2,ds=*"}}, {"column", QJsonArray{"'x'", "pt"}}});
        QCOMPARE(asLines(*counted), (QStringList{"x|2", "x|2"}));

        for (const char *bad : {"", "pt=1", "pt=*,ds=a", "pt=1,ds=a,x=1"})
            QCOMPARE(m_fixture->write({{"table", "parts"}, {"partition", bad}}, {numbered(0, 1)}).error().code,
                     ErrorCode::Config);
        m_fixture->sql("CREATE TABLE plain (id BIGINT, name STRING)");
        QCOMPARE(m_fixture->write({{"table", "plain"}, {"partition", "pt=1"}}, {numbered(0, 1)}).error().code,
                 ErrorCode::Config);
    }

    void chinesePartition()
    {
        m_fixture->sql("CREATE TABLE cities (id BIGINT, name STRING) PARTITIONED BY (city STRING)");
        const QString spec = QStringLiteral("city=杭州 100%+1&2");
        const Done written = m_fixture->write({{"table", "cities"}, {"partition", spec}}, {numbered(7, 1)});
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        const auto rows = m_fixture->read({{"table", "cities"},
                                           {"partition", QJsonArray{QStringLiteral("city=杭*")}},
                                           {"column", QJsonArray{"city"}}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(asLines(*rows), QStringList(QStringLiteral("杭州 100%+1&2")));
    }

    // MW-3
    void someColumnsInAnotherOrder()
    {
        m_fixture->sql("CREATE TABLE abc (a STRING, b STRING, c STRING)");
        const auto rows = arrow::RecordBatch::Make(arrowSchema(schemaOf({{"c", "string"}, {"b", "string"}})), 1,
                                                   {texts({"x"}), texts({"y"})});
        QVERIFY(m_fixture->write({{"table", "abc"}, {"column", QJsonArray{"C", "b"}}}, {rows}).ok());
        QCOMPARE(asLines(*m_fixture->read({{"table", "abc"}})), QStringList("null|y|x"));
        QCOMPARE(asLines(*m_fixture->read({{"table", "abc"}, {"column", QJsonArray{"c", "'1'", "b", "c"}}})),
                 QStringList("x|1|y|x"));
    }

    // MW-5
    void truncate()
    {
        m_fixture->sql("CREATE TABLE truncated (id BIGINT, name STRING)");
        const auto count = [this] { return countRows(*m_fixture->read({{"table", "truncated"}})); };
        for (int run = 0; run < 2; ++run)
            QVERIFY(m_fixture->write({{"table", "truncated"}, {"truncate", true}}, {numbered(0, 3)}).ok());
        QCOMPARE(count(), 3);
        QVERIFY(m_fixture->write({{"table", "truncated"}, {"truncate", false}}, {numbered(3, 3)}).ok());
        QCOMPARE(count(), 6);
        QVERIFY(m_fixture->write({{"table", "truncated"}, {"truncate", "true"}}, {}).ok());
        QCOMPARE(count(), 0);
        const auto sink = m_fixture->connector().openSink(m_fixture->request("writer", {{"table", "truncated"}}), {});
        QVERIFY(sink.error().message.contains("choose append"));
    }

    // MW-8
    void emptyAsNull()
    {
        m_fixture->sql("CREATE TABLE empties (t STRING)");
        const auto rows = arrow::RecordBatch::Make(arrowSchema(schemaOf({{"t", "string"}})), 5,
                                                   {texts({"gone", "", " ", nullptr, "x"})})
                              ->Slice(1);
        QVERIFY(m_fixture->write({{"table", "empties"}, {"emptyAsNull", true}}, {rows}).ok());
        QCOMPARE(asLines(*m_fixture->read({{"table", "empties"}})), (QStringList{"null", " ", "null", "x"}));
        QVERIFY(m_fixture->write({{"table", "empties"}, {"truncate", true}}, {rows}).ok());
        QCOMPARE(asLines(*m_fixture->read({{"table", "empties"}})), (QStringList{"", " ", "null", "x"}));
    }

    // MW-14.
    void dirtyRows()
    {
        m_fixture->sql("CREATE TABLE strict (t STRING NOT NULL, big STRING)");
        const std::string huge(9 << 20, 'x');
        const auto rows =
            arrow::RecordBatch::Make(arrowSchema(schemaOf({{"t", "string"}, {"big", "string"}})), 4,
                                     {texts({"a", nullptr, "b", "c"}), texts({"", "", huge.c_str(), "y"})});
        QVERIFY(m_fixture->write({{"table", "strict"}}, {rows}).ok());
        QCOMPARE(m_fixture->dirty.size(), 2);
        QCOMPARE(m_fixture->dirty[0].row, 2);
        QCOMPARE(m_fixture->dirty[0].column, QStringLiteral("t"));
        QCOMPARE(m_fixture->dirty[1].row, 3);
        QCOMPARE(m_fixture->dirty[1].column, QStringLiteral("big"));
        QCOMPARE(m_fixture->dirty[1].raw.size(), 64 * 1024);
        QCOMPARE(asLines(*m_fixture->read({{"table", "strict"}})), (QStringList{"a|", "c|y"}));
        const auto subset = m_fixture->connector().openSink(
            m_fixture->request("writer", {{"table", "strict"}, {"truncate", false}, {"column", QJsonArray{"big"}}}),
            {});
        QCOMPARE(subset.error().code, ErrorCode::Config);
    }

    // MR-17, MR-14
    void whatIsNotRead()
    {
        m_fixture->sql("CREATE TABLE chars (c CHAR(3), id BIGINT)");
        const auto chars = m_fixture->read({{"table", "chars"}});
        QCOMPARE(chars.error().code, ErrorCode::Unsupported);
        QVERIFY(chars.error().message.contains("CAST(c AS STRING)"));
        QCOMPARE(chars.error().where, QStringLiteral("/steps/0/parameter/column"));
        QVERIFY(m_fixture->read({{"table", "chars"}, {"column", QJsonArray{"id"}}}).ok());
        QCOMPARE(m_fixture->read({{"table", "chars"}, {"column", QJsonArray{"upper(c)"}}}).error().code,
                 ErrorCode::Config);
    }

    void charsAreWritten()
    {
        m_fixture->sql("CREATE TABLE charsout (c CHAR(3))");
        const auto rows =
            arrow::RecordBatch::Make(arrowSchema(schemaOf({{"c", "string"}})), 2, {texts({"ab", nullptr})});
        QVERIFY(m_fixture->write({{"table", "charsout"}}, {rows}).ok());
    }

    // MW-9.
    void nothingIsSeenBeforeTheCommit()
    {
        m_fixture->sql("CREATE TABLE hidden (id BIGINT, name STRING)");
        QVERIFY(m_fixture->write({{"table", "hidden"}}, {numbered(0, 5)}).ok());
        {
            auto sink = m_fixture->connector().openSink(
                m_fixture->request("writer", {{"table", "hidden"}, {"truncate", true}}), {});
            QVERIFY(sink.ok());
            auto writer = (*sink)->writer(0);
            ListDirt dirt;
            Batch batch;
            batch.rows = numbered(5, 3);
            QVERIFY((*writer)->write(batch, dirt, {}).ok());
            QVERIFY((*writer)->seal({}).ok());
            QCOMPARE(ids(*m_fixture->read({{"table", "hidden"}})), expectedIds(0, 5));
            (*sink)->abort();
        }
        QCOMPARE(ids(*m_fixture->read({{"table", "hidden"}})), expectedIds(0, 5));
    }

    // Several lanes at once, several blocks each, several epochs; a commit that is repeated does nothing.
    void lanesAndEpochs()
    {
        m_fixture->sql("CREATE TABLE lanes (id BIGINT, name STRING)");
        auto sink = m_fixture->connector().openSink(
            m_fixture->request("writer", {{"table", "lanes"}, {"truncate", true}, {"blockSizeInMB", 1}}), {});
        QVERIFY(sink.ok());
        constexpr int lanes = 3;
        std::vector<std::unique_ptr<Writer>> writers;
        for (int lane = 0; lane < lanes; ++lane)
            writers.push_back(std::move((*sink)->writer(lane)).value());
        for (int epoch = 0; epoch < 2; ++epoch) {
            std::vector<Receipt> receipts(lanes);
            std::vector<std::thread> threads;
            for (int lane = 0; lane < lanes; ++lane)
                threads.emplace_back([&, lane] {
                    ListDirt dirt;
                    for (int part = 0; part < 5; ++part) {
                        Batch batch;
                        batch.rows = numbered(((epoch * lanes + lane) * 5 + part) * 4000, 4000, 150);
                        if (!writers[size_t(lane)]->write(batch, dirt, {}).ok())
                            return;
                    }
                    receipts[size_t(lane)] = writers[size_t(lane)]->seal({}).valueOr({});
                });
            for (std::thread &thread : threads)
                thread.join();
            const Done committed = (*sink)->commit(epoch, receipts, {});
            QVERIFY2(committed.ok(), committed.ok() ? "" : qPrintable(committed.error().text()));
            QVERIFY((*sink)->commit(epoch, receipts, {}).ok());
        }
        QVERIFY((*sink)->bytesSent() > 120'000 * 150);
        QCOMPARE(ids(*m_fixture->read({{"table", "lanes"}}, 4)), expectedIds(0, 120'000));
    }

    void splitsAndPositions()
    {
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", {{"table", "lanes"}}), {});
        QVERIFY(source.ok());
        const auto splits = (*source)->split(5, {});
        QCOMPARE(splits->size(), size_t(5));
        qint64 promised = 0;
        QStringList seen;
        for (const Split &split : *splits) {
            promised += split.expectedRows;
            Position position;
            // A new reader for every batch: each takes up where the last one stood.
            for (;;) {
                const auto reader = (*source)->reader(split, position);
                Batch batch;
                auto outcome = (*reader)->next(batch, {});
                while (outcome.ok() && *outcome == Reader::Outcome::Idle)
                    outcome = (*reader)->next(batch, {});
                QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().text()));
                if (*outcome == Reader::Outcome::End)
                    break;
                QVERIFY(batch.rows->num_rows() <= batchRowLimit);
                seen += ids({batch.rows});
                position = batch.after;
            }
        }
        QCOMPARE(promised, 120'000);
        std::sort(seen.begin(), seen.end(), [](auto &a, auto &b) { return a.toLongLong() < b.toLongLong(); });
        QCOMPARE(seen, expectedIds(0, 120'000));
    }

    void blocksAreSentAgain()
    {
        m_fixture->sql("CREATE TABLE shaky (id BIGINT, name STRING)");
        // The second block, in its middle.
        m_fixture->setFaults(
            R"({"method": "PUT", "query": ["blockid"], "after": 1, "action": "cut-request", "bytes": 1000000})");
        Rows rows;
        for (int part = 0; part < 10; ++part)
            rows.push_back(numbered(part * 4000, 4000, 150));
        const Done written = m_fixture->write({{"table", "shaky"}, {"blockSizeInMB", 2}}, rows);
        QVERIFY2(written.ok(), written.ok() ? "" : qPrintable(written.error().text()));
        QCOMPARE(m_fixture->faultsStruck(), 1);
        QVERIFY(m_fixture->log().lines().join(QLatin1Char('\n')).contains("is tried again"));
        QCOMPARE(ids(*m_fixture->read({{"table", "shaky"}})), expectedIds(0, 40'000));
    }

    void readingGoesOnWhereItBrokeOff_data() { everyType_data(); }
    void readingGoesOnWhereItBrokeOff()
    {
        QFETCH(const QString, algorithm);
        const auto source = m_fixture->connector().openSource(
            m_fixture->request("reader", {{"table", "lanes"}, {"compressAlgorithm", algorithm}}), {});
        QVERIFY(source.ok());
        const auto splits = (*source)->split(1, {});
        m_fixture->setFaults(R"({"query": ["data"], "action": "cut-answer", "bytes": 1000000})");
        const auto reader = (*source)->reader(splits->front(), {});
        Rows rows;
        for (;;) {
            Batch batch;
            const auto outcome = (*reader)->next(batch, {});
            QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().text()));
            if (*outcome == Reader::Outcome::End)
                break;
            if (batch.rows)
                rows.push_back(batch.rows);
        }
        QCOMPARE(m_fixture->faultsStruck(), 1);
        QCOMPARE(ids(rows), expectedIds(0, 120'000));
    }

    void wrongKey()
    {
        DataSource source = m_fixture->source();
        source.values["accessKey"] = "another-secret";
        const auto tested = m_fixture->connector().test(source, {}, {});
        QCOMPARE(tested.error().code, ErrorCode::Auth);
        QVERIFY(!tested.error().text().contains("another-secret"));
        QVERIFY(tested.error().detail.contains("request "));
        source.values["accessId"] = "nobody";
        QCOMPARE(m_fixture->connector().list(source, {}, {}).error().code, ErrorCode::Auth);
    }

    void whatIsMissing()
    {
        const auto error = m_fixture->read({{"table", "truncatd"}}).error();
        QCOMPARE(error.code, ErrorCode::NotFound);
        QVERIFY2(error.message.contains("Did you mean \"truncated\"?"), qPrintable(error.message));
        QCOMPARE(error.where, QStringLiteral("/steps/0/parameter/table"));
        DataSource source = m_fixture->source();
        source.values["project"] = "nowhere";
        QCOMPARE(m_fixture->connector().test(source, {}, {}).error().code, ErrorCode::NotFound);
        source.values["endpoint"] = "http://127.0.0.1:1/api";
        QCOMPARE(m_fixture->connector().test(source, {}, {}).error().code, ErrorCode::Network);
    }

    void probes()
    {
        const auto report = m_fixture->connector().test(m_fixture->source(), {}, {});
        QVERIFY2(report.ok(), report.ok() ? "" : qPrintable(report.error().text()));
        QVERIFY(report.summary.startsWith("MaxCompute project demo, "));

        const auto tables = m_fixture->connector().list(m_fixture->source(), "tru", {});
        QCOMPARE(tables->size(), 1);
        QCOMPARE(tables->first().name, QStringLiteral("truncated"));
        QCOMPARE(tables->first().kind, QStringLiteral("table"));

        const auto schema = m_fixture->connector().schema(m_fixture->request("writer", {{"table", "Parts"}}), {});
        QCOMPARE(schema->columns.names(), (QStringList{"id", "name"}));
        QCOMPARE(schema->partitionColumns.names(), (QStringList{"pt", "ds"}));
    }

    void manyTablesArePaged()
    {
        for (int i = 0; i < 25; ++i)
            m_fixture->sql(QStringLiteral("CREATE TABLE paged_%1 (id BIGINT)").arg(i));
        QCOMPARE(m_fixture->connector().list(m_fixture->source(), "paged_", {})->size(), 25);
    }

    // A server that has fallen silent does not hold up a stop.
    void stopsWithinTwoSeconds_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("test") << "test";
        QTest::newRow("read") << "read";
        QTest::newRow("write") << "write";
        QTest::newRow("retry") << "retry";
    }

    void stopsWithinTwoSeconds()
    {
        QFETCH(const QString, what);
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", {{"table", "lanes"}}), {});
        const auto splits = (*source)->split(1, {});
        auto sink = m_fixture->connector().openSink(
            m_fixture->request("writer", {{"table", "shaky"}, {"truncate", false}}), {});
        QVERIFY(sink.ok() && splits.ok());
        m_fixture->setFaults(what == "retry" ? R"({"times": 0, "action": "refuse"})"
                                             : R"({"times": 0, "action": "delay", "ms": 600000})");

        std::stop_source stopper;
        QElapsedTimer sinceStop;
        std::thread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            sinceStop.start();
            stopper.request_stop();
        });
        const Stop stop(stopper.get_token());
        ErrorCode code = ErrorCode::Internal;
        if (what == "test") {
            code = m_fixture->connector().test(m_fixture->source(), stop, {}).error().code;
        } else if (what == "write") {
            const auto writer = (*sink)->writer(0);
            ListDirt dirt;
            Batch batch;
            batch.rows = numbered(0, 4000);
            Done done = (*writer)->write(batch, dirt, stop);
            if (done.ok())
                code = (*writer)->seal(stop).error().code;
        } else {
            const auto reader = (*source)->reader(splits->front(), {});
            for (;;) {
                Batch batch;
                const auto outcome = (*reader)->next(batch, stop);
                if (outcome.ok())
                    continue;
                code = outcome.error().code;
                break;
            }
        }
        later.join();
        QCOMPARE(code, ErrorCode::Stopped);
        QVERIFY2(sinceStop.elapsed() < 2000, qPrintable(QString::number(sinceStop.elapsed())));
    }

    void deadline()
    {
        m_fixture->setFaults(R"({"times": 0, "action": "delay", "ms": 600000})");
        const auto report =
            m_fixture->connector().test(m_fixture->source(), Stop().within(std::chrono::milliseconds(300)), {});
        QCOMPARE(report.error().code, ErrorCode::Timeout);
    }

    void cleanup() { m_fixture->setFaults({}); }

private:
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runWireTests(int argc, char **argv)
{
    TestOverTheWire tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_overthewire.moc"
