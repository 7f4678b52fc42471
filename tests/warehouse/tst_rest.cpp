#include "tst_rest.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

using namespace sluice;
using namespace sluice::warehouse;

namespace
{

const QByteArray endless = "select count(*) from n a join n b on a.i <> b.i join n c on b.i <> c.i where a.i < c.i";

QByteArray instanceXml(const QByteArray &tasks)
{
    return "<Instance><Job><Priority>9</Priority><Tasks>" + tasks + "</Tasks></Job></Instance>";
}

} // namespace

void TstRest::initTestCase()
{
    QVERIFY(m_fixture.open());
    const ServiceClient client = m_fixture.client();
    QCOMPARE(client
                 .sql("demo", "create table t (a bigint comment 'x<y', b string) partitioned by (pt string, hh int) "
                              "lifecycle 5")
                 .body.contains("ODPS-"),
             false);
    client.sql("demo", "create table n (i bigint)");
    client.sql("demo", "insert into n values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
    for (int i = 0; i < 4; ++i)
        client.sql("demo", "insert into n select i from n");
    client.sql("demo", "insert into n select a.i from n a join n b on a.i <> b.i");
}

void TstRest::cleanupTestCase()
{
    m_fixture.close();
}

void TstRest::project()
{
    for (const QByteArray base : {"", "/api"}) {
        const auto answer = m_fixture.client().get(base + "/projects/demo?curr_project=demo");
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.element("Name"), QByteArray("demo"));
        QVERIFY(!answer.header("x-odps-owner").isEmpty());
        QVERIFY(answer.header("x-odps-creation-time").endsWith(" GMT"));
        QVERIFY(answer.header("Last-Modified").endsWith(" GMT"));
        QCOMPARE(answer.header("x-odps-request-id").size(), 32);
    }
    const auto list = m_fixture.client().get("/projects?expectmarker=true");
    QVERIFY(list.body.contains("<Name>demo</Name>"));
    QVERIFY(list.body.contains("<Marker></Marker>"));
}

void TstRest::discovery()
{
    const auto answer = m_fixture.client().get("/projects/demo/tunnel?service");
    QCOMPARE(answer.body, "127.0.0.1:" + QByteArray::number(m_fixture.server->port()));
}

void TstRest::errorShapes()
{
    const auto rest = m_fixture.client().get("/projects/demo/tables/absent");
    QCOMPARE(rest.status, 404);
    QCOMPARE(rest.header("Content-Type"), QByteArray("application/xml"));
    for (const QByteArray element : {"Code", "Message", "RequestId", "HostId"})
        QVERIFY2(!rest.element(element).isEmpty(), element);
    QCOMPARE(rest.element("Code"), QByteArray("NoSuchTable"));
    QCOMPARE(rest.element("RequestId"), rest.header("x-odps-request-id"));

    const auto tunnel = m_fixture.client().post("/projects/demo/tables/absent?uploads");
    QCOMPARE(tunnel.status, 404);
    QCOMPARE(tunnel.header("Content-Type"), QByteArray("application/json"));
    for (const char *key : {"Code", "Message", "RequestId", "HostId"})
        QVERIFY2(!tunnel.json()[QLatin1String(key)].toString().isEmpty(), key);
    QCOMPARE(tunnel.code(), QByteArray("NoSuchTable"));

    QCOMPARE(m_fixture.client().get("/projects/dem/tables").code(), QByteArray("NoSuchProject"));
    QVERIFY(m_fixture.client().get("/projects/dem/tables").body.contains("demo")); // the near name
    QCOMPARE(m_fixture.client().get("/nothing/here").status, 404);
    QCOMPARE(m_fixture.client().get("/nothing/here").element("Code"), QByteArray("NoSuchObject"));
    QCOMPARE(m_fixture.client().send("DELETE", "/projects/demo/tables/t", {}, {}).code(),
             QByteArray("MethodNotAllowed"));
    QCOMPARE(ServiceClient(m_fixture.server->port(), "ak", "wrong").post("/projects/demo/tables/t?uploads=1").code(),
             QByteArray("SignatureNotMatch"));
    QCOMPARE(ServiceClient(m_fixture.server->port(), "who", "wrong").get("/projects/demo").code(),
             QByteArray("Unauthorized"));
}

