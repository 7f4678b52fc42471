#include "data/arrowtypes.h"
#include "maxcompute/relays.h"
#include "maxcompute/warehousefixture.h"
#include "tunnel/randomrows.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/api.h>

#include <algorithm>

using namespace sluice;

namespace
{

// What a reader asks for, with the Storage API unless it says otherwise.
QJsonObject reading(const char *table, const QJsonObject &more = {})
{
    QJsonObject parameter{{"table", table}, {"useStorageApi", true}};
    for (auto option = more.begin(); option != more.end(); ++option)
        parameter.insert(option.key(), option.value());
    return parameter;
}

std::vector<int64_t> ids(const Rows &rows)
{
    std::vector<int64_t> ids;
    for (const auto &batch : rows)
        for (int64_t row = 0; row < batch->num_rows(); ++row)
            ids.push_back(static_cast<const arrow::Int64Array &>(*batch->column(0)).Value(row));
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::vector<int64_t> upTo(int64_t count)
{
    std::vector<int64_t> ids(static_cast<size_t>(count));
    for (int64_t id = 0; id < count; ++id)
        ids[size_t(id)] = id;
    return ids;
}

QByteArray why(const Error &error)
{
    return error.text().toUtf8();
}

} // namespace

// Reading by the Storage API (FS-3), against the local warehouse over a real socket.
class TestStorageRead : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE many (id BIGINT, name STRING)");
        m_fixture->sql("INSERT INTO many SELECT id, concat('name of ', CAST(id AS STRING)) FROM (SELECT "
                       "explode(sequence(0, 59999)) AS id) r");
        m_fixture->sql("CREATE TABLE keyed (id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        m_fixture->sql("INSERT INTO keyed SELECT * FROM many");
        m_fixture->sql("CREATE TABLE parted (id BIGINT) PARTITIONED BY (ds STRING, n BIGINT)");
        m_fixture->sql("INSERT INTO parted PARTITION (ds='a', n=1) VALUES (0), (1)");
        m_fixture->sql("INSERT INTO parted PARTITION (ds='a', n=2) VALUES (2)");
        m_fixture->sql("INSERT INTO parted PARTITION (ds='b', n=1) VALUES (3)");
    }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    void everyType_data()
    {
        QTest::addColumn<QString>("codec");
        QTest::newRow("plain") << "";
        QTest::newRow("zstd") << "ZSTD";
        QTest::newRow("lz4") << "LZ4_FRAME";
    }
    void everyType()
    {
        QFETCH(const QString, codec);
        Schema schema;
        QStringList definitions;
        for (const Column &column : sluice::everyType().columns) {
            if (column.type.kind() == TypeKind::Char)
                continue;
            schema.columns.append(column);
            definitions.append(column.name + QLatin1Char(' ') + column.type.text());
        }
        const QString table = QStringLiteral("types_") + QLatin1String(QTest::currentDataTag());
        m_fixture->sql(QStringLiteral("CREATE TABLE %1 (%2)").arg(table, definitions.join(QStringLiteral(", "))));
        std::mt19937_64 random(42);
        const Rows rows{randomRows(schema, 3000, random, Values::Ordinary)};
        QVERIFY(m_fixture->write({{"table", table}}, rows).ok());

        const auto read = m_fixture->read(reading(table.toUtf8().constData(), {{"compressCodec", codec}}));
        QVERIFY2(read.ok(), read.ok() ? "" : why(read.error()).constData());
        QVERIFY(m_fixture->dirty.isEmpty());
        const auto actual = arrow::Table::FromRecordBatches(*read).ValueOrDie()->CombineChunks().ValueOrDie();
        const auto expected = arrow::Table::FromRecordBatches(rows).ValueOrDie();
        QCOMPARE(actual->num_rows(), expected->num_rows());
        for (int i = 0; i < expected->num_columns(); ++i)
            QVERIFY2(actual->column(i)->Equals(*expected->column(i)), expected->schema()->field(i)->ToString().c_str());
    }

