#include "tst_alter.h"

#include "warehouse/storage/storagesessions.h"
#include "warehousefixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

// A warehouse after these statements, each of which must work.
void prepare(WarehouseFixture &db, std::initializer_list<const char *> statements)
{
    for (const char *sql : statements)
        if (const QString answer = db.run(q(sql)); answer.startsWith(QLatin1Char('!')))
            QFAIL(qPrintable(q(sql) + QStringLiteral(": ") + answer));
}

} // namespace

void TstAlter::dropColumns()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(a BIGINT, b STRING NOT NULL, c DOUBLE, d STRING)",
                 "INSERT INTO t VALUES (1, 'x', 1.5, 'p')", "INSERT INTO t VALUES (2, 'y', 2.5, 'q')"});
    QCOMPARE(db.run(q("ALTER TABLE t DROP COLUMN b")), QString());
    QCOMPARE(db.run(q("SELECT * FROM t ORDER BY a")), q("1|1.5|p\n2|2.5|q"));
    QCOMPARE(db.run(q("INSERT INTO t VALUES (3, 3.5, 'r')")), QString()); // the NOT NULL went with its column
    QCOMPARE(db.run(q("ALTER TABLE t ADD COLUMNS (b BIGINT)")), QString());
    QCOMPARE(db.run(q("SELECT a, b, d FROM t ORDER BY a")), q("1|NULL|p\n2|NULL|q\n3|NULL|r"));
    QCOMPARE(db.run(q("ALTER TABLE t DROP COLUMNS c, d")), QString());
    QCOMPARE(db.columns(q("SELECT * FROM t")), q("a BIGINT, b BIGINT"));
    db.reopen();
    QCOMPARE(db.run(q("SELECT * FROM t ORDER BY a")), q("1|NULL\n2|NULL\n3|NULL"));
    const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
    QVERIFY(upload.ok());
    QCOMPARE(upload->columns.names(), QStringList({q("a"), q("b")}));
}

void TstAlter::widerTypes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("seen");
    QTest::newRow("tinyint smallint") << "TINYINT"
                                      << "-127Y"
                                      << "SMALLINT"
                                      << "-127";
    QTest::newRow("tinyint bigint") << "TINYINT"
                                    << "127Y"
                                    << "BIGINT"
                                    << "127";
    QTest::newRow("smallint int") << "SMALLINT"
                                  << "-32767S"
                                  << "INT"
                                  << "-32767";
    QTest::newRow("int bigint") << "INT"
                                << "2147483647"
                                << "BIGINT"
                                << "2147483647";
    QTest::newRow("float double") << "FLOAT"
                                  << "CAST(1.5 AS FLOAT)"
                                  << "DOUBLE"
                                  << "1.5";
    QTest::newRow("decimal") << "DECIMAL(5,2)"
                             << "123.45BD"
                             << "DECIMAL(20,4)"
                             << "123.4500";
    QTest::newRow("decimal wide") << "DECIMAL(18,2)"
                                  << "-1234567890123456.78BD"
                                  << "DECIMAL(38,18)"
                                  << "-1234567890123456.780000000000000000";
    QTest::newRow("char varchar") << "CHAR(3)"
                                  << "'abc'"
                                  << "VARCHAR(9)"
                                  << "abc";
    QTest::newRow("varchar longer") << "VARCHAR(3)"
                                    << "'abc'"
                                    << "VARCHAR(4)"
                                    << "abc";
    QTest::newRow("not null") << "INT NOT NULL"
                              << "7"
                              << "BIGINT"
                              << "7";
    QTest::newRow("varchar string") << "VARCHAR(3)"
                                    << "'中文字'"
                                    << "STRING"
                                    << "中文字";
}

void TstAlter::widerTypes()
{
    QFETCH(QString, from);
    QFETCH(QString, value);
    QFETCH(QString, to);
    QFETCH(QString, seen);
    const bool mayBeNull = !from.contains(q("NOT NULL"));
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(k STRING, v %1) PARTITIONED BY (pt STRING)").arg(from)), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t PARTITION(pt='a') VALUES ('k', %1), ('n', %2)")
                        .arg(value, mayBeNull ? q("NULL") : value)),
             QString());
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t CHANGE COLUMN v w %1 COMMENT 'wider'").arg(to)), QString());
    QCOMPARE(db.run(q("SELECT w FROM t WHERE k = 'k'")), seen);
    QCOMPARE(db.run(q("SELECT count(w) FROM t")), mayBeNull ? q("1") : q("2"));
    QCOMPARE(db->table(tableRef(q("t")))->columns.columns[1].type.text(), to);
    const auto download = db->createDownload(tableRef(q("t")), partitionSpec(q("pt=a")));
    QVERIFY(download.ok());
    auto rows = db->read(download->id, 0, 1, {q("w")});
    QVERIFY(rows.ok());
    QCOMPARE(allRows(**rows), seen);
    db.reopen();
    QCOMPARE(db.run(q("SELECT w FROM t WHERE k = 'k'")), seen);
}

