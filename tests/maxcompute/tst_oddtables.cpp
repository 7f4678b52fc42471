#include "maxcompute/warehousefixture.h"

#include <QJsonArray>
#include <QTest>

#include <arrow/api.h>

#include <thread>

using namespace sluice;

namespace
{

Column column(const QString &name, TypeKind kind)
{
    return {name, kind, true, {}};
}

} // namespace

// Tables at the edges of what MaxCompute allows: odd names, no rows, many columns and partitions, large values, many
// writers. By every way that rows can take.
class TestOddTables : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture = std::make_unique<WarehouseFixture>(); }
    void cleanupTestCase() { m_fixture.reset(); }

    void ways_data()
    {
        QTest::addColumn<QJsonObject>("way");
        QTest::newRow("records") << QJsonObject();
        QTest::newRow("Arrow") << QJsonObject{{"useArrow", true}};
        QTest::newRow("Storage API") << QJsonObject{{"useStorageApi", true}};
    }

    // Keywords, Chinese, a leading underscore; values with quotes and separators.
    void names_data() { ways_data(); }
    void names()
    {
        QFETCH(const QJsonObject, way);
        const QString table = QStringLiteral("order");
        const QStringList columns{"select", "from", QStringLiteral("\u4e2d\u6587"), "_group", "key"};
        QStringList definitions;
        for (const QString &name : columns)
            definitions.append(QStringLiteral("`%1` STRING").arg(name));
        m_fixture->sql("DROP TABLE IF EXISTS `order`");
        m_fixture->sql(QStringLiteral("CREATE TABLE `order` (%1) PARTITIONED BY (`by` STRING)")
                           .arg(definitions.join(QStringLiteral(", "))));
        Schema schema;
        for (const QString &name : columns)
            schema.columns.append(column(name, TypeKind::String));
        const QString line = QStringLiteral("it's|\"q\"|\u00e4\u4e2d\U0001F600|\\N|a,b;c");
        const Done done =
            write(way, {{"table", table}, {"partition", "by='where'"}, {"column", QJsonArray::fromStringList(columns)}},
                  {rowsOf(schema, {line})});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        const QJsonArray back = QJsonArray::fromStringList(columns + QStringList{"`by`"});
        const auto rows = read(way, {{"table", "Order"}, {"partition", QJsonArray{"by=*"}}, {"column", back}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(asLines(*rows), QStringList(line + "|where"));
        const auto filtered = read(way, {{"table", "order"},
                                         {"partition", QJsonArray{"by=where"}},
                                         {"column", back},
                                         {"enableWhere", true},
                                         {"where", "`select` = 'it\\'s'"}});
        QVERIFY2(filtered.ok(), filtered.ok() ? "" : qPrintable(filtered.error().text()));
        QCOMPARE(asLines(*filtered), QStringList(line + "|where"));
    }

    void noRows_data() { ways_data(); }
    void noRows()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("CREATE TABLE IF NOT EXISTS nothing (id BIGINT, s STRING)");
        for (const bool truncate : {false, true}) {
            const Done done = write(way, {{"table", "nothing"}, {"truncate", truncate}}, {});
            QVERIFY2(done.ok(), qPrintable(why(done)));
        }
        const auto rows = read(way, {{"table", "nothing"}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(countRows(*rows), 0);
    }

    // The most columns that a table may have.
    void manyColumns_data() { ways_data(); }
    void manyColumns()
    {
        QFETCH(const QJsonObject, way);
        Schema schema;
        QStringList definitions;
        QStringList cells;
        for (int i = 0; i < 1200; ++i) {
            const bool isNumber = i % 2 == 0;
            schema.columns.append(column(QStringLiteral("a_rather_long_name_of_a_column_%1").arg(i),
                                         isNumber ? TypeKind::BigInt : TypeKind::String));
            definitions.append(schema.columns.last().name + (isNumber ? " BIGINT" : " STRING"));
            cells.append(i % 7 == 0 ? QStringLiteral("null") : QString::number(i));
        }
        m_fixture->sql("DROP TABLE IF EXISTS wide");
        m_fixture->sql(QStringLiteral("CREATE TABLE wide (%1)").arg(definitions.join(QStringLiteral(", "))));
        const Done done = write(way, {{"table", "wide"}}, {rowsOf(schema, {cells.join(QLatin1Char('|'))})});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        const auto rows = read(way, {{"table", "wide"}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(asLines(*rows), QStringList(cells.join(QLatin1Char('|'))));
        QJsonArray backwards;
        for (int i = 1198; i >= 0; --i)
            backwards.append(schema.columns[i].name);
        const auto some = read(way, {{"table", "wide"}, {"column", backwards}});
        QVERIFY2(some.ok(), some.ok() ? "" : qPrintable(some.error().text()));
        QCOMPARE(asLines(*some).first().section(QLatin1Char('|'), 0, 1), QStringLiteral("1198|null"));
    }

    // The largest value that is taken, and one byte more.
    void largeValues_data() { ways_data(); }
    void largeValues()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("DROP TABLE IF EXISTS large");
        m_fixture->sql("CREATE TABLE large (id BIGINT, s STRING)");
        const Schema schema{{column("id", TypeKind::BigInt), column("s", TypeKind::String)}};
        const QString most(8 * 1024 * 1024, QLatin1Char('x'));
        QStringList lines;
        for (int i = 0; i < 5; ++i)
            lines.append(QStringLiteral("%1|%2").arg(i).arg(most));
        lines.append(QStringLiteral("5|%1y").arg(most));
        const Done done = write(way, {{"table", "large"}, {"blockSizeInMB", 16}}, {rowsOf(schema, lines)});
        QVERIFY2(done.ok(), qPrintable(why(done)));
        QCOMPARE(m_fixture->dirty.size(), 1);
        QCOMPARE(m_fixture->select("SELECT COUNT(*), MIN(LENGTH(s)), SUM(id) FROM large"), QStringList("5|8388608|10"));
        const auto rows = read(way, {{"table", "large"}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(countRows(*rows), 5);
    }

    // More than one page of them.
    void manyPartitions()
    {
        m_fixture->sql("CREATE TABLE parted (id BIGINT) PARTITIONED BY (p BIGINT)");
        constexpr int count = 2'500;
        for (int first = 0; first < count; first += 500) {
            QStringList partitions;
            for (int p = first; p < first + 500; ++p)
                partitions.append(QStringLiteral("PARTITION (p=%1)").arg(p));
            m_fixture->sql(QStringLiteral("ALTER TABLE parted ADD %1").arg(partitions.join(QLatin1Char(' '))));
        }
        m_fixture->sql("INSERT INTO parted PARTITION (p=2499) VALUES (7)");
        const auto rows = read({}, {{"table", "parted"}, {"partition", QJsonArray{"/*query*/ p >= 2490"}}});
        QVERIFY2(rows.ok(), rows.ok() ? "" : qPrintable(rows.error().text()));
        QCOMPARE(asLines(*rows), QStringList("7"));
        const auto newest = read({}, {{"table", "parted"}, {"partition", QJsonArray{"max_pt()"}}});
        QVERIFY2(newest.ok(), newest.ok() ? "" : qPrintable(newest.error().text()));
        QCOMPARE(countRows(*newest), 0); // as text, 999 is the greatest
    }

    // Writers of one table at the same time: appends add up, and of overwrites one stays whole.
    void concurrentCommits_data() { ways_data(); }
    void concurrentCommits()
    {
        QFETCH(const QJsonObject, way);
        m_fixture->sql("DROP TABLE IF EXISTS shared");
        m_fixture->sql("CREATE TABLE shared (id BIGINT, s STRING)");
        const Schema schema{{column("id", TypeKind::BigInt), column("s", TypeKind::String)}};
        constexpr int writers = 6;
        for (const bool truncate : {false, true}) {
            std::vector<Done> results(writers);
            std::vector<std::thread> threads;
            for (int writer = 0; writer < writers; ++writer)
                threads.emplace_back(
                    [&, writer] { results[size_t(writer)] = commitOne(way, truncate, writer, schema); });
            for (std::thread &thread : threads)
                thread.join();
            for (const Done &done : results)
                QVERIFY2(done.ok(), qPrintable(why(done)));
            const QStringList found =
                m_fixture->select("SELECT COUNT(*), COUNT(DISTINCT s), COUNT(DISTINCT id) FROM shared");
            QCOMPARE(found, QStringList(truncate ? "50|1|50" : "300|6|50"));
        }
    }

private:
    Done write(const QJsonObject &way, const QJsonObject &more, const Rows &rows)
    {
        return m_fixture->write(joined(way, more), rows);
    }
    Result<Rows> read(const QJsonObject &way, const QJsonObject &more) { return m_fixture->read(joined(way, more)); }

    static QJsonObject joined(QJsonObject parameter, const QJsonObject &more)
    {
        for (auto option = more.begin(); option != more.end(); ++option)
            parameter[option.key()] = option.value();
        return parameter;
    }

    Done commitOne(const QJsonObject &way, bool truncate, int writer, const Schema &schema)
    {
        const OpenRequest request =
            m_fixture->request("writer", joined(way, {{"table", "shared"}, {"truncate", truncate}}));
        SLUICE_TRY(const auto sink, m_fixture->connector().openSink(request, {}));
        SLUICE_TRY(const auto lane, sink->writer(0));
        QStringList lines;
        for (int i = 0; i < 50; ++i)
            lines.append(QStringLiteral("%1|writer %2").arg(i).arg(writer));
        Batch batch;
        batch.rows = rowsOf(schema, lines);
        ListDirt dirt;
        SLUICE_CHECK(lane->write(batch, dirt, {}));
        SLUICE_TRY(const Receipt receipt, lane->seal({}));
        return sink->commit(0, {receipt}, {});
    }

    std::unique_ptr<WarehouseFixture> m_fixture;
};

int runOddTableTests(int argc, char **argv)
{
    TestOddTables tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "tst_oddtables.moc"
