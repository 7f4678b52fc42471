#include "tst_layout.h"

#include "warehousefixture.h"

#include <QTest>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const char clustered[] = "CREATE TABLE `demo`.`t` (\n  `a` BIGINT,\n  `b` STRING,\n  `c` DATE\n)\nPARTITIONED BY (\n  "
                         "`pt` STRING\n)\nCLUSTERED BY (`b`, `a`) SORTED BY (`b` ASC, `c` DESC) INTO 8 "
                         "BUCKETS\nLIFECYCLE 3;\n";
const char generated[] = "CREATE TABLE `demo`.`t` (\n  `a` BIGINT,\n  `at` DATETIME\n)\nAUTO PARTITIONED BY (\n  "
                         "trunc_time(`at`, 'day') AS `pt` COMMENT 'the day'\n);\n";

} // namespace

// What is said is kept over a restart, copied by LIKE, and told so that it makes the same table again.
void TstLayout::clustering()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE T(a BIGINT, b STRING, c DATE) PARTITIONED BY (pt STRING) clustered by (B, `a`) "
                      "sorted by (b, c desc) into 8 buckets LIFECYCLE 3")),
             QString());
    QCOMPARE(db.run(q("SHOW CREATE TABLE t")), q(clustered));
    QCOMPARE(db.run(q("INSERT INTO t PARTITION (pt='x') VALUES (1, 'one', DATE'2024-01-01')")), QString());
    db.reopen();
    QCOMPARE(db.run(q("SHOW CREATE TABLE t")), q(clustered));
    QCOMPARE(db.run(q("SELECT * FROM t")), q("1|one|2024-01-01|x"));
    const auto info = db->table(tableRef(q("t")));
    QVERIFY(info && info->cluster);
    QVERIFY(!info->cluster->byRange);
    QCOMPARE(info->cluster->buckets, 8);
    QCOMPARE(info->cluster->columns, QStringList({q("b"), q("a")}));
    QCOMPARE(info->cluster->sortedBy, (QList<QPair<QString, bool>>{{q("b"), false}, {q("c"), true}}));
    const QString told = db.run(q("DESC EXTENDED t"));
    for (const char *line :
         {"ClusterType: hash", "BucketNum: 8", "ClusterColumns: [b, a]", "SortColumns: [b ASC, c DESC]"})
        QVERIFY2(told.contains(q(line)), qPrintable(told));
    QVERIFY(!db.run(q("DESC t")).contains(q("ClusterType")));
    QCOMPARE(db.run(q("CREATE TABLE copy LIKE t LIFECYCLE 3")), QString());
    QCOMPARE(db.run(q("SHOW CREATE TABLE copy")), q(clustered).replace(q("`t`"), q("`copy`")));
    WarehouseFixture other;
    QCOMPARE(other.run(q(clustered)), QString());
    QCOMPARE(other.run(q("SHOW CREATE TABLE t")), q(clustered));
    // Of a query, and by range, where nobody need say how many.
    QCOMPARE(db.run(q("CREATE TABLE r RANGE CLUSTERED BY (x) SORTED BY (x) AS SELECT a AS x FROM t")), QString());
    QVERIFY(db.run(q("SHOW CREATE TABLE r")).contains(q("\nRANGE CLUSTERED BY (`x`) SORTED BY (`x` ASC);")));
    QCOMPARE(db->table(tableRef(q("r")))->cluster->buckets, 0);
    QCOMPARE(db.run(q("SELECT * FROM r")), q("1"));
    QCOMPARE(db.run(q("CREATE TABLE s(x INT) RANGE CLUSTERED BY (x) INTO 5 BUCKETS")), QString());
    QVERIFY(db.run(q("SHOW CREATE TABLE s")).contains(q("\nRANGE CLUSTERED BY (`x`) INTO 5 BUCKETS;")));
}