void TstAlter::refusedTypes_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("narrower") << "BIGINT"
                              << "INT";
    QTest::newRow("number to text to number") << "STRING"
                                              << "BIGINT";
    QTest::newRow("double float") << "DOUBLE"
                                  << "FLOAT";
    QTest::newRow("fewer digits") << "DECIMAL(10,2)"
                                  << "DECIMAL(10,4)";
    QTest::newRow("shorter") << "VARCHAR(10)"
                             << "VARCHAR(9)";
    QTest::newRow("varchar char") << "VARCHAR(3)"
                                  << "CHAR(9)";
    QTest::newRow("date") << "DATE"
                          << "DATETIME";
    QTest::newRow("nested") << "ARRAY<INT>"
                            << "ARRAY<BIGINT>";
}

void TstAlter::refusedTypes()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(v %1)").arg(from)), QString());
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t CHANGE COLUMN v v %1").arg(to)),
             QStringLiteral("! ODPS-0130071:[1,29] Semantic analysis exception - changing column data type from %1 to "
                            "%2 is not supported")
                 .arg(from, to));
    QCOMPARE(db->table(tableRef(q("t")))->columns.columns[0].type.text(), from);
}

// A session that began before says so, whatever the change; one that begins after reads the old rows in the new shape.
void TstAlter::sessionsAcrossAChange()
{
    for (const char *change : {"ALTER TABLE t DROP COLUMN name", "ALTER TABLE t CHANGE COLUMN small small BIGINT"}) {
        WarehouseFixture db;
        prepare(db, {"CREATE TABLE t(id BIGINT, name STRING, small INT)", "INSERT INTO t VALUES (1, 'a', 7)"});
        const auto before = db->createDownload(tableRef(q("t")), {});
        const auto upload = db->createUpload(tableRef(q("t")), {}, false, false);
        ScanRequest request;
        request.table = tableRef(q("t"));
        const auto scan = db->storage().createScan(request);
        QVERIFY(before.ok() && upload.ok() && scan.ok());
        prepare(db, {change, "INSERT INTO t(id, small) VALUES (2, 8)"});
        QCOMPARE(db->read(before->id, 0, 1, {}).error().detail, q("TableModified"));
        QCOMPARE(db->openBlock(upload->id, 0).error().detail, q("TableModified"));
        auto rows = db->storage().readSplit(scan->id, 0, 0);
        QVERIFY(rows.ok());
        QCOMPARE((*rows)->next().error().detail, q("TableModified"));
        const auto after = db->createDownload(tableRef(q("t")), {});
        auto read = db->read(after->id, 0, 10, {q("id"), q("small")});
        QVERIFY(read.ok());
        QCOMPARE(allRows(**read), q("1|7\n2|8"));
    }
}

void TstAlter::dropPartitionsByCondition()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(a BIGINT) PARTITIONED BY (ds STRING, hh BIGINT)"});
    for (const int day : {1, 2, 3})
        for (const int hour : {2, 10})
            prepare(db, {QStringLiteral("INSERT INTO t PARTITION(ds='2024010%1', hh=%2) VALUES (%2)")
                             .arg(day)
                             .arg(hour)
                             .toLatin1()});
    QCOMPARE(db.run(q("ALTER TABLE t DROP PARTITION (ds < '20240102')")), QString());
    QCOMPARE(db.run(q("SHOW PARTITIONS t PARTITION(ds='20240102')")), q("ds=20240102/hh=10\nds=20240102/hh=2\n"));
    QCOMPARE(db.run(q("ALTER TABLE t DROP PARTITION (ds = '20240102', hh > 9)")), QString()); // numbers, not texts
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("ds=20240102/hh=2\nds=20240103/hh=10\nds=20240103/hh=2\n"));
    QCOMPARE(db.run(q("SELECT sum(a) FROM t")), q("14"));
    QVERIFY(db.run(q("ALTER TABLE t DROP PARTITION (hh >= 100)")).contains(q("partition not found")));
    QCOMPARE(db.run(q("ALTER TABLE t DROP IF EXISTS PARTITION (hh >= 100), PARTITION (hh = 2 AND ds <> '20240103')")),
             QString());
    QVERIFY(db.run(q("ALTER TABLE t DROP PARTITION (a > 1)")).contains(q("column a cannot be resolved")));
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("ds=20240103/hh=10\nds=20240103/hh=2\n"));
    QCOMPARE(db.run(q("ALTER TABLE t DROP PARTITION (ds LIKE '2024%' OR hh IS NULL)")), QString());
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), QString());
}

