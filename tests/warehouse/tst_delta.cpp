#include "tst_delta.h"

#include "data/arrowtypes.h"
#include "duck/duck.h"
#include "tunnel/upsertrecord.h"
#include "warehousefixture.h"

#include <QSet>
#include <QTest>

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>

#include <atomic>
#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QString properties = QStringLiteral("TBLPROPERTIES ('transactional'='true', 'write.bucket.num'='4', "
                                          "'acid.partial.fields.update.enable'='true')");

// id BIGINT key, a BIGINT, b STRING
QString createKeyed(const char *name)
{
    return QStringLiteral("CREATE TABLE %1(id BIGINT NOT NULL, a BIGINT, b STRING, PRIMARY KEY (id)) %2")
        .arg(QLatin1String(name), properties);
}

std::shared_ptr<arrow::Array> arrayOf(const Type &type, const QByteArray &json)
{
    auto array = arrow::json::ArrayFromJSONString(arrowType(type), json.toStdString());
    return array.ok() ? *array : nullptr;
}

// Records for such a table, each "id|a|b|operation|columns written": "1|5|\"x\"|U|", "1|5|null|U|2".
std::shared_ptr<arrow::RecordBatch> records(const Schema &table, const QStringList &rows)
{
    QByteArrayList columns[8];
    for (const QString &row : rows) {
        const QStringList cells = row.split(QLatin1Char('|'));
        for (int i = 0; i < 3; ++i)
            columns[i].append(cells[i].toUtf8());
        columns[3].append("null");
        columns[4].append("null");
        columns[5].append(cells[3].size() == 1 ? QByteArray::number(cells[3][0].unicode()) : cells[3].toUtf8());
        columns[6].append("[1]");
        columns[7].append("[" + cells[4].toUtf8() + "]");
    }
    const Schema schema = upsertColumns(table);
    arrow::ArrayVector arrays;
    for (int i = 0; i < 8; ++i)
        arrays.push_back(arrayOf(schema.columns[i].type, "[" + columns[i].join(',') + "]"));
    return arrow::RecordBatch::Make(arrowSchema(schema), rows.size(), arrays);
}

Error errorOf(const Done &done)
{
    return done.ok() ? Error() : done.error();
}

// One flush of a session.
QString flush(WarehouseFixture &db, const UpsertInfo &upsert, const QStringList &rows)
{
    auto writer = db->openUpsert(upsert.id);
    if (!writer)
        return writer.error().detail;
    Done done = (*writer)->append(*records(upsert.table.columns, rows));
    if (done)
        done = (*writer)->finish();
    return errorOf(done).detail;
}

UpsertInfo begin(WarehouseFixture &db, const char *table, const QString &partition = {})
{
    auto upsert = db->createUpsert(tableRef(QLatin1String(table)), partitionSpec(partition), 1, 24);
    if (!upsert)
        qFatal("%s", qPrintable(upsert.error().text()));
    return *upsert;
}

// A session with one flush, committed.
QString upsertRows(WarehouseFixture &db, const char *table, const QStringList &rows)
{
    const UpsertInfo upsert = begin(db, table);
    const QString flushed = flush(db, upsert, rows);
    if (!flushed.isEmpty())
        return flushed;
    const auto committed = db->commitUpsert(upsert.id);
    return committed ? QString() : committed.error().text();
}

// Changes the project's file behind the warehouse's back, which must be closed.
void changeFile(const WarehouseFixture &db, const QString &sql)
{
    const auto file = DuckDatabase::open(db.storePath() + QStringLiteral("/demo.duckdb"));
    auto connection = file ? file->connect() : file.error();
    if (!connection || !connection->run(sql))
        qFatal("The file cannot be changed.");
}

} // namespace