// What clients ask on their own: quick answers, never a 5xx.
void TstRest::unprompted()
{
    const ServiceClient client = m_fixture.client();
    QCOMPARE(client.put("/projects/demo/logs", "survey").status, 200);
    QCOMPARE(client.get("/tenants").status, 200);
    QVERIFY(client.get("/tenants").json().contains(QStringLiteral("Tenant")));
    QCOMPARE(client.get("/logview/host").status, 200);
    QCOMPARE(client.get("/catalogapi").status, 200);
    QCOMPARE(client.post("/projects/demo/authorization", "{}").status, 200);
    QCOMPARE(client.post("/projects/demo/authorization?sign_bearer_token", "{}").code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.get("/connection/mcqa?project=demo&quota=q").status, 404);
    QCOMPARE(client.get("/projects/demo/users").body.count("<User>"), 1);
    QCOMPARE(client.get("/projects/demo/roles").body.count("<Role>"), 0);
    QCOMPARE(client.get("/projects/demo/cachedinstances").element("Content"), QByteArray("[]"));
    QVERIFY(client.get("/quotas?project=demo").body.contains("<Nickname>default</Nickname>"));
    QCOMPARE(client.get("/quotas/default").element("Name"), QByteArray("default"));
    QCOMPARE(client.get("/quotas/absent").code(), QByteArray("NoSuchObject"));
    QCOMPARE(client.get("/projects/demo/schemas?expectmarker=true").status, 200);
    QCOMPARE(client.get("/projects/demo/schemas/default").status, 200);
    QCOMPARE(client.get("/projects/demo/schemas/absent").code(), QByteArray("NoSuchObject"));
}

void TstRest::schemas()
{
    const ServiceClient client = m_fixture.client();
    const auto remove = [&](const QByteArray &name) {
        return client.send("DELETE", "/projects/demo/schemas/" + name, {}, {});
    };
    const QByteArray body = "<?xml version='1.0'?><Schema><Name>By_Body</Name></Schema>";
    QCOMPARE(client.post("/projects/demo/schemas", body, {{"Content-Type", "application/xml"}}).status, 201);
    QCOMPARE(client.post("/projects/demo/schemas/by_path").status, 201);
    QCOMPARE(client.post("/projects/demo/schemas/by_path").status, 409);
    QCOMPARE(client.post("/projects/demo/schemas/by_path").code(), QByteArray("ObjectAlreadyExists"));
    QCOMPARE(client.post("/projects/demo/schemas", "no XML").code(), QByteArray("MalformedXML"));
    QCOMPARE(client.post("/projects/demo/schemas/a`b").code(), QByteArray("InvalidArgument"));
    QCOMPARE(client.post("/projects/demo/schemas", "<Schema/>").code(), QByteArray("InvalidArgument"));
    const auto one = client.get("/projects/demo/schemas/by_body");
    QCOMPARE(one.element("Name"), QByteArray("by_body"));
    for (const QByteArray header : {"x-odps-owner", "x-odps-creation-time", "Last-Modified"})
        QVERIFY2(!one.header(header).isEmpty(), header);
    const auto list = client.get("/projects/demo/schemas?expectmarker=true&name=by&maxitems=1");
    QVERIFY(list.body.contains("by_body") && !list.body.contains("by_path"));
    const auto next = client.get("/projects/demo/schemas?expectmarker=true&name=by&marker=" + list.element("Marker"));
    QVERIFY(next.body.contains("by_path") && !next.body.contains("by_body"));
    QVERIFY(next.body.contains("<Marker></Marker>"));
    client.sql("demo", "create table by_path.inside (a bigint)");
    QCOMPARE(remove("by_path").status, 400); // not empty
    client.sql("demo", "drop table by_path.inside");
    QCOMPARE(remove("by_path").status, 204);
    QCOMPARE(remove("by_body").status, 204);
    QCOMPARE(remove("by_body").code(), QByteArray("NoSuchObject"));
    QCOMPARE(remove("default").status, 400);
}

