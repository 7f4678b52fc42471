#include "tst_storageapi.h"

#include "tunnel/arrowcodec.h"
#include "tunnel/buckethash.h"
#include "tunnel/ipcdecoder.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/builder.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/reader.h>
#include <arrow/ipc/writer.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/table.h>
#include <arrow/type.h>
#include <arrow/util/compression.h>

#include <algorithm>
#include <random>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray storage = "/api/storage/v1/projects/demo/schemas/default/tables/";

// The rows of a whole Arrow stream; null when it is none.
std::shared_ptr<arrow::Table> tableOf(const QByteArray &bytes)
{
    const auto buffer = arrow::Buffer::FromString(bytes.toStdString());
    const auto reader = arrow::ipc::RecordBatchStreamReader::Open(std::make_shared<arrow::io::BufferReader>(buffer));
    if (!reader.ok())
        return nullptr;
    const auto table = (*reader)->ToTable();
    return table.ok() ? *table : nullptr;
}

// "a|b" for each row, columns as they came.
QByteArray rowsText(const QByteArray &bytes)
{
    const auto table = tableOf(bytes);
    if (!table)
        return "no Arrow stream";
    QByteArrayList rows;
    for (int64_t row = 0; row < table->num_rows(); ++row) {
        QByteArrayList values;
        for (int i = 0; i < table->num_columns(); ++i)
            values.append(QByteArray::fromStdString((*table->column(i)->GetScalar(row))->ToString()));
        rows.append(values.join('|'));
    }
    return rows.join('\n');
}

std::shared_ptr<arrow::RecordBatch> batchOf(const arrow::FieldVector &fields, const char *json)
{
    const auto type = arrow::struct_(fields);
    const auto array = arrow::json::ArrayFromJSONString(type, json).ValueOrDie();
    return arrow::RecordBatch::FromStructArray(array).ValueOrDie();
}

QByteArray streamOf(const std::shared_ptr<arrow::RecordBatch> &rows,
                    arrow::Compression::type compression = arrow::Compression::UNCOMPRESSED)
{
    arrow::ipc::IpcWriteOptions options;
    if (compression != arrow::Compression::UNCOMPRESSED)
        options.codec = arrow::util::Codec::Create(compression).ValueOrDie();
    const auto sink = arrow::io::BufferOutputStream::Create().ValueOrDie();
    const auto writer = arrow::ipc::MakeStreamWriter(sink, rows->schema(), options).ValueOrDie();
    if (!writer->WriteRecordBatch(*rows).ok() || !writer->Close().ok())
        return {};
    return QByteArray::fromStdString((*sink->Finish())->ToString());
}

QByteArray people(const char *json)
{
    return streamOf(batchOf({arrow::field("id", arrow::int64()), arrow::field("name", arrow::utf8())}, json));
}

QByteArray text(const QJsonObject &json, const char *key)
{
    return json[QLatin1String(key)].toString().toUtf8();
}

QByteArray commitBody(const QByteArrayList &messages)
{
    QJsonArray list;
    for (const QByteArray &message : messages)
        list.append(QString::fromUtf8(message));
    return QJsonDocument(QJsonObject{{QStringLiteral("CommitMessages"), list}}).toJson();
}

} // namespace

void TstStorageApi::initTestCase()
{
    QVERIFY(m_fixture.open());
    const ServiceClient client = m_fixture.client();
    for (const QByteArray sql :
         {"create table t (id bigint, name string) partitioned by (pt string)",
          "insert into t partition (pt='a') values (1,'a1'),(2,'a2'),(3,'a3')",
          "insert into t partition (pt='b') values (4,'b1'),(5,'b2')", "create table empty (id bigint)",
          "create table times (d datetime, t timestamp, n timestamp_ntz, l array<timestamp>)",
          "insert into times values (cast('1969-12-31 23:59:59.5' as datetime), cast('1969-12-31 "
          "23:59:59.123456789' as timestamp), cast('2020-01-01 00:00:00.5' as timestamp_ntz), "
          "array(cast('1970-01-01 00:00:01.5' as timestamp)))",
          "insert into times values (null, null, null, null)", "create view v as select id from t"})
        QVERIFY2(!client.sql("demo", sql).body.contains("ODPS-"), sql);
}

void TstStorageApi::cleanupTestCase()
{
    m_fixture.close();
}

QJsonObject TstStorageApi::createScan(const QByteArray &table, const QByteArray &body) const
{
    const auto answer = m_fixture.client().post(storage + table + "/sessions?session_type=batch_read", body);
    return answer.status == 201 ? answer.json() : QJsonObject();
}

QJsonObject TstStorageApi::createWrite(const QByteArray &table, const QByteArray &body) const
{
    const auto answer = m_fixture.client().post(storage + table + "/sessions?session_type=batch_write", body);
    return answer.status == 201 ? answer.json() : QJsonObject();
}

void TstStorageApi::splits_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("options");
    QTest::addColumn<int>("count");
    QTest::newRow("default") << QByteArray("t") << QByteArray("{}") << 1;
    QTest::newRow("size") << QByteArray("t") << QByteArray(R"({"SplitMode":"Size","SplitNumber":268435456})") << 1;
    QTest::newRow("a row each") << QByteArray("t") << QByteArray(R"({"SplitMode":"Size","SplitNumber":1})") << 5;
    QTest::newRow("parallel") << QByteArray("t") << QByteArray(R"({"SplitMode":"Parallelism","SplitNumber":2})") << 2;
    QTest::newRow("more than rows") << QByteArray("t") << QByteArray(R"({"SplitMode":"Parallelism","SplitNumber":32})")
                                    << 5;
    QTest::newRow("not across") << QByteArray("t")
                                << QByteArray(R"({"SplitMode":"Parallelism","SplitNumber":1,"CrossPartition":false})")
                                << 2;
    QTest::newRow("not across, small") << QByteArray("t")
                                       << QByteArray(
                                              R"({"SplitMode":"Parallelism","SplitNumber":3,"CrossPartition":false})")
                                       << 3;
    QTest::newRow("empty") << QByteArray("empty") << QByteArray("{}") << 0;
}

