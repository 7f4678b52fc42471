#include "tst_streamplane.h"

#include "data/arrowtypes.h"
#include "tunnel/recordcodec.h"

#include <QJsonArray>

#include <arrow/json/from_string.h>
#include <arrow/record_batch.h>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray streams = "/projects/demo/tables/t/streams";

// Rows as JSON, [[1, "x", 2], …], in the columns id, pt and h, or the first of them.
QByteArray records(const char *rows, int width)
{
    Schema schema;
    schema.columns = {{QStringLiteral("id"), Type(TypeKind::BigInt), true, {}},
                      {QStringLiteral("pt"), Type(TypeKind::String), true, {}},
                      {QStringLiteral("h"), Type(TypeKind::Int), true, {}}};
    schema.columns.resize(width);
    const auto type = arrow::struct_(arrowSchema(schema)->fields());
    const auto batch = *arrow::RecordBatch::FromStructArray(*arrow::json::ArrayFromJSONString(type, rows));
    std::string bytes;
    RecordEncoder encoder(schema);
    if (!encoder.encode(*batch, bytes).ok())
        return {};
    encoder.finish(bytes);
    return QByteArray::fromStdString(bytes);
}

QByteArray rowsOf(const ServiceClient &client)
{
    const QByteArray csv = client.sql("demo", "SELECT id, pt, h FROM t ORDER BY id LIMIT 100").element("Result");
    QByteArray rows = csv.mid(csv.indexOf('\n') + 1).trimmed();
    return rows.replace('\n', ' ').replace("&quot;", "");
}

QByteArray begin(const ServiceClient &client, const QByteArray &more)
{
    return client.post(streams + "?" + more).json()[QStringLiteral("session_name")].toString().toUtf8();
}

} // namespace

void TstStreamPlane::init()
{
    m_fixture = std::make_unique<ServerFixture>();
    QVERIFY(m_fixture->open());
    QVERIFY(m_fixture->client().sql("demo", "CREATE TABLE t(id BIGINT) PARTITIONED BY (pt STRING, h INT)").status ==
            200);
}

// As the Java SDK sends them: each request names its partition, and the rows do not.
void TstStreamPlane::partitionByRequest()
{
    const ServiceClient client = m_fixture->client();
    const QByteArray session = begin(client, "dynamic_partition=true");
    const QByteArray write = streams + "?uploadid=" + session + "&slotid=0&dynamic_partition=true";
    QCOMPARE(client.put(write + "&partition=pt=a,h=1", records("[[1], [2]]", 1)).status, 200);
    QCOMPARE(client.put(write + "&partition=pt='b',h='07'", records("[[3]]", 1)).status, 200);
    QCOMPARE(rowsOf(client), QByteArray("1,a,1 2,a,1 3,b,7"));
    QCOMPARE(client.put(write + "&partition=pt=a", records("[[4]]", 1)).code(), QByteArray("InvalidPartitionSpec"));
    QCOMPARE(client.put(write + "&partition=zz=a", records("[[4]]", 1)).code(), QByteArray("InvalidPartitionSpec"));
    // A partition that was dropped comes back with its next rows.
    QCOMPARE(client.sql("demo", "ALTER TABLE t DROP PARTITION (pt='a')").status, 200);
    QCOMPARE(client.put(write + "&partition=pt=a,h=1", records("[[5]]", 1)).status, 200);
    QCOMPARE(rowsOf(client), QByteArray("3,b,7 5,a,1"));
}

void TstStreamPlane::partitionByRow()
{
    const ServiceClient client = m_fixture->client();
    const auto made = client.post(streams + "?dynamic_partition=true");
    QStringList names;
    const QJsonObject schema = made.json()[QStringLiteral("schema")].toObject();
    for (const QJsonValue &column : schema[QStringLiteral("columns")].toArray())
        names.append(column[QStringLiteral("name")].toString());
    QCOMPARE(names, QStringList({QStringLiteral("id"), QStringLiteral("pt"), QStringLiteral("h")}));
    const QByteArray write =
        streams + "?uploadid=" + made.json()[QStringLiteral("session_name")].toString().toUtf8() + "&slotid=0";
    QCOMPARE(client.put(write, records(R"([[1, "a", 1], [2, "b", 1], [3, "a", 1], [4, "a", 2]])", 3)).status, 200);
    QCOMPARE(rowsOf(client), QByteArray("1,a,1 2,b,1 3,a,1 4,a,2"));
    QCOMPARE(client.put(write, records("[]", 3)).status, 200);
    // Columns that came since stand behind those that the session knows.
    QCOMPARE(client.sql("demo", "ALTER TABLE t ADD COLUMNS (more STRING)").status, 200);
    QCOMPARE(client.put(write, records(R"([[5, "c", 3]])", 3)).status, 200);
    QCOMPARE(rowsOf(client), QByteArray("1,a,1 2,b,1 3,a,1 4,a,2 5,c,3"));
    QCOMPARE(client.sql("demo", "SHOW PARTITIONS t").element("Result").count("pt="), 4);
}