void TstDelta::statements_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("result"); // what the answer has in it
    const auto row = [](const char *name, const QString &sql, const char *result) {
        QTest::newRow(name) << sql << QString::fromLatin1(result);
    };
    const QString on = QStringLiteral("TBLPROPERTIES ('transactional'='true'%1)");
    const QString plain = on.arg(QString());
    row("nullable", QStringLiteral("CREATE TABLE x(id BIGINT, PRIMARY KEY (id)) ") + plain,
        "! ODPS-0130071:[1,27] Semantic analysis exception - column id of the PRIMARY KEY must be NOT NULL");
    row("not transactional", QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id))"),
        "a table with a PRIMARY KEY is transactional");
    row("no such column", QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (no)) ") + plain,
        "column no of the PRIMARY KEY cannot be resolved");
    row("twice", QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id, id)) ") + plain,
        "column id is named twice");
    row("two keys", QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id), PRIMARY KEY (id)) ") + plain,
        "a table has one PRIMARY KEY");
    row("partition column",
        QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (pt)) PARTITIONED BY (pt STRING) ") + plain,
        "partition column pt cannot be in the PRIMARY KEY");
    row("nested", QStringLiteral("CREATE TABLE x(id ARRAY<INT> NOT NULL, PRIMARY KEY (id)) ") + plain,
        "column id cannot be a PRIMARY KEY: it is ARRAY<INT>");
    for (const char *buckets : {"0", "4097", "-1", "x", ""})
        row(qPrintable(QStringLiteral("buckets '%1'").arg(QLatin1String(buckets))),
            QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id)) ") +
                on.arg(QStringLiteral(",'write.bucket.num'='%1'").arg(QLatin1String(buckets))),
            "write.bucket.num is a whole number from 1 to 4096");
    row("hours",
        QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id)) ") +
            on.arg(QStringLiteral(",'acid.data.retain.hours'='169'")),
        "acid.data.retain.hours is a whole number from 0 to 168");
    row("partial",
        QStringLiteral("CREATE TABLE x(id BIGINT NOT NULL, PRIMARY KEY (id)) ") +
            on.arg(QStringLiteral(",'acid.partial.fields.update.enable'='perhaps'")),
        "acid.partial.fields.update.enable is true or false");
    row("set transactional", QStringLiteral("ALTER TABLE plain SET TBLPROPERTIES ('transactional'='true')"),
        "Set transactional is not supported");
    row("unset transactional", QStringLiteral("ALTER TABLE keyed SET TBLPROPERTIES ('transactional'='false')"),
        "Set transactional is not supported");
    row("key becomes null", QStringLiteral("ALTER TABLE keyed CHANGE COLUMN id NULL"), "it stays NOT NULL");
    row("update key", QStringLiteral("UPDATE keyed SET id = 5"), "primary key column id cannot be updated");
    row("update nothing", QStringLiteral("UPDATE keyed SET nosuch = 5"), "column nosuch cannot be resolved");
    row("update twice", QStringLiteral("UPDATE keyed SET a = 5, a = 6"), "column a is set twice");
    row("unknown condition", QStringLiteral("DELETE FROM keyed WHERE nosuch = 5"), "column nosuch cannot be resolved");
    row("not cast", QStringLiteral("UPDATE keyed SET a = 'x' WHERE id = 1"), "! ");
    row("null key", QStringLiteral("INSERT INTO keyed VALUES (NULL, 1, 'x')"), "column id is NOT NULL and got NULL");
    row("shown", QStringLiteral("SHOW CREATE TABLE keyed"), "`b` STRING,\n  PRIMARY KEY (`id`)\n)");
    row("shown buckets", QStringLiteral("SHOW CREATE TABLE defaults"), "'write.bucket.num'='16'");
    row("described", QStringLiteral("DESC EXTENDED keyed"), "PrimaryKey: id");
    row("described buckets", QStringLiteral("DESC EXTENDED keyed"), "BucketNum: 4");
    row("like", QStringLiteral("SHOW CREATE TABLE alike"), "PRIMARY KEY (`id`)");
}

void TstDelta::statements()
{
    QFETCH(const QString, sql);
    QFETCH(const QString, result);
    static WarehouseFixture *db = [] {
        auto *made = new WarehouseFixture;
        for (const QString &statement :
             {QStringLiteral("CREATE TABLE plain(id BIGINT)"), createKeyed("keyed"),
              QStringLiteral("INSERT INTO keyed VALUES (1, 1, 'x')"),
              QStringLiteral("CREATE TABLE defaults(id BIGINT NOT NULL, PRIMARY KEY (id)) TBLPROPERTIES "
                             "('transactional'='true')"),
              QStringLiteral("CREATE TABLE alike LIKE keyed")})
            if (const QString answer = made->run(statement); !answer.isEmpty())
                qFatal("%s", qPrintable(answer));
        return made;
    }();
    const QString answer = db->run(sql);
    QVERIFY2(answer.contains(result), qPrintable(answer));
}