// The splits together are the table, each row once.
void TstStorageApi::splits()
{
    QFETCH(QByteArray, table);
    QFETCH(QByteArray, options);
    QFETCH(int, count);
    const QJsonObject session = createScan(table, R"({"RequiredDataColumns":["id"],"SplitOptions":)" + options + "}");
    QCOMPARE(session[QStringLiteral("SessionStatus")].toString(), QStringLiteral("NORMAL"));
    QCOMPARE(session[QStringLiteral("SplitsCount")].toInt(), count);
    QCOMPARE(session[QStringLiteral("RecordCount")].toInt(), -1);
    QVERIFY(session[QStringLiteral("ExpirationTime")].toInteger() > QDateTime::currentMSecsSinceEpoch());
    QByteArrayList rows;
    const QByteArray data = storage + table + "/data?session_id=" + text(session, "SessionId");
    for (int i = 0; i < count; ++i) {
        const auto answer = m_fixture.client().get(
            data + "&row_index=0&row_count=0&max_batch_rows=4096&split_index=" + QByteArray::number(i));
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.header("Content-Encoding").isEmpty());
        rows.append(rowsText(answer.body));
    }
    QCOMPARE(rows.join('\n'), table == "t" ? QByteArray("1\n2\n3\n4\n5") : QByteArray());
    const auto beyond = m_fixture.client().get(data + "&split_index=" + QByteArray::number(count));
    QCOMPARE(beyond.status, 400);
    QCOMPARE(beyond.code(), QByteArray("InvalidArgument"));
    const auto again = m_fixture.client().get(storage + table + "/sessions/" + text(session, "SessionId") +
                                              "?session_type=batch_read&session_refresh=true");
    QCOMPARE(again.json(), session);
}

void TstStorageApi::rowOffset()
{
    const QJsonObject session = createScan("t", R"({"SplitOptions":{"SplitMode":"RowOffset","SplitNumber":0}})");
    QCOMPARE(session[QStringLiteral("SplitsCount")].toInt(), -1);
    QCOMPARE(session[QStringLiteral("RecordCount")].toInt(), 5);
    const QJsonObject schema = session[QStringLiteral("DataSchema")].toObject();
    QCOMPARE(schema[QStringLiteral("DataColumns")].toArray().size(), 2);
    QCOMPARE(schema[QStringLiteral("PartitionColumns")].toArray().size(), 1);
    QCOMPARE(schema[QStringLiteral("PartitionColumns")][0][QStringLiteral("Name")].toString(), QStringLiteral("pt"));
    const QByteArray data = storage + "t/data?session_id=" + text(session, "SessionId");
    const auto read = [&](const QByteArray &range) { return m_fixture.client().get(data + range); };
    QCOMPARE(rowsText(read("&row_index=1&row_count=3").body), QByteArray("2|a2|a\n3|a3|a\n4|b1|b"));
    QCOMPARE(rowsText(read("&row_index=4&row_count=100").body), QByteArray("5|b2|b"));
    QCOMPARE(rowsText(read("&row_index=5&row_count=1").body), QByteArray());
    QCOMPARE(read("&row_index=-1&row_count=1").code(), QByteArray("InvalidRowRange"));
    QCOMPARE(read("&row_index=0").code(), QByteArray("InvalidRowRange"));
    const auto small = read("&row_index=0&row_count=5&max_batch_rows=2");
    const auto table = tableOf(small.body);
    QVERIFY(table);
    QVERIFY(table->column(0)->num_chunks() >= 3); // no batch is longer than two
    for (const auto &chunk : table->column(0)->chunks())
        QVERIFY(chunk->length() <= 2);
}

void TstStorageApi::columnsAndUnits()
{
    const auto rows = [&](const QByteArray &table, const QByteArray &body) {
        const QJsonObject session = createScan(table, body);
        return tableOf(m_fixture.client()
                           .get(storage + table + "/data?split_index=0&session_id=" + text(session, "SessionId"))
                           .body);
    };
    auto table = rows("t", R"({"RequiredDataColumns":["NAME","id"],"RequiredPartitions":["pt=b"]})");
    QVERIFY(table);
    QCOMPARE(table->schema()->field_names(), (std::vector<std::string>{"name", "id"}));
    QCOMPARE(table->num_rows(), 2);
    table = rows("t", R"({"RequiredPartitionColumns":["pt"],"RequiredPartitions":["pt='a'","pt=a"]})");
    QVERIFY(table);
    QCOMPARE(table->schema()->field_names(), std::vector<std::string>{"pt"});
    QCOMPARE(table->num_rows(), 3);

    table = rows("times", "{}");
    QCOMPARE(table->schema()->field(0)->type()->ToString(), std::string("timestamp[ms]"));
    QCOMPARE(table->schema()->field(1)->type()->ToString(), std::string("timestamp[ns]"));
    QCOMPARE((*table->column(1)->GetScalar(0))->ToString(), std::string("1969-12-31 23:59:59.123456789"));
    table = rows("times", R"({"ArrowOptions":{"TimestampUnit":"milli","DatetimeUnit":"second"}})");
    QCOMPARE((*table->column(0)->GetScalar(0))->ToString(), std::string("1969-12-31 23:59:59")); // rounded down
    QCOMPARE((*table->column(1)->GetScalar(0))->ToString(), std::string("1969-12-31 23:59:59.123"));
    QCOMPARE((*table->column(2)->GetScalar(0))->ToString(), std::string("2020-01-01 00:00:00.500"));
    QCOMPARE(table->schema()->field(3)->type()->field(0)->type()->ToString(), std::string("timestamp[ms]"));
    table = rows("times", R"({"ArrowOptions":{"TimestampUnit":"micro","DatetimeUnit":"nano"}})");
    QCOMPARE((*table->column(0)->GetScalar(0))->ToString(), std::string("1969-12-31 23:59:59.500000000"));
}

