#include "maxcompute/warehousefixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <arrow/record_batch.h>

using namespace sluice;

namespace
{

Schema columns(const QStringList &names)
{
    Schema schema;
    for (const QString &name : names)
        schema.columns.append({name,
                               name == QLatin1String("id") || QStringList{"n1", "n2", "nhh"}.contains(name)
                                   ? Type(TypeKind::BigInt)
                                   : Type(TypeKind::String),
                               true,
                               {}});
    return schema;
}

} // namespace

// The writer's other ways into a table: partitions by row, the stream tunnel, and Delta tables by key.
class TestTunnels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }

    // FS-14.
    void partitionsFromRows()
    {
        m_fixture->sql("CREATE TABLE routed (id BIGINT, name STRING) PARTITIONED BY (ds STRING, hh BIGINT)");
        m_fixture->sql("INSERT INTO routed PARTITION (ds='a', hh=1) VALUES (100, 'old')");
        const Schema schema = columns({"id", "name", "ds", "nhh"});
        const auto rows = rowsOf(schema, {"1|x|a|1", "2|y|b|1", "3|z|a|1", "4|null|a|2", "5|v|b|1"});
        for (const bool truncate : {false, true}) {
            const Done written = m_fixture->write({{"table", "routed"},
                                                   {"partition", "ds, hh"},
                                                   {"column", QJsonArray{"id", "name", "ds", "hh"}},
                                                   {"compressAlgorithm", truncate ? "zstd" : "raw"},
                                                   {"truncate", truncate}},
                                                  {rows});
            QVERIFY2(written.ok(), qPrintable(why(written)));
            QStringList expected{"a|1|1|x", "a|1|3|z", "a|2|4|null", "b|1|2|y", "b|1|5|v"};
            if (!truncate)
                expected.insert(2, "a|1|100|old");
            QCOMPARE(m_fixture->select("SELECT ds, hh, id, name FROM routed ORDER BY ds, hh, id LIMIT 100"), expected);
        }
        // The upper level may be given once for all, and "*" has the levels behind the columns.
        const auto more = rowsOf(columns({"id", "name", "nhh"}), {"7|q|9"});
        const Done written = m_fixture->write({{"table", "routed"}, {"partition", "ds=c, hh"}}, {more});
        QVERIFY2(written.ok(), qPrintable(why(written)));
        QCOMPARE(m_fixture->select("SELECT ds, hh, id FROM routed WHERE ds='c'"), QStringList("c|9|7"));
    }

    void rowsOfNoPartition()
    {
        m_fixture->sql("CREATE TABLE astray (id BIGINT) PARTITIONED BY (ds STRING)");
        const auto rows =
            rowsOf(columns({"id", "ds"}), {"1|a", "2|null", "3|", "4|a/b", "5|a,b", "6|it's", "7|b", "8|x=y", "9| c"});
        const Done written = m_fixture->write({{"table", "astray"}, {"partition", "ds"}}, {rows});
        QVERIFY2(written.ok(), qPrintable(why(written)));
        QCOMPARE(m_fixture->select("SELECT id, ds FROM astray ORDER BY id LIMIT 10"), QStringList({"1|a", "7|b"}));
        QCOMPARE(m_fixture->dirty.size(), 7);
        for (const DirtyRow &dirty : m_fixture->dirty) {
            QCOMPARE(dirty.column, QStringLiteral("ds"));
            QVERIFY(!dirty.reason.isEmpty());
        }
    }

    // ER-3.
    void tooManyDynamicPartitions()
    {
        m_fixture->sql("CREATE TABLE scattered (id BIGINT) PARTITIONED BY (ds STRING)");
        QStringList lines;
        for (int i = 0; i < 101; ++i)
            lines.append(QStringLiteral("%1|p%1").arg(i));
        const auto rows = rowsOf(columns({"id", "ds"}), lines);
        const Done refused = m_fixture->write({{"table", "scattered"}, {"partition", "ds"}}, {rows});
        QCOMPARE(refused.error().code, ErrorCode::Config);
        QVERIFY2(refused.error().message.startsWith("Too many dynamic partitions"), qPrintable(why(refused)));
        QVERIFY(refused.error().message.contains("dynamicPartitionLimit"));
        QCOMPARE(m_fixture->select("SELECT count(*) FROM scattered"), QStringList("0"));
        const Done written =
            m_fixture->write({{"table", "scattered"}, {"partition", "ds"}, {"dynamicPartitionLimit", 101}}, {rows});
        QVERIFY2(written.ok(), qPrintable(why(written)));
        QCOMPARE(m_fixture->select("SELECT count(*) FROM scattered"), QStringList("101"));
    }

    void badDynamicPartitions_data()
    {
        QTest::addColumn<QString>("partition");
        QTest::addColumn<QJsonArray>("column");
        QTest::addColumn<QString>("where");
        QTest::newRow("level not named") << "ds" << QJsonArray{"id"} << "partition";
        QTest::newRow("value below a dynamic level") << "ds, hh=1" << QJsonArray{"id", "ds"} << "partition";
        QTest::newRow("column missing") << "ds=1, hh" << QJsonArray{"id"} << "column";
        QTest::newRow("fixed level as a column") << "ds=1, hh=2" << QJsonArray{"id", "ds"} << "column";
        QTest::newRow("twice") << "ds=1, ds, hh" << QJsonArray{"id", "ds", "hh"} << "partition";
        QTest::newRow("unknown level") << "ds=1, zz" << QJsonArray{"id", "zz"} << "partition";
        QTest::newRow("operation") << "ds=1, hh=2" << QJsonArray{"id", "__operation__"} << "column";
    }

    void badDynamicPartitions()
    {
        QFETCH(const QString, partition);
        QFETCH(const QJsonArray, column);
        QFETCH(const QString, where);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS strict (id BIGINT) PARTITIONED BY (ds STRING, hh STRING)");
        const auto sink = m_fixture->connector().openSink(
            m_fixture->request(
                "writer", {{"table", "strict"}, {"partition", partition}, {"column", column}, {"truncate", false}}),
            {});
        QCOMPARE(sink.error().code, ErrorCode::Config);
        QCOMPARE(sink.error().where, QStringLiteral("/steps/0/parameter/") + where);
    }

    // FS-11: streamed rows are seen at once, when there are enough of them or they are old enough.
    void streamed()
    {
        m_fixture->sql("CREATE TABLE streamed (id BIGINT, name STRING) PARTITIONED BY (ds STRING)");
        QJsonObject parameter{{"table", "streamed"}, {"partition", "ds"},       {"truncate", false},
                              {"batchSize", 1024},   {"useStreamTunnel", true}, {"flushIntervalMs", 60000}};
        auto opened = m_fixture->connector().openSink(m_fixture->request("writer", parameter), {});
        QVERIFY2(opened.ok(), opened.ok() ? "" : qPrintable(opened.error().text()));
        auto writer = (*opened)->writer(0);
        QVERIFY(writer.ok());
        ListDirt dirt;
        const Schema schema = columns({"id", "name", "ds"});
        const auto write = [&](const QStringList &lines) {
            Batch batch;
            batch.rows = rowsOf(schema, lines);
            return (*writer)->write(batch, dirt, {});
        };
        const QString count = QStringLiteral("SELECT count(*) FROM streamed");
        QVERIFY(write({"1|short|a"}).ok());
        QCOMPARE(m_fixture->select(count), QStringList("0"));
        QVERIFY(write({"2|" + QString(2000, QLatin1Char('x')) + "|a"}).ok());
        QTRY_COMPARE(m_fixture->select(count), QStringList("2")); // no seal, no commit
        QVERIFY(write({"3|later|b"}).ok());
        auto receipt = (*writer)->seal({});
        QVERIFY(receipt.ok());
        QCOMPARE(m_fixture->select(count), QStringList("3"));
        QVERIFY((*opened)->commit(0, {*receipt}, {}).ok());
        QCOMPARE(m_fixture->select("SELECT ds, id FROM streamed ORDER BY id LIMIT 9"),
                 QStringList({"a|1", "a|2", "b|3"}));
    }

    void streamedByAge()
    {
        m_fixture->sql("CREATE TABLE aged (id BIGINT)");
        auto sink = m_fixture->connector().openSink(
            m_fixture->request(
                "writer", {{"table", "aged"}, {"truncate", false}, {"useStreamTunnel", true}, {"flushIntervalMs", 1}}),
            {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        auto writer = (*sink)->writer(0);
        ListDirt dirt;
        Batch batch;
        batch.rows = rowsOf(columns({"id"}), {"1"});
        QVERIFY((*writer)->write(batch, dirt, {}).ok());
        QTest::qWait(5);
        QVERIFY((*writer)->write(Batch(), dirt, {}).ok());
        QTRY_COMPARE(m_fixture->select("SELECT count(*) FROM aged"), QStringList("1"));
    }

    // Rows that are old enough go out while no others come, however often they must be sent.
    void streamedWhileIdle()
    {
        m_fixture->sql("CREATE TABLE idle (id BIGINT)");
        auto sink = m_fixture->connector().openSink(
            m_fixture->request(
                "writer", {{"table", "idle"}, {"truncate", false}, {"useStreamTunnel", true}, {"flushIntervalMs", 1}}),
            {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        auto writer = (*sink)->writer(0);
        ListDirt dirt;
        Batch batch;
        batch.rows = rowsOf(columns({"id"}), {"1"});
        m_fixture->setFaults(R"({"method": "PUT", "times": 2, "action": "refuse"})");
        QVERIFY((*writer)->write(batch, dirt, {}).ok());
        QTest::qWait(5);
        const Done idle = (*writer)->idle({});
        QVERIFY2(idle.ok(), qPrintable(why(idle)));
        QCOMPARE(m_fixture->faultsStruck(), 2);
        QCOMPARE(m_fixture->select("SELECT count(*) FROM idle"), QStringList("1"));
        m_fixture->setFaults({});
    }

    // The table is altered while rows are streamed: what fits its new columns goes on, the rest is told.
    void streamedAcrossAChange()
    {
        m_fixture->sql("CREATE TABLE altered (id BIGINT, name STRING)");
        auto sink = m_fixture->connector().openSink(
            m_fixture->request("writer", {{"table", "altered"}, {"truncate", false}, {"useStreamTunnel", true}}), {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        auto writer = (*sink)->writer(0);
        QVERIFY(writer.ok());
        ListDirt dirt;
        const auto send = [&](const QString &line) -> Done {
            Batch batch;
            batch.rows = rowsOf(columns({"id", "name"}), {line});
            SLUICE_CHECK((*writer)->write(batch, dirt, {}));
            const auto receipt = (*writer)->seal({});
            return receipt.ok() ? Done() : Done(receipt.error());
        };
        const QString all = QStringLiteral("SELECT id, name FROM altered ORDER BY id LIMIT 9");
        QVERIFY(send("1|a").ok());
        // Another column of the same name and type: the session of before is over, its rows still fit.
        m_fixture->sql("ALTER TABLE altered DROP COLUMN name");
        m_fixture->sql("ALTER TABLE altered ADD COLUMNS (name STRING, more BIGINT)");
        const Done again = send("2|b");
        QVERIFY2(again.ok(), qPrintable(why(again)));
        QCOMPARE(m_fixture->select(all), QStringList({"1|null", "2|b"}));
        QCOMPARE(m_fixture->log().lines().filter("the run goes on in a new stream").size(), 1);

        m_fixture->sql("ALTER TABLE altered DROP COLUMN name");
        const Done refused = send("3|c");
        QVERIFY(!refused.ok());
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY2(why(refused).contains("column \"name\" is not where it was"), qPrintable(why(refused)));
        QVERIFY(why(refused).contains("SchemaModified"));
        QCOMPARE(m_fixture->select("SELECT count(*) FROM altered"), QStringList("2"));
    }

    void deltaTable()
    {
        m_fixture->sql("CREATE TABLE keyed (id BIGINT NOT NULL, name STRING, other STRING, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='4')");
        const auto write = [&](const QJsonArray &column, const QStringList &lines, const QJsonObject &more = {}) {
            QJsonObject parameter{{"table", "keyed"}, {"column", column}};
            for (auto option = more.begin(); option != more.end(); ++option)
                parameter.insert(option.key(), option.value());
            QStringList names;
            for (const QJsonValue &name : column)
                names.append(name.toString());
            return m_fixture->write(parameter, {rowsOf(columns(names), lines)});
        };
        const QString all = QStringLiteral("SELECT id, name, other FROM keyed ORDER BY id LIMIT 100");
        QVERIFY(write({"id", "name", "other"}, {"1|a|x", "2|b|y", "3|c|z"}).ok());
        QCOMPARE(m_fixture->select(all), QStringList({"1|a|x", "2|b|y", "3|c|z"}));

        // The last row of a key counts; what is not written becomes NULL.
        QVERIFY(write({"name", "id"}, {"first|2", "second|2", "new|4"}, {{"compressAlgorithm", "zlib"}}).ok());
        QCOMPARE(m_fixture->select(all), QStringList({"1|a|x", "2|second|null", "3|c|z", "4|new|null"}));

        // FC-4: I(1,a), U(1,a→b), D(1,b).
        const Done changed = write({"id", "name", "__operation__"},
                                   {"9|a|I", "9|a|-U", "9|b|+U", "9|b|D", "3|c|delete", "4|kept|u", "5|odd|?"});
        QVERIFY2(changed.ok(), qPrintable(why(changed)));
        QCOMPARE(m_fixture->select(all), QStringList({"1|a|x", "2|second|null", "4|kept|null"}));
        QCOMPARE(m_fixture->dirty.size(), 1);
        QCOMPARE(m_fixture->dirty.first().column, QStringLiteral("__operation__"));

        // Overwriting is the batch tunnel's.
        QVERIFY(write({"id", "name"}, {"8|only|"}, {{"truncate", true}}).ok());
        QCOMPARE(m_fixture->select(all), QStringList("8|only|null"));

        const Done keyless = write({"name"}, {"x"});
        QCOMPARE(keyless.error().code, ErrorCode::Config);
        const Done partial = write({"id", "name"}, {"8|x"}, {{"partialColumns", true}});
        QCOMPARE(partial.error().code, ErrorCode::Config);
        QCOMPARE(partial.error().where, QStringLiteral("/steps/0/parameter/partialColumns"));
    }

    void deltaWithPartitionsAndManyRows()
    {
        m_fixture->sql(
            "CREATE TABLE manykeys (id BIGINT NOT NULL, name STRING NOT NULL, n1 BIGINT, PRIMARY KEY (id, name))"
            " PARTITIONED BY (ds STRING) TBLPROPERTIES ('transactional'='true')");
        Rows rows;
        for (int round = 0; round < 2; ++round)
            for (int part = 0; part < 10; ++part) {
                QStringList lines;
                for (int i = 0; i < 1000; ++i) {
                    const int id = part * 1000 + i;
                    lines.append(QStringLiteral("%1|键%1|%2|%3").arg(id).arg(id + round).arg(id % 3));
                }
                rows.push_back(rowsOf(columns({"id", "name", "n1", "ds"}), lines));
            }
        const Done written = m_fixture->write(
            {{"table", "manykeys"}, {"partition", "ds"}, {"numFlushThreads", 3}, {"slotNum", 2}}, rows);
        QVERIFY2(written.ok(), qPrintable(why(written)));
        QCOMPARE(m_fixture->select("SELECT ds, count(*), sum(n1 - id) FROM manykeys GROUP BY ds ORDER BY ds LIMIT 9"),
                 QStringList({"0|3334|3334", "1|3333|3333", "2|3333|3333"}));
    }

    // FS-13.
    void partialColumns()
    {
        m_fixture->sql("CREATE TABLE partly (id BIGINT NOT NULL, n1 BIGINT, n2 BIGINT, PRIMARY KEY (id)) TBLPROPERTIES "
                       "('transactional'='true', 'acid.partial.fields.update.enable'='true')");
        m_fixture->sql("INSERT INTO partly VALUES (1, 1, 2)");
        const auto write = [&](const char *line) {
            return m_fixture->write({{"table", "partly"}, {"column", QJsonArray{"id", "n1"}}, {"partialColumns", true}},
                                    {rowsOf(columns({"id", "n1"}), {line})});
        };
        const auto all = [&] { return m_fixture->select("SELECT id, n1, n2 FROM partly ORDER BY id LIMIT 9"); };
        QVERIFY(write("1|5").ok());
        QCOMPARE(all(), QStringList("1|5|2"));
        QVERIFY(write("1|null").ok());
        QCOMPARE(all(), QStringList("1|5|2"));
        QVERIFY(write("2|7").ok());
        QCOMPARE(all(), QStringList({"1|5|2", "2|7|null"}));
    }

    // MW-10.
    void lanesIntoDelta_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::addColumn<bool>("consistent");
        QTest::addColumn<bool>("good");
        QTest::newRow("1 false") << 1 << false << true;
        QTest::newRow("2 false") << 2 << false << false;
        QTest::newRow("2 true") << 2 << true << true;
    }

    void lanesIntoDelta()
    {
        QFETCH(const int, lanes);
        QFETCH(const bool, consistent);
        QFETCH(const bool, good);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS lanes (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        OpenRequest request =
            m_fixture->request("writer", {{"table", "lanes"}, {"truncate", false}, {"consistencyCommit", consistent}});
        request.lanes = lanes;
        const auto sink = m_fixture->connector().openSink(request, {});
        QCOMPARE(sink.ok(), good);
        if (!good)
            QCOMPARE(sink.error().where, QStringLiteral("/steps/0/parameter/consistencyCommit"));
    }

    // FS-10.
    void lanesAndBuckets_data()
    {
        QTest::addColumn<int>("lanes");
        QTest::addColumn<bool>("even");
        QTest::newRow("4 of 16") << 4 << true;
        QTest::newRow("5 of 16") << 5 << false;
        QTest::newRow("1 of 16") << 1 << true;
    }
    void lanesAndBuckets()
    {
        QFETCH(const int, lanes);
        QFETCH(const bool, even);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS bucketed (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='16')");
        OpenRequest request =
            m_fixture->request("writer", {{"table", "bucketed"}, {"truncate", false}, {"consistencyCommit", true}});
        request.lanes = lanes;
        const qsizetype told = m_fixture->log().lines().size();
        const auto sink = m_fixture->connector().openSink(request, {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        const QString lines = m_fixture->log().lines().mid(told).join(QLatin1Char('\n'));
        QCOMPARE(lines.contains("16 buckets, which 5 lanes"), !even);
    }

    void abortedChangesAreNotSeen()
    {
        m_fixture->sql("CREATE TABLE undone (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        auto sink = m_fixture->connector().openSink(
            m_fixture->request("writer", {{"table", "undone"}, {"truncate", false}}), {});
        QVERIFY2(sink.ok(), sink.ok() ? "" : qPrintable(sink.error().text()));
        auto writer = (*sink)->writer(0);
        ListDirt dirt;
        Batch batch;
        batch.rows = rowsOf(columns({"id"}), {"1", "2"});
        QVERIFY((*writer)->write(batch, dirt, {}).ok());
        QVERIFY((*writer)->seal({}).ok());
        QCOMPARE(m_fixture->select("SELECT count(*) FROM undone"), QStringList("0"));
        (*sink)->abort();
        QCOMPARE(m_fixture->select("SELECT count(*) FROM undone"), QStringList("0"));
    }

    void badModes_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QString>("where");
        QTest::newRow("stream and overwrite")
            << QJsonObject{{"useStreamTunnel", true}, {"truncate", true}} << "truncate";
        QTest::newRow("stream and upsert of a plain table")
            << QJsonObject{{"useStreamTunnel", true}, {"enableUpsert", true}} << "enableUpsert";
        QTest::newRow("upsert and overwrite") << QJsonObject{{"enableUpsert", true}, {"truncate", true}} << "truncate";
        QTest::newRow("upsert of a plain table") << QJsonObject{{"enableUpsert", true}} << "enableUpsert";
        QTest::newRow("stream into Delta")
            << QJsonObject{{"useStreamTunnel", true}, {"table", "modes_delta"}} << "useStreamTunnel";
    }

    void badModes()
    {
        QFETCH(QJsonObject, parameter);
        QFETCH(const QString, where);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS modes (id BIGINT)");
        m_fixture->sql("CREATE TABLE IF NOT EXISTS modes_delta (id BIGINT NOT NULL, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true')");
        if (!parameter.contains("table"))
            parameter.insert("table", "modes");
        if (!parameter.contains("truncate"))
            parameter.insert("truncate", false);
        const auto sink = m_fixture->connector().openSink(m_fixture->request("writer", parameter), {});
        QVERIFY(!sink.ok());
        QCOMPARE(sink.error().code, ErrorCode::Config);
        QCOMPARE(sink.error().where, QStringLiteral("/steps/0/parameter/") + where);
    }

    // A connection that breaks in the middle of a pack costs nothing: keys make the repetition harmless.
    void changesThroughABadNetwork()
    {
        m_fixture->sql("CREATE TABLE shaky (id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) "
                       "TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='2')");
        m_fixture->setFaults(R"({"method":"PUT","action":"cut-request","bytes":100000})");
        Rows rows;
        for (int part = 0; part < 20; ++part) {
            QStringList lines;
            for (int i = 0; i < 1000; ++i)
                lines.append(QStringLiteral("%1|%2").arg(part * 1000 + i).arg(i, 40));
            rows.push_back(rowsOf(columns({"id", "name"}), lines));
        }
        const Done written = m_fixture->write({{"table", "shaky"}}, rows);
        QVERIFY2(written.ok(), qPrintable(why(written)));
        QVERIFY(m_fixture->faultsStruck() > 0);
        QCOMPARE(m_fixture->select("SELECT count(*), sum(id) FROM shaky"), QStringList("20000|199990000"));
    }

private:
    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runTunnelTests(int argc, char **argv)
{
    TestTunnels test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_tunnels.moc"
