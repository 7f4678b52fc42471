#include "tst_upsertplane.h"

#include "data/arrowtypes.h"
#include "rawclient.h"
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"
#include "tunnel/sessionschema.h"
#include "tunnel/upsertrecord.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arrow/array.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray path = "/projects/demo/tables/d";

Schema tableSchema()
{
    Schema schema;
    schema.columns.append({QStringLiteral("id"), TypeKind::BigInt, false, {}});
    schema.columns.append({QStringLiteral("v"), TypeKind::String, true, {}});
    return schema;
}

QByteArray encoded(const Schema &schema, const std::vector<std::string> &columns, Compression compression)
{
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < columns.size(); ++i)
        arrays.push_back(*arrow::json::ArrayFromJSONString(arrowType(schema.columns[qsizetype(i)].type), columns[i]));
    std::string bytes;
    RecordEncoder encoder(schema);
    if (!arrays.empty() &&
        !encoder.encode(*arrow::RecordBatch::Make(arrowSchema(schema), arrays[0]->length(), arrays), bytes))
        return {};
    encoder.finish(bytes);
    if (compression == Compression::Raw)
        return QByteArray::fromStdString(bytes);
    std::string out;
    const auto compressor = Compressor::make(compression);
    return compressor->write(bytes, out) && compressor->finish(out) ? QByteArray::fromStdString(out) : QByteArray();
}

// Upserts of whole rows: ids and values as JSON lists.
QByteArray upserts(const std::string &ids, const std::string &values, const std::string &operations,
                   const std::string &nothing = "[null]", Compression compression = Compression::Raw)
{
    return encoded(upsertColumns(tableSchema()), {ids, values, nothing, nothing, operations, nothing, nothing},
                   compression);
}

QByteArray oneUpsert(int id, const char *value)
{
    return upserts("[" + std::to_string(id) + "]", std::string("[\"") + value + "\"]", "[85]");
}

} // namespace

void TstUpsertPlane::initTestCase()
{
    QVERIFY(m_fixture.open());
    const auto made = m_fixture.client().sql(
        "demo",
        "create table d (id bigint not null, v string, primary key (id)) tblproperties ('transactional'='true', "
        "'write.bucket.num'='5', 'acid.partial.fields.update.enable'='true')");
    QVERIFY2(!made.body.contains("ODPS-"), made.body);
    m_fixture.client().sql("demo", "create table plain (id bigint)");
    m_fixture.client().sql("demo", "create table s (a bigint, b string)");
    m_fixture.client().sql("demo", "create table p (id bigint not null, primary key (id)) partitioned by (pt string) "
                                   "tblproperties ('transactional'='true')");
}

void TstUpsertPlane::cleanupTestCase()
{
    for (const QString &line : m_fixture.log.lines()) // nothing a client did was the server's fault
        QFAIL(qPrintable(line));
    m_fixture.close();
}

void TstUpsertPlane::init()
{
    m_fixture.client().sql("demo", "truncate table d");
    m_fixture.client().sql("demo", "truncate table s");
}

ServiceClient::Answer TstUpsertPlane::call(const QByteArray &method, const QByteArray &query, const QByteArray &body,
                                           const ServiceClient::Headers &headers) const
{
    return m_fixture.client().send(method, path + "/upserts?" + query, body, headers);
}

QByteArray TstUpsertPlane::begin() const
{
    return call("POST", "slotnum=1").json()[QStringLiteral("id")].toString().toUtf8();
}

// The table's rows without the header: 1,"a"
QByteArray TstUpsertPlane::rows() const
{
    const QByteArray csv = m_fixture.client().sql("demo", "select * from d order by id").element("Result");
    return QByteArray(csv).replace("&quot;", "\"").replace("\"id\",\"v\"\n", "").trimmed();
}

