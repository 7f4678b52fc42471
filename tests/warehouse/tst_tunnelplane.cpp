#include "tst_tunnelplane.h"

#include "data/arrowtypes.h"
#include "rawclient.h"
#include "tunnel/compression.h"
#include "tunnel/randomrows.h"
#include "tunnel/recordcodec.h"
#include "tunnel/sessionschema.h"

#include <QJsonArray>

#include <arrow/array.h>
#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>
#include <arrow/table.h>
#include <arrow/type.h>

#include <thread>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray bigintTable = "/projects/demo/tables/u";

Schema schemaOf(std::initializer_list<std::pair<const char *, TypeKind>> columns)
{
    Schema schema;
    for (const auto &[name, kind] : columns)
        schema.columns.append({QString::fromLatin1(name), Type(kind), true, {}});
    return schema;
}

struct ColumnCase {
    const char *type;
    const char *values; // JSON, five of them
};

// What each type can hold at its edges. Times: the years 1 to 9999.
const ColumnCase columnCases[] = {
    {"BOOLEAN", "[true, false, null, true, false]"},
    {"TINYINT", "[-128, 127, null, 0, 1]"},
    {"SMALLINT", "[-32768, 32767, null, 0, 1]"},
    {"INT", "[-2147483648, 2147483647, null, 0, 1]"},
    {"BIGINT", "[-9223372036854775808, 9223372036854775807, null, 0, 1]"},
    {"FLOAT", "[1.5, -3.4028235e38, null, 0, 1.17549435e-38]"},
    {"DOUBLE", "[0.1, -1.7976931348623157e308, null, 0, 5e-324]"},
    {"DECIMAL(18,4)", R"(["12345678901234.5678", "-99999999999999.9999", null, "0.0000", "0.0001"])"},
    {"DECIMAL(38,18)",
     R"(["99999999999999999999.999999999999999999", "-0.000000000000000001", null, "0.000000000000000000",
        "1.500000000000000000"])"},
    {"STRING", R"(["", "中文 \u0000 \n\t\"", null, "x", "\\N"])"},
    {"CHAR(4)", R"(["abcd", "中文字符", null, "a", "b"])"},
    {"VARCHAR(10)", R"(["", "0123456789", null, "a", "b"])"},
    {"BINARY", R"(["", "bytes", null, "\u0000", "x"])"},
    {"DATE", "[-719162, 2932896, null, 0, -1]"},
    {"DATETIME", "[-62135596800000, 253402300799999, null, 0, -1]"},
    {"TIMESTAMP", "[1672531200000000005, -1, null, 0, 999999999]"},
    {"TIMESTAMP_NTZ", "[1672531200123456789, -1, null, 0, 999999999]"},
    {"INTERVAL_DAY_TIME", "[[86400, 5], [-1, 999999999], null, [0, 0], [100000, 0]]"},
    {"INTERVAL_YEAR_MONTH", "[13, -13, null, 0, 1]"},
    {"JSON", R"(["{\"k\":[1,null]}", "[]", null, "1", "\"x\""])"},
    {"ARRAY<BIGINT>", "[[1, null, -3], [], null, [9223372036854775807], [0]]"},
    {"MAP<STRING,DOUBLE>", R"([[["a", 1.5], ["b", null]], [], null, [["", 0]], [["中", -1]]])"},
    {"STRUCT<a:BIGINT,b:STRING>", R"([[1, "x"], [null, null], null, [-1, ""], [0, "y"]])"},
    {"ARRAY<STRUCT<t:TIMESTAMP,m:MAP<INT,ARRAY<STRING>>>>",
     R"([[[5, [[1, ["x", null]], [2, []]]], null], [], null, [[null, null]], [[-1, []]]])"},
};