void TstStorageApi::filters_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QByteArray>("rows");
    QTest::newRow("number") << QByteArray("id > 3") << QByteArray("4|b\n5|b");
    QTest::newRow("partition") << QByteArray("pt = 'a' AND `id` <> 2") << QByteArray("1|a\n3|a");
    QTest::newRow("function") << QByteArray("substr(name, 2) in ('1') or name is null") << QByteArray("1|a\n4|b");
    QTest::newRow("none") << QByteArray("id < 0") << QByteArray();
    QTest::newRow("NULL is no") << QByteArray("null") << QByteArray();
    QTest::newRow("blank") << QByteArray(" ") << QByteArray("1|a\n2|a\n3|a\n4|b\n5|b");
}

void TstStorageApi::filters()
{
    QFETCH(QByteArray, filter);
    QFETCH(QByteArray, rows);
    const QJsonObject session = createScan(
        "t", R"({"RequiredDataColumns":["id"],"RequiredPartitionColumns":["pt"],"FilterPredicate":")" + filter + "\"}");
    QCOMPARE(session[QStringLiteral("SplitsCount")].toInt(), 1);
    const auto answer =
        m_fixture.client().get(storage + "t/data?split_index=0&session_id=" + text(session, "SessionId"));
    QCOMPARE(rowsText(answer.body), rows);
}

void TstStorageApi::buckets_data()
{
    QTest::addColumn<QByteArray>("table");
    QTest::newRow("clustered by hash") << QByteArray("clustered");
    QTest::newRow("Delta table") << QByteArray("delta");
}

// The buckets of a table: each row in one of them, told by the hash of its key, whether the key travels or not.
void TstStorageApi::buckets()
{
    QFETCH(QByteArray, table);
    const ServiceClient client = m_fixture.client();
    QByteArrayList rows;
    for (int i = 1; i <= 40; ++i)
        rows.append(QByteArrayLiteral("(1,'x',1)").replace("1", QByteArray::number(i)));
    const QByteArray end = table == "delta"
                               ? QByteArray(", primary key (id)) partitioned by (pt bigint) tblproperties "
                                            "('transactional'='true', 'write.bucket.num'='4')")
                               : QByteArray(") partitioned by (pt bigint) clustered by (id) into 4 buckets");
    for (const QByteArray &sql :
         {"drop table if exists " + table, "create table " + table + " (id bigint not null, name string" + end,
          "insert into " + table + " partition (pt) select id, name, pt % 3 from values " + rows.join(',') +
              " as v(id, name, pt)"})
        QVERIFY2(!client.sql("demo", sql).body.contains("ODPS-"), sql.constData());
    const auto read = [&](const QJsonObject &scan, int split, const QByteArray &more = {}) {
        const auto answer = client.get(storage + table + "/data?split_index=" + QByteArray::number(split) +
                                       "&session_id=" + text(scan, "SessionId") + more);
        return rowsText(answer.body).split('\n');
    };
    const auto bucketOf = [](const QByteArray &id) {
        std::vector<int32_t> sums(1, 0);
        arrow::Int64Builder builder;
        if (!builder.Append(id.toLongLong()).ok() ||
            !addHashes(TypeKind::BigInt, **builder.Finish(), BucketHasher::Default, sums))
            return -1;
        return combinedHash(sums[0]) % 4;
    };
    QCOMPARE(bucketOf("1"), (357654460 ^ (357654460 >> 8)) % 4); // hashed by other means

    const QJsonObject all =
        createScan(table, R"({"RequiredDataColumns":["id"],"SplitOptions":{"SplitMode":"Bucket"}})");
    QCOMPARE(all[QStringLiteral("SplitsCount")].toInt(), 4);
    QCOMPARE(all[QStringLiteral("RecordCount")].toInt(), -1);
    QMap<int, QByteArrayList> byBucket;
    qsizetype total = 0;
    for (int split = 0; split < 4; ++split) {
        byBucket[split] = read(all, split);
        total += byBucket[split].size();
        for (const QByteArray &id : std::as_const(byBucket[split]))
            QCOMPARE(bucketOf(id), split);
        QCOMPARE(read(all, split, "&skip_row_num=2"), byBucket[split].mid(2));
    }
    QCOMPARE(total, 40);

    // Some of them, without the key.
    const QJsonObject some = createScan(table, R"({"RequiredDataColumns":["name"],"RequiredBucketIds":[3,1,3],
        "FilterPredicate":"id > 20","SplitOptions":{"SplitMode":"Bucket"}})");
    QCOMPARE(some[QStringLiteral("SplitsCount")].toInt(), 2);
    QByteArrayList wanted;
    for (const QByteArray &id : std::as_const(byBucket[3]))
        if (id.toInt() > 20)
            wanted.append("x");
    QCOMPARE(read(some, 1), wanted);

    // Of other splits the rows of the buckets.
    const QJsonObject sized = createScan(table, R"({"RequiredDataColumns":["id"],"RequiredBucketIds":[2]})");
    QCOMPARE(sized[QStringLiteral("SplitsCount")].toInt(), 1);
    QCOMPARE(read(sized, 0), byBucket[2]);
    for (const char *ids : {"[4]", "[-1]", "[1.5]", "[\"1\"]"}) {
        const auto answer = client.post(storage + table + "/sessions?session_type=batch_read",
                                        QByteArray("{\"RequiredBucketIds\":") + ids + "}");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QByteArray("InvalidArgument"));
    }
}