void TstUpsertPlane::metadata()
{
    const auto reserved = [this](const QByteArray &table) {
        const QByteArray text = m_fixture.client()
                                    .get("/projects/demo/tables/" + table + "?extended")
                                    .element("Schema")
                                    .replace("&quot;", "\"");
        return QJsonDocument::fromJson(QJsonDocument::fromJson(text)[QStringLiteral("Reserved")].toString().toUtf8())
            .object();
    };
    const QJsonObject delta = reserved("d");
    QCOMPARE(delta[QStringLiteral("Transactional")], QJsonValue(QStringLiteral("true")));
    QCOMPARE(delta[QStringLiteral("PrimaryKey")].toArray(), QJsonArray{QStringLiteral("id")});
    QCOMPARE(delta[QStringLiteral("BucketNum")], QJsonValue(5));
    QCOMPARE(delta[QStringLiteral("ClusterType")], QJsonValue(QStringLiteral("hash")));
    QCOMPARE(delta[QStringLiteral("ClusterCols")].toArray(), QJsonArray{QStringLiteral("id")});
    QCOMPARE(delta[QStringLiteral("acid.data.retain.hours")], QJsonValue(QStringLiteral("24")));
    const QJsonObject plain = reserved("plain");
    QCOMPARE(plain[QStringLiteral("Transactional")], QJsonValue(QStringLiteral("false")));
    QVERIFY(plain[QStringLiteral("PrimaryKey")].toArray().isEmpty());
    QVERIFY(!plain.contains(QStringLiteral("BucketNum")));
}

// Every key in every answer; statuses in lower case.
void TstUpsertPlane::session()
{
    const auto check = [](const ServiceClient::Answer &answer, const char *status) {
        QCOMPARE(answer.status, 200);
        const QJsonObject json = answer.json();
        QStringList keys = json.keys();
        QCOMPARE(keys, QStringList({QStringLiteral("enable_partial_update"), QStringLiteral("hash_key"),
                                    QStringLiteral("hasher"), QStringLiteral("id"), QStringLiteral("quota_name"),
                                    QStringLiteral("schema"), QStringLiteral("slots"), QStringLiteral("status")}));
        QCOMPARE(json[QStringLiteral("status")].toString(), QLatin1String(status));
        QCOMPARE(json[QStringLiteral("hasher")].toString(), QStringLiteral("default"));
        QCOMPARE(json[QStringLiteral("hash_key")].toArray(), QJsonArray{QStringLiteral("id")});
        QCOMPARE(json[QStringLiteral("enable_partial_update")], QJsonValue(true));
        const auto columns = parseSessionSchema(json[QStringLiteral("schema")].toObject());
        QVERIFY(columns);
        QCOMPARE(columns->columnIds, QList<qint64>({1, 2}));
        QVERIFY(!columns->columns.columns[0].nullable && columns->columns.columns[1].nullable);
    };
    const auto created = call("POST", "slotnum=2&lifecycle=24");
    check(created, "normal");
    const QByteArray id = created.json()[QStringLiteral("id")].toString().toUtf8();
    check(call("GET", "upsertid=" + id), "normal");
    const auto flushed = call("PUT", "upsertid=" + id + "&bucketid=4&slotid=0&record_count=1", oneUpsert(1, "a"));
    QCOMPARE(flushed.status, 200);
    QVERIFY(flushed.headers.contains(
        {"odps-tunnel-routed-server", "127.0.0.1:" + QByteArray::number(m_fixture.server->port())}));
    QCOMPARE(rows(), QByteArray());
    check(call("POST", "upsertid=" + id), "committed");
    check(call("GET", "upsertid=" + id), "committed");
    QCOMPARE(rows(), QByteArray("1,\"a\""));
}

void TstUpsertPlane::slotsOfBuckets_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("count");
    QTest::newRow("one") << QByteArray("slotnum=1") << 1;
    QTest::newRow("two") << QByteArray("slotnum=2") << 2;
    QTest::newRow("as many as buckets") << QByteArray("slotnum=5") << 5;
    QTest::newRow("more than buckets") << QByteArray("slotnum=1000000000000") << 5;
    QTest::newRow("none") << QByteArray("slotnum=0") << 1;
    QTest::newRow("nonsense") << QByteArray("slotnum=x") << 1;
    QTest::newRow("not said") << QByteArray("quotaName=") << 1;
}