std::shared_ptr<arrow::RecordBatch> edgeRows(Schema &schema)
{
    std::vector<std::shared_ptr<arrow::Array>> arrays;
    for (const ColumnCase &column : columnCases) {
        const Type type = *Type::parse(QString::fromUtf8(column.type));
        schema.columns.append({QStringLiteral("c%1").arg(arrays.size()), type, true, {}});
        arrays.push_back(arrow::json::ArrayFromJSONString(arrowType(type), column.values).ValueOrDie());
    }
    return arrow::RecordBatch::Make(arrowSchema(schema), 5, arrays);
}

QByteArray encoded(const Schema &schema, const std::shared_ptr<arrow::RecordBatch> &rows, Compression compression)
{
    std::string records;
    RecordEncoder encoder(schema);
    if (rows && !encoder.encode(*rows, records).ok())
        return {};
    encoder.finish(records);
    if (compression == Compression::Raw)
        return QByteArray::fromStdString(records);
    std::string out;
    const auto compressor = Compressor::make(compression);
    if (!compressor->write(records, out).ok() || !compressor->finish(out).ok())
        return {};
    return QByteArray::fromStdString(out);
}

std::shared_ptr<arrow::Table> decoded(const Schema &schema, const QByteArray &bytes, Compression compression)
{
    std::string records;
    std::string_view raw(bytes.constData(), size_t(bytes.size()));
    if (compression != Compression::Raw) {
        const auto decompressor = Decompressor::make(compression);
        if (!decompressor->write(raw, records).ok() || !decompressor->finish().ok())
            return nullptr;
        raw = records;
    }
    RecordDecoder decoder(schema);
    if (!decoder.feed(raw).ok() || !decoder.finish().ok())
        return nullptr;
    std::vector<std::shared_ptr<arrow::RecordBatch>> batches;
    while (auto batch = decoder.take())
        batches.push_back(std::move(batch));
    return batches.empty() ? nullptr : *arrow::Table::FromRecordBatches(batches);
}

// Rows 0…count-1 of one bigint column, as records.
QByteArray numbers(qint64 first, qint64 count)
{
    QByteArray out;
    std::mt19937_64 random(quint64(first) + 1);
    const Schema schema = schemaOf({{"a", TypeKind::BigInt}});
    return encoded(schema, randomRows(schema, count, random), Compression::Raw);
}

} // namespace

void TstTunnelPlane::initTestCase()
{
    QVERIFY(m_fixture.open());
    m_fixture.client().sql("demo", "create table u (a bigint)");
}

void TstTunnelPlane::cleanupTestCase()
{
    m_fixture.close();
}

QByteArray TstTunnelPlane::createUpload(const QByteArray &table)
{
    return m_fixture.client().post(table + "?uploads").json()[QStringLiteral("UploadID")].toString().toUtf8();
}

void TstTunnelPlane::everyTypeEveryCodec_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char *token : {"", "deflate", "x-snappy-framed", "x-lz4-frame", "x-odps-lz4-frame", "zstd"})
        QTest::newRow(*token ? token : "raw") << QByteArray(token);
}