// Clients tell by the metadata what they cannot download.
void TstRest::kindsOfTables()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create view kind_view as select 1 as x");
    client.sql("demo", "create external table kind_external (a bigint) stored as parquet location 'oss://b/f/'");
    client.sql("demo", "create table kind_managed (a bigint)");
    const auto flags = [&](const QByteArray &name) {
        const auto answer = client.get("/projects/demo/tables/" + name + "?extended");
        const QJsonObject json = QJsonDocument::fromJson(answer.element("Schema").replace("&quot;", "\"")).object();
        return answer.element("Type") + (json[QStringLiteral("isVirtualView")].toBool() ? " view" : "") +
               (json[QStringLiteral("isExternal")].toBool() ? " external" : "") + ' ' +
               json[QStringLiteral("viewText")].toString().toUtf8() +
               json[QStringLiteral("location")].toString().toUtf8();
    };
    QCOMPARE(flags("kind_view"), QByteArray("VIRTUAL_VIEW view select 1 as x"));
    QCOMPARE(flags("kind_external"), QByteArray("EXTERNAL_TABLE external oss://b/f/"));
    QCOMPARE(flags("kind_managed"), QByteArray("MANAGED_TABLE "));
    for (const QByteArray kind : {"view", "external", "managed"}) {
        const QByteArray type = kind == "view"       ? "VIRTUAL_VIEW"
                                : kind == "external" ? "EXTERNAL_TABLE"
                                                     : "managed_table";
        const auto list = client.get("/projects/demo/tables?expectmarker=true&name=kind_&type=" + type);
        QCOMPARE(list.body.count("<Table>"), 1);
        QCOMPARE(list.element("Name"), "kind_" + kind);
    }
    QVERIFY(!client.get("/projects/demo/tables?expectmarker=true&owner=somebody").body.contains("<Table>"));
    for (const QByteArray kind : {"view", "external"})
        for (const QByteArray what : {"downloads", "uploads"}) {
            const auto answer = client.post("/projects/demo/tables/kind_" + kind + '?' + what);
            QCOMPARE(answer.status, 400);
            QCOMPARE(answer.code(), QByteArray("InvalidArgument"));
        }
}

void TstRest::instanceList()
{
    const ServiceClient client = m_fixture.client();
    QByteArray id;
    client.sql("demo", "select 1", &id);
    const auto list = [&](const QByteArray &query) {
        return client.get("/projects/demo/instances?expectmarker=true&onlyowner=yes" + query);
    };
    QVERIFY(list("").body.contains(id));
    QVERIFY(list("&status=Terminated").body.contains(id));
    QVERIFY(!list("&status=Running").body.contains(id));
    const QByteArray later = QByteArray::number(QDateTime::currentSecsSinceEpoch() + 1000);
    QVERIFY(list("&daterange=0:" + later).body.contains(id));
    QVERIFY(!list("&daterange=" + later + ":").body.contains(id));
    QVERIFY(!list("&daterange=:1000").body.contains(id));
    QByteArray marker;
    QByteArray all;
    do {
        const auto page = list("&maxitems=3&marker=" + marker);
        QVERIFY(page.body.count("<Instance>") <= 3);
        all += page.body;
        marker = page.element("Marker");
    } while (!marker.isEmpty());
    QCOMPARE(all.count("<Instance>"), list("").body.count("<Instance>"));
}

void TstRest::table()
{
    for (const QByteArray path : {"/projects/demo/tables/T", "/projects/demo/schemas/default/tables/t"}) {
        const auto answer = m_fixture.client().get(path + "?curr_schema=default");
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.contains("<Schema format=\"Json\">"));
        const QByteArray text = answer.element("Schema").replace("&quot;", "\"").replace("&lt;", "<");
        const QJsonObject schema = QJsonDocument::fromJson(text).object();
        QCOMPARE(schema[QStringLiteral("lifecycle")].toInt(), 5);
        QVERIFY(schema[QStringLiteral("createTime")].isDouble());
        const QJsonArray columns = schema[QStringLiteral("columns")].toArray();
        QCOMPARE(columns.size(), 2);
        QCOMPARE(columns[0][QStringLiteral("type")].toString(), QStringLiteral("BIGINT"));
        QCOMPARE(columns[0][QStringLiteral("comment")].toString(), QStringLiteral("x<y"));
        QCOMPARE(schema[QStringLiteral("partitionKeys")].toArray().size(), 2);
        QVERIFY(!schema.contains(QStringLiteral("Reserved")));
    }
    const auto extended = m_fixture.client().get("/projects/demo/tables/t?extended");
    const QByteArray text = extended.element("Schema").replace("&quot;", "\"");
    const QString reserved = QJsonDocument::fromJson(text)[QStringLiteral("Reserved")].toString();
    QCOMPARE(QJsonDocument::fromJson(reserved.toUtf8())[QStringLiteral("Transactional")].toString(),
             QStringLiteral("false"));
    QCOMPARE(m_fixture.client().send("HEAD", "/projects/demo/tables/t", {}, {}).status, 200);
}