void TstStorageApi::badReads_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *name, const char *path, const char *body, int status, const char *code) {
        QTest::newRow(name) << QByteArray(path) << QByteArray(body) << status << QByteArray(code);
    };
    add("no table", "absent", "{}", 404, "NoSuchTable");
    add("view", "v", "{}", 400, "InvalidArgument");
    add("no JSON", "t", "hello", 400, "InvalidArgument");
    add("a list", "t", "[]", 400, "InvalidArgument");
    add("unknown column", "t", R"({"RequiredDataColumns":["nam"]})", 404, "NoSuchColumn");
    add("column twice", "t", R"({"RequiredDataColumns":["id","ID"]})", 400, "InvalidArgument");
    add("columns are no texts", "t", R"({"RequiredDataColumns":[1]})", 400, "InvalidArgument");
    add("no partition", "t", R"({"RequiredPartitions":["pt=zzz"]})", 404, "NoSuchPartition");
    add("bad partition", "t", R"({"RequiredPartitions":["hh=1"]})", 400, "InvalidPartitionSpec");
    add("unreadable partition", "t", R"({"RequiredPartitions":["pt"]})", 400, "InvalidPartitionSpec");
    add("mode", "t", R"({"SplitOptions":{"SplitMode":"Random"}})", 400, "InvalidArgument");
    add("bucket", "t", R"({"SplitOptions":{"SplitMode":"Bucket"}})", 400, "InvalidArgument");
    add("buckets of a table without", "t", R"({"RequiredBucketIds":[0]})", 400, "InvalidArgument");
    add("number", "t", R"({"SplitOptions":{"SplitMode":"Size","SplitNumber":-1}})", 400, "InvalidArgument");
    add("unit", "t", R"({"ArrowOptions":{"TimestampUnit":"hour"}})", 400, "InvalidArgument");
    add("filter", "t", R"({"FilterPredicate":"id >"})", 400, "InvalidArgument");
    add("filter column", "t", R"({"FilterPredicate":"nosuch = 1"})", 400, "InvalidArgument");
    add("filter of a query", "t", R"x({"FilterPredicate":"EXISTS (SELECT 1 FROM t)"})x", 400, "NotImplemented");
    add("filter by a table", "t", R"x({"FilterPredicate":"pt = max_pt('t')"})x", 400, "NotImplemented");
    add("filter no statement", "t", R"({"FilterPredicate":"1 = 1; drop table t"})", 400, "InvalidArgument");
}

void TstStorageApi::badReads()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    const auto answer = m_fixture.client().post(storage + path + "/sessions?session_type=batch_read", body);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.code(), code);
    QVERIFY(!answer.json()[QStringLiteral("RequestId")].toString().isEmpty());
    QCOMPARE(m_fixture.client().get(storage + "t/data?split_index=0&session_id=absent").code(),
             QByteArray("NoSuchSession"));
    QCOMPARE(m_fixture.client().get(storage + "t/nothing").status, 404);
    QCOMPARE(m_fixture.client().post("/api/storage/v2?Action=TableCreateReadSession", "{}").code(),
             QByteArray("NotImplemented"));
    QCOMPARE(m_fixture.client().post(storage + "t/sessions", "{}").code(), QByteArray("InvalidArgument"));
}

void TstStorageApi::readAfterOverwrite()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table w (id bigint)");
    client.sql("demo", "insert into w values (1)");
    const QJsonObject session = createScan("w", "{}");
    const QByteArray data = storage + "w/data?split_index=0&session_id=" + text(session, "SessionId");
    client.sql("demo", "insert into w values (2)");
    QCOMPARE(rowsText(client.get(data).body), QByteArray("1")); // the snapshot
    client.sql("demo", "insert overwrite table w values (3)");
    const auto answer = client.get(data);
    QCOMPARE(answer.status, 409);
    QCOMPARE(answer.code(), QByteArray("TableModified"));
    const auto other = client.get(storage + "t/data?split_index=0&session_id=" + text(session, "SessionId"));
    QCOMPARE(other.code(), QByteArray("NoSuchSession")); // of another table
}

void TstStorageApi::writeAndCommit()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table p (id bigint, name string) partitioned by (pt string)");
    const QJsonObject session = createWrite("p", R"({"PartitionSpec":"pt=x"})");
    QCOMPARE(session[QStringLiteral("SessionStatus")].toString(), QStringLiteral("NORMAL"));
    QCOMPARE(session[QStringLiteral("MaxBlockNumber")].toInt(), 20000);
    const QByteArray id = text(session, "SessionId");
    const QByteArray write = storage + "p/sessions/" + id + "/data?block_number=";
    const auto first =
        client.post(write + "0&attempt_number=0", people(R"([{"id":1,"name":"a"},{"id":2,"name":null}])"));
    QCOMPARE(first.status, 200);
    const QByteArray message = text(first.json(), "CommitMessage");
    QCOMPARE(QJsonDocument::fromJson(message)[QStringLiteral("WriterStats")][QStringLiteral("RecordNum")].toInt(), 2);
    QCOMPARE(client.post(write + "1&attempt_number=0", people(R"([{"id":3,"name":"left out"}])")).status, 200);
    QVERIFY(client.sql("demo", "show partitions p").element("Result").isEmpty()); // made by the commit
    const auto committed = client.post(storage + "p/commit?session_id=" + id, commitBody({message}));
    QCOMPARE(committed.status, 201);
    QCOMPARE(text(committed.json(), "SessionStatus"), QByteArray("COMMITTED"));
    QCOMPARE(
        client.sql("demo", "select id, name, pt from p order by id").element("Result"),
        QByteArray(
            "&quot;id&quot;,&quot;name&quot;,&quot;pt&quot;\n1,&quot;a&quot;,&quot;x&quot;\n2,\\N,&quot;x&quot;\n"));
    const auto again = client.post(storage + "p/commit?session_id=" + id, commitBody({message}));
    QCOMPARE(again.status, 201);
    QCOMPARE(text(client.get(storage + "p/sessions/" + id + "?session_type=batch_write").json(), "SessionStatus"),
             QByteArray("COMMITTED"));
    QCOMPARE(client.post(write + "2", people("[]")).code(), QByteArray("StatusConflict"));
    QCOMPARE(client.sql("demo", "select count(*) from p").element("Result"), QByteArray("&quot;_c0&quot;\n2\n"));

    const QJsonObject over = createWrite("p", R"({"PartitionSpec":"pt=x","Overwrite":true})");
    const auto only = client.post(storage + "p/sessions/" + text(over, "SessionId") + "/data?block_number=7",
                                  people(R"([{"id":9,"name":"z"}])"));
    client.post(storage + "p/commit?session_id=" + text(over, "SessionId"),
                commitBody({text(only.json(), "CommitMessage")}));
    QCOMPARE(client.sql("demo", "select id from p").element("Result"), QByteArray("&quot;id&quot;\n9\n"));
}