void TstDelta::keysAreUnique()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(k STRING NOT NULL, n BIGINT NOT NULL, v STRING, PRIMARY KEY (n, k)) "
                                   "PARTITIONED BY (pt STRING) TBLPROPERTIES ('transactional'='true')")),
             QString());
    const auto rows = [&] { return db.run(QStringLiteral("SELECT pt, k, n, v FROM t ORDER BY pt, k, n")); };
    // Within one statement the last row wins, in later ones the later row, in each partition for itself.
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t PARTITION (pt) VALUES ('a',1,'old','x'), ('a',1,'new','x'), "
                                   "('a',1,'other','y'), ('a',2,'n2','x')")),
             QString());
    QCOMPARE(rows(), QStringLiteral("x|a|1|new\nx|a|2|n2\ny|a|1|other"));
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t PARTITION (pt='x') VALUES ('a',1,'newer'), ('b',1,'added')")),
             QString());
    QCOMPARE(rows(), QStringLiteral("x|a|1|newer\nx|a|2|n2\nx|b|1|added\ny|a|1|other"));
    QCOMPARE(db.run(QStringLiteral("INSERT OVERWRITE TABLE t PARTITION (pt='x') VALUES ('c',1,'1'), ('c',1,'2')")),
             QString());
    QCOMPARE(rows(), QStringLiteral("x|c|1|2\ny|a|1|other"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 2);
    const auto info = db->table(tableRef(QStringLiteral("t")));
    QCOMPARE(info->primaryKey, QStringList({QStringLiteral("n"), QStringLiteral("k")}));
    QCOMPARE(info->cluster->buckets, 16);
    QVERIFY(info->isTransactional && !info->partialUpdates);
    // A renamed key column stays the key, also after a restart.
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t RENAME COLUMN k TO kk")), QString());
    db.reopen();
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->primaryKey,
             QStringList({QStringLiteral("n"), QStringLiteral("kk")}));
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t PARTITION (pt='x') VALUES ('c',1,'3')")), QString());
    QCOMPARE(db.run(QStringLiteral("SELECT v FROM t WHERE pt = 'x'")), QStringLiteral("3"));
}

void TstDelta::rowChanges()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT, v STRING NOT NULL) TBLPROPERTIES "
                                   "('transactional'='true')")),
             QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (1,'a'),(2,'b'),(3,'c'),(3,'d')")), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (4,'e')")), QString());
    const auto rows = [&] { return db.run(QStringLiteral("SELECT * FROM t ORDER BY id, v")); };
    QCOMPARE(db.run(QStringLiteral("UPDATE t SET v = concat(t.v, '!'), id = id + 10 WHERE id >= 3")), QString());
    QCOMPARE(rows(), QStringLiteral("1|a\n2|b\n13|c!\n13|d!\n14|e!"));
    QCOMPARE(db.run(QStringLiteral("DELETE FROM t x WHERE x.id IN (SELECT id FROM t WHERE v LIKE 'd%')")), QString());
    QCOMPARE(rows(), QStringLiteral("1|a\n2|b\n14|e!"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 3);
    // A statement that fails changes nothing.
    QVERIFY(db.run(QStringLiteral("UPDATE t SET v = NULL WHERE id = 1")).contains(QLatin1String("v is NOT NULL")));
    QCOMPARE(rows(), QStringLiteral("1|a\n2|b\n14|e!"));
    QCOMPARE(db->execute(QStringLiteral("demo"), {}, QStringLiteral("DELETE FROM t WHERE id < 3"), {}, {})->rowsChanged,
             2);
    QCOMPARE(db->execute(QStringLiteral("demo"), {}, QStringLiteral("DELETE FROM t WHERE id < 3"), {}, {})->rowsChanged,
             0);
    db.reopen();
    QCOMPARE(rows(), QStringLiteral("14|e!"));
    QCOMPARE(db.run(QStringLiteral("DELETE FROM t")), QString());
    QCOMPARE(rows(), QString());
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 0);
}

void TstDelta::rowChangesOfPartitions()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT NOT NULL, v STRING, PRIMARY KEY (id)) PARTITIONED BY (pt "
                                   "STRING, h BIGINT) TBLPROPERTIES ('transactional'='true')")),
             QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t PARTITION (pt, h) VALUES (1,'a','x',1),(2,'b','x',2),(3,'c','y',1)")),
             QString());
    QCOMPARE(db.run(QStringLiteral("UPDATE t SET v = concat(pt, h, v) WHERE h = 1")), QString());
    const auto rows = [&] { return db.run(QStringLiteral("SELECT * FROM t ORDER BY id")); };
    QCOMPARE(rows(), QStringLiteral("1|x1a|x|1\n2|b|x|2\n3|y1c|y|1"));
    QVERIFY(db.run(QStringLiteral("UPDATE t SET pt = 'z'"))
                .contains(QLatin1String("partition column pt cannot be updated")));
    QCOMPARE(db.run(QStringLiteral("DELETE FROM t WHERE pt = 'x'")), QString());
    QCOMPARE(rows(), QStringLiteral("3|y1c|y|1"));
    QCOMPARE(db->partitions(tableRef(QStringLiteral("t")))->size(), 3); // an empty partition stays
}