void TstAlter::renamePartition()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(a BIGINT) PARTITIONED BY (pt STRING)", "INSERT INTO t PARTITION(pt='x') VALUES (1)",
                 "INSERT INTO t PARTITION(pt='y') VALUES (2)"});
    const auto download = db->createDownload(tableRef(q("t")), partitionSpec(q("pt=x")));
    QCOMPARE(db.run(q("ALTER TABLE t PARTITION (pt='x') RENAME TO PARTITION (pt='z')")), QString());
    QCOMPARE(db.run(q("SELECT a, pt FROM t ORDER BY a")), q("1|z\n2|y"));
    QCOMPARE(db->read(download->id, 0, 1, {}).error().detail, q("TableModified"));
    QVERIFY(db.run(q("ALTER TABLE t PARTITION (pt='z') RENAME TO PARTITION (pt='y')")).contains(q("already exists")));
    QVERIFY(db.run(q("ALTER TABLE t PARTITION (pt='x') RENAME TO PARTITION (pt='w')")).contains(q("not found")));
    db.reopen();
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("pt=y\npt=z\n"));
}

void TstAlter::mergePartitions()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(a BIGINT) PARTITIONED BY (pt STRING)", "INSERT INTO t PARTITION(pt='a') VALUES (1)",
                 "INSERT INTO t PARTITION(pt='b') VALUES (2)", "INSERT INTO t PARTITION(pt='c') VALUES (3)",
                 "INSERT INTO t PARTITION(pt='d') VALUES (4)"});
    QCOMPARE(db.run(q("ALTER TABLE t MERGE PARTITION (pt='a'), PARTITION (pt='b') OVERWRITE PARTITION (pt='b') PURGE")),
             QString());
    QCOMPARE(db.run(q("SELECT a, pt FROM t ORDER BY a")), q("1|b\n2|b\n3|c\n4|d"));
    QCOMPARE(db.run(q("ALTER TABLE t MERGE IF EXISTS PARTITION (pt='b'), PARTITION (pt='no') OVERWRITE PARTITION "
                      "(pt='c')")),
             QString());
    QCOMPARE(db.run(q("SELECT a, pt FROM t ORDER BY a")), q("1|c\n2|c\n4|d"));
    QCOMPARE(db.run(q("ALTER TABLE t MERGE PARTITION (pt='c'), PARTITION (pt='d') OVERWRITE PARTITION (pt='new')")),
             QString());
    db.reopen();
    QCOMPARE(db.run(q("SELECT a, pt FROM t ORDER BY a")), q("1|new\n2|new\n4|new"));
    QCOMPARE(db.run(q("SHOW PARTITIONS t")), q("pt=new\n"));
}