// The last attempt that was named wins, whichever came last.
void TstStorageApi::attempts()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table att (id bigint, name string)");
    const QByteArray id = text(createWrite("att", "{}"), "SessionId");
    const auto write = [&](int block, int attempt, const char *rows) {
        return text(client
                        .post(storage + "att/sessions/" + id + "/data?block_number=" + QByteArray::number(block) +
                                  "&attempt_number=" + QByteArray::number(attempt),
                              people(rows))
                        .json(),
                    "CommitMessage");
    };
    const QByteArray a2 = write(0, 2, R"([{"id":2,"name":"named last"}])");
    const QByteArray a1 = write(0, 1, R"([{"id":1,"name":"named first"}])");
    write(0, 3, R"([{"id":3,"name":"not named"}])");
    write(1, 0, R"([{"id":4,"name":"replaced"}])");
    const QByteArray b0 = write(1, 0, R"([{"id":5,"name":"again"}])");
    const QByteArray none = write(2, 0, "[]");
    QCOMPARE(client
                 .post(storage + "att/commit?session_id=" + id,
                       commitBody({a2, a1, b0, none, R"({"BlockNumber":9,"AttemptNumber":0})"}))
                 .code(),
             QByteArray("InvalidArgument"));
    QCOMPARE(client.post(storage + "att/commit?session_id=" + id, commitBody({a2, a1, b0, none, a1})).status, 201);
    QCOMPARE(client.sql("demo", "select id from att order by id").element("Result"),
             QByteArray("&quot;id&quot;\n2\n5\n"));
}

void TstStorageApi::dynamicPartitions()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table dyn (id bigint) partitioned by (ds string, hh bigint)");
    client.sql("demo", "insert into dyn partition (ds='1', hh=1) values (100)");
    client.sql("demo", "insert into dyn partition (ds='1', hh=9) values (900)");
    const QJsonObject session = createWrite(
        "dyn", R"({"PartitionSpec":"ds=1","Overwrite":true,"DynamicPartitionOptions":{"DynamicPartitionLimit":3}})");
    QCOMPARE(session[QStringLiteral("DataSchema")][QStringLiteral("PartitionColumns")].toArray().size(), 1);
    const QByteArray id = text(session, "SessionId");
    const auto rows = [](const char *json) {
        return streamOf(batchOf({arrow::field("hh", arrow::int64()), arrow::field("id", arrow::int32())}, json));
    };
    const QByteArray write = storage + "dyn/sessions/" + id + "/data?block_number=";
    const auto lost = client.post(write + "0&attempt_number=0", rows(R"([{"hh":9,"id":1}])"));
    const auto kept =
        client.post(write + "0&attempt_number=1", rows(R"([{"hh":1,"id":1},{"hh":2,"id":2},{"hh":1,"id":3}])"));
    QCOMPARE(kept.status, 200);
    const auto tooMany = client.post(write + "1", rows(R"([{"hh":3,"id":1}])"));
    QCOMPARE(tooMany.status, 400);
    QVERIFY(tooMany.body.contains("DynamicPartitionLimit"));
    QVERIFY(client.post(write + "1", rows(R"([{"hh":null,"id":1}])")).body.contains("NULL"));
    QCOMPARE(client.sql("demo", "select count(*) from dyn").element("Result"), QByteArray("&quot;_c0&quot;\n2\n"));
    const auto committed =
        client.post(storage + "dyn/commit?session_id=" + id,
                    commitBody({text(lost.json(), "CommitMessage"), text(kept.json(), "CommitMessage")}));
    QCOMPARE(committed.status, 201);
    // hh=1 is overwritten, hh=2 new, hh=9 was only of an attempt that lost.
    QCOMPARE(client.sql("demo", "select hh, id from dyn order by hh, id").element("Result"),
             QByteArray("&quot;hh&quot;,&quot;id&quot;\n1,1\n1,3\n2,2\n9,900\n"));
    QCOMPARE(client.sql("demo", "show partitions dyn").element("Result"),
             QByteArray("ds=1/hh=1\nds=1/hh=2\nds=1/hh=9\n"));
}