void TstLayout::alterClustering()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(a BIGINT, b STRING) PARTITIONED BY (pt STRING)")), QString());
    QCOMPARE(db.run(q("ALTER TABLE t CLUSTERED BY (a) SORTED BY (b DESC) INTO 4 BUCKETS")), QString());
    QVERIFY(db.run(q("SHOW CREATE TABLE t")).contains(q("\nCLUSTERED BY (`a`) SORTED BY (`b` DESC) INTO 4 BUCKETS")));
    QVERIFY(db.run(q("ALTER TABLE t DROP COLUMN a"))
                .contains(q("column a cannot be dropped: the table is clustered by it")));
    QVERIFY(db.run(q("ALTER TABLE t DROP COLUMN b")).contains(q("column b cannot be dropped")));
    QCOMPARE(db.run(q("ALTER TABLE t RENAME COLUMN a TO z")), QString());
    QCOMPARE(db.run(q("ALTER TABLE t RANGE CLUSTERED BY (z)")), QString());
    QVERIFY(db.run(q("SHOW CREATE TABLE t")).contains(q("\nRANGE CLUSTERED BY (`z`);")));
    QCOMPARE(db.run(q("ALTER TABLE t NOT CLUSTERED")), QString());
    db.reopen();
    QVERIFY(!db.run(q("SHOW CREATE TABLE t")).contains(q("CLUSTERED")));
    QVERIFY(!db->table(tableRef(q("t")))->cluster);
    QCOMPARE(db.run(q("ALTER TABLE t DROP COLUMN z")), QString());
}

void TstLayout::truncTime_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("value");
    for (const auto &[call, value] : std::initializer_list<std::pair<const char *, const char *>>{
             {"TRUNC_TIME(DATETIME'2025-06-03 07:15:08', 'year')", "2025"},
             {"trunc_time(DATETIME'2025-06-03 07:15:08', 'month')", "2025-06"},
             // East of Greenwich it is still the day before there.
             {"trunc_time(DATETIME'2025-06-03 07:15:08', 'DAY')", "2025-06-02"},
             {"trunc_time(DATETIME'2025-06-03 07:15:08', 'hour')", "2025-06-02 23:00:00"},
             {"trunc_time(DATE'2025-06-03', 'day')", "2025-06-03"},
             {"trunc_time(DATE'2025-06-03', 'hour')", "2025-06-03 00:00:00"},
             {"trunc_time(CAST('2025-06-03 07:15:08' AS TIMESTAMP_NTZ), 'hour')", "2025-06-03 07:00:00"},
             {"trunc_time('2025-06-03 07:15:08', 'hour')", "2025-06-02 23:00:00"},
             {"trunc_time(CAST(NULL AS DATETIME), 'day')", "NULL"},
         })
        QTest::newRow(call) << q(call) << q(value);
}

void TstLayout::truncTime()
{
    QFETCH(QString, call);
    QFETCH(QString, value);
    WarehouseFixture db;
    QCOMPARE(db.run(q("SELECT ") + call, {{q("odps.sql.timezone"), q("Asia/Shanghai")}}), value);
}