void TstAlter::views()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(id BIGINT, name VARCHAR(10), j JSON) PARTITIONED BY (pt STRING)",
                 "INSERT INTO t PARTITION(pt='a') VALUES (1, 'Ann', NULL), (2, 'Bob', NULL)"});
    QCOMPARE(db.run(q("CREATE VIEW v (Key COMMENT 'the key', who, pt) COMMENT 'people' AS\nSELECT id, name, pt FROM t "
                      "WHERE id > 1 -- of them\n;")),
             QString());
    QCOMPARE(db.run(q("SELECT * FROM v")), q("2|Bob|a"));
    QCOMPARE(db.columns(q("SELECT * FROM v")), q("key BIGINT, who VARCHAR(10), pt STRING"));
    QCOMPARE(db.run(q("SELECT x.who, t.id FROM v x JOIN t ON x.key = t.id WHERE x.pt = 'a'")), q("Bob|2"));
    prepare(db, {"INSERT INTO t PARTITION(pt='b') VALUES (3, 'Cy', NULL)"});
    QCOMPARE(db.run(q("SELECT count(*) FROM v")), q("2")); // a query, not its rows
    const auto info = db->table(tableRef(q("v")));
    QVERIFY(info.ok());
    QCOMPARE(info->kind, TableKind::View);
    QCOMPARE(info->comment, q("people"));
    QCOMPARE(info->columns.columns[0].comment, q("the key"));
    QVERIFY(info->viewText.startsWith(q("SELECT id, name, pt FROM t WHERE id > 1")));
    QCOMPARE(db.run(q("CREATE OR REPLACE VIEW v AS SELECT upper(who) AS w FROM (SELECT name AS who FROM t) s")),
             QString());
    QCOMPARE(db.run(q("CREATE VIEW IF NOT EXISTS v AS SELECT 1")), QString());
    QCOMPARE(db.run(q("CREATE VIEW over AS SELECT w FROM v ORDER BY w LIMIT 2")), QString());
    db.reopen();
    QCOMPARE(db.run(q("SELECT * FROM over")), q("ANN\nBOB"));
    QCOMPARE(db.run(q("SHOW TABLES")), q("over\nt\nv\n"));
    QCOMPARE(db.run(q("SHOW VIEWS")), q("over\nv\n"));
    QVERIFY(db.run(q("DESC v")).contains(q("VirtualView: YES")));
    QVERIFY(db.run(q("SHOW CREATE TABLE over")).startsWith(q("CREATE VIEW `demo`.`over` AS SELECT w FROM v")));
    QCOMPARE(db.run(q("CREATE TABLE copy AS SELECT * FROM v")), QString());
    QCOMPARE(db.run(q("DROP VIEW v")), QString());
    QVERIFY(db.run(q("SELECT * FROM over")).contains(q("view demo.over cannot be read any more")));
    QCOMPARE(db.run(q("DROP VIEW IF EXISTS v")), QString());
    QCOMPARE(db.run(q("DROP VIEW over")), QString());
    QCOMPARE(db.run(q("SHOW TABLES")), q("copy\nt\n"));
}

void TstAlter::viewsOfThemselves()
{
    WarehouseFixture db;
    prepare(db, {"CREATE VIEW a AS SELECT 1 AS x", "CREATE VIEW b AS SELECT x FROM a"});
    QVERIFY(db.run(q("CREATE OR REPLACE VIEW a AS SELECT x FROM a")).contains(q("would be made of itself")));
    QVERIFY(db.run(q("CREATE OR REPLACE VIEW a AS SELECT x FROM b")).contains(q("would be made of itself")));
    QCOMPARE(db.run(q("SELECT * FROM b")), q("1"));
    // A ring by way of dropping and making again.
    prepare(db, {"DROP VIEW a", "CREATE TABLE a(x BIGINT)", "CREATE VIEW c AS SELECT x FROM b", "DROP TABLE a",
                 "CREATE VIEW a AS SELECT 1 AS x"});
    QVERIFY(db.run(q("CREATE OR REPLACE VIEW a AS SELECT x FROM c")).contains(q("would be made of itself")));
}