void TstRest::defaults()
{
    m_fixture.client().sql("demo", "create table with_defaults (a bigint default 3, b string default 'x', c bigint)");
    const auto answer = m_fixture.client().get("/projects/demo/tables/with_defaults");
    const QByteArray text = answer.element("Schema").replace("&quot;", "\"").replace("&apos;", "'");
    const QJsonArray columns = QJsonDocument::fromJson(text).object()[QStringLiteral("columns")].toArray();
    QCOMPARE(columns[0][QStringLiteral("defaultValue")].toString(), QStringLiteral("3"));
    QCOMPARE(columns[1][QStringLiteral("defaultValue")].toString(), QStringLiteral("'x'"));
    QVERIFY(columns[1][QStringLiteral("hasDefaultValue")].toBool());
    QVERIFY(!columns[2].toObject().contains(QStringLiteral("hasDefaultValue")));
}

// What the service would bill: the bytes of the tables that are read.
void TstRest::cost()
{
    const ServiceClient client = m_fixture.client();
    client.sql("demo", "create table costly as select 1 as a");
    const auto costOf = [&](const QByteArray &query) {
        const auto answer =
            client.post("/projects/demo/instances",
                        instanceXml("<SQLCost><Name>Cost</Name><Query><![CDATA[" + query + ";]]></Query></SQLCost>"),
                        {{"Content-Type", "application/xml"}});
        const QByteArray location = answer.header("Location");
        const QByteArray path = "/projects/demo/instances/" + location.mid(location.lastIndexOf('/') + 1);
        client.get(path + "?instancestatus");
        return client.get(path + "?result").element("Result");
    };
    const QByteArray cost = costOf("select count(*) from costly");
    QVERIFY2(cost.contains("Cost") && cost.contains("Complexity") && !cost.contains("&quot;0&quot;,"), cost);
    QVERIFY(costOf("select nonsense from costly").contains("ODPS-0130071"));
}

void TstRest::batchLoad()
{
    const auto answer = m_fixture.client().post(
        "/projects/demo/tables?query",
        "<Tables><Table><Project>demo</Project><Name>t</Name></Table><Table><Name>gone</Name></Table></Tables>",
        {{"Content-Type", "application/xml"}});
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body.count("<Table>"), 1);
    QVERIFY(answer.body.contains("BIGINT"));
    QCOMPARE(m_fixture.client().post("/projects/demo/tables?query=", "<Tab").code(), QByteArray("MalformedXML"));
}

// A client that appends a second marker means the last one.
void TstRest::pages()
{
    for (int i = 0; i < 5; ++i)
        m_fixture.client().sql("demo", "create table page_" + QByteArray::number(i) + " (a bigint)");
    QByteArray target = "/projects/demo/tables?expectmarker=true&name=page_&maxitems=2&marker=";
    QByteArrayList seen;
    for (int page = 0; page < 4; ++page) {
        const auto answer = m_fixture.client().get(target);
        QCOMPARE(answer.status, 200);
        for (qsizetype at = 0; (at = answer.body.indexOf("<Name>page_", at)) >= 0; ++at)
            seen.append(answer.body.mid(at + 6, 6));
        const QByteArray marker = answer.element("Marker");
        if (marker.isEmpty())
            break;
        target += "&marker=" + marker;
    }
    QCOMPARE(seen, (QByteArrayList{"page_0", "page_1", "page_2", "page_3", "page_4"}));
}

