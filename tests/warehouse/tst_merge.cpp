#include "tst_merge.h"

#include "warehousefixture.h"

#include <QTest>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

// t(id, name, n): 1, 2 and 3; s(id, name): 2, 3 and 4.
void prepare(WarehouseFixture &db)
{
    for (const char *sql :
         {"CREATE TABLE t(id BIGINT, name STRING, n INT DEFAULT 7) TBLPROPERTIES ('transactional'='true')",
          "INSERT INTO t VALUES (1, 'one', 10), (2, 'two', 20), (3, 'three', 30)",
          "CREATE TABLE s(id BIGINT, name STRING)", "INSERT INTO s VALUES (2, 'zwei'), (3, 'drei'), (4, 'vier')"})
        QCOMPARE(db.run(q(sql)), QString());
}

const char rowsOfT[] = "SELECT id, name, n FROM t ORDER BY id, n";

} // namespace

void TstMerge::allAtOnce()
{
    WarehouseFixture db;
    prepare(db);
    const auto outcome =
        db->execute(q("demo"), {},
                    q("MERGE INTO t AS a USING s b ON a.id = b.id "
                      "WHEN MATCHED AND b.name = 'zwei' THEN UPDATE SET a.name = b.name, n = a.n + b.id "
                      "WHEN MATCHED THEN DELETE "
                      "WHEN NOT MATCHED AND b.id < 100 THEN INSERT VALUES (b.id, upper(b.name), '40');"),
                    {}, {});
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : qPrintable(outcome.error().detail));
    QCOMPARE(outcome->rowsChanged, 3);
    const QString rows = q("1|one|10\n2|zwei|22\n4|VIER|40");
    QCOMPARE(db.run(q(rowsOfT)), rows);
    QCOMPARE(db->table(tableRef(q("t")))->rows, 3);
    db.reopen();
    QCOMPARE(db.run(q(rowsOfT)), rows);
    // A list of columns; the others get what they get in an INSERT. The source may be a query.
    QCOMPARE(
        db.run(
            q("MERGE INTO t USING (SELECT 9 AS k, 'nine' AS v) AS s ON t.id = s.k WHEN NOT MATCHED THEN INSERT (name, "
              "id) VALUES (s.v, s.k)")),
        QString());
    QCOMPARE(db.run(q("SELECT id, name, n FROM t WHERE id = 9")), q("9|nine|7"));
    // Nothing to do is no error.
    QCOMPARE(db.run(q("MERGE INTO t USING s ON false WHEN MATCHED THEN DELETE")), QString());
    QCOMPARE(db.run(q("SELECT count(*) FROM t")), q("4"));
}

// The first clause that fits decides; a condition that is NULL does not fit.
void TstMerge::order()
{
    WarehouseFixture db;
    prepare(db);
    QCOMPARE(db.run(q("INSERT INTO t VALUES (5, NULL, 50)")), QString());
    QCOMPARE(db.run(q("INSERT INTO s VALUES (5, NULL)")), QString());
    QCOMPARE(
        db.run(q("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED AND s.name <> 'drei' THEN DELETE WHEN MATCHED AND "
                 "s.id = 3 THEN UPDATE SET name = 'kept'")),
        QString());
    QCOMPARE(db.run(q(rowsOfT)), q("1|one|10\n3|kept|30\n5|NULL|50"));
}

void TstMerge::partitions()
{
    WarehouseFixture db;
    for (const char *sql : {"CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (pt STRING, h INT) TBLPROPERTIES "
                            "('transactional'='true')",
                            "INSERT INTO t PARTITION (pt, h) VALUES (1, 'a', 'x', 1), (2, 'b', 'y', 1)"})
        QCOMPARE(db.run(q(sql)), QString());
    QCOMPARE(
        db.run(q("MERGE INTO t USING (VALUES (1, 'A', 'x'), (3, 'c', 'x'), (4, 'd', 'z')) AS s(id, name, pt) ON t.id = "
                 "s.id WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name, "
                 "s.pt, '01')")),
        QString());
    QCOMPARE(db.run(q("SELECT id, name, pt, h FROM t ORDER BY id")), q("1|A|x|1\n2|b|y|1\n3|c|x|1\n4|d|z|1"));
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("pt=x/h=1\npt=y/h=1\npt=z/h=1\n"));
    QVERIFY(
        db.run(q("MERGE INTO t USING (SELECT 8 AS id) AS s ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id, "
                 "'x', NULL, 1)"))
            .startsWith(q("! ODPS-0123031")));
    QVERIFY(
        db.run(q("MERGE INTO t USING (SELECT 8 AS id) AS s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, pt) VALUES "
                 "(s.id, 'x')"))
            .contains(q("partition column h gets no value")));
    // A partition that is worked out.
    QCOMPARE(
        db.run(q("CREATE TABLE u(id BIGINT, at DATE) AUTO PARTITIONED BY (TRUNC_TIME(at, 'month') AS pt) TBLPROPERTIES "
                 "('transactional'='true')")),
        QString());
    QCOMPARE(
        db.run(q("MERGE INTO u USING (SELECT 8 AS id) AS s ON u.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id, "
                 "DATE'2024-05-06')")),
        QString());
    QCOMPARE(db.run(q("SELECT id, pt FROM u")), q("8|2024-05"));
}