// A download of what is left of a segment, by any ranges, has a fixed order; one that ran meanwhile says so.
void TstDelta::rangesOfChangedSegments()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    QStringList wanted;
    QStringList values;
    for (int i = 0; i < 3000; ++i)
        values.append(QStringLiteral("(%1, %1, 'v')").arg(i));
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES ") + values.join(QLatin1Char(','))), QString());
    const auto before = db->createDownload(tableRef(QStringLiteral("t")), {});
    QVERIFY(before);
    QCOMPARE(db.run(QStringLiteral("DELETE FROM t WHERE id % 3 = 0")), QString());
    QCOMPARE(db->read(before->id, 0, 10, {}).error().detail, QStringLiteral("TableModified"));
    for (int i = 0; i < 3000; ++i)
        if (i % 3 != 0)
            wanted.append(QString::number(i));
    const auto download = db->createDownload(tableRef(QStringLiteral("t")), {});
    QVERIFY(download);
    QCOMPARE(download->rows, 2000);
    for (const qint64 step : {7, 500, 1999, 2000, 5000}) {
        QStringList all;
        for (qint64 at = 0; at < download->rows; at += step) {
            auto rows = db->read(download->id, at, step, {QStringLiteral("id")});
            QVERIFY(rows);
            all.append(allRows(**rows).split(QLatin1Char('\n')));
        }
        QCOMPARE(all, wanted);
    }
    // Rows that are only added leave a download as it is.
    QCOMPARE(upsertRows(db, "t", {QStringLiteral("5000|1|null|U|")}), QString());
    auto rows = db->read(download->id, 0, 2, {QStringLiteral("id")});
    QVERIFY(rows);
    QCOMPARE(allRows(**rows), QStringLiteral("1\n2"));
}

void TstDelta::batchUpload()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) TBLPROPERTIES "
                                   "('transactional'='true')")),
             QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (0,'old'),(1,'old'),(100,'old')")), QString());
    const auto write = [&](bool overwrite,
                           std::initializer_list<std::pair<int, std::shared_ptr<arrow::RecordBatch>>> blocks) {
        const auto upload = db->createUpload(tableRef(QStringLiteral("t")), {}, overwrite, false);
        for (const auto &[id, rows] : blocks) {
            auto writer = db->openBlock(upload->id, id);
            if (!writer || !(*writer)->append(*rows) || !(*writer)->finish())
                return QStringLiteral("block");
        }
        const auto committed = db->commitUpload(upload->id);
        return committed && db->commitUpload(upload->id) ? QString() : committed.error().text();
    };
    // Of one key the highest block wins, whichever came first.
    const auto renamed =
        numbered(1, 1)->SetColumn(1, arrow::field("name", arrow::utf8()), arrayOf(TypeKind::String, "[\"late\"]"));
    QCOMPARE(write(false, {{7, *renamed}, {2, numbered(0, 3)}}), QString());
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t ORDER BY id")), QStringLiteral("0|n0\n1|late\n2|n2\n100|old"));
    QCOMPARE(write(true, {{0, repeated(4, 3)}}), QString());
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QStringLiteral("4|n4"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 1);
}