void TstRest::partitions()
{
    const ServiceClient client = m_fixture.client();
    for (const QByteArray spec : {"pt='a',hh=1", "pt='a',hh=2", "pt='b',hh=1"})
        client.sql("demo", "alter table t add if not exists partition (" + spec + ")");
    const auto all = client.get("/projects/demo/tables/t?partitions&expectmarker=true");
    QCOMPARE(all.body.count("<Partition>"), 3);
    QVERIFY(all.body.contains("<Column Name=\"pt\" Value=\"a\"/><Column Name=\"hh\" Value=\"1\"/>"));
    QVERIFY(all.body.contains("<Marker></Marker>"));
    QCOMPARE(client.get("/projects/demo/tables/t?partitions=&partition=pt%3D'a'").body.count("<Partition>"), 2);
    QVERIFY(client.get("/projects/demo/tables/t?partitions&name").body.contains("<Name>pt=a/hh=1</Name>"));
    const auto first = client.get("/projects/demo/tables/t?partitions&expectmarker=true&maxitems=2");
    QCOMPARE(first.body.count("<Partition>"), 2);
    const auto second =
        client.get("/projects/demo/tables/t?partitions&expectmarker=true&maxitems=2&marker=" + first.element("Marker"));
    QCOMPARE(second.body.count("<Partition>"), 1);
    QVERIFY(second.body.contains("<Column Name=\"pt\" Value=\"b\"/>") && second.element("Marker").isEmpty());
    const auto within = client.get("/projects/demo/tables/t?partitions&maxitems=1&partition=hh%3D1");
    QVERIFY(within.body.contains("Value=\"a\"") && !within.element("Marker").isEmpty());
    const auto behind =
        client.get("/projects/demo/tables/t?partitions&partition=hh%3D1&marker=" + within.element("Marker"));
    QVERIFY(behind.body.count("<Partition>") == 1 && behind.body.contains("Value=\"b\""));
    const auto reverse = client.get("/projects/demo/tables/t?partitions&reverse=true&name&maxitems=1").body;
    QVERIFY(reverse.indexOf("pt=b/hh=1") < reverse.indexOf("pt=a/hh=2"));
    QCOMPARE(client.get("/projects/demo/tables/t?partitions&partition=x%3D1").body.count("<Partition>"), 0);
    QCOMPARE(client.get("/projects/demo/tables/t?partition=pt%3D'b',hh%3D'1'").status, 200);
    QCOMPARE(client.get("/projects/demo/tables/t?partition=pt%3D'c',hh%3D'1'").code(), QByteArray("NoSuchPartition"));
    QCOMPARE(client.get("/projects/demo/tables/t?partition=nonsense").code(), QByteArray("InvalidPartitionSpec"));
}

void TstRest::submit()
{
    const auto answer =
        m_fixture.client().post("/api/projects/demo/instances?curr_project=demo",
                                instanceXml("<SQL><Name>Mine</Name><Query><![CDATA[select 1 as a;]]></Query></SQL>"),
                                {{"Content-Type", "application/xml"}});
    QCOMPARE(answer.status, 201);
    QCOMPARE(answer.body, QByteArray());
    const QByteArray id = answer.header("Location").mid(answer.header("Location").lastIndexOf('/') + 1);
    QVERIFY(!id.isEmpty());
    const QByteArray path = "/projects/demo/instances/" + id;
    m_fixture.client().get(path + "?instancestatus");
    const auto status = m_fixture.client().get(path);
    QCOMPARE(status.element("Status"), QByteArray("Terminated"));
    QVERIFY(!status.body.contains("<Tasks")); // it would pass for a result
    QVERIFY(status.header("x-odps-start-time").endsWith(" GMT"));
    QVERIFY(status.header("x-odps-end-time").endsWith(" GMT"));
    const auto source = m_fixture.client().get(path + "?source");
    QVERIFY(source.body.contains("<Job>") && source.body.contains("select 1 as a;"));
    const auto tasks = m_fixture.client().get(path + "?taskstatus");
    QVERIFY(tasks.body.contains("<Task Type=\"SQL\"><Name>Mine</Name>"));
    QVERIFY(tasks.body.contains("<Status>Success</Status>"));
    QVERIFY(m_fixture.client().get("/projects/demo/instances?onlyowner=yes").body.contains(id));
}

void TstRest::inlineResult()
{
    const auto answer = m_fixture.client().sql("demo", "select 1 as a, 'x,\"y\"' as b, cast(null as string) as c");
    QCOMPARE(answer.element("Result").replace("&quot;", "\""),
             QByteArray("\"a\",\"b\",\"c\"\n1,\"x,\"\"y\"\"\",\\N\n"));
    QCOMPARE(
        m_fixture.client().sql("demo", "select count(*) from n where i = -1").element("Result").replace("&quot;", "\""),
        QByteArray("\"_c0\"\n0\n"));
    const QByteArray descriptor = answer.element("ResultDescriptor").replace("&quot;", "\"");
    const QJsonObject json = QJsonDocument::fromJson(descriptor).object();
    QCOMPARE(json[QStringLiteral("IsSelect")].toBool(), true);
    QCOMPARE(json[QStringLiteral("SelectResultStatus")].toString(), QStringLiteral("FULL"));
    const auto failed = m_fixture.client().sql("demo", "select * from absent");
    QVERIFY2(failed.element("Result").startsWith("ODPS-0130131"), failed.body);
    const auto ddl = m_fixture.client().sql("demo", "create table if not exists t (a bigint)");
    QCOMPARE(ddl.element("Result"), QByteArray());
}