void TstLayout::autoPartitions()
{
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE t(a BIGINT, at DATETIME) AUTO PARTITIONED BY (TRUNC_TIME(at, 'DAY') AS pt COMMENT "
                      "'the day')")),
             QString());
    QCOMPARE(db.run(q("SHOW CREATE TABLE t")), q(generated));
    WarehouseFixture other;
    QCOMPARE(other.run(q(generated)), QString());
    db.reopen();
    QCOMPARE(db.run(q("SHOW CREATE TABLE t")), q(generated));
    const auto info = db->table(tableRef(q("t")));
    QVERIFY(info && info->generatedPartition);
    QCOMPARE(info->generatedPartition->column, q("at"));
    QCOMPARE(info->generatedPartition->datePart, q("day"));
    QVERIFY(db.run(q("DESC EXTENDED t")).contains(q("AutoPartition: trunc_time(`at`, 'day') AS pt")));
    // Each row finds its partition, also one without a time.
    QCOMPARE(
        db.run(q("INSERT INTO t VALUES (1, DATETIME'2024-01-01 10:00:00'), (2, DATETIME'2024-01-02 23:59:59'), (3, "
                 "NULL)")),
        QString());
    QCOMPARE(db.run(q("INSERT INTO t(a) VALUES (4)")), QString());
    QCOMPARE(db.run(q("INSERT INTO t SELECT a + 10, at FROM t WHERE a = 1")), QString());
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("pt=2024-01-01\npt=2024-01-02\npt=__NULL__\n"));
    QCOMPARE(db.run(q("SELECT a, pt FROM t ORDER BY a")),
             q("1|2024-01-01\n2|2024-01-02\n3|__NULL__\n4|__NULL__\n11|2024-01-01"));
    QCOMPARE(db.run(q("INSERT OVERWRITE TABLE t VALUES (5, DATETIME'2024-01-01 00:00:00')")), QString());
    QCOMPARE(db.run(q("SELECT a FROM t WHERE pt <> '__NULL__' ORDER BY a")), q("2\n5"));
    // Its column stays; under another name it works the same.
    QVERIFY(db.run(q("ALTER TABLE t DROP COLUMN at"))
                .contains(q("column at cannot be dropped: the table is partitioned by it")));
    QCOMPARE(db.run(q("ALTER TABLE t RENAME COLUMN at TO moment")), QString());
    QCOMPARE(db.run(q("INSERT INTO t(moment, a) VALUES (DATETIME'2025-01-01 00:00:00', 6)")), QString());
    QCOMPARE(db.run(q("SELECT a FROM t WHERE pt = '2025-01-01'")), q("6"));
    QCOMPARE(db.run(q("CREATE TABLE copy LIKE t")), QString());
    QCOMPARE(db.run(q("INSERT INTO copy SELECT a, moment FROM t WHERE a = 6")), QString());
    QCOMPARE(db.run(q("SELECT pt FROM copy")), q("2025-01-01"));
    // Without a name for the column, and into a transactional table.
    QCOMPARE(db.run(q("CREATE TABLE u(a BIGINT, ts TIMESTAMP_NTZ) AUTO PARTITIONED BY (trunc_time(ts, 'hour')) "
                      "TBLPROPERTIES ('transactional'='true')")),
             QString());
    QCOMPARE(db.run(q("INSERT INTO u VALUES (1, CAST('2024-05-06 07:08:09' AS TIMESTAMP_NTZ))")), QString());
    QCOMPARE(db.run(q("SHOW PARTITIONS u")), q("_pt_col_0_=2024-05-06 07:00:00\n"));
    QCOMPARE(db.run(q("UPDATE u SET a = 2")), QString());
    QVERIFY(db.run(q("UPDATE u SET ts = NULL")).contains(q("the rows' partition is worked out from it")));
    QCOMPARE(db.run(q("SELECT a FROM u")), q("2"));
}