void TstDelta::upserts()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    const auto rows = [&] { return db.run(QStringLiteral("SELECT * FROM t ORDER BY id")); };
    QCOMPARE(
        upsertRows(db, "t",
                   {QStringLiteral("1|1|\"a\"|U|"), QStringLiteral("2|2|\"b\"|U|"), QStringLiteral("1|5|null|U|")}),
        QString());
    QCOMPARE(rows(), QStringLiteral("1|5|NULL\n2|2|b"));
    // Later flushes win over earlier ones, a delete over what was before it, and a row after it is new. What is not
    // there can be deleted.
    const UpsertInfo upsert = begin(db, "t");
    QCOMPARE(flush(db, upsert,
                   {QStringLiteral("1|9|\"x\"|U|"), QStringLiteral("2|0|null|D|"), QStringLiteral("77|0|null|D|")}),
             QString());
    QCOMPARE(flush(db, upsert, {QStringLiteral("1|0|null|D|"), QStringLiteral("3|3|\"c\"|U|")}), QString());
    QCOMPARE(flush(db, upsert, {QStringLiteral("1|6|null|U|"), QStringLiteral("3|4|\"d\"|U|")}), QString());
    QCOMPARE(rows(), QStringLiteral("1|5|NULL\n2|2|b")); // not before the commit
    for (int i = 0; i < 3; ++i) {
        const auto committed = db->commitUpsert(upsert.id);
        QVERIFY(committed && committed->status == UpsertStatus::Committed);
        QCOMPARE(rows(), QStringLiteral("1|6|NULL\n3|4|d"));
    }
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 2);
    // A row of one segment that is replaced again and again leaves nothing behind.
    for (int i = 0; i < 20; ++i)
        QCOMPARE(upsertRows(db, "t", {QStringLiteral("1|%1|null|U|").arg(i)}), QString());
    QCOMPARE(rows(), QStringLiteral("1|19|NULL\n3|4|d"));
    QCOMPARE(upsertRows(db, "t", {QStringLiteral("1|0|null|D|"), QStringLiteral("3|0|null|D|")}), QString());
    QCOMPARE(rows(), QString());
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 0);
}

// FS-13's vectors.
void TstDelta::partialUpdates()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (1, 1, '2')")), QString());
    const auto rows = [&] { return db.run(QStringLiteral("SELECT * FROM t ORDER BY id")); };
    QCOMPARE(upsertRows(db, "t", {QStringLiteral("1|5|null|U|2")}), QString());
    QCOMPARE(rows(), QStringLiteral("1|5|2"));
    QCOMPARE(upsertRows(db, "t", {QStringLiteral("1|null|null|U|2")}), QString());
    QCOMPARE(rows(), QStringLiteral("1|5|2"));
    QCOMPARE(upsertRows(db, "t", {QStringLiteral("2|7|\"not written\"|U|2")}), QString());
    QCOMPARE(rows(), QStringLiteral("1|5|2\n2|7|NULL"));
}

void TstDelta::partialOrder()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (1, 1, 'b1'), (2, 2, 'b2'), (3, 3, 'b3')")), QString());
    QCOMPARE(upsertRows(db, "t",
                        {// a column at a time, the last value of each that is not null
                         QStringLiteral("1|10|null|U|2"), QStringLiteral("1|null|\"new\"|U|3"),
                         QStringLiteral("1|11|null|U|2,3"),
                         // a whole row forgets the table's, a column after it is written onto it
                         QStringLiteral("2|null|\"whole\"|U|"), QStringLiteral("2|20|null|U|2"),
                         // deleted, then a column of a new row; and a column, then deleted
                         QStringLiteral("3|0|null|D|"), QStringLiteral("3|30|null|U|2"),
                         QStringLiteral("4|40|null|U|2"), QStringLiteral("4|0|null|D|")}),
             QString());
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t ORDER BY id")), QStringLiteral("1|11|new\n2|20|whole\n3|30|NULL"));
}

void TstDelta::sessionsEnd()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE plain(id BIGINT)")), QString());
    QCOMPARE(db->createUpsert(tableRef(QStringLiteral("plain")), {}, 1, 24).error().detail,
             QStringLiteral("InvalidArgument"));
    QCOMPARE(db->upsert(QStringLiteral("nosuch")).error().detail, QStringLiteral("UpsertSessionNotFound"));
    QCOMPARE(db->commitUpsert(QStringLiteral("nosuch")).error().detail, QStringLiteral("UpsertSessionNotFound"));

    const UpsertInfo aborted = begin(db, "t");
    QCOMPARE(flush(db, aborted, {QStringLiteral("1|1|null|U|")}), QString());
    auto open = db->openUpsert(aborted.id); // a flush on its way
    QVERIFY(open && (*open)->append(*records(aborted.table.columns, {QStringLiteral("2|1|null|U|")})));
    QVERIFY(db->abortUpsert(aborted.id));
    QVERIFY(db->abortUpsert(aborted.id)); // again
    QCOMPARE(errorOf((*open)->finish()).detail, QStringLiteral("StatusConflict"));
    open = Result<std::unique_ptr<BlockWriter>>(std::unique_ptr<BlockWriter>());
    QCOMPARE(db->upsert(aborted.id)->status, UpsertStatus::Aborted);
    QCOMPARE(db->commitUpsert(aborted.id).error().detail, QStringLiteral("StatusConflict"));
    QCOMPARE(flush(db, aborted, {QStringLiteral("1|1|null|U|")}), QStringLiteral("StatusConflict"));
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QString());

    const UpsertInfo committed = begin(db, "t");
    QVERIFY(db->commitUpsert(committed.id)); // nothing flushed
    QCOMPARE(flush(db, committed, {QStringLiteral("1|1|null|U|")}), QStringLiteral("StatusConflict"));
    QCOMPARE(db->abortUpsert(committed.id).error().detail, QStringLiteral("StatusConflict"));

    // A table that was altered does not take what was meant for its old columns.
    const UpsertInfo late = begin(db, "t");
    QCOMPARE(flush(db, late, {QStringLiteral("1|1|null|U|")}), QString());
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t ADD COLUMNS (c STRING)")), QString());
    QCOMPARE(flush(db, late, {QStringLiteral("1|1|null|U|")}), QStringLiteral("TableModified"));
    QCOMPARE(db->commitUpsert(late.id).error().detail, QStringLiteral("TableModified"));
    QCOMPARE(db.run(QStringLiteral("DROP TABLE t")), QString());
    QCOMPARE(db->commitUpsert(late.id).error().detail, QStringLiteral("UpsertSessionNotFound"));
}