void TstMerge::deltaTables()
{
    WarehouseFixture db;
    for (const char *sql : {"CREATE TABLE t(id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) TBLPROPERTIES "
                            "('transactional'='true')",
                            "INSERT INTO t VALUES (1, 'one'), (2, 'two')"})
        QCOMPARE(db.run(q(sql)), QString());
    const char merge[] =
        "MERGE INTO t USING (VALUES (2, 'zwei'), (3, 'drei'), (3, 'three')) AS s(id, name) ON t.id = s.id "
        "WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.name)";
    QCOMPARE(db.run(q(merge)), QString());
    QCOMPARE(db.run(q("SELECT id FROM t ORDER BY id")), q("1\n2\n3")); // a key stays unique
    QCOMPARE(db.run(q("SELECT name FROM t WHERE id = 2")), q("zwei"));
    QVERIFY(db.run(q("MERGE INTO t USING (SELECT 2 AS id) AS s ON t.id = s.id WHEN MATCHED THEN UPDATE SET id = 5"))
                .contains(q("primary key column id cannot be updated")));
    QVERIFY(db.run(q("MERGE INTO t USING (SELECT 7 AS k) AS s ON t.id = s.k WHEN NOT MATCHED THEN INSERT (name) VALUES "
                     "('x')"))
                .contains(q("column id is NOT NULL and got NULL")));
    QCOMPARE(db->table(tableRef(q("t")))->rows, 3);
    QVERIFY(
        db.run(q("MERGE INTO t USING (SELECT 2 AS id) AS s ON t.id = s.id WHEN MATCHED AND rand() < 0.5 THEN UPDATE "
                 "SET name = 'x'"))
            .contains(q("a condition of MERGE is the same each time")));
}

// What fails in the middle leaves everything as it was.
void TstMerge::isAtomic()
{
    WarehouseFixture db;
    prepare(db);
    const QString before = db.run(q(rowsOfT));
    for (const char *sql : {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT "
                            "VALUES (s.id, s.name, "
                            "s.name)",
                            "MERGE INTO t USING (VALUES (1, 'x'), (1, 'y')) AS s(id, name) ON t.id = s.id WHEN MATCHED "
                            "THEN UPDATE SET name = "
                            "s.name"})
        QVERIFY2(db.run(q(sql)).startsWith(q("! ODPS-")), sql);
    QVERIFY(db.run(q("MERGE INTO t USING (VALUES (1), (1)) AS s(id) ON t.id = s.id WHEN MATCHED THEN DELETE"))
                .contains(q("the same row more than once")));
    QCOMPARE(db.run(q(rowsOfT)), before);
    QCOMPARE(db->table(tableRef(q("t")))->rows, 3);
    // A download that began before is told that rows went away.
    const auto download = db->createDownload(tableRef(q("t")), {});
    QVERIFY(download);
    QCOMPARE(db.run(q("MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE")), QString());
    QCOMPARE(db->read(download->id, 0, 1, {}).error().detail, q("TableModified"));
}

void TstMerge::refusals_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    for (const auto &[sql, words] : std::initializer_list<std::pair<const char *, const char *>>{
             {"MERGE INTO s USING t ON t.id = s.id WHEN MATCHED THEN DELETE", "MERGE wants a transactional table"},
             {"MERGE INTO nosuch USING t ON t.id = s.id WHEN MATCHED THEN DELETE", "ODPS-0130131"},
             {"MERGE INTO t USING nosuch ON t.id = nosuch.id WHEN MATCHED THEN DELETE", "ODPS-0130131"},
             {"MERGE INTO t USING s ON t.id = s.id", "expect 'WHEN'"},
             {"MERGE INTO t USING s WHEN MATCHED THEN DELETE", "expect 'ON'"},
             {"MERGE INTO t USING s ON t.id = s.nosuch WHEN MATCHED THEN DELETE", "nosuch"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN INSERT VALUES (1)", "expect 'UPDATE'"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN DELETE", "expect 'INSERT'"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE WHEN MATCHED THEN DELETE",
              "has one DELETE"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = 1 WHEN MATCHED THEN UPDATE SET n = "
              "2",
              "has one UPDATE"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT VALUES (s.id)",
              "1 values for 3 columns"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (id, id) VALUES (1, 2)",
              "is named twice"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN NOT MATCHED THEN INSERT (zz) VALUES (1)",
              "column zz cannot be resolved"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN UPDATE SET zz = 1",
              "column zz cannot be resolved"},
             {"MERGE INTO t USING s ON t.id = s.id WHEN MATCHED THEN DELETE now", "expect"},
         })
        QTest::newRow(sql) << q(sql) << q(words);
}

void TstMerge::refusals()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    WarehouseFixture db;
    prepare(db);
    const QString before = db.run(q(rowsOfT));
    const QString answer = db.run(sql);
    QVERIFY2(answer.startsWith(q("! ODPS-")) && answer.contains(words), qPrintable(answer));
    QCOMPARE(db.run(q(rowsOfT)), before);
}