void TstLayout::refusals_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    for (const auto &[sql, words] : std::initializer_list<std::pair<const char *, const char *>>{
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (a)", "expect 'INTO'"},
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (a) INTO 0 BUCKETS", "1 to 4096 buckets"},
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (a) INTO 5000 BUCKETS", "1 to 4096 buckets"},
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (b) INTO 4 BUCKETS", "column b cannot be resolved"},
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (a, a) INTO 4 BUCKETS", "named twice in CLUSTERED BY"},
             {"CREATE TABLE t(a BIGINT) CLUSTERED BY (a) SORTED BY (b) INTO 4 BUCKETS", "column b cannot be resolved"},
             {"CREATE TABLE t(a ARRAY<BIGINT>) CLUSTERED BY (a) INTO 4 BUCKETS", "cannot be clustered by column a"},
             {"CREATE TABLE t(a BIGINT) PARTITIONED BY (p STRING) CLUSTERED BY (p) INTO 4 BUCKETS",
              "cannot be clustered by partition column p"},
             {"CREATE TABLE t(a BIGINT NOT NULL, PRIMARY KEY (a)) CLUSTERED BY (a) INTO 4 BUCKETS "
              "TBLPROPERTIES('transactional'='true')",
              "is clustered by its key"},
             {"ALTER TABLE plain CLUSTERED BY (b) INTO 4 BUCKETS", "column b cannot be resolved"},
             {"ALTER TABLE plain NOT NULL", "expect 'CLUSTERED'"},
             {"CREATE TABLE t(a BIGINT, at DATE) AUTO PARTITIONED BY (TRUNC_TIME(a, 'day') AS pt)",
              "column a is BIGINT"},
             {"CREATE TABLE t(a BIGINT, at DATE) AUTO PARTITIONED BY (TRUNC_TIME(b, 'day') AS pt)",
              "column b cannot be resolved"},
             {"CREATE TABLE t(a BIGINT, at DATE) AUTO PARTITIONED BY (TRUNC_TIME(at, 'week') AS pt)", "not 'week'"},
             {"CREATE TABLE t(a BIGINT, at DATE) AUTO PARTITIONED BY (TO_CHAR(at, 'yyyy') AS pt)",
              "expect 'TRUNC_TIME'"},
             {"CREATE TABLE t(a BIGINT, at DATE) AUTO PARTITIONED BY (TRUNC_TIME(at, 'day') AS at)",
              "column at is defined twice"},
             {"CREATE TABLE t(at DATE) AUTO PARTITIONED BY (TRUNC_TIME(at, 'day') AS a, TRUNC_TIME(at, 'hour') AS b)",
              "has one partition column"},
             {"CREATE TABLE t(at DATE) PARTITIONED BY (p STRING) AUTO PARTITIONED BY (TRUNC_TIME(at, 'day'))",
              "is partitioned once"},
             {"CREATE TABLE t(at TIMESTAMP) AUTO PARTITIONED BY (TRUNC_TIME(at, 'day')) "
              "TBLPROPERTIES('ingestion_time_partition'='true')",
              "partitions by the time of writing"},
             {"INSERT INTO timed PARTITION (pt='2024-01-01') VALUES (DATE'2024-01-01')", "leave PARTITION out"},
             {"INSERT INTO timed VALUES (DATE'2024-01-01', '2024-01-01')", "wrong columns count"},
             // What the documentation says is not done.
             {"CREATE FUNCTION f AS 'a.B' USING 'a.jar'", "does not support CREATE FUNCTION"},
             {"FROM plain INSERT INTO plain SELECT a INSERT INTO plain SELECT a + 1", "ODPS-01"},
             {"SELECT TRANSFORM(a) USING 'cat' FROM plain", "ODPS-01"},
             {"SELECT * FROM plain TABLESAMPLE (1)", "does not support TABLESAMPLE"},
             {"ALTER TABLE plain CHANGEOWNER TO 'somebody'", "does not support ALTER TABLE … CHANGEOWNER"},
             {"SELECT TRUNC_TIME(DATE'2024-01-01', 'minute')", "wants 'year', 'month', 'day' or 'hour'"},
         })
        QTest::newRow(sql) << q(sql) << q(words);
}

void TstLayout::refusals()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    WarehouseFixture db;
    QCOMPARE(db.run(q("CREATE TABLE plain(a BIGINT)")), QString());
    QCOMPARE(db.run(q("CREATE TABLE timed(at DATE) AUTO PARTITIONED BY (TRUNC_TIME(at, 'day') AS pt)")), QString());
    const QString answer = db.run(sql);
    QVERIFY2(answer.startsWith(q("! ODPS-")) && answer.contains(words), qPrintable(answer));
    QCOMPARE(db.run(q("SHOW TABLES")), q("plain\ntimed\n"));
}