// To a client a session that is not known is one that was committed: so none is lost.
void TstDelta::sessionsOverRestart()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    const UpsertInfo open = begin(db, "t");
    const UpsertInfo done = begin(db, "t");
    const UpsertInfo stopped = begin(db, "t");
    QCOMPARE(flush(db, open, {QStringLiteral("1|1|\"open\"|U|"), QStringLiteral("2|1|null|U|")}), QString());
    QCOMPARE(flush(db, done, {QStringLiteral("1|1|\"done\"|U|")}), QString());
    QVERIFY(db->commitUpsert(done.id) && db->abortUpsert(stopped.id));
    db.reopen();
    QCOMPARE(db->upsert(open.id)->status, UpsertStatus::Normal);
    QCOMPARE(db->upsert(done.id)->status, UpsertStatus::Committed);
    QCOMPARE(db->upsert(stopped.id)->status, UpsertStatus::Aborted);
    QVERIFY(db->commitUpsert(done.id));
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QStringLiteral("1|1|done"));
    QCOMPARE(flush(db, open, {QStringLiteral("2|2|\"after\"|U|")}), QString()); // what comes later wins, restart or not
    QVERIFY(db->commitUpsert(open.id));
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t ORDER BY id")), QStringLiteral("1|1|open\n2|2|after"));
}

// What was not committed in time is over, and does not look committed.
void TstDelta::sessionsExpire()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    const UpsertInfo late = begin(db, "t");
    const UpsertInfo done = begin(db, "t");
    QCOMPARE(flush(db, late, {QStringLiteral("1|1|null|U|")}), QString());
    QVERIFY(db->commitUpsert(done.id));
    db.close();
    changeFile(db, QStringLiteral("UPDATE _sluice.upserts SET created = created - 90000000")); // 25 hours
    db.reopen();
    QCOMPARE(db->upsert(late.id)->status, UpsertStatus::Expired);
    QCOMPARE(db->commitUpsert(late.id).error().detail, QStringLiteral("StatusConflict"));
    QCOMPARE(flush(db, late, {QStringLiteral("1|1|null|U|")}), QStringLiteral("StatusConflict"));
    QCOMPARE(db->commitUpsert(done.id)->status, UpsertStatus::Committed);
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QString());
}

void TstDelta::refusedRecords_data()
{
    QTest::addColumn<QString>("record");
    QTest::newRow("null key") << QStringLiteral("null|1|null|U|");
    QTest::newRow("delete of a null key") << QStringLiteral("null|1|null|D|");
    QTest::newRow("no operation") << QStringLiteral("1|1|null|null|");
    QTest::newRow("unknown operation") << QStringLiteral("1|1|null|X|");
    QTest::newRow("unknown column") << QStringLiteral("1|1|null|U|99");
    QTest::newRow("null column") << QStringLiteral("1|1|null|U|null");
}

void TstDelta::refusedRecords()
{
    QFETCH(const QString, record);
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    const UpsertInfo upsert = begin(db, "t");
    QCOMPARE(flush(db, upsert, {QStringLiteral("7|1|null|U|"), record}), QStringLiteral("InvalidArgument"));
    QVERIFY(db->commitUpsert(upsert.id));
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QString()); // nothing of the flush counts
}