void TstUpsertPlane::slotsOfBuckets()
{
    QFETCH(const QByteArray, query);
    QFETCH(const int, count);
    const QJsonArray all = call("POST", query).json()[QStringLiteral("slots")].toArray();
    QCOMPARE(all.size(), count);
    QSet<int> buckets;
    for (qsizetype i = 0; i < all.size(); ++i) {
        QCOMPARE(all[i][QStringLiteral("slot_id")], QJsonValue(int(i)));
        const QString address = all[i][QStringLiteral("worker_addr")].toString();
        QCOMPARE(address.count(QLatin1Char(':')), 1);
        QVERIFY(!address.startsWith(QLatin1Char(':')));
        for (const QJsonValue &bucket : all[i][QStringLiteral("buckets")].toArray())
            buckets.insert(bucket.toInt());
    }
    QCOMPARE(buckets, QSet<int>({0, 1, 2, 3, 4}));
}

void TstUpsertPlane::everyCodec_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char *token : {"", "deflate", "x-snappy-framed", "x-lz4-frame", "zstd"})
        QTest::newRow(*token ? token : "raw") << QByteArray(token);
}

void TstUpsertPlane::everyCodec()
{
    QFETCH(const QByteArray, token);
    const QByteArray id = begin();
    ServiceClient::Headers headers;
    if (!token.isEmpty())
        headers.append({"Content-Encoding", token});
    const auto flushed = call("PUT", "upsertid=" + id + "&bucketid=0&slotid=0&record_count=3",
                              upserts("[1, 2, 1]", R"(["a", "b", null])", "[85, 85, 68]", "[null, null, null]",
                                      *compressionOf(token.toStdString())),
                              headers);
    QVERIFY2(flushed.status == 200, flushed.body);
    QCOMPARE(call("POST", "upsertid=" + id).status, 200);
    QCOMPARE(rows(), QByteArray("2,\"b\""));
}

void TstUpsertPlane::repeatedCalls()
{
    const QByteArray id = begin();
    for (int i = 0; i < 3; ++i) // whatever bucket they come in
        QCOMPARE(
            call("PUT", "upsertid=" + id + "&slotid=0&bucketid=" + QByteArray::number(i), oneUpsert(7, "x")).status,
            200);
    QCOMPARE(call("PUT", "upsertid=" + id + "&slotid=0&bucketid=0&record_count=0",
                  encoded(upsertColumns(tableSchema()), {}, Compression::Raw))
                 .status,
             200);
    for (int i = 0; i < 3; ++i) {
        const auto committed = call("POST", "upsertid=" + id, {}, {{"odps-tunnel-routed-server", "127.0.0.1:1"}});
        QCOMPARE(committed.json()[QStringLiteral("status")].toString(), QStringLiteral("committed"));
        QCOMPARE(rows(), QByteArray("7,\"x\""));
    }
    const auto late = call("PUT", "upsertid=" + id + "&slotid=0&bucketid=0", oneUpsert(8, "late"));
    QCOMPARE(late.status, 409);
    QCOMPARE(late.code(), QByteArray("StatusConflict"));
    QCOMPARE(call("DELETE", "upsertid=" + id).code(), QByteArray("StatusConflict"));
}

void TstUpsertPlane::refusedSessions_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const QByteArray tables = "/projects/demo/tables/";
    QTest::newRow("no key") << tables + "plain/upserts?slotnum=1" << 400 << QByteArray("InvalidArgument");
    QTest::newRow("no table") << tables + "nosuch/upserts?slotnum=1" << 404 << QByteArray("NoSuchTable");
    QTest::newRow("no partition named") << tables + "p/upserts?slotnum=1" << 400 << QByteArray("MissingPartitionSpec");
    QTest::newRow("no such partition") << tables + "p/upserts?slotnum=1&partition=pt=x" << 404
                                       << QByteArray("NoSuchPartition");
    QTest::newRow("partition of none") << tables + "d/upserts?slotnum=1&partition=pt=x" << 400
                                       << QByteArray("InvalidPartitionSpec");
    QTest::newRow("unknown session") << tables + "d/upserts?upsertid=nosuch" << 404
                                     << QByteArray("UpsertSessionNotFound");
    QTest::newRow("empty session") << tables + "d/upserts?upsertid=" << 404 << QByteArray("UpsertSessionNotFound");
}