void TstTunnelPlane::everyTypeEveryCodec()
{
    QFETCH(QByteArray, token);
    const Compression compression = *compressionOf(token.toStdString());
    Schema schema;
    const auto rows = edgeRows(schema);
    QByteArray columns;
    for (const Column &column : schema.columns)
        columns += (columns.isEmpty() ? "`" : ", `") + column.name.toUtf8() + "` " + column.type.text().toUtf8();
    m_fixture.client().sql("demo", "drop table if exists types");
    const auto made = m_fixture.client().sql("demo", "create table types (" + columns + ")");
    QVERIFY2(!made.body.contains("ODPS-"), made.body);

    const QByteArray path = "/projects/demo/tables/types";
    const QByteArray id = createUpload(path);
    const auto session = m_fixture.client().get(path + "?uploadid=" + id);
    const auto described = parseSessionSchema(session.json()[QStringLiteral("Schema")].toObject());
    QVERIFY(described.ok());
    for (qsizetype i = 0; i < schema.size(); ++i)
        QCOMPARE(described->columns.columns.at(i).type.text(), schema.columns.at(i).type.text());
    ServiceClient::Headers headers;
    if (!token.isEmpty())
        headers.append({"Content-Encoding", token});
    const auto put =
        m_fixture.client().put(path + "?uploadid=" + id + "&blockid=0", encoded(schema, rows, compression), headers);
    QVERIFY2(put.status == 200, put.body);
    QCOMPARE(m_fixture.client().post(path + "?uploadid=" + id).status, 200);

    const auto download = m_fixture.client().post(path + "?downloads").json();
    QCOMPARE(download[QStringLiteral("RecordCount")].toInt(), 5);
    QCOMPARE(download[QStringLiteral("Status")].toString(), QStringLiteral("NORMAL"));
    const QByteArray data =
        path + "?data&rowrange=(0,5)&downloadid=" + download[QStringLiteral("DownloadID")].toString().toUtf8();
    const auto answer = m_fixture.client().get(data, {{"Accept-Encoding", token.isEmpty() ? "identity" : token}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.header("Content-Encoding"), token); // the token that was asked for, to the letter
    const auto got = decoded(schema, answer.body, compression);
    QVERIFY(got);
    for (int i = 0; i < rows->num_columns(); ++i)
        QVERIFY2(got->column(i)->chunk(0)->Equals(rows->column(i)),
                 (std::string(columnCases[i].type) + ": " + got->column(i)->ToString()).c_str());
}

void TstTunnelPlane::spellings_data()
{
    QTest::addColumn<QByteArray>("uploads");
    QTest::addColumn<QByteArray>("downloads");
    QTest::newRow("bare") << QByteArray("?uploads") << QByteArray("?downloads");
    QTest::newRow("empty") << QByteArray("?uploads=") << QByteArray("?downloads=");
    QTest::newRow("1") << QByteArray("?uploads=1&reload=False") << QByteArray("?downloads=1&asyncmode=true");
    QTest::newRow("quota before") << QByteArray("?quotaName=exclusive&uploads")
                                  << QByteArray("?quotaName=exclusive&downloads");
}

void TstTunnelPlane::spellings()
{
    QFETCH(QByteArray, uploads);
    QFETCH(QByteArray, downloads);
    for (const QByteArray table : {"/projects/demo/tables/u", "/api/projects/demo/schemas/default/tables/U"}) {
        const auto session = m_fixture.client().post(table + uploads);
        QCOMPARE(session.status, 200);
        QCOMPARE(session.json()[QStringLiteral("Status")].toString(), QStringLiteral("NORMAL"));
        QCOMPARE(session.json()[QStringLiteral("UploadedBlockList")].toArray().size(), 0);
        QVERIFY(session.json()[QStringLiteral("MaxFieldSize")].isDouble());
        QCOMPARE(m_fixture.client().post(table + downloads).status, 200);
    }
}

void TstTunnelPlane::blockList()
{
    const QByteArray id = createUpload(bigintTable);
    for (const char *block : {"7", "0", "19999", "7"})
        QCOMPARE(m_fixture.client().put(bigintTable + "?blockid=" + block + "&uploadid=" + id, numbers(0, 3)).status,
                 200);
    const auto list = m_fixture.client().get(bigintTable + "?uploadid=" + id + "&getblockid=true");
    QList<int> ids;
    for (const QJsonValue &block : list.json()[QStringLiteral("UploadedBlockList")].toArray()) {
        QVERIFY(block[QStringLiteral("BlockID")].isDouble());
        QCOMPARE(block[QStringLiteral("RecordCount")].toInt(), 3);
        ids.append(block[QStringLiteral("BlockID")].toInt());
    }
    std::sort(ids.begin(), ids.end());
    QCOMPARE(ids, (QList<int>{0, 7, 19999}));
    const auto committed = m_fixture.client().post(bigintTable + "?uploadid=" + id);
    QCOMPARE(committed.json()[QStringLiteral("Status")].toString(), QStringLiteral("CLOSED"));
    const auto late = m_fixture.client().put(bigintTable + "?blockid=1&uploadid=" + id, numbers(0, 1));
    QCOMPARE(late.status, 409);
    QCOMPARE(late.code(), QByteArray("StatusConflict"));
    m_fixture.client().sql("demo", "truncate table u");
}

void TstTunnelPlane::brokenBlocks_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("code");
    const QByteArray good = numbers(0, 100);
    const QByteArray malformed = "MalformedDataStream";
    QTest::newRow("nothing") << QByteArray("&blockid=0") << QByteArray() << QByteArray() << malformed;
    QTest::newRow("no footer") << QByteArray("&blockid=0") << good.chopped(10) << QByteArray() << malformed;
    QTest::newRow("bytes behind") << QByteArray("&blockid=0") << good + "x" << QByteArray() << malformed;
    QTest::newRow("garbage") << QByteArray("&blockid=0") << QByteArray("garbage, nothing else") << QByteArray()
                             << malformed;
    QByteArray flipped = good;
    flipped[5] = char(flipped[5] ^ 1);
    QTest::newRow("flipped bit") << QByteArray("&blockid=0") << flipped << QByteArray() << malformed;
    QTest::newRow("not deflated") << QByteArray("&blockid=0") << good << QByteArray("deflate") << malformed;
    QTest::newRow("unknown encoding") << QByteArray("&blockid=0") << good << QByteArray("br")
                                      << QByteArray("MalformedHeaderValue");
    QTest::newRow("no block id") << QByteArray() << good << QByteArray() << QByteArray("InvalidBlockID");
    QTest::newRow("negative block id") << QByteArray("&blockid=-1") << good << QByteArray()
                                       << QByteArray("InvalidBlockID");
    QTest::newRow("block id too large") << QByteArray("&blockid=20000") << good << QByteArray()
                                        << QByteArray("InvalidBlockID");
    QTest::newRow("arrow") << QByteArray("&blockid=0&arrow") << good << QByteArray()
                           << QByteArray("MalformedDataStream");
}

