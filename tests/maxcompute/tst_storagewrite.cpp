#include "maxcompute/warehousefixture.h"
#include "tunnel/ipcdecoder.h"
#include "tunnel/ipcencoder.h"
#include "tunnel/randomrows.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/api.h>

using namespace sluice;

namespace
{

QJsonObject writing(const char *table, const QJsonObject &more = {})
{
    QJsonObject parameter{{"table", table}, {"useStorageApi", true}};
    for (auto option = more.begin(); option != more.end(); ++option)
        parameter.insert(option.key(), option.value());
    return parameter;
}

const Schema idName{
    {{QStringLiteral("id"), TypeKind::BigInt, true, {}}, {QStringLiteral("name"), TypeKind::String, true, {}}}};

Rows named(const QStringList &lines)
{
    return {rowsOf(idName, lines)};
}

#define VERIFY_DONE(expression)                                                                                        \
    do {                                                                                                               \
        const auto outcome = expression;                                                                               \
        QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().text()));                                \
    } while (false)

} // namespace

// Writing by the Storage API, against the local warehouse over a real socket.
class TestStorageWrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<WarehouseFixture>(
            std::chrono::hours(24), RetryPace{std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
    }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    // The stream itself: what is missing in a batch is null, and an empty one is whole.
    void streams_data()
    {
        QTest::addColumn<QByteArray>("codec");
        QTest::newRow("plain") << QByteArray();
        QTest::newRow("zstd") << QByteArray("ZSTD");
        QTest::newRow("lz4") << QByteArray("LZ4_FRAME");
    }
    void streams()
    {
        QFETCH(const QByteArray, codec);
        std::mt19937_64 random(7);
        const Schema schema = sluice::everyType();
        const auto rows = randomRows(schema, 2000, random, Values::Ordinary);
        for (const int batches : {0, 1, 3}) {
            auto encoder = IpcEncoder::make(schema, {}, codec).value();
            std::string bytes;
            for (int i = 0; i < batches; ++i)
                QVERIFY(encoder->encode(*rows->Slice(i * 500, 500), bytes).ok());
            encoder->finish(bytes);
            QCOMPARE(encoder->rows(), int64_t(batches) * 500);
            IpcDecoder decoder(schema);
            VERIFY_DONE(decoder.feed(bytes));
            VERIFY_DONE(decoder.finish());
            int64_t at = 0;
            while (const auto batch = decoder.take()) {
                QVERIFY(batch->Equals(*rows->Slice(at, batch->num_rows())));
                at += batch->num_rows();
            }
            QCOMPARE(at, int64_t(batches) * 500);
        }
        auto partial = IpcEncoder::make(schema, {2}, codec).value();
        std::string bytes;
        QVERIFY(partial->encode(*rows->SelectColumns({1}).ValueOrDie(), bytes).ok());
        partial->finish(bytes);
        IpcDecoder decoder(schema);
        VERIFY_DONE(decoder.feed(bytes));
        const auto batch = decoder.take();
        QVERIFY(batch->column(1)->Equals(*rows->column(1)->Slice(0, batch->num_rows())));
        QCOMPARE(batch->column(0)->null_count(), batch->num_rows());
        QCOMPARE(IpcEncoder::make(schema, {}, "zstd").error().code, ErrorCode::Config);
    }

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
            if (column.type.kind() == TypeKind::Char) // written, but not read (MR-17)
                continue;
            schema.columns.append(column);
            definitions.append(column.name + QLatin1Char(' ') + column.type.text());
        }
        const QString table = QStringLiteral("types_") + QLatin1String(QTest::currentDataTag());
        m_fixture->sql(QStringLiteral("CREATE TABLE %1 (%2)").arg(table, definitions.join(QStringLiteral(", "))));
        std::mt19937_64 random(42);
        const Rows rows{randomRows(schema, 3000, random, Values::Ordinary)};
        VERIFY_DONE(m_fixture->write(writing(table.toUtf8().constData(), {{"compressCodec", codec}}), rows));
        QVERIFY(m_fixture->dirty.isEmpty());
        const auto read = m_fixture->read({{"table", table}});
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().text()));
        const auto actual = arrow::Table::FromRecordBatches(*read).ValueOrDie()->CombineChunks().ValueOrDie();
        const auto expected = arrow::Table::FromRecordBatches(rows).ValueOrDie();
        QCOMPARE(actual->num_rows(), expected->num_rows());
        for (int i = 0; i < expected->num_columns(); ++i)
            QVERIFY2(actual->column(i)->Equals(*expected->column(i)), expected->schema()->field(i)->ToString().c_str());
    }

    void appendsAndOverwrites()
    {
        m_fixture->sql("CREATE TABLE days (id BIGINT, name STRING) PARTITIONED BY (ds STRING)");
        const QJsonObject day{{"partition", "ds=a"}};
        VERIFY_DONE(m_fixture->write(writing("days", day), named({"1|a", "2|null"})));
        VERIFY_DONE(m_fixture->write(writing("days", day), named({"3|c"})));
        VERIFY_DONE(m_fixture->write(writing("days", {{"partition", "ds=b"}}), named({"9|z"})));
        QCOMPARE(m_fixture->select("SELECT id, name, ds FROM days ORDER BY id"),
                 (QStringList{"1|a|a", "2|null|a", "3|c|a", "9|z|b"}));
        VERIFY_DONE(m_fixture->write(writing("days", {{"partition", "ds=a"}, {"truncate", true}}), named({"4|d"})));
        QCOMPARE(m_fixture->select("SELECT id, ds FROM days ORDER BY id"), (QStringList{"4|a", "9|b"}));
        // No rows at all: an overwrite empties, an append does nothing.
        VERIFY_DONE(m_fixture->write(writing("days", day), {}));
        QCOMPARE(m_fixture->select("SELECT COUNT(*) FROM days"), QStringList{"2"});
        VERIFY_DONE(m_fixture->write(writing("days", {{"partition", "ds=a"}, {"truncate", true}}), {}));
        QCOMPARE(m_fixture->select("SELECT id, ds FROM days ORDER BY id"), QStringList{"9|b"});
    }

    void someColumns()
    {
        m_fixture->sql("CREATE TABLE wide (a BIGINT, id BIGINT, b STRING, name STRING)");
        VERIFY_DONE(m_fixture->write(writing("wide", {{"column", QJsonArray{"id", "name"}}}), named({"1|x"})));
        QCOMPARE(m_fixture->select("SELECT a, id, b, name FROM wide"), QStringList{"null|1|null|x"});
    }

    // Whatever breaks, the rows are there once: requests that are cut, answers that are lost, commits that take long.
    void broken_data()
    {
        QTest::addColumn<QByteArray>("rules");
        QTest::newRow("session refused for a while")
            << QByteArray(R"({"path": "*/sessions", "times": 2, "action": "status", "status": 503})");
        QTest::newRow("session slow") << QByteArray(R"({"path": "*/sessions*", "times": 2, "action": "unready"})");
        QTest::newRow("block cut") << QByteArray(
            R"({"path": "*/sessions/?*/data", "times": 2, "action": "cut-request", "bytes": 300})");
        QTest::newRow("block's answer lost")
            << QByteArray(R"({"path": "*/sessions/?*/data", "times": 2, "action": "lose-answer"})");
        QTest::newRow("block's answer cut")
            << QByteArray(R"({"path": "*/sessions/?*/data", "times": 2, "action": "cut-answer", "bytes": 200})");
        QTest::newRow("block throttled") << QByteArray(
            R"({"path": "*/sessions/?*/data", "times": 2, "action": "status", "status": 429})");
        QTest::newRow("commit lost") << QByteArray(R"({"path": "*/commit", "times": 2, "action": "lose-answer"})");
        QTest::newRow("commit slow") << QByteArray(R"({"path": "*/commit", "action": "unready"},
            {"path": "*/sessions/?*", "query": ["session_type"], "times": 2, "action": "unready"})");
        QTest::newRow("commit done, then refused") << QByteArray(R"({"path": "*/commit", "action": "lose-answer"},
            {"path": "*/commit", "times": 0, "action": "status", "status": 409, "code": "StatusConflict"})");
    }
    void broken()
    {
        QFETCH(const QByteArray, rules);
        m_fixture->sql("DROP TABLE IF EXISTS once");
        m_fixture->sql("CREATE TABLE once (id BIGINT, name STRING)");
        m_fixture->setFaults(rules);
        QStringList lines;
        for (int i = 0; i < 4000; ++i)
            lines.append(QStringLiteral("%1|name %1").arg(i));
        const Done done = m_fixture->write(writing("once"), named(lines));
        const qint64 struck = m_fixture->faultsStruck();
        m_fixture->setFaults({});
        VERIFY_DONE(done);
        QVERIFY(struck >= 2);
        QCOMPARE(m_fixture->select("SELECT COUNT(*), COUNT(DISTINCT id) FROM once"), QStringList{"4000|4000"});
    }

    // Rows of several lanes and epochs; nothing is seen before the commit.
    void lanesAndEpochs()
    {
        m_fixture->sql("CREATE TABLE lanes (id BIGINT, name STRING)");
        OpenRequest request = m_fixture->request("writer", writing("lanes", {{"truncate", true}}));
        request.lanes = 2;
        const auto sink = m_fixture->connector().openSink(request, {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        ListDirt dirt;
        for (int epoch = 0; epoch < 3; ++epoch) {
            std::vector<Receipt> receipts;
            for (int lane = 0; lane < 2; ++lane) {
                const auto writer = (*sink)->writer(lane);
                Batch batch;
                batch.rows = named({QStringLiteral("%1|x").arg(epoch * 2 + lane)}).front();
                VERIFY_DONE((*writer)->write(batch, dirt, {}));
                receipts.push_back((*writer)->seal({}).value());
            }
            QCOMPARE(m_fixture->select("SELECT COUNT(*) FROM lanes"), QStringList{QString::number(epoch * 2)});
            VERIFY_DONE((*sink)->commit(epoch, receipts, {}));
            VERIFY_DONE((*sink)->commit(epoch, receipts, {}));
        }
        QCOMPARE(m_fixture->select("SELECT id FROM lanes ORDER BY id"), (QStringList{"0", "1", "2", "3", "4", "5"}));
    }

    // A block of an attempt that was given up comes late, under a number that the next attempt has used since.
    void lateBlocks()
    {
        m_fixture->sql("CREATE TABLE late (id BIGINT, name STRING)");
        OpenRequest request = m_fixture->request("writer", writing("late", {{"truncate", false}}));
        const auto old = m_fixture->connector().openSink(request, {});
        QVERIFY2(old.ok(), old.ok() ? "" : qPrintable(old.error().text()));
        ResumePoint point;
        point.sinkState = (*old)->resumeState();
        request.resume = &point;
        request.runId = QStringLiteral("202211221004125a3f");
        const auto sink = m_fixture->connector().openSink(request, {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        std::vector<Receipt> receipts;
        for (const auto &from : {&*sink, &*old}) {
            const auto writer = (*from)->writer(0).value();
            ListDirt dirt;
            Batch batch;
            batch.rows = named({from == &*sink ? "1|right" : "1|late"}).front();
            VERIFY_DONE(writer->write(batch, dirt, {}));
            receipts.push_back(writer->seal({}).value());
        }
        receipts.pop_back();
        VERIFY_DONE((*sink)->commit(0, receipts, {}));
        QCOMPARE(m_fixture->select("SELECT id, name FROM late"), QStringList{"1|right"});
    }

    // Another attempt takes the sealed blocks over; what came to the service and not into the journal is not shown.
    void resumes()
    {
        m_fixture->sql("CREATE TABLE again (id BIGINT, name STRING)");
        OpenRequest request = m_fixture->request("writer", writing("again", {{"truncate", false}}));
        ResumePoint point;
        ListDirt dirt;
        {
            const auto sink = m_fixture->connector().openSink(request, {});
            QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
            const auto writer = (*sink)->writer(0);
            Batch batch;
            batch.rows = named({"1|a", "2|b"}).front();
            VERIFY_DONE((*writer)->write(batch, dirt, {}));
            point.receipts.push_back((*writer)->seal({}).value());
            batch.rows = named({"3|lost"}).front(); // sealed, but not in the journal
            VERIFY_DONE((*writer)->write(batch, dirt, {}));
            QVERIFY((*writer)->seal({}).ok());
            point.sinkState = (*sink)->resumeState();
            QVERIFY(!point.sinkState.isEmpty());
            (*sink)->abort();
        }
        request.resume = &point;
        const auto sink = m_fixture->connector().openSink(request, {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        const auto writer = (*sink)->writer(0);
        Batch batch;
        batch.rows = named({"3|c"}).front();
        VERIFY_DONE((*writer)->write(batch, dirt, {}));
        std::vector<Receipt> receipts = point.receipts;
        receipts.push_back((*writer)->seal({}).value());
        VERIFY_DONE((*sink)->commit(0, receipts, {}));
        QCOMPARE(m_fixture->select("SELECT id, name FROM again ORDER BY id"), (QStringList{"1|a", "2|b", "3|c"}));

        // Committed meanwhile: only an attempt that had sealed all its rows may go on.
        QCOMPARE(m_fixture->connector().openSink(request, {}).error().code, ErrorCode::Conflict);
        point.complete = true;
        point.receipts = receipts;
        const auto complete = m_fixture->connector().openSink(request, {});
        QVERIFY2(complete.ok(), complete.ok() ? "" : qPrintable(complete.error().text()));
        VERIFY_DONE((*complete)->commit(0, receipts, {}));
        QCOMPARE(m_fixture->select("SELECT COUNT(*) FROM again"), QStringList{"3"});
        point.sinkState = R"({"storageWrite": "never"})";
        QCOMPARE(m_fixture->connector().openSink(request, {}).error().code, ErrorCode::Conflict);
        point.sinkState = R"({"upload": "other way"})";
        QCOMPARE(m_fixture->connector().openSink(request, {}).error().code, ErrorCode::Conflict);
    }

    void refused_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("says");
        QTest::newRow("Delta") << writing("keyed") << "/steps/0/parameter/useStorageApi"
                               << "is a Delta table";
        QTest::newRow("stream") << writing("plain", {{"useStreamTunnel", true}}) << "/steps/0/parameter/useStorageApi"
                                << "rows go one way";
        QTest::newRow("upsert") << writing("plain", {{"enableUpsert", true}}) << "/steps/0/parameter/useStorageApi"
                                << "rows go one way";
        QTest::newRow("dynamic partitions")
            << writing("parted", {{"partition", "ds"}, {"column", QJsonArray{"id", "ds"}}})
            << "/steps/0/parameter/partition"
            << "fills one partition";
    }
    void refused()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const QString, where);
        QFETCH(const QString, says);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS plain (id BIGINT)");
        m_fixture->sql("CREATE TABLE IF NOT EXISTS parted (id BIGINT) PARTITIONED BY (ds STRING)");
        m_fixture->sql("CREATE TABLE IF NOT EXISTS keyed (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        const Done done = m_fixture->write(parameter, {});
        QVERIFY(!done.ok());
        QCOMPARE(done.error().where, where);
        QVERIFY2(done.error().message.contains(says), qPrintable(done.error().text()));
    }

    void notAllowed()
    {
        m_fixture->sql("CREATE TABLE IF NOT EXISTS plain (id BIGINT)");
        m_fixture->setFaults(R"({"path": "*/sessions", "times": 0, "action": "status", "status": 403,
                                 "code": "NoPermission", "message": "not yours"})");
        const Done done = m_fixture->write(writing("plain"), {});
        QCOMPARE(done.error().code, ErrorCode::Auth);
        QVERIFY2(done.error().message.contains("not yours") && done.error().message.contains("set useStorageApi to"),
                 qPrintable(done.error().text()));
        QVERIFY(done.error().detail.contains("request "));
    }

    // MW-14, and what the table cannot take.
    void dirtyRows()
    {
        m_fixture->sql("CREATE TABLE narrow (id BIGINT NOT NULL, name VARCHAR(3))");
        const Schema narrow{{{QStringLiteral("id"), TypeKind::BigInt, false, {}},
                             {QStringLiteral("name"), Type::parse("VARCHAR(3)").value(), true, {}}}};
        VERIFY_DONE(m_fixture->write(writing("narrow"), {rowsOf(narrow, {"1|abc", "null|x"})}));
        QCOMPARE(m_fixture->dirty.size(), 1);
        QCOMPARE(m_fixture->select("SELECT id, name FROM narrow"), QStringList{"1|abc"});
    }

private:
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runStorageWriteTests(int argc, char **argv)
{
    TestStorageWrite tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_storagewrite.moc"