void TstUpsertPlane::refusedSessions()
{
    QFETCH(const QByteArray, target);
    QFETCH(const int, status);
    QFETCH(const QByteArray, code);
    const auto answer = m_fixture.client().post(target);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.code(), code);
}

void TstUpsertPlane::brokenFlushes_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    const QByteArray good = oneUpsert(1, "a");
    const QByteArray place = "&bucketid=0&slotid=0";
    const auto row = [](const char *name, const QByteArray &query, const QByteArray &body, const char *code) {
        QTest::newRow(name) << query << body << 400 << QByteArray(code);
    };
    QByteArray flipped = good;
    flipped[3] = char(flipped[3] ^ 1);
    row("nothing", place, {}, "MalformedDataStream");
    row("no footer", place, good.chopped(8), "MalformedDataStream");
    row("flipped bit", place, flipped, "MalformedDataStream");
    row("bytes behind", place, good + "x", "MalformedDataStream");
    row("garbage", place, "garbage, nothing else", "MalformedDataStream");
    row("no bucket", "&slotid=0", good, "InvalidArgument");
    row("no slot", "&bucketid=0", good, "InvalidArgument");
    row("unknown bucket", "&bucketid=5&slotid=0", good, "InvalidArgument");
    row("negative bucket", "&bucketid=-1&slotid=0", good, "InvalidArgument");
    row("huge bucket", "&bucketid=99999999999999999999&slotid=0", good, "InvalidArgument");
    row("unknown slot", "&bucketid=0&slotid=1", good, "InvalidArgument");
    row("other count", place + "&record_count=2", good, "InvalidArgument");
    row("huge count", place + "&record_count=9223372036854775807", good, "InvalidArgument");
    row("null key", place, upserts("[null]", "[\"a\"]", "[85]"), "InvalidArgument");
    row("unknown operation", place, upserts("[1]", "[\"a\"]", "[1]"), "InvalidArgument");
    row("records of the table only", place, encoded(tableSchema(), {"[1]", "[\"a\"]"}, Compression::Raw),
        "InvalidArgument");
    Schema other = upsertColumns(tableSchema());
    std::swap(other.columns[0].type, other.columns[1].type);
    row("wrong types", place,
        encoded(other, {"[\"a\"]", "[1]", "[null]", "[null]", "[85]", "[null]", "[null]"}, Compression::Raw),
        "MalformedDataStream");
}

void TstUpsertPlane::brokenFlushes()
{
    QFETCH(const QByteArray, query);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    QFETCH(const QByteArray, code);
    const QByteArray id = begin();
    const auto answer = call("PUT", "upsertid=" + id + query, body);
    QVERIFY2(answer.status == status, answer.body);
    QCOMPARE(answer.code(), code);
    QCOMPARE(call("POST", "upsertid=" + id).status, 200);
    QCOMPARE(rows(), QByteArray());
}

void TstUpsertPlane::cutOffFlush()
{
    const QByteArray id = begin();
    const QByteArray target = path + "/upserts?upsertid=" + id + "&bucketid=0&slotid=0";
    const QByteArray body = oneUpsert(1, "a");
    {
        RawClient client(m_fixture.server->port()); // all the records and their footer, but not all that was promised
        client.send(
            m_fixture.client().signedHead("PUT", target, {{"Content-Length", QByteArray::number(body.size() + 1)}}));
        client.send(body);
        client.closeSending();
        client.readAll();
    }
    QCOMPARE(call("POST", "upsertid=" + id).status, 200);
    QCOMPARE(rows(), QByteArray());
}