// A key stays the only one of its partition, by whichever block or session it comes.
void TstStorageApi::deltaTables()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo",
               "create table keyed (id bigint not null, name string, primary key (id)) partitioned by (pt string) "
               "tblproperties ('transactional'='true')");
    client.sql("demo", "insert into keyed partition (pt='x') values (1, 'old'), (2, 'old')");
    // The order is that of the blocks, whatever attempt they are.
    const auto write = [&](const QByteArray &body, const QList<const char *> &blocks) {
        const QByteArray id = text(createWrite("keyed", body), "SessionId");
        QByteArrayList messages;
        for (const char *rows : blocks)
            messages.append(text(client
                                     .post(storage + "keyed/sessions/" + id +
                                               "/data?block_number=" + QByteArray::number(messages.size()) +
                                               (messages.isEmpty() ? "&attempt_number=4" : "&attempt_number=0"),
                                           people(rows))
                                     .json(),
                                 "CommitMessage"));
        return client.post(storage + "keyed/commit?session_id=" + id, commitBody(messages)).status;
    };
    const auto all = [&] {
        return client.sql("demo", "select id, name from keyed where pt = 'x' order by id limit 100").element("Result");
    };
    QCOMPARE(
        write(R"({"PartitionSpec":"pt=x"})", {R"([{"id":2,"name":"first"},{"id":3,"name":"a"},{"id":3,"name":"b"}])",
                                              R"([{"id":2,"name":"second"}])"}),
        201);
    QCOMPARE(all(),
             QByteArray("&quot;id&quot;,&quot;name&quot;\n1,&quot;old&quot;\n2,&quot;second&quot;\n3,&quot;b&quot;\n"));
    QCOMPARE(
        write(R"({"PartitionSpec":"pt=x","Overwrite":true})", {R"([{"id":7,"name":"a"}])", R"([{"id":7,"name":"b"}])"}),
        201);
    QCOMPARE(all(), QByteArray("&quot;id&quot;,&quot;name&quot;\n7,&quot;b&quot;\n"));
}

void TstStorageApi::compressedWrite_data()
{
    QTest::addColumn<int>("codec");
    QTest::addColumn<QByteArray>("accept");
    QTest::newRow("zstd") << int(arrow::Compression::ZSTD) << QByteArray("ZSTD");
    QTest::newRow("lz4") << int(arrow::Compression::LZ4_FRAME) << QByteArray("LZ4_FRAME");
}

void TstStorageApi::compressedWrite()
{
    QFETCH(int, codec);
    QFETCH(QByteArray, accept);
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "drop table if exists packed");
    client.sql("demo", "create table packed (id bigint, name string)");
    const QByteArray id = text(createWrite("packed", "{}"), "SessionId");
    QByteArray json = "[";
    for (int i = 0; i < 5000; ++i)
        json += QByteArray(i ? "," : "") + "{\"id\":" + QByteArray::number(i) + ",\"name\":\"the same text\"}";
    const auto rows =
        batchOf({arrow::field("id", arrow::int64()), arrow::field("name", arrow::utf8())}, (json + "]").constData());
    const QByteArray packed = streamOf(rows, arrow::Compression::type(codec));
    QVERIFY(packed.size() < streamOf(rows).size() / 2);
    const auto written = client.post(storage + "packed/sessions/" + id + "/data?block_number=0", packed);
    QCOMPARE(written.status, 200);
    client.post(storage + "packed/commit?session_id=" + id, commitBody({text(written.json(), "CommitMessage")}));
    const QByteArray data =
        storage + "packed/data?split_index=0&session_id=" + text(createScan("packed", "{}"), "SessionId");
    const auto plain = client.get(data);
    const auto small = client.get(data, {{"Accept-Encoding", accept}});
    QVERIFY(small.header("Content-Encoding").isEmpty()); // the buffers are, the stream is not
    QVERIFY(small.body.size() < plain.body.size() / 2);
    QVERIFY(tableOf(plain.body) && tableOf(small.body));
    QVERIFY(tableOf(plain.body)->Equals(*tableOf(small.body)));
    QCOMPARE(tableOf(small.body)->num_rows(), 5000);
}

void TstStorageApi::badWrites_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("words");
    const auto id = arrow::field("id", arrow::int64());
    const auto name = arrow::field("name", arrow::utf8());
    QTest::newRow("no Arrow") << QByteArray("hello, this is no Arrow stream at all") << QByteArray("cannot be taken");
    QTest::newRow("ends early") << people(R"([{"id":1,"name":"a"}])").chopped(20) << QByteArray("stops before its end");
    QTest::newRow("half a schema") << people("[]").left(40) << QByteArray("stops before its end");
    QTest::newRow("bytes follow") << people("[]") + QByteArray(100000, 'x') << QByteArray("bytes follow");
    QTest::newRow("missing column") << streamOf(batchOf({id}, "[]")) << QByteArray("\\\"name\\\" is missing");
    QTest::newRow("unknown column") << streamOf(batchOf({id, name, arrow::field("z", arrow::utf8())}, "[]"))
                                    << QByteArray("\\\"z\\\"");
    QTest::newRow("twice") << streamOf(batchOf({id, name, arrow::field("ID", arrow::utf8())}, "[]"))
                           << QByteArray("twice");
    QTest::newRow("wrong type") << streamOf(batchOf({arrow::field("id", arrow::utf8()), name},
                                                    R"([{"id":"one","name":"a"}])"))
                                << QByteArray("cannot be taken as BIGINT");
    QTest::newRow("does not fit") << streamOf(batchOf({arrow::field("id", arrow::uint64()), name},
                                                      R"([{"id":18446744073709551615,"name":"a"}])"))
                                  << QByteArray("cannot be taken as BIGINT");
    QTest::newRow("dictionary") << streamOf(batchOf(
                                       {id, arrow::field("name", arrow::dictionary(arrow::int8(), arrow::utf8()))},
                                       R"([{"id":1,"name":"a"}])"))
                                << QByteArray("dictionaries");
    QByteArray huge = people("[]");
    huge.replace(4, 4, QByteArray("\xff\xff\xff\x7f", 4));
    QTest::newRow("a huge promise") << huge + QByteArray(200000, 'x') << QByteArray("more than 512 MiB");
}

