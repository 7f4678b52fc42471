#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <arrow/api.h>

using namespace sluice;

namespace
{

Column column(const char *name, const char *type)
{
    return {QString::fromLatin1(name), Type::parse(QString::fromLatin1(type)).value(), true, {}};
}

} // namespace

// Rules of the documents that no other test has, by their numbers, against the local warehouse.
class TestRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(); }
    void cleanup() { m_fixture->setFaults({}); }
    void cleanupTestCase() { m_fixture.reset(); }

    // The same rule for every way that rows can take.
    void ways_data()
    {
        QTest::addColumn<QJsonObject>("way");
        QTest::newRow("records") << QJsonObject();
        QTest::newRow("Arrow") << QJsonObject{{"useArrow", true}};
        QTest::newRow("Storage API") << QJsonObject{{"useStorageApi", true}};
        QTest::newRow("stream") << QJsonObject{{"useStreamTunnel", true}};
    }

    // MW-4: what the task does not write becomes null, whatever default the table defines.
    void defaultsAreNotUsed_data() { ways_data(); }
    void defaultsAreNotUsed()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("DROP TABLE IF EXISTS defaults");
        m_fixture->sql("CREATE TABLE defaults (id BIGINT, s STRING DEFAULT 'standard', n BIGINT DEFAULT 7)");
        const Schema schema{{column("id", "BIGINT")}};
        const Done done = write("defaults", way, {{"column", QJsonArray{"id"}}}, {rowsOf(schema, {"1"})});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        QCOMPARE(m_fixture->select("SELECT id, s, n FROM defaults"), QStringList("1|null|null"));
    }

    // AM-6 (MW-12): nulls into VARCHAR are nulls.
    void nullsIntoVarchar_data() { ways_data(); }
    void nullsIntoVarchar()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("DROP TABLE IF EXISTS varchars");
        m_fixture->sql("CREATE TABLE varchars (id BIGINT, v VARCHAR(5))");
        const Schema schema{{column("id", "BIGINT"), column("v", "VARCHAR(5)")}};
        const Done done = write("varchars", way, {}, {rowsOf(schema, {"1|null", "2|abcde", "3|"})});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        QCOMPARE(m_fixture->select("SELECT id, v FROM varchars ORDER BY id"), (QStringList{"1|null", "2|abcde", "3|"}));
        QVERIFY(m_fixture->dirty.isEmpty());
    }

    // FS-17b: exactly these rows in the one partition.
    void sinkExample_data() { ways_data(); }
    void sinkExample()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("DROP TABLE IF EXISTS odps_sink");
        m_fixture->sql("CREATE TABLE odps_sink (cid VARCHAR(20), rt DOUBLE) PARTITIONED BY (ds STRING)");
        arrow::StringBuilder ids;
        arrow::DoubleBuilder values;
        QVERIFY(ids.AppendValues({"id0", "id1"}).ok() && values.AppendValues({3.0, 4.0}).ok());
        const auto rows = arrow::RecordBatch::Make(
            arrow::schema({arrow::field("cid", arrow::utf8()), arrow::field("rt", arrow::float64())}), 2,
            {ids.Finish().ValueOrDie(), values.Finish().ValueOrDie()});
        const Done done = write("odps_sink", way, {{"partition", "ds=20180905"}}, {rows});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        QCOMPARE(m_fixture->select("SELECT ds, cid, rt FROM odps_sink ORDER BY cid"),
                 (QStringList{"20180905|id0|3", "20180905|id1|4"}));
    }

    // MR-2, MW-11: before a row moves, with what it is.
    void whatIsNoTable_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("kind");
        QTest::newRow("external") << "outside"
                                  << "is an external table";
        QTest::newRow("view") << "looking"
                              << "is a view";
    }
    void whatIsNoTable()
    {
        QFETCH(const QString, table);
        QFETCH(const QString, kind);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS seen (id BIGINT)");
        m_fixture->sql("CREATE VIEW IF NOT EXISTS looking AS SELECT * FROM seen");
        m_fixture->sql("CREATE EXTERNAL TABLE IF NOT EXISTS outside (id BIGINT) STORED BY "
                       "'com.aliyun.odps.CsvStorageHandler' LOCATION 'oss://nowhere/x/'");
        for (const bool storage : {false, true}) {
            const Done written = write(table, {{"useStorageApi", storage}}, {}, {});
            QCOMPARE(written.error().code, ErrorCode::Unsupported);
            QVERIFY2(written.error().message.contains(kind), qPrintable(why(written)));
            QCOMPARE(written.error().where, QStringLiteral("/steps/0/parameter/table"));
            const auto read = m_fixture->read({{"table", table}, {"useStorageApi", storage}});
            QCOMPARE(read.error().code, ErrorCode::Unsupported);
            QVERIFY2(read.error().message.contains(kind), qPrintable(read.error().text()));
        }
    }

    // MW-9's ceiling. The block that would be one too many is not begun.
    void tooManyBlocks()
    {
        m_fixture->sql("CREATE TABLE blocks (id BIGINT)");
        OpenRequest request =
            m_fixture->request("writer", {{"table", "blocks"}, {"truncate", false}, {"useStorageApi", true}});
        const auto first = m_fixture->connector().openSink(request, {});
        QVERIFY(first.ok());
        const QJsonArray blocks{QJsonObject{{"block", 19'999}, {"message", "{}"}}};
        ResumePoint point{(*first)->resumeState(),
                          {QJsonDocument(QJsonObject{{"blocks", blocks}}).toJson(QJsonDocument::Compact)},
                          false};
        request.resume = &point;
        const auto sink = m_fixture->connector().openSink(request, {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        const auto writer = (*sink)->writer(0);
        Batch batch;
        batch.rows = rowsOf(Schema{{column("id", "BIGINT")}}, {"1"});
        ListDirt dirt;
        const Done done = (*writer)->write(batch, dirt, {});
        QCOMPARE(done.error().code, ErrorCode::Unsupported);
        QVERIFY2(done.error().message.contains("20000") && done.error().message.contains("blockSizeInMB"),
                 qPrintable(why(done)));
    }

    // What is wrong with a step is known before a row moves, by its place and its cure.
    void refusedEarly_data()
    {
        QTest::addColumn<QString>("category");
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *category, const QJsonObject &parameter, const char *key,
                            const char *says) {
            QTest::newRow(name) << QString::fromLatin1(category) << parameter << QString::fromLatin1(key)
                                << QString::fromLatin1(says);
        };
        row("too few levels to write", "writer", {{"table", "early"}, {"partition", "pt=1"}}, "partition", "\"ds\"");
        row("too many levels to write", "writer", {{"table", "early"}, {"partition", "pt=1,ds=2,x=3"}}, "partition",
            "\"x\" is not a partition column");
        row("no partition to write", "writer", {{"table", "early"}}, "partition", "partition");
        row("too few levels to read", "reader", {{"table", "early"}, {"partition", "pt=1"}}, "partition", "\"ds\"");
        row("no partition to read", "reader", {{"table", "early"}}, "partition", "partition");
        row("missing partition", "reader", {{"table", "early"}, {"partition", "pt=1,ds=2"}}, "",
            "successOnNoPartition");
        row("duplicate column", "writer",
            {{"table", "early"}, {"partition", "pt=1,ds=2"}, {"column", QJsonArray{"id", "ID"}}}, "column", "twice");
        row("unknown column", "writer", {{"table", "early"}, {"partition", "pt=1,ds=2"}, {"column", QJsonArray{"idd"}}},
            "column", "Did you mean \"id\"?");
        row("unknown codec", "writer", {{"table", "early"}, {"partition", "pt=1,ds=2"}, {"compressAlgorithm", "rar"}},
            "compressAlgorithm", "rar");
        row("unknown codec to read", "reader",
            {{"table", "early"}, {"partition", "pt=*,ds=*"}, {"compressAlgorithm", "rar"}}, "compressAlgorithm", "rar");
    }
    void refusedEarly()
    {
        QFETCH(const QString, category);
        QFETCH(const QJsonObject, parameter);
        QFETCH(const QString, key);
        QFETCH(const QString, says);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS early (id BIGINT) PARTITIONED BY (pt STRING, ds STRING)");
        Error error;
        if (category == QLatin1String("writer")) {
            error = write("early", {}, parameter, {}).error();
        } else {
            error = m_fixture->read(parameter).error();
        }
        QVERIFY2(error.message.contains(says), qPrintable(error.text()));
        if (!key.isEmpty())
            QCOMPARE(error.where, QStringLiteral("/steps/0/parameter/") + key);
    }

    // The service's own words, its request, what was tried, and the cure.
    void whatFailuresTell()
    {
        m_fixture->sql("CREATE TABLE IF NOT EXISTS told (id BIGINT)");
        m_fixture->setFaults(R"({"method": "POST", "query": ["uploads"], "times": 0, "action": "status",
            "status": 403, "code": "NoPermission", "message": "ODPS-0130013: no privilege odps:Update"})");
        Error error = write("told", {}, {}, {}).error();
        QCOMPARE(error.code, ErrorCode::Auth);
        QVERIFY2(error.message.contains("no privilege odps:Update") &&
                     error.message.contains("Ask the project's owner"),
                 qPrintable(error.text()));
        QVERIFY(error.detail.startsWith("NoPermission, HTTP 403, request "));

        WarehouseFixture hasty(std::chrono::hours(24), {std::chrono::milliseconds(1), std::chrono::milliseconds(1)});
        hasty.sql("CREATE TABLE told (id BIGINT)");
        hasty.setFaults(R"({"method": "POST", "query": ["uploads"], "times": 0, "action": "status", "status": 503})");
        error = hasty.write({{"table", "told"}}, {}).error();
        QVERIFY2(error.message.contains("Sluice tried 5 times") && error.detail.contains("request "),
                 qPrintable(error.text()));
    }

private:
    Done write(const QString &table, const QJsonObject &way, const QJsonObject &more, const Rows &rows)
    {
        QJsonObject parameter = way;
        parameter["table"] = table;
        for (auto option = more.begin(); option != more.end(); ++option)
            parameter[option.key()] = option.value();
        return m_fixture->write(parameter, rows);
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runRuleTests(int argc, char **argv)
{
    TestRules tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_rules.moc"