void TstUpsertPlane::aborted()
{
    const QByteArray id = begin();
    QCOMPARE(call("PUT", "upsertid=" + id + "&bucketid=0&slotid=0", oneUpsert(1, "a")).status, 200);
    for (int i = 0; i < 2; ++i) {
        const auto answer = call("DELETE", "upsertid=" + id);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.json()[QStringLiteral("status")].toString(), QStringLiteral("aborted"));
    }
    QCOMPARE(call("POST", "upsertid=" + id).code(), QByteArray("StatusConflict"));
    QCOMPARE(rows(), QByteArray());
}

void TstUpsertPlane::afterRestart()
{
    const QByteArray id = begin();
    QCOMPARE(call("PUT", "upsertid=" + id + "&bucketid=0&slotid=0", oneUpsert(3, "kept")).status, 200);
    m_fixture.close();
    QVERIFY(m_fixture.open());
    QCOMPARE(call("GET", "upsertid=" + id).json()[QStringLiteral("status")].toString(), QStringLiteral("normal"));
    QCOMPARE(call("POST", "upsertid=" + id).status, 200);
    m_fixture.close();
    QVERIFY(m_fixture.open());
    QCOMPARE(call("POST", "upsertid=" + id).json()[QStringLiteral("status")].toString(), QStringLiteral("committed"));
    QCOMPARE(rows(), QByteArray("3,\"kept\""));
}

void TstUpsertPlane::stream()
{
    const QByteArray streams = "/projects/demo/tables/s/streams";
    Schema schema = tableSchema();
    schema.columns[0].nullable = true;
    const QByteArray body = encoded(schema, {"[1]", "[\"a\"]"}, Compression::Deflate);
    const QByteArray server = "127.0.0.1:" + QByteArray::number(m_fixture.server->port());
    int written = 0;
    for (const char *header : {"odps-slot-num", "odps-tunnel-slot-num"}) {
        const auto created = m_fixture.client().post(streams, {}, {{header, "2"}});
        QCOMPARE(created.status, 200);
        const QJsonObject json = created.json();
        QCOMPARE(json[QStringLiteral("status")].toString(), QStringLiteral("normal"));
        QVERIFY(json[QStringLiteral("schema_version")].isDouble());
        const QString address = QString::fromLatin1(server);
        QCOMPARE(json[QStringLiteral("slots")].toArray(), (QJsonArray{QJsonArray{0, address}, QJsonArray{1, address}}));
        const QByteArray id = streams + "?uploadid=" + json[QStringLiteral("session_name")].toString().toUtf8();
        const auto put =
            m_fixture.client().put(id + "&slotid=1&record_count=1", body,
                                   {{"Content-Encoding", "deflate"}, {"odps-tunnel-routed-server", server}});
        QVERIFY2(put.status == 200, put.body);
        QVERIFY(put.headers.contains({"odps-tunnel-routed-server", server})); // to the letter: clients look for it so
        QVERIFY(put.headers.contains({"odps-tunnel-slot-num", "2"}));
        ++written;
        QVERIFY(
            m_fixture.client().sql("demo", "select count(*) from s").body.contains("\n" + QByteArray::number(written)));
        QCOMPARE(m_fixture.client().put(id + "&slotid=0", encoded(schema, {}, Compression::Raw)).status, 200);
        // Reloaded by GET, or by POST as the Go SDK does; PyODPS ends the stream by POST with the server's name.
        QCOMPARE(m_fixture.client().get(id).json()[QStringLiteral("slots")].toArray().size(), 2);
        QCOMPARE(m_fixture.client().post(id).json()[QStringLiteral("status")].toString(), QStringLiteral("normal"));
        QCOMPARE(m_fixture.client().post(id, {}, {{"odps-tunnel-routed-server", server}}).status, 200);
        const auto over = m_fixture.client().put(id + "&slotid=0", body, {{"Content-Encoding", "deflate"}});
        QCOMPARE(over.status, 404);
        QCOMPARE(over.code(), QByteArray("StreamSessionNotFound"));
    }
}