// Nothing of a broken block counts, and the session lives on.
void TstStorageApi::badWrites()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, words);
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table if not exists bad (id bigint, name string)");
    const QByteArray id = text(createWrite("bad", "{}"), "SessionId");
    const QByteArray write = storage + "bad/sessions/" + id + "/data?block_number=";
    const auto answer = client.post(write + "0", body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.code(), QByteArray("MalformedDataStream"));
    QVERIFY2(answer.body.contains(words), answer.body);
    QCOMPARE(
        client.post(storage + "bad/commit?session_id=" + id, commitBody({R"({"BlockNumber":0,"AttemptNumber":0})"}))
            .code(),
        QByteArray("InvalidArgument"));
    QCOMPARE(client.post(write + "0", people("[]")).status, 200);
    QCOMPARE(client.post(write + "x", people("[]")).code(), QByteArray("InvalidBlockID"));
    QCOMPARE(client.post(write + "20000", people("[]")).code(), QByteArray("InvalidBlockID"));
    QCOMPARE(client.post(write + "0&attempt_number=100000", people("[]")).code(), QByteArray("InvalidBlockID"));
    for (const QByteArray commit : {"{}", "[]", R"({"CommitMessages":["hello"]})", R"({"CommitMessages":[1]})"})
        QCOMPARE(client.post(storage + "bad/commit?session_id=" + id, commit).code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.sql("demo", "select count(*) from bad").element("Result"), QByteArray("&quot;_c0&quot;\n0\n"));
}

void TstStorageApi::damagedStreams_data()
{
    QTest::addColumn<int>("codec");
    QTest::newRow("plain") << int(arrow::Compression::UNCOMPRESSED);
    QTest::newRow("zstd") << int(arrow::Compression::ZSTD);
    QTest::newRow("lz4") << int(arrow::Compression::LZ4_FRAME);
}

// A stream with bytes changed is refused or taken as rows that are sound; it never brings the decoder down.
void TstStorageApi::damagedStreams()
{
    QFETCH(int, codec);
    const auto fields = arrow::FieldVector{arrow::field("id", arrow::int64()), arrow::field("s", arrow::utf8()),
                                           arrow::field("t", arrow::timestamp(arrow::TimeUnit::NANO)),
                                           arrow::field("l", arrow::list(arrow::int32())),
                                           arrow::field("m", arrow::map(arrow::utf8(), arrow::float64()))};
    const QByteArray whole = streamOf(batchOf(fields, R"([
        {"id":1,"s":"some text, and some more of it","t":1,"l":[1,2,3],"m":[["a",1.5],["b",null]]},
        {"id":null,"s":"","t":null,"l":[],"m":null}, {"id":3,"s":null,"t":-1,"l":null,"m":[]}])"),
                                      arrow::Compression::type(codec));
    Schema schema;
    for (const auto &[name, type] : {std::pair("id", "BIGINT"), std::pair("s", "STRING"), std::pair("t", "TIMESTAMP"),
                                     std::pair("l", "ARRAY<INT>"), std::pair("m", "MAP<STRING,DOUBLE>")})
        schema.columns.append({QString::fromLatin1(name), *Type::parse(QString::fromLatin1(type)), true, {}});
    std::mt19937 random(20261121);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = whole.toStdString();
        for (int changes = round == 0 ? 0 : 1 + round % 4; changes > 0; --changes)
            bytes[random() % bytes.size()] = round % 2 ? char(random()) : char(0xff);
        if (round % 10 == 9)
            bytes.resize(1 + random() % (bytes.size() - 1));
        IpcDecoder decoder(schema);
        bool sound = true;
        const size_t piece = 1 + random() % bytes.size();
        for (size_t at = 0; sound && at < bytes.size(); at += piece) {
            sound = decoder.feed(std::string_view(bytes).substr(at, piece)).ok();
            while (const auto rows = decoder.take())
                QVERIFY(rows->ValidateFull().ok());
        }
        sound = sound && decoder.finish().ok();
        refused += sound ? 0 : 1;
        if (round == 0)
            QVERIFY(sound && decoder.rows() == 3);
    }
    QVERIFY(refused > 500);
}

void TstStorageApi::commitAgainAfterRestart()
{
    ServerFixture fixture;
    QVERIFY(fixture.open());
    fixture.client().sql("demo", "create table t (id bigint, name string)");
    const QByteArray id =
        text(fixture.client().post(storage + "t/sessions?session_type=batch_write", "{}").json(), "SessionId");
    const QByteArray message = text(fixture.client()
                                        .post(storage + "t/sessions/" + id + "/data?block_number=3&attempt_number=5",
                                              people(R"([{"id":1,"name":"a"}])"))
                                        .json(),
                                    "CommitMessage");
    for (int i = 0; i < 2; ++i) {
        fixture.close();
        QVERIFY(fixture.open());
        QCOMPARE(fixture.client().post(storage + "t/commit?session_id=" + id, commitBody({message})).status, 201);
    }
    QCOMPARE(fixture.client().sql("demo", "select id from t").element("Result"), QByteArray("&quot;id&quot;\n1\n"));
}

void TstStorageApi::preview()
{
    const ServiceClient client = m_fixture.client();
    const QByteArray path = "/projects/demo/schemas/default/tables/";
    QCOMPARE(rowsText(client.get(path + "t/preview?limit=4").body), QByteArray("1|a1\n2|a2\n3|a3\n4|b1"));
    QCOMPARE(rowsText(client.get(path + "t/preview?limit=-1&partition=pt=b&columns=name").body), QByteArray("b1\nb2"));
    QCOMPARE(rowsText(client.get(path + "t/preview?limit=0").body), QByteArray());
    const auto times = tableOf(client.get(path + "times/preview?limit=1").body);
    QVERIFY(times);
    QCOMPARE(times->schema()->field(0)->type()->ToString(), std::string("timestamp[ms]"));
    QCOMPARE(times->schema()->field(1)->type()->ToString(), std::string("struct<sec: int64, nano: int32>"));
    QCOMPARE((*times->column(1)->GetScalar(0))->ToString(), std::string("{sec:int64 = -1, nano:int32 = 123456789}"));
    QCOMPARE(times->schema()->field(3)->type()->field(0)->type()->ToString(), std::string("timestamp[ns]"));
    const auto both = tableOf(client.get(path + "times/preview?limit=2").body);
    const auto last = both->column(1)->chunk(both->column(1)->num_chunks() - 1);
    const auto &structs = static_cast<const arrow::StructArray &>(*last); // PyODPS looks at the parts alone
    QVERIFY(last->IsNull(last->length() - 1) && structs.field(0)->IsNull(last->length() - 1));
    QCOMPARE(client.get(path + "t/preview?limit=x").code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.get(path + "t/preview?partition=pt=no").code(), QByteArray("NoSuchPartition"));
    QCOMPARE(client.get(path + "t/preview?columns=nosuch").code(), QByteArray("NoSuchColumn"));
    QCOMPARE(client.get(path + "v/preview").code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.get(path + "absent/preview").code(), QByteArray("NoSuchTable"));
}