void TstDelta::manyUpserts()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) TBLPROPERTIES "
                                   "('transactional'='true')")),
             QString());
    constexpr qint64 count = 200000;
    for (int round = 0; round < 2; ++round) {
        const UpsertInfo upsert = begin(db, "t");
        for (qint64 first = 0; first < count; first += 20000) {
            auto writer = db->openUpsert(upsert.id);
            QVERIFY(writer);
            const auto rows = numbered(first + round * count / 2, 20000);
            const Schema schema = upsertColumns(upsert.table.columns);
            arrow::ArrayVector arrays = rows->columns();
            arrays.push_back(*arrow::MakeArrayOfNull(arrow::int64(), 20000));
            arrays.push_back(*arrow::MakeArrayOfNull(arrow::int64(), 20000));
            arrays.push_back(*arrow::MakeArrayFromScalar(arrow::Int8Scalar(int8_t(RowOperation::Upsert)), 20000));
            for (int i = 0; i < 2; ++i)
                arrays.push_back(*arrow::MakeArrayOfNull(arrowType(schema.columns[5].type), 20000));
            QVERIFY((*writer)->append(*arrow::RecordBatch::Make(arrowSchema(schema), 20000, arrays)));
            QVERIFY((*writer)->finish());
        }
        QVERIFY(db->commitUpsert(upsert.id));
    }
    QCOMPARE(db.run(QStringLiteral("SELECT count(*), count(DISTINCT id), max(id) FROM t")),
             QStringLiteral("300000|300000|299999"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 300000);
    // What is left of large segments has one order, whatever ranges it is read by.
    const auto download = db->createDownload(tableRef(QStringLiteral("t")), {});
    const auto read = [&](qint64 from, qint64 count) {
        return allRows(**db->read(download->id, from, count, {QStringLiteral("id")}));
    };
    const QStringList whole = read(0, download->rows).split(QLatin1Char('\n'));
    QCOMPARE(whole.size(), 300000);
    for (const qint64 at : {0, 99000, 122000, 170000, 222000, 299000})
        QCOMPARE(read(at, 2000).split(QLatin1Char('\n')), whole.mid(at, 2000));
}

// While sessions change every row, a reader finds one value in all of them, whole.
void TstDelta::readersSeeWholeCommits()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t SELECT id, 0, 'x' FROM (SELECT explode(sequence(1, 2000)) AS id) s")),
             QString());
    std::atomic_bool over = false;
    std::atomic_int wrong = 0;
    const auto read = [&] {
        while (!over) {
            auto outcome =
                db->execute(QStringLiteral("demo"), {},
                            QStringLiteral("SELECT count(*), count(DISTINCT a), count(DISTINCT id) FROM t"), {}, {});
            if (!outcome || allRows(*outcome->rows) != QStringLiteral("2000|1|2000"))
                ++wrong;
            const auto download = db->createDownload(tableRef(QStringLiteral("t")), {});
            auto rows = db->read(download->id, 0, download->rows, {QStringLiteral("a")});
            const QString all = rows ? allRows(**rows) : QStringLiteral("! ") + rows.error().detail;
            if (all == QLatin1String("! TableModified"))
                continue;
            const QStringList values = all.split(QLatin1Char('\n'));
            if (values.size() != 2000 || QSet<QString>(values.begin(), values.end()).size() != 1)
                ++wrong;
        }
    };
    std::thread reader(read);
    for (int i = 1; i <= 12; ++i) {
        if (i % 3 == 0) {
            QCOMPARE(db.run(QStringLiteral("UPDATE t SET a = %1").arg(i)), QString());
            continue;
        }
        QStringList rows;
        for (int id = 1; id <= 2000; ++id)
            rows.append(QStringLiteral("%1|%2|null|U|").arg(id).arg(i));
        QCOMPARE(upsertRows(db, "t", rows), QString());
    }
    over = true;
    reader.join();
    QCOMPARE(wrong.load(), 0);
}

// Sessions that are filled and committed at once: each key has the value of one of them, and none is lost.
void TstDelta::sessionsAtOnce()
{
    WarehouseFixture db;
    QCOMPARE(db.run(createKeyed("t")), QString());
    std::atomic_int failed = 0;
    std::vector<std::thread> lanes;
    for (int lane = 0; lane < 4; ++lane)
        lanes.emplace_back([&, lane] {
            for (int turn = 0; turn < 5; ++turn) {
                const UpsertInfo upsert = begin(db, "t");
                for (int i = 0; i < 4; ++i)
                    if (!flush(db, upsert,
                               {QStringLiteral("%1|%2|null|U|").arg(i).arg(lane),
                                QStringLiteral("%1|%2|null|U|").arg(1000 + lane * 100 + turn * 10 + i).arg(lane)})
                             .isEmpty())
                        ++failed;
                if (!db->commitUpsert(upsert.id))
                    ++failed;
            }
        });
    for (std::thread &lane : lanes)
        lane.join();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(db.run(QStringLiteral("SELECT count(*), count(DISTINCT id) FROM t")), QStringLiteral("84|84"));
    QCOMPARE(db->table(tableRef(QStringLiteral("t")))->rows, 84);
}