void TstAlter::refusals_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    for (const auto &[sql, words] : std::initializer_list<std::pair<const char *, const char *>>{
             {"CREATE VIEW v AS SELECT 1", "already exists"},
             {"CREATE OR REPLACE VIEW t AS SELECT 1", "already exists"},
             {"CREATE TABLE v(a BIGINT)", "already exists"},
             {"CREATE VIEW w(a, b) AS SELECT 1", "names 2 columns and its query gives 1"},
             {"CREATE VIEW w AS SELECT 1 AS a, 2 AS a", "column a is defined twice"},
             {"CREATE VIEW w AS SELECT * FROM nosuch", "ODPS-0130131"},
             {"CREATE MATERIALIZED VIEW w AS SELECT 1", "does not support CREATE MATERIALIZED"},
             {"DROP TABLE v", "use DROP VIEW"},
             {"DROP VIEW t", "use DROP TABLE"},
             {"INSERT INTO v VALUES (1)", "is a view, which cannot be changed"},
             {"TRUNCATE TABLE v", "is a view, which cannot be changed"},
             {"ALTER TABLE v ADD COLUMNS (z BIGINT)", "is a view, which cannot be changed"},
             {"SELECT * FROM e", "does not support reading external tables"},
             {"INSERT INTO e VALUES (1)", "is an external table, which cannot be changed"},
             {"CREATE EXTERNAL TABLE f(a BIGINT) STORED AS PARQUET", "expect 'LOCATION'"},
             {"ALTER TABLE t DROP COLUMN nosuch", "column nosuch cannot be resolved"},
             {"ALTER TABLE t DROP COLUMN pt", "partition column pt cannot be dropped"},
             {"ALTER TABLE t DROP COLUMNS a, b", "the last column of a table cannot be dropped"},
             {"ALTER TABLE t PARTITION (pt='x') MOVE", "expect 'RENAME TO PARTITION'"},
             {"EXPLAIN DROP TABLE t", "does not support EXPLAIN of other statements"},
             {"EXPLAIN OUTPUT SELECT nosuch FROM t", "column nosuch cannot be resolved"},
         })
        QTest::newRow(sql) << q(sql) << q(words);
}

void TstAlter::refusals()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(a BIGINT, b STRING) PARTITIONED BY (pt STRING)", "CREATE VIEW v AS SELECT 1 AS x",
                 "CREATE EXTERNAL TABLE e(a BIGINT, b STRING) PARTITIONED BY (pt STRING) STORED BY 'CsvHandler' WITH "
                 "SERDEPROPERTIES ('delimiter'='|') LOCATION 'oss://bucket/folder/'"});
    const QString answer = db.run(sql);
    QVERIFY2(answer.startsWith(q("! ODPS-")) && answer.contains(words), qPrintable(answer));
    QCOMPARE(db.run(q("SHOW TABLES")), q("e\nt\nv\n"));
    QCOMPARE(db->table(tableRef(q("t")))->columns.names(), QStringList({q("a"), q("b")}));
}

void TstAlter::viewsHaveNoRows()
{
    WarehouseFixture db;
    prepare(db, {"CREATE VIEW v AS SELECT 1 AS x",
                 "CREATE EXTERNAL TABLE e(a BIGINT) STORED AS PARQUET LOCATION 'oss://bucket/'"});
    for (const char *name : {"v", "e"}) {
        const TableRef table = tableRef(q(name));
        ScanRequest scan;
        scan.table = table;
        WriteRequest write;
        write.table = table;
        for (const Error &error :
             {db->createDownload(table, {}).error(), db->createUpload(table, {}, false, true).error(),
              db->storage().createScan(scan).error(), db->storage().createWrite(write).error()}) {
            QCOMPARE(error.code, ErrorCode::Unsupported);
            QCOMPARE(error.detail, q("InvalidArgument"));
            QVERIFY(error.message.contains(name[0] == 'v' ? q("is a view") : q("is an external table")));
        }
    }
    QCOMPARE(db->table(tableRef(q("e")))->location, q("oss://bucket/"));
}

void TstAlter::explain()
{
    WarehouseFixture db;
    prepare(db, {"CREATE TABLE t(id BIGINT, name VARCHAR(10), pay DECIMAL(10,2))",
                 "CREATE VIEW v AS SELECT id, pay FROM t"});
    const QJsonArray columns =
        QJsonDocument::fromJson(
            db.run(q("EXPLAIN OUTPUT SELECT id, name, pay, count(*) FROM t GROUP BY 1, 2, 3")).toUtf8())
            .object()[q("columns")]
            .toArray();
    QStringList seen;
    for (const QJsonValue &column : columns)
        seen.append(column[q("name")].toString() + QLatin1Char(' ') + column[q("type")].toString());
    QCOMPARE(seen.join(q(", ")), q("id BIGINT, name VARCHAR(10), pay DECIMAL(10,2), _c3 BIGINT"));
    for (const char *statement : {"CREATE TABLE u(a BIGINT)", "INSERT INTO t SELECT * FROM t", "SHOW TABLES"})
        QCOMPARE(db.run(q("explain output ") + q(statement)), q("nothing to explain"));
    const QString plan = db.run(q("EXPLAIN SELECT v.id FROM v"));
    for (const char *words : {"job0 is root job", "Data source: demo.v", "Data source: demo.t", "id (bigint)"})
        QVERIFY2(plan.contains(q(words)), qPrintable(plan));
}