// Nothing of such a request is seen.
void TstStreamPlane::refusedRows()
{
    const ServiceClient client = m_fixture->client();
    const QByteArray write = streams + "?uploadid=" + begin(client, "dynamic_partition=true") + "&slotid=0";
    for (const char *rows : {R"([[1, "a", 1], [2, null, 1]])", R"([[1, "a", 1], [2, "", 1]])", R"([[1, "a", null]])"}) {
        const auto answer = client.put(write, records(rows, 3));
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QByteArray("InvalidArgument"));
        QVERIFY2(answer.body.contains("partition column"), answer.body.constData());
    }
    QCOMPARE(client.put(write, records("[[1]]", 1)).code(), QByteArray("InvalidArgument"));
    QByteArrayList many;
    for (int i = 0; i < 513; ++i)
        many.append("[1, \"p" + QByteArray::number(i) + "\", 1]");
    const auto tooMany = client.put(write, records(('[' + many.join(',') + ']').constData(), 3));
    QCOMPARE(tooMany.code(), QByteArray("InvalidArgument"));
    QVERIFY2(tooMany.body.contains("more than 512 partitions"), tooMany.body.constData());
    QCOMPARE(client.put(write + "&record_count=5", records(R"([[1, "a", 1]])", 3)).code(),
             QByteArray("InvalidArgument"));
    QCOMPARE(rowsOf(client), QByteArray());
    QCOMPARE(client.sql("demo", "SHOW PARTITIONS t").element("Result").count("pt="), 0);
    QCOMPARE(client.post(streams + "?dynamic_partition=true&partition=pt=a,h=1").code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.post("/projects/demo/tables/none/streams?dynamic_partition=true").code(),
             QByteArray("NoSuchTable"));
    QCOMPARE(client.sql("demo", "CREATE TABLE plain(id BIGINT)").status, 200);
    QCOMPARE(client.post("/projects/demo/tables/plain/streams?dynamic_partition=true").code(),
             QByteArray("InvalidArgument"));
}

void TstStreamPlane::schemaVersions()
{
    const ServiceClient client = m_fixture->client();
    const auto made = client.post(streams + "?dynamic_partition=true&check_latest_schema=true");
    const qint64 version = made.json()[QStringLiteral("schema_version")].toInteger();
    const QByteArray write = streams + "?uploadid=" + made.json()[QStringLiteral("session_name")].toString().toUtf8() +
                             "&slotid=0&partition=pt=a,h=1";
    const QByteArray strict = write + "&check_latest_schema=true&schema_version=" + QByteArray::number(version);
    QCOMPARE(client.put(strict, records("[[1]]", 1)).status, 200);
    QCOMPARE(client.sql("demo", "ALTER TABLE t ADD COLUMNS (more STRING)").status, 200);
    const auto told = client.put(strict, records("[[2]]", 1));
    QCOMPARE(told.status, 412);
    QCOMPARE(told.code(), QByteArray("SchemaModified"));
    QCOMPARE(told.header("odps-tunnel-latest-schema-version"), QByteArray::number(version + 1));
    QCOMPARE(client.put(write, records("[[3]]", 1)).status, 200);
    QCOMPARE(client.sql("demo", "ALTER TABLE t DROP COLUMN more").status, 200);
    QCOMPARE(client.put(write, records("[[4]]", 1)).status, 200); // the old columns are there, as they were
    QCOMPARE(rowsOf(client), QByteArray("1,a,1 3,a,1 4,a,1"));
    QCOMPARE(client.post(streams + "?dynamic_partition=true&schema_version=99").code(), QByteArray("NoSuchSchema"));
}