void TstDelta::streams()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT, name STRING) PARTITIONED BY (pt STRING)")), QString());
    QCOMPARE(
        db->createStream(tableRef(QStringLiteral("t")), partitionSpec(QStringLiteral("pt=a")), false, 1).error().detail,
        QStringLiteral("NoSuchPartition"));
    const auto stream = db->createStream(tableRef(QStringLiteral("t")), partitionSpec(QStringLiteral("pt=a")), true, 3);
    QVERIFY(stream);
    QCOMPARE(stream->slotCount, 3);
    const auto write = [&](qint64 first, qint64 count) {
        auto writer = db->openStream(stream->id);
        if (!writer)
            return writer.error().detail;
        if (count > 0 && !(*writer)->append(*numbered(first, count)))
            return QStringLiteral("append");
        return errorOf((*writer)->finish()).detail;
    };
    const auto rows = [&] { return db.run(QStringLiteral("SELECT count(*), max(id) FROM t WHERE pt = 'a'")); };
    QCOMPARE(write(0, 10), QString());
    QCOMPARE(rows(), QStringLiteral("10|9"));
    QCOMPARE(write(0, 0), QString());
    QCOMPARE(rows(), QStringLiteral("10|9"));
    {
        auto writer = db->openStream(stream->id); // cut off
        QVERIFY(writer && (*writer)->append(*numbered(100, 5)));
    }
    QCOMPARE(rows(), QStringLiteral("10|9"));
    // A new column stays null; another change ends the stream.
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t ADD COLUMNS (more STRING)")), QString());
    QCOMPARE(write(10, 1), QString());
    QCOMPARE(db.run(QStringLiteral("SELECT id, name, more FROM t WHERE id = 10")), QStringLiteral("10|n10|NULL"));
    QCOMPARE(db.run(QStringLiteral("ALTER TABLE t DROP PARTITION (pt='a')")), QString());
    QCOMPARE(write(11, 1), QStringLiteral("NoSuchPartition"));
    db->closeStream(stream->id);
    QCOMPARE(write(12, 1), QStringLiteral("StreamSessionNotFound"));
    QCOMPARE(db.run(createKeyed("keyed")), QString());
    // Into a Delta table a stream upserts.
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE k(id BIGINT NOT NULL, name STRING, PRIMARY KEY (id)) TBLPROPERTIES "
                                   "('transactional'='true')")),
             QString());
    const auto keyed = db->createStream(tableRef(QStringLiteral("k")), {}, false, 1);
    for (int i = 0; i < 3; ++i) {
        auto writer = db->openStream(keyed->id);
        QVERIFY(writer && (*writer)->append(*numbered(i, 3)) && (*writer)->finish());
    }
    QCOMPARE(db.run(QStringLiteral("SELECT count(*), count(DISTINCT id) FROM k")), QStringLiteral("5|5"));
}

// A workspace of the version before: no keys, no stages, and it opens.
void TstDelta::oldFiles()
{
    WarehouseFixture db;
    QCOMPARE(db.run(QStringLiteral("CREATE TABLE t(id BIGINT)")), QString());
    QCOMPARE(db.run(QStringLiteral("INSERT INTO t VALUES (1)")), QString());
    db.close();
    changeFile(db, QStringLiteral("DROP TABLE _sluice.upserts; DROP SCHEMA _stage; UPDATE _sluice.meta SET value = 1"));
    db.reopen();
    QCOMPARE(db.run(QStringLiteral("SELECT * FROM t")), QStringLiteral("1"));
    QVERIFY(db->table(tableRef(QStringLiteral("t")))->primaryKey.isEmpty());
    QCOMPARE(db.run(createKeyed("k")), QString());
    QCOMPARE(upsertRows(db, "k", {QStringLiteral("1|1|null|U|")}), QString());
    QCOMPARE(db.run(QStringLiteral("SELECT id FROM k")), QStringLiteral("1"));
}