void TstTunnelPlane::brokenBlocks()
{
    QFETCH(QByteArray, query);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, code);
    const QByteArray id = createUpload(bigintTable);
    ServiceClient::Headers headers;
    if (!encoding.isEmpty())
        headers.append({"Content-Encoding", encoding});
    const auto answer = m_fixture.client().put(bigintTable + "?uploadid=" + id + query, body, headers);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.code(), code);
    const auto session = m_fixture.client().get(bigintTable + "?uploadid=" + id);
    QCOMPARE(session.json()[QStringLiteral("UploadedBlockList")].toArray().size(), 0);
}

void TstTunnelPlane::clientVanishes()
{
    const QByteArray id = createUpload(bigintTable);
    const QByteArray target = bigintTable + "?uploadid=" + id + "&blockid=0";
    const QByteArray body = numbers(0, 100000);
    {
        RawClient client(m_fixture.server->port());
        client.send(m_fixture.client().signedHead("PUT", target, {{"Transfer-Encoding", "chunked"}}));
        client.send(QByteArray::number(body.size(), 16) + "\r\n" + body.left(body.size() / 2));
    }
    {
        RawClient client(m_fixture.server->port()); // all the records and their footer, but no last chunk
        client.send(m_fixture.client().signedHead("PUT", target, {{"Transfer-Encoding", "chunked"}}));
        client.send(QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n");
        client.closeSending();
        client.readAll();
    }
    QTest::qWait(100);
    const auto session = m_fixture.client().get(bigintTable + "?uploadid=" + id);
    QCOMPARE(session.json()[QStringLiteral("UploadedBlockList")].toArray().size(), 0);
}

void TstTunnelPlane::commitAgainAfterRestart()
{
    m_fixture.client().sql("demo", "truncate table u");
    const QByteArray id = createUpload(bigintTable);
    QCOMPARE(m_fixture.client().put(bigintTable + "?blockid=3&uploadid=" + id, numbers(0, 10)).status, 200);
    m_fixture.close();
    QVERIFY(m_fixture.open());
    for (int i = 0; i < 2; ++i) {
        const auto committed = m_fixture.client().post(bigintTable + "?uploadid=" + id);
        QVERIFY2(committed.status == 200, committed.body);
    }
    m_fixture.close();
    QVERIFY(m_fixture.open());
    QCOMPARE(m_fixture.client().post(bigintTable + "?uploadid=" + id).status, 200);
    QCOMPARE(m_fixture.client().post(bigintTable + "?downloads").json()[QStringLiteral("RecordCount")].toInt(), 10);
}

void TstTunnelPlane::rowRanges_data()
{
    QTest::addColumn<QByteArray>("range");
    QTest::addColumn<int>("rows"); // -1: refused
    QTest::newRow("all") << QByteArray("(0,10)") << 10;
    QTest::newRow("escaped") << QByteArray("%282%2C3%29") << 3;
    QTest::newRow("past the end") << QByteArray("(8,100)") << 2;
    QTest::newRow("behind the end") << QByteArray("(50,1)") << 0;
    QTest::newRow("none") << QByteArray("(0,0)") << 0;
    QTest::newRow("huge") << QByteArray("(1,9223372036854775807)") << 9;
    QTest::newRow("negative") << QByteArray("(-1,5)") << -1;
    QTest::newRow("no parentheses") << QByteArray("0,5") << -1;
    QTest::newRow("words") << QByteArray("(a,b)") << -1;
    QTest::newRow("too many digits") << QByteArray("(0,99999999999999999999)") << -1;
}

void TstTunnelPlane::rowRanges()
{
    QFETCH(QByteArray, range);
    QFETCH(int, rows);
    const QByteArray id =
        m_fixture.client().post(bigintTable + "?downloads").json()[QStringLiteral("DownloadID")].toString().toUtf8();
    const auto answer = m_fixture.client().get(bigintTable + "?data&downloadid=" + id + "&rowrange=" + range);
    if (rows < 0) {
        QCOMPARE(answer.code(), QByteArray("InvalidRowRange"));
        return;
    }
    RecordDecoder decoder(schemaOf({{"a", TypeKind::BigInt}}));
    QVERIFY(decoder.feed({answer.body.constData(), size_t(answer.body.size())}).ok());
    QVERIFY(decoder.finish().ok());
    QCOMPARE(decoder.rows(), rows);
}

void TstTunnelPlane::emptyTable()
{
    m_fixture.client().sql("demo", "create table if not exists empty (a bigint, b string)");
    const QByteArray table = "/projects/demo/tables/empty";
    const auto session = m_fixture.client().post(table + "?downloads").json();
    QCOMPARE(session[QStringLiteral("RecordCount")].toInt(-1), 0);
    const auto answer = m_fixture.client().get(
        table + "?data&rowrange=(0,0)&downloadid=" + session[QStringLiteral("DownloadID")].toString().toUtf8());
    QCOMPARE(answer.body.toHex(), QByteArray("f0ffff7f00f8ffff7f00")); // a footer all the same
    QCOMPARE(m_fixture.client()
                 .get(table + "?data&columns=c&rowrange=(0,0)&downloadid=" +
                      session[QStringLiteral("DownloadID")].toString().toUtf8())
                 .status,
             400);
}

void TstTunnelPlane::downloadClientVanishes()
{
    m_fixture.client().sql("demo", "create table if not exists wide (a bigint)");
    const QByteArray table = "/projects/demo/tables/wide";
    const QByteArray upload = createUpload(table);
    QCOMPARE(m_fixture.client().put(table + "?blockid=0&uploadid=" + upload, numbers(0, 1000000)).status, 200);
    QCOMPARE(m_fixture.client().post(table + "?uploadid=" + upload).status, 200);
    const QByteArray id =
        m_fixture.client().post(table + "?downloads").json()[QStringLiteral("DownloadID")].toString().toUtf8();
    for (int i = 0; i < 10; ++i) {
        RawClient client(m_fixture.server->port());
        client.send(m_fixture.client().signedHead("GET", table + "?data&rowrange=(0,1000000)&downloadid=" + id, {}));
        QTest::qWait(20);
    }
    QCOMPARE(m_fixture.client().get("/projects/demo").status, 200);
}

void TstTunnelPlane::instanceTunnel()
{
    QByteArray id;
    m_fixture.client().sql("demo", "select a, 'x' as b from u", &id);
    const QByteArray path = "/projects/demo/instances/" + id;
    const auto session = m_fixture.client().post(path + "?downloads").json();
    QCOMPARE(session[QStringLiteral("RecordCount")].toInt(), 10);
    const QByteArray download = session[QStringLiteral("DownloadID")].toString().toUtf8();
    const auto data = m_fixture.client().get(path + "?data&rowrange=(2,5)&columns=b,a&downloadid=" + download);
    RecordDecoder decoder(schemaOf({{"b", TypeKind::String}, {"a", TypeKind::BigInt}}));
    QVERIFY(decoder.feed({data.body.constData(), size_t(data.body.size())}).ok());
    QVERIFY(decoder.finish().ok());
    QCOMPARE(decoder.rows(), 5);
    QCOMPARE(m_fixture.client().get(path + "?downloadid=" + download).status, 200);
    QCOMPARE(m_fixture.client().get(path + "?downloadid=other").code(), QByteArray("NoSuchDownload"));
    m_fixture.client().sql("demo", "desc u", &id);
    QCOMPARE(m_fixture.client().post("/projects/demo/instances/" + id + "?downloads").code(),
             QByteArray("InstanceTypeNotSupported"));
}

void TstTunnelPlane::parallelBlocks()
{
    m_fixture.client().sql("demo", "truncate table u");
    const QByteArray id = createUpload(bigintTable);
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int block = 0; block < 16; ++block)
        threads.emplace_back([&, block] {
            const QByteArray target = bigintTable + "?uploadid=" + id + "&blockid=" + QByteArray::number(block);
            good += m_fixture.client().put(target, numbers(block, 5000)).status == 200;
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 16);
    QCOMPARE(m_fixture.client().post(bigintTable + "?uploadid=" + id).status, 200);
    QCOMPARE(m_fixture.client().post(bigintTable + "?downloads").json()[QStringLiteral("RecordCount")].toInt(), 80000);
}

// Who may use a table of one schema need not be allowed to use its namesakes.
void TstTunnelPlane::sessionsBelongToASchema()
{
    const ServiceClient client = m_fixture.client();
    QCOMPARE(client.post("/projects/demo/schemas/other").status, 201);
    client.sql("demo", "create table other.u (a bigint)");
    const QByteArray there = "/projects/demo/schemas/other/tables/u";
    const auto begin = [&](const char *what, const char *id) {
        return client.post(there + what).json()[QLatin1String(id)].toString().toUtf8();
    };
    for (const auto &[session, code] :
         {std::pair("?uploadid=" + begin("?uploads", "UploadID"), QByteArray("NoSuchUpload")),
          std::pair("?downloadid=" + begin("?downloads", "DownloadID"), QByteArray("NoSuchDownload")),
          std::pair("/streams?uploadid=" + begin("/streams", "session_name"), QByteArray("StreamSessionNotFound"))}) {
        QCOMPARE(client.get(there + session).status, 200);
        QCOMPARE(client.get(bigintTable + session).code(), code);
    }
}
