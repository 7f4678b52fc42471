#include "connectors/maxcompute/account.h"
#include "connectors/maxcompute/client.h"
#include "connectors/maxcompute/sqlinstance.h"
#include "maxcompute/warehousefixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QTest>

#include <arrow/record_batch.h>

#include <atomic>
#include <thread>

using namespace sluice;

namespace
{

QStringList sortedLines(const Rows &rows)
{
    QStringList lines = asLines(rows);
    lines.sort();
    return lines;
}

QJsonObject filtered(const char *table, const QJsonArray &column, const QString &where,
                     const QJsonArray &partition = {})
{
    QJsonObject parameter{{"table", table}, {"column", column}, {"enableWhere", true}, {"where", where}};
    if (!partition.isEmpty())
        parameter.insert("partition", partition);
    return parameter;
}

} // namespace

// Reading through a SQL instance and its tunnel, against the local warehouse over a real socket (MR-14, MR-15, AM-29).
class TestQueryReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_fixture = std::make_unique<WarehouseFixture>();
        m_fixture->sql("CREATE TABLE people (id BIGINT, name STRING, age INT, born DATETIME, c CHAR(3))");
        m_fixture->sql("INSERT INTO people VALUES (1, 'ann', 9, DATETIME'2015-01-01 00:00:00', 'x'), "
                       "(2, 'bob & <co>', 30, NULL, 'y'), (3, NULL, 40, NULL, 'z'), (4, '杭州', 50, NULL, 'w')");
        m_fixture->sql("CREATE TABLE parts (id BIGINT) PARTITIONED BY (pt BIGINT, ds STRING)");
        m_fixture->sql("INSERT INTO parts PARTITION (pt=1, ds='hangzhou') VALUES (10), (11)");
        m_fixture->sql("INSERT INTO parts PARTITION (pt=1, ds='shanghai') VALUES (20), (21)");
        m_fixture->sql("INSERT INTO parts PARTITION (pt=2, ds='hangzhou') VALUES (30), (31)");
        m_fixture->sql("CREATE TABLE odd (id BIGINT) PARTITIONED BY (p STRING)");
        m_fixture->sql(R"(INSERT INTO odd PARTITION (p='it\'s \\ here') VALUES (1), (2))");
        m_fixture->sql("INSERT INTO odd PARTITION (p='other') VALUES (3)");
    }
    void cleanupTestCase() { m_fixture.reset(); }

    // MR-2: the warehouse says what kind of table it is, as the service does.
    void refusesViews()
    {
        m_fixture->sql("CREATE VIEW grown AS SELECT id, name FROM people WHERE age > 18");
        m_fixture->sql("CREATE EXTERNAL TABLE outside (id BIGINT) STORED AS PARQUET LOCATION 'oss://bucket/folder/'");
        for (const auto &[table, kind] : {std::pair("grown", "a view"), std::pair("outside", "an external table")}) {
            const auto read = m_fixture->read({{"table", table}, {"column", QJsonArray{"id"}}});
            QVERIFY(!read.ok());
            QVERIFY2(read.error().message.contains(kind), qPrintable(read.error().text()));
        }
    }

    void rows_data()
    {
        QTest::addColumn<QJsonObject>("parameter");
        QTest::addColumn<QStringList>("expected"); // sorted
        const auto row = [](const char *name, const QJsonObject &parameter, const QStringList &expected) {
            QTest::newRow(name) << parameter << expected;
        };
        row("condition", filtered("people", {"id", "age"}, "id > 1 AND age < 50"), {"2|30", "3|40"});
        row("no row", filtered("people", {"id"}, "id > 100"), {});
        row("null is not false", filtered("people", {"id"}, "name <> 'ann'"), {"2", "4"});
        row("markup and Chinese", filtered("people", {"id"}, QStringLiteral("name = 'bob & <co>' or name='杭州'")),
            {"2", "4"});
        row("functions", filtered("people", {"upper(name)", "'it''s'", "id", "age + 1"}, "id = 1"), {"ANN|it's|1|10"});
        row("same column twice", filtered("people", {"id", "ID", "`age`"}, "id = 1"), {"1|1|9"});
        row("CHAR as STRING", filtered("people", {"cast(c as string)"}, "id = 2"), {"y"});
        row("only constants", filtered("people", {"'x'", "'y'"}, "id < 3"), {"x|y", "x|y"});
        row("several lines", filtered("people", {"id +\n age"}, "id = 1 -- the first\nor id = 2 -- and another"),
            {"10", "32"});
        row("partitions", filtered("parts", {"id", "ds", "pt"}, "id % 2 = 0", {"pt=1,ds=*", "pt=*,ds=hangzhou"}),
            {"10|hangzhou|1", "20|shanghai|1", "30|hangzhou|2"});
        row("or does not leave the partition", filtered("parts", {"id"}, "id = 10 or id = 30", {"pt=1,ds=*"}), {"10"});
        row("nor does a stray parenthesis", filtered("parts", {"id"}, "id = 10) or (id = 30", {"pt=1,ds=*"}), {"10"});
        row("table's name", filtered("parts", {"parts.id"}, "parts.id = 10", {"pt=1,ds=*"}), {"10"});
        row("partition query", filtered("parts", {"id"}, "id > 0", {"/*query*/ pt >= 2"}), {"30", "31"});
        row("odd partition value", filtered("odd", {"id", "p"}, "id > 1", {"p=it*"}), {"2|it's \\ here"});
        row("where without enableWhere",
            {{"table", "people"}, {"column", QJsonArray{"id"}}, {"where", "id > 100"}, {"enableWhere", false}},
            {"1", "2", "3", "4"});
        row("empty where", filtered("people", {"id"}, " "), {"1", "2", "3", "4"});
    }

    void rows()
    {
        QFETCH(const QJsonObject, parameter);
        QFETCH(const QStringList, expected);
        const auto rows = m_fixture->read(parameter, 3);
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(sortedLines(*rows), expected);
    }

    void typesOfExpressions()
    {
        const auto source = m_fixture->connector().openSource(
            m_fixture->request("reader", filtered("people", {"length(name)", "age", "born", "id / 2"}, "id > 0")), {});
        QVERIFY2(source.ok(), source.ok() ? "" : qPrintable(source.error().text()));
        QStringList types;
        for (const Column &column : (*source)->schema().columns)
            types.append(column.type.text());
        QCOMPARE(types, (QStringList{"BIGINT", "INT", "DATETIME", "DOUBLE"}));
        QCOMPARE((*source)->schema().columns.first().name, QStringLiteral("length(name)"));
    }

    void noPartition()
    {
        QJsonObject parameter = filtered("parts", {"upper(ds)"}, "id > 0", {"pt=9,ds=*"});
        QCOMPARE(m_fixture->read(parameter).error().code, ErrorCode::NotFound);
        parameter.insert("successOnNoPartition", true);
        QCOMPARE(countRows(*m_fixture->read(parameter)), 0);
    }

    void failures_data()
    {
        QTest::addColumn<QJsonArray>("column");
        QTest::addColumn<QString>("where");
        QTest::addColumn<ErrorCode>("code");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown column") << QJsonArray{"id"} << "id > 0 and nme = 'x'" << ErrorCode::Config << "where"
                                        << "This is position 12 of \"id > 0 and nme = 'x'\".";
        QTest::newRow("second line") << QJsonArray{"id"} << "id > 0\n  and nme = 'x'" << ErrorCode::Config << "where"
                                     << "This is line 2, position 7 of \"and nme = 'x'\".";
        QTest::newRow("no condition") << QJsonArray{"id"} << "id > > 0" << ErrorCode::Config << "where"
                                      << "This is position 6 of";
        QTest::newRow("open parenthesis")
            << QJsonArray{"id"} << "id > 0) or (1 = 1 or (id > 0" << ErrorCode::Config << ""
            << "ODPS-0130161";
        QTest::newRow("another statement")
            << QJsonArray{"id"} << "id > 0); DROP TABLE people; SELECT (1" << ErrorCode::Config << "where"
            << "ODPS-0130161";
        QTest::newRow("unknown function") << QJsonArray{"id", "uper(name)"} << "id > 0" << ErrorCode::Config << "column"
                                          << "This is position 1 of \"uper(name)\".";
        QTest::newRow("CHAR") << QJsonArray{"id", "cast(name as char(2))"} << "id > 0" << ErrorCode::Unsupported
                              << "column"
                              << "CAST(cast(name as char(2)) AS STRING)";
        QTest::newRow("CHAR column") << QJsonArray{"c"} << "id > 0" << ErrorCode::Unsupported << "column"
                                     << "CAST(c AS STRING)";
    }

    void failures()
    {
        QFETCH(const QJsonArray, column);
        QFETCH(const QString, where);
        QFETCH(const ErrorCode, code);
        QFETCH(const QString, key);
        QFETCH(const QString, said);
        const auto rows = m_fixture->read(filtered("people", column, where));
        QVERIFY(!rows.ok());
        const Error error = rows.error();
        QVERIFY2(error.message.contains(said), qPrintable(error.text()));
        QCOMPARE(error.code, code);
        QCOMPARE(error.where, key.isEmpty() ? QString() : QStringLiteral("/steps/0/parameter/") + key);
        if (code == ErrorCode::Config) {
            QVERIFY2(error.message.contains("ODPS-"), qPrintable(error.text()));
            QVERIFY2(error.detail.contains("instance ") && error.detail.contains("request "), qPrintable(error.text()));
        }
    }

    void splitsOfTheResult()
    {
        makeNumbers();
        const auto source = m_fixture->connector().openSource(
            m_fixture->request("reader", filtered("numbers", {"id", "id * 2"}, "id % 10 <> 3")), {});
        QVERIFY2(source.ok(), source.ok() ? "" : qPrintable(source.error().text()));
        const auto splits = (*source)->split(4, {});
        QVERIFY(splits.ok());
        QCOMPARE(splits->size(), size_t(4));
        qint64 promised = 0;
        for (const Split &split : *splits)
            promised += split.expectedRows;
        QCOMPARE(promised, 90'000);

        const auto shaky = m_fixture->connector().openSource(
            m_fixture->request("reader", filtered("numbers", {"id", "id * 2"}, "id % 10 <> 3")), {});
        QVERIFY(shaky.ok());
        const auto ranges = (*shaky)->split(4, {});
        m_fixture->setFaults(R"({"path": "*instances*", "query": ["data"], "action": "cut-answer", "bytes": 100000})");
        Rows rows;
        for (const Split &split : *ranges) {
            const auto reader = (*shaky)->reader(split, {});
            for (;;) {
                Batch batch;
                const auto outcome = (*reader)->next(batch, {});
                QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().text()));
                if (*outcome == Reader::Outcome::End)
                    break;
                if (batch.rows)
                    rows.push_back(batch.rows);
            }
        }
        QCOMPARE(m_fixture->faultsStruck(), 1);
        m_fixture->setFaults({});
        const QStringList lines = sortedLines(rows);
        QCOMPARE(lines.size(), 90'000);
        QStringList expected;
        for (int id = 0; id < 100'000; ++id)
            if (id % 10 != 3)
                expected.append(QStringLiteral("%1|%2").arg(id).arg(2 * id));
        expected.sort();
        QCOMPARE(lines, expected);
    }

    // A stop ends the query in MaxCompute too.
    void aStopCancelsTheInstance()
    {
        makeNumbers();
        const auto slow = filtered("numbers", {"id"},
                                   "id = (SELECT max(a.id * b.id % 7) FROM numbers a JOIN numbers b ON a.id <> b.id)");
        std::stop_source stopper;
        std::atomic<bool> opened = false; // in vain: the query is not as slow as it should be
        QElapsedTimer sinceStop;
        std::thread later([&] {
            while (!isRunning() && !opened)
                std::this_thread::sleep_for(std::chrono::milliseconds(10));
            sinceStop.start();
            stopper.request_stop();
        });
        const auto source =
            m_fixture->connector().openSource(m_fixture->request("reader", slow), Stop(stopper.get_token()));
        opened = true;
        later.join();
        QVERIFY(!source.ok());
        QCOMPARE(source.error().code, ErrorCode::Stopped);
        QVERIFY2(sinceStop.elapsed() < 2000, qPrintable(QString::number(sinceStop.elapsed())));
        QTRY_VERIFY(!isRunning());
    }

    void positions()
    {
        QCOMPARE(positionIn("ODPS-0130131:[12,15] Table not found")->line, 12);
        QCOMPARE(positionIn("x ODPS-0130161: [1,4] Parse exception")->column, 4);
        QVERIFY(!positionIn("ODPS-0121095:Invalid argument - [1,2]"));
        QVERIFY(!positionIn("[1,2]"));
        QVERIFY(!positionIn("ODPS-0130161:[99999999999,1]"));
    }

private:
    // 100,000 rows, id from 0 on.
    void makeNumbers()
    {
        if (m_hasNumbers)
            return;
        m_hasNumbers = true;
        m_fixture->sql("CREATE TABLE numbers (id BIGINT)");
        m_fixture->sql("INSERT INTO numbers VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
        for (qint64 rows = 10; rows < 100'000; rows *= 10)
            m_fixture->sql(
                QStringLiteral("INSERT INTO numbers SELECT a.id + %1 * b.n FROM numbers a CROSS JOIN (SELECT "
                               "id + 1 AS n FROM numbers WHERE id < 9) b")
                    .arg(rows));
    }

    // Whether an instance runs in the project.
    bool isRunning() const
    {
        const auto account = accountOf(m_fixture->source());
        Client client(*account, 1);
        ServiceRequest request;
        request.path = QStringLiteral("/projects/demo/instances");
        request.query = {{"status", QStringLiteral("Running")}};
        request.doing = QStringLiteral("Listing the instances");
        const auto answer = client.call(request, {});
        return answer.ok() && answer->body.contains("<Name>");
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
    bool m_hasNumbers = false;
};

int runQueryTests(int argc, char **argv)
{
    TestQueryReader tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_queryreader.moc"