    // By number, by size, and as the service makes them of a Delta table: each row once, however a stream breaks off.
    void splits_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("ordered");
        QTest::newRow("rows") << reading("many") << 3 << true;
        QTest::newRow("size") << reading("many", {{"splitSize", 1}}) << -1 << false;
        QTest::newRow("Delta") << QJsonObject{{"table", "keyed"}} << -1 << false;
        QTest::newRow("Delta, asked for") << reading("keyed", {{"compressCodec", "ZSTD"}}) << -1 << false;
        QTest::newRow("Delta by size") << QJsonObject{{"table", "keyed"}, {"splitSize", 1}} << -1 << false;
    }
    void splits()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const int, count);
        QFETCH(const bool, ordered);
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
        QVERIFY2(source.ok(), source.ok() ? "" : why(source.error()).constData());
        const auto splits = (*source)->split(3, {});
        QVERIFY2(splits.ok(), splits.ok() ? "" : why(splits.error()).constData());
        if (count > 0)
            QCOMPARE(int(splits->size()), count);
        QVERIFY(!splits->empty());
        QCOMPARE(splits->front().expectedRows >= 0, ordered);
        // What cannot be resumed has no fingerprint.
        QCOMPARE((*source)->fingerprint({}).valueOr("none").isEmpty(), !ordered);

        m_fixture->setFaults(R"({"path": "*/data", "times": 2, "action": "cut-answer", "bytes": 100000})");
        Rows rows;
        for (const Split &split : *splits)
            QVERIFY(drain(**source, split, {}, rows));
        QCOMPARE(m_fixture->faultsStruck(), 2);
        QVERIFY(m_fixture->log().lines().join(QLatin1Char('\n')).contains("taken up again"));
        QVERIFY(ids(rows) == upTo(60'000));
    }

    // A reader that begins at a batch's position brings what is behind it.
    void positions_data() { splits_data(); }
    void positions()
    {
        QFETCH(const QJsonObject, parameter);
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
        const auto splits = (*source)->split(1, {});
        Rows rows;
        for (const Split &split : *splits) {
            Position position;
            for (int batches = 0; batches < 2; ++batches) {
                const auto reader = (*source)->reader(split, position);
                Batch batch;
                auto outcome = (*reader)->next(batch, {});
                while (outcome.ok() && *outcome == Reader::Outcome::Idle)
                    outcome = (*reader)->next(batch, {});
                QVERIFY(outcome.ok());
                if (*outcome == Reader::Outcome::End)
                    break;
                rows.push_back(batch.rows);
                position = batch.after;
            }
            QVERIFY(drain(**source, split, position, rows));
        }
        QVERIFY(ids(rows) == upTo(60'000));
    }

    void partitions()
    {
        const auto all = m_fixture->read(
            reading("parted", {{"partition", QJsonArray{"ds=*,n=*"}}, {"column", QJsonArray{"n", "id", "'x'", "ds"}}}));
        QVERIFY2(all.ok(), all.ok() ? "" : why(all.error()).constData());
        QStringList lines = asLines(*all);
        lines.sort();
        QCOMPARE(lines, QStringList({"1|0|x|a", "1|1|x|a", "1|3|x|b", "2|2|x|a"}));
        QCOMPARE(asLines(*m_fixture->read(reading("parted", {{"partition", QJsonArray{"ds=b,n=1"}}}))),
                 QStringList("3"));
        const auto incremental = m_fixture->read(reading("parted", {{"startPartition", "ds=a,n=2"}}));
        QVERIFY2(incremental.ok(), incremental.ok() ? "" : why(incremental.error()).constData());
        QCOMPARE(asLines(*incremental), QStringList({"2", "3"}));
    }

    // Nothing of the table is asked for but how many rows there are.
    void onlyConstants_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::newRow("rows") << reading("many");
        QTest::newRow("size") << reading("many", {{"splitSize", 1}});
        QTest::newRow("Delta") << QJsonObject{{"table", "keyed"}};
    }
    void onlyConstants()
    {
        QFETCH(QJsonObject, parameter);
        parameter.insert("column", QJsonArray{"'x'"});
        const auto rows = m_fixture->read(parameter, 3);
        QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
        QCOMPARE(countRows(*rows), 60'000);
        QCOMPARE(rows->front()->num_columns(), 1);
    }

    void emptyTables()
    {
        m_fixture->sql("CREATE TABLE nothing (id BIGINT)");
        m_fixture->sql("CREATE TABLE nothing_keyed (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        for (const QJsonObject &parameter :
             {reading("nothing"), reading("nothing", {{"splitSize", 1}}), QJsonObject{{"table", "nothing_keyed"}}}) {
            const auto rows = m_fixture->read(parameter, 3);
            QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
            QCOMPARE(countRows(*rows), 0);
        }
    }

    // The service may take its time with a session, whoever asks for one.
    void slowSessions_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("Storage API") << reading("many") << QByteArray("*/sessions*");
        QTest::newRow("Storage API by size") << reading("many", {{"splitSize", 1}}) << QByteArray("*/sessions*");
        QTest::newRow("tunnel") << QJsonObject{{"table", "many"}} << QByteArray("/projects/demo/tables/many");
    }
    void slowSessions()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const QByteArray, path);
        const auto rule = [&](const char *more) {
            return QStringLiteral("{'path': '%1', 'action': 'unready', %2}")
                .arg(QString::fromLatin1(path), QLatin1String(more))
                .replace(QLatin1Char('\''), QLatin1Char('"'))
                .toLatin1();
        };
        const QByteArray rules = path.startsWith('*') ? rule("'times': 3")
                                                      : rule("'times': 1, 'query': ['downloads']") + "," +
                                                            rule("'times': 2, 'query': ['downloadid']");
        m_fixture->setFaults(rules);
        const auto rows = m_fixture->read(parameter, 2);
        QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
        QVERIFY(ids(*rows) == upTo(60'000));
        QCOMPARE(m_fixture->faultsStruck(), 3);

        // A stop ends the waiting.
        m_fixture->setFaults(rule("'times': 0"));
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", parameter), {});
        QVERIFY(source.ok());
        const auto stopped = (*source)->split(2, Stop().within(std::chrono::milliseconds(500)));
        QCOMPARE(stopped.error().code, ErrorCode::Timeout);
    }

    // STRING and BINARY hold any bytes: a text that is not UTF-8 is a dirty row, BINARY comes as it is. By every way.
    void bytesThatAreNoText_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::newRow("records") << QJsonObject();
        QTest::newRow("Arrow") << QJsonObject{{"useArrow", true}};
        QTest::newRow("Storage API") << reading("bytes");
        QTest::newRow("Storage API, compressed") << reading("bytes", {{"compressCodec", "ZSTD"}});
    }
    void bytesThatAreNoText()
    {
        QFETCH(QJsonObject, parameter);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS bytes (id BIGINT, b BINARY, s STRING)");
        m_fixture->sql("INSERT OVERWRITE TABLE bytes VALUES (1, unhex('00FF80C328'), 'good'), "
                       "(2, unhex('41'), 'auch gut: \u00e4'), (3, NULL, NULL)");
        parameter["table"] = "bytes";
        const auto rows = m_fixture->read(parameter);
        QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
        QVERIFY(m_fixture->dirty.isEmpty());
        QCOMPARE(countRows(*rows), 3);
        const auto table = arrow::Table::FromRecordBatches(*rows).ValueOrDie()->CombineChunks().ValueOrDie();
        const auto &binary = static_cast<const arrow::BinaryArray &>(*table->column(1)->chunk(0));
        for (int64_t row = 0; row < 3; ++row) {
            const auto id = static_cast<const arrow::Int64Array &>(*table->column(0)->chunk(0)).Value(row);
            if (id == 1)
                QCOMPARE(QByteArray(binary.GetView(row).data(), qsizetype(binary.GetView(row).size())).toHex(),
                         QByteArray("00ff80c328"));
        }
    }

    // The service's STRING holds any bytes; the local warehouse's does not, so they are forged on the way.
    void textsThatAreNone_data()
    {
        QTest::addColumn<bool>("bySize");
        QTest::newRow("rows") << false;
        QTest::newRow("size") << true;
    }
    void textsThatAreNone()
    {
        QFETCH(const bool, bySize);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS texts (id BIGINT, s STRING)");
        m_fixture->sql("INSERT OVERWRITE TABLE texts VALUES (1, 'good'), (2, 'FORGED'), (3, NULL), (4, 'also good')");
        const Running<ForgingRelay> relay(m_fixture->port(), QByteArray("FORGED"), QByteArray("a\xFF\xC3(\x80z"));
        const auto rows =
            m_fixture->read(bySize ? reading("texts", {{"splitSize", 1}}) : reading("texts"), 1, relay.port());
        QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
        QVERIFY(ids(*rows) == (std::vector<int64_t>{1, 3, 4}));
        QCOMPARE(m_fixture->dirty.size(), 1);
        QCOMPARE(m_fixture->dirty.first().column, QStringLiteral("s"));
        QVERIFY2(m_fixture->dirty.first().reason.contains("UTF-8"), qPrintable(m_fixture->dirty.first().reason));
        // Who does not ask for the column does not meet it.
        const auto some = m_fixture->read(reading("texts", {{"column", QJsonArray{"id"}}}), 1, relay.port());
        QVERIFY(some.ok() && m_fixture->dirty.isEmpty());
        QCOMPARE(countRows(*some), 4);
    }

    // What the service refuses for what it is, is not sent for half a minute on end.
    void refusedText_data()
    {
        QTest::addColumn<QJsonObject>("way");
        QTest::newRow("records") << QJsonObject();
        QTest::newRow("Arrow") << QJsonObject{{"useArrow", true}};
        QTest::newRow("Storage API") << QJsonObject{{"useStorageApi", true}};
        QTest::newRow("stream") << QJsonObject{{"useStreamTunnel", true}};
    }
    void refusedText()
    {
        QFETCH(QJsonObject, way);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS refused (id BIGINT, s STRING)");
        arrow::Int64Builder numbers;
        arrow::StringBuilder texts;
        QVERIFY(numbers.AppendValues({1, 2}).ok() && texts.AppendValues({"good", std::string("\xFF\xC3(", 3)}).ok());
        const Rows rows{arrow::RecordBatch::Make(
            arrow::schema({arrow::field("id", arrow::int64()), arrow::field("s", arrow::utf8())}), 2,
            {numbers.Finish().ValueOrDie(), texts.Finish().ValueOrDie()})};
        way["table"] = "refused";
        const Done done = m_fixture->write(way, rows);
        QCOMPARE(done.error().code, ErrorCode::Data);
        QVERIFY2(done.error().message.contains("UTF") && done.error().detail.contains("request "),
                 qPrintable(done.error().text()));
        QCOMPARE(m_fixture->select("SELECT COUNT(*) FROM refused"), QStringList("0"));
    }

    // The option to change is named; nothing falls back in silence.
    void refused_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("says");
        QTest::newRow("not there") << reading("many") << 404 << "set useStorageApi to false";
        QTest::newRow("not allowed") << reading("many") << 403 << "set useStorageApi to false";
        QTest::newRow("Delta") << QJsonObject{{"table", "keyed"}} << 403 << "is a Delta table";
    }
    void refused()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const int, status);
        QFETCH(const QString, says);
        m_fixture->setFaults(
            R"({"path": "*/sessions", "times": 0, "action": "status", "code": "NotAtAll", "status": )" +
            QByteArray::number(status) + "}");
        const auto rows = m_fixture->read(parameter);
        QVERIFY(!rows.ok());
        QVERIFY2(rows.error().message.contains(says), why(rows.error()).constData());
        QCOMPARE(m_fixture->faultsStruck(), 1);
    }

    void sessionsThatAreGone()
    {
        m_fixture->setFaults(R"({"path": "*/data", "action": "status", "status": 404, "code": "NoSuchSession"})");
        const auto rows = m_fixture->read(reading("many"));
        QVERIFY(!rows.ok());
        QCOMPARE(rows.error().code, ErrorCode::NotFound);
        QCOMPARE(m_fixture->faultsStruck(), 1);
    }

    void tablesThatWereAltered()
    {
        m_fixture->sql("CREATE TABLE altered (id BIGINT, name STRING)");
        const auto source = m_fixture->connector().openSource(m_fixture->request("reader", reading("altered")), {});
        QVERIFY(source.ok());
        m_fixture->sql("DROP TABLE altered");
        m_fixture->sql("CREATE TABLE altered (id STRING, name STRING)");
        const auto splits = (*source)->split(1, {});
        QVERIFY(!splits.ok());
        QCOMPARE(splits.error().code, ErrorCode::Conflict);
    }

    void deltaFromAPartitionOn()
    {
        m_fixture->sql("CREATE TABLE keyed_days (id BIGINT NOT NULL, PRIMARY KEY (id)) PARTITIONED BY (ds STRING) "
                       "TBLPROPERTIES ('transactional'='true')");
        m_fixture->sql("INSERT INTO keyed_days PARTITION (ds='a') VALUES (1), (2)");
        const auto refused = m_fixture->read({{"table", "keyed_days"}, {"startPartition", "ds=a"}});
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QCOMPARE(refused.error().where, QStringLiteral("/steps/0/parameter/startPartition"));
        const auto rows = m_fixture->read(
            {{"table", "keyed_days"}, {"partition", QJsonArray{"ds=a"}}, {"column", QJsonArray{"id", "ds"}}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : why(rows.error()).constData());
        QCOMPARE(countRows(*rows), 2);
    }

private:
    // Appends the rest of a split.
    static bool drain(Source &source, const Split &split, const Position &from, Rows &rows)
    {
        const auto reader = source.reader(split, from);
        if (!reader.ok())
            return false;
        for (;;) {
            Batch batch;
            const auto outcome = (*reader)->next(batch, {});
            if (!outcome.ok())
                qWarning("%s", why(outcome.error()).constData());
            if (!outcome.ok() || *outcome == Reader::Outcome::End)
                return outcome.ok();
            if (batch.rows)
                rows.push_back(batch.rows);
        }
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runStorageReadTests(int argc, char **argv)
{
    TestStorageRead tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_storageread.moc"