void TstStorageApi::csvPreview()
{
    const ServiceClient client = m_fixture.client();
    QCOMPARE(client.get("/projects/demo/tables/t?data&linenum=2&partition=pt='b'").body,
             QByteArray("\"id\",\"name\"\n4,\"b1\"\n5,\"b2\"\n"));
    QCOMPARE(client.get("/projects/demo/tables/t?data&linenum=4&cols=name,pt&schema_name=default").body,
             QByteArray("\"name\",\"pt\"\n\"a1\",\"a\"\n\"a2\",\"a\"\n\"a3\",\"a\"\n\"b1\",\"b\"\n"));
    QCOMPARE(client.get("/projects/demo/tables/t?data&linenum=1&cols=nosuch").status, 404);
}

void TstStorageApi::arrowResults()
{
    const ServiceClient client = m_fixture.client();
    QByteArray instance;
    client.sql("demo", "select id, t, l, d from times, t where id < 3 and d is not null order by id", &instance);
    const QByteArray path = "/projects/demo/instances/" + instance;
    const QByteArray id = text(client.post(path + "?downloads").json(), "DownloadID");
    const Schema structs{{{QStringLiteral("id"), TypeKind::BigInt, true, {}},
                          {QStringLiteral("t"), TypeKind::IntervalDayTime, true, {}},
                          {QStringLiteral("l"), Type::array(TypeKind::Timestamp), true, {}},
                          {QStringLiteral("d"), TypeKind::DateTime, true, {}}}};
    const auto decoded = [&](const QByteArray &query, const Schema &schema,
                             const ServiceClient::Headers &headers = {}) {
        const auto answer = client.get(path + "?data&arrow&downloadid=" + id + query, headers);
        ArrowDecoder decoder(schema);
        if (answer.status != 200 || !decoder.feed({answer.body.constData(), size_t(answer.body.size())}).ok() ||
            !decoder.finish().ok())
            return std::string("no Arrow frames: ") + answer.body.toStdString();
        const auto rows = decoder.take();
        std::string all;
        for (int64_t row = 0; rows && row < rows->num_rows(); ++row) {
            for (int i = 0; i < rows->num_columns(); ++i)
                all += (*rows->column(i)->GetScalar(row))->ToString() + (i + 1 < rows->num_columns() ? "|" : "\n");
        }
        return all;
    };
    const std::string whole = decoded("&rowrange=(0,2)", structs);
    QVERIFY2(whole.starts_with("1|{sec:int64 = -1, nano:int32 = 123456789}|"), whole.c_str());
    QCOMPARE(std::count(whole.begin(), whole.end(), '\n'), 2);
    const Schema two{{structs.columns[3], structs.columns[0]}};
    QVERIFY(decoded("&rowrange=(1,5)&columns=d,id", two).ends_with("|2\n"));
    const Schema inOrder{{structs.columns[0], structs.columns[3]}};
    QVERIFY(decoded("&rowrange=(1,5)&columns=d,id", inOrder, {{"User-Agent", "pyodps/0.13"}}).starts_with("2|"));
    QCOMPARE(decoded("&rowrange=(2,1)", structs), std::string());
    QCOMPARE(client.get(path + "?data&arrow&columns=nosuch&downloadid=" + id).code(), QByteArray("InvalidArgument"));
}

// Clients that ask for results without a session turn to the ordinary way on this code.
void TstStorageApi::directResults()
{
    const ServiceClient client = m_fixture.client();
    QByteArray instance;
    client.sql("demo", "select 1", &instance);
    const QByteArray path = "/projects/demo/instances/" + instance;
    for (const auto &answer : {client.get(path + "?data&cached&taskname=AnonymousSQLTask&queryid=0"),
                               client.post(path + "?downloads&cached&taskname=AnonymousSQLTask")}) {
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QByteArray("InstanceTypeNotSupported"));
        QVERIFY(!answer.json().isEmpty());
    }
}

void TstStorageApi::limitedResults()
{
    const ServiceClient client = m_fixture.client();
    QByteArray instance;
    client.sql("demo", "select i from (select sequence(1, 12000) as a) s lateral view explode(a) v as i", &instance);
    const QByteArray path = "/projects/demo/instances/" + instance;
    QCOMPARE(client.post(path + "?downloads").json()[QStringLiteral("RecordCount")].toInt(), 12000);
    const QJsonObject limited = client.post(path + "?downloads&instance_tunnel_limit_enabled").json();
    QCOMPARE(limited[QStringLiteral("RecordCount")].toInt(), 10000);
    const auto beyond = client.get(path + "?data&arrow&rowrange=(9999,5)&downloadid=" + text(limited, "DownloadID"));
    ArrowDecoder decoder(Schema{{{QStringLiteral("i"), TypeKind::BigInt, true, {}}}});
    QVERIFY(decoder.feed({beyond.body.constData(), size_t(beyond.body.size())}).ok() && decoder.finish().ok());
    QCOMPARE(decoder.rows(), 1);
}