void TstUpsertPlane::streamSchema()
{
    m_fixture.client().sql("demo", "create table v (a bigint, b string)");
    const QByteArray streams = "/projects/demo/tables/v/streams";
    Schema schema = tableSchema();
    const QByteArray body = encoded(schema, {"[1]", "[\"a\"]"}, Compression::Raw);
    const auto created = m_fixture.client().post(streams + "?check_latest_schema=true&schema_version=1");
    QCOMPARE(created.status, 200);
    const QByteArray id = streams + "?uploadid=" + created.json()[QStringLiteral("session_name")].toString().toUtf8();
    QCOMPARE(m_fixture.client().put(id + "&slotid=0&check_latest_schema=true&schema_version=1", body).status, 200);
    const auto ahead = m_fixture.client().post(streams + "?check_latest_schema=true&schema_version=2");
    QCOMPARE(ahead.status, 404);
    QCOMPARE(ahead.code(), QByteArray("NoSuchSchema"));
    m_fixture.client().sql("demo", "alter table v add columns (c string)");
    for (const QByteArray query : {"&check_latest_schema=true&schema_version=1", "&check_latest_schema=true"}) {
        const auto modified = m_fixture.client().put(id + "&slotid=0" + query, body);
        QCOMPARE(modified.status, 412);
        QCOMPARE(modified.code(), QByteArray("SchemaModified"));
        QVERIFY(modified.headers.contains({"odps-tunnel-latest-schema-version", "2"}));
    }
    QCOMPARE(m_fixture.client().post(streams + "?check_latest_schema=true&schema_version=1").status, 412);
    QCOMPARE(m_fixture.client().put(id + "&slotid=0&check_latest_schema=false", body).status, 200);
    QCOMPARE(m_fixture.client()
                 .post(streams + "?check_latest_schema=true&schema_version=2")
                 .json()[QStringLiteral("schema_version")]
                 .toInt(),
             2);
}

void TstUpsertPlane::brokenStreams()
{
    const QByteArray streams = "/projects/demo/tables/s/streams";
    QCOMPARE(m_fixture.client().post("/projects/demo/tables/nosuch/streams").code(), QByteArray("NoSuchTable"));
    QCOMPARE(m_fixture.client().post("/projects/demo/tables/p/streams").code(), QByteArray("MissingPartitionSpec"));
    QCOMPARE(m_fixture.client().post("/projects/demo/tables/p/streams?partition=pt=a").code(),
             QByteArray("NoSuchPartition"));
    QCOMPARE(m_fixture.client().post("/projects/demo/tables/p/streams?partition=pt=a&create_partition").status, 200);
    QCOMPARE(m_fixture.client().get(streams + "?uploadid=nosuch").code(), QByteArray("StreamSessionNotFound"));
    QCOMPARE(m_fixture.client().send("DELETE", streams, {}, {}).status, 405);
    const auto created = m_fixture.client().post(streams);
    const QByteArray id = streams + "?uploadid=" + created.json()[QStringLiteral("session_name")].toString().toUtf8();
    const QByteArray good = encoded(tableSchema(), {"[1]", "[\"a\"]"}, Compression::Raw);
    QCOMPARE(m_fixture.client().put(id + "&slotid=0", good.chopped(6)).code(), QByteArray("MalformedDataStream"));
    QCOMPARE(m_fixture.client().put(id + "&slotid=0", {}).code(), QByteArray("MalformedDataStream"));
    QCOMPARE(m_fixture.client().put(id + "&slotid=0&record_count=2", good).code(), QByteArray("InvalidArgument"));
    QCOMPARE(m_fixture.client().put(id + "&slotid=1", good).code(), QByteArray("InvalidArgument"));
    QCOMPARE(m_fixture.client().put(id + "&slotid=x", good).code(), QByteArray("InvalidArgument"));
    QCOMPARE(m_fixture.client().put(id, good, {{"Content-Encoding", "br"}}).code(), QByteArray("MalformedHeaderValue"));
    QVERIFY(m_fixture.client().sql("demo", "select count(*) from s").body.contains("\n0"));
}