void TstRest::status()
{
    QCOMPARE(m_fixture.client().get("/projects/demo/instances/20240101000000000gabsent").code(),
             QByteArray("NoSuchObject"));
}

void TstRest::terminate()
{
    const auto submitted =
        m_fixture.client().post("/projects/demo/instances",
                                instanceXml("<SQL><Name>x</Name><Query>" +
                                            QString::fromUtf8(endless).toHtmlEscaped().toUtf8() + "</Query></SQL>"));
    QCOMPARE(submitted.status, 201);
    const QByteArray id = submitted.header("Location").mid(submitted.header("Location").lastIndexOf('/') + 1);
    const QByteArray path = "/projects/demo/instances/" + id;
    QTest::qWait(200);
    QCOMPARE(m_fixture.client().get(path).element("Status"), QByteArray("Running"));
    QCOMPARE(m_fixture.client().post(path + "?downloads").code(), QByteArray("InstanceNotTerminate"));
    const QByteArray terminated = "<Instance><Status>Terminated</Status></Instance>";
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(m_fixture.client().put(path, terminated, {{"Content-Type", "application/xml"}}).status, 200);
    QCOMPARE(m_fixture.client().get(path + "?instancestatus").element("Status"), QByteArray("Terminated"));
    QVERIFY(timer.elapsed() < 2000);
    QVERIFY(m_fixture.client().get(path + "?taskstatus").body.contains("Cancelled"));
    QCOMPARE(m_fixture.client().put(path, terminated).code(), QByteArray("InvalidStateSetting"));
    QCOMPARE(m_fixture.client().put(path, "<Instance/>").code(), QByteArray("InvalidStateSetting"));
}

void TstRest::badSubmissions_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("code");
    QTest::newRow("nothing") << QByteArray() << QByteArray("MalformedXML");
    QTest::newRow("no XML") << QByteArray("select 1") << QByteArray("MalformedXML");
    QTest::newRow("no task") << instanceXml("") << QByteArray("InvalidParameter");
    QTest::newRow("two tasks") << instanceXml("<SQL/><SQL/>") << QByteArray("InvalidParameter");
    QTest::newRow("another task") << instanceXml("<CUPID><Name>x</Name></CUPID>") << QByteArray("InvalidParameter");
    QTest::newRow("entities") << QByteArray("<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>") +
                                     instanceXml("<LOT><Name>&a;</Name></LOT>")
                              << QByteArray("InvalidParameter");
}

void TstRest::badSubmissions()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, code);
    const auto answer = m_fixture.client().post("/projects/demo/instances", body);
    QCOMPARE(answer.status, 400);
    QCOMPARE(answer.code(), code);
}

void TstRest::noSecretAnywhere()
{
    for (const QString &line : m_fixture.log.lines())
        QVERIFY(!line.contains(QLatin1String("sk-secret")));
}

void TstRest::stopsWithARunningStatement()
{
    const QByteArray text = QString::fromUtf8(endless).toHtmlEscaped().toUtf8();
    for (int i = 0; i < 6; ++i) // more than run at once
        m_fixture.client().post("/projects/demo/instances", instanceXml("<SQL><Query>" + text + "</Query></SQL>"));
    QTest::qWait(200);
    QElapsedTimer timer;
    timer.start();
    m_fixture.server.reset();
    QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
    m_fixture.close();
    QVERIFY(m_fixture.open());
}

void TstRest::resultsAreSwept()
{
    const QDir directory(m_fixture.warehouse->options().directory);
    const QStringList filter{QStringLiteral("results-*")};
    QCOMPARE(directory.entryList(filter, QDir::Dirs).size(), 1);
    const QFileInfo folder(directory.filePath(directory.entryList(filter, QDir::Dirs).first()));
    QCOMPARE(folder.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther), QFile::Permissions());
    m_fixture.client().sql("demo", "select * from n limit 10");
    QVERIFY(!QDir(folder.filePath()).entryList({QStringLiteral("*.arrow")}, QDir::Files).isEmpty());
    m_fixture.close();
    QCOMPARE(directory.entryList(filter, QDir::Dirs).size(), 0);
    // What a killed server leaves behind goes at the next start.
    QVERIFY(directory.mkdir(QStringLiteral("results-killed")));
    QVERIFY(m_fixture.open());
    QVERIFY(!directory.exists(QStringLiteral("results-killed")));
}
