#include "ground.h"
#include "tests.h"

#include <QJsonArray>
#include <QtTest>

using namespace sluice;

namespace
{

Stop minute()
{
    return Stop().within(std::chrono::minutes(1));
}

void make(const Ground &ground, const char *statement)
{
    auto done = ground.sql(QString::fromUtf8(statement));
    QVERIFY2(done.ok(), done.ok() ? "" : qUtf8Printable(done.error().text()));
}

} // namespace

void TestProbes::sqlOnTheLocalWarehouse()
{
    Ground ground;
    make(ground, "CREATE TABLE t (id BIGINT, name STRING, d DECIMAL(10,2))");
    make(ground, "INSERT INTO t VALUES (1, 'a,\"b\"', 1.5BD), (2, NULL, NULL), (3, '', 0BD)");
    const SqlResult result = ground.sql(QStringLiteral("SELECT * FROM t ORDER BY id")).value();
    QVERIFY(result.isSelect);
    QVERIFY(!result.truncated);
    QCOMPARE(result.columns, (QStringList{QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("d")}));
    QCOMPARE(result.types.size(), 3);
    QCOMPARE(result.types[0].toLower(), QStringLiteral("bigint"));
    QCOMPARE(result.rows.size(), 3);
    QCOMPARE(result.rows[0][1], QStringLiteral("a,\"b\""));
    QVERIFY(result.rows[1][1].isNull());
    QVERIFY(!result.rows[2][1].isNull() && result.rows[2][1].isEmpty());
    QVERIFY(ground.sql(QStringLiteral("SHOW TABLES"))->text.contains(QStringLiteral("t")));
    QVERIFY(!ground.sql(QStringLiteral("SHOW TABLES"))->isSelect);
}

void TestProbes::sqlErrorsSayTheirKind()
{
    Ground ground;
    make(ground, "CREATE TABLE flights (id BIGINT)");
    const auto missing = ground.sql(QStringLiteral("SELECT * FROM fligths"));
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY2(missing.error().message.contains(QStringLiteral("ODPS-0130131")), qUtf8Printable(missing.error().text()));
    QCOMPARE(ground.sql(QStringLiteral("SELEKT 1")).error().code, ErrorCode::Config);
    QCOMPARE(ground.probes.runSql(QStringLiteral("none"), QStringLiteral("SELECT 1"), minute()).error().code,
             ErrorCode::NotFound);
}

void TestProbes::schemaListAndPreview()
{
    Ground ground;
    const QString first = QStringLiteral("odps_first");
    make(ground, "CREATE TABLE people (id BIGINT COMMENT 'number', name STRING) PARTITIONED BY (pt STRING)");
    make(ground, "INSERT INTO people PARTITION (pt='a') VALUES (1, 'x'), (2, NULL)");
    make(ground, "INSERT INTO people PARTITION (pt='b') VALUES (3, 'z')");
    make(ground, "CREATE TABLE nothing (id BIGINT) PARTITIONED BY (pt STRING)");

    QStringList names;
    const QList<ObjectInfo> objects = ground.probes.listObjects(first, {}, minute()).value();
    for (const ObjectInfo &object : objects)
        names.append(object.name);
    QVERIFY(names.contains(QStringLiteral("people")) && names.contains(QStringLiteral("nothing")));

    const ObjectSchema schema = ground.probes.objectSchema(first, QStringLiteral("PEOPLE"), minute()).value();
    QCOMPARE(schema.columns.names(), (QStringList{QStringLiteral("id"), QStringLiteral("name")}));
    QCOMPARE(schema.columns.columns[0].comment, QStringLiteral("number"));
    QCOMPARE(schema.partitionColumns.names(), QStringList{QStringLiteral("pt")});
    QCOMPARE(ground.probes.objectSchema(first, QStringLiteral("none"), minute()).error().code, ErrorCode::NotFound);

    const QString people = QStringLiteral("people");
    const RowPreview all = ground.probes.previewRows(first, people, {}, 100, minute()).value();
    QCOMPARE(all.rows.size(), 3);
    QVERIFY(!all.more);
    const RowPreview one = ground.probes.previewRows(first, people, QStringLiteral("pt=a"), 1, minute()).value();
    QCOMPARE(one.rows.size(), 1);
    QVERIFY(one.more);
    const RowPreview a = ground.probes.previewRows(first, people, QStringLiteral("pt=a"), 2, minute()).value();
    QVERIFY(a.rows[1][1].isNull());
    QVERIFY(!a.more);
    QVERIFY(ground.probes.previewRows(first, QStringLiteral("nothing"), {}, 10, minute())->rows.isEmpty());

    // A table's rows are all there is to see.
    StepSpec reader;
    reader.stepType = QStringLiteral("odps");
    reader.category = QStringLiteral("reader");
    reader.parameter = {{QStringLiteral("datasource"), first}, {QStringLiteral("table"), people}};
    QCOMPARE(ground.probes.sampleStep(reader, 10, minute()).error().code, ErrorCode::Unsupported);

    DataSource local = ground.sources.find(first).value();
    const auto tested = ground.probes.testSource(local, minute());
    QVERIFY2(tested.ok(), tested.ok() ? "" : qUtf8Printable(tested.error().text()));
    QVERIFY(!tested.summary.isEmpty());
}

void TestProbes::previewOfDestinations()
{
    Ground ground;
    make(ground, "CREATE TABLE t (id BIGINT, s STRING) PARTITIONED BY (pt STRING)");
    make(ground, "INSERT INTO t PARTITION (pt='a') VALUES (1, 'x')");
    StepSpec writer;
    writer.stepType = QStringLiteral("odps");
    writer.category = QStringLiteral("writer");
    writer.parameter = {{QStringLiteral("datasource"), QStringLiteral("odps_first")},
                        {QStringLiteral("table"), QStringLiteral("t")},
                        {QStringLiteral("partition"), QStringLiteral("pt=a")},
                        {QStringLiteral("truncate"), true},
                        {QStringLiteral("column"), QJsonArray{QStringLiteral("s")}}};
    const RowPreview table = ground.probes.previewDestination(writer, 10, minute()).value();
    QCOMPARE(table.rows, (QList<QStringList>{{QStringLiteral("1"), QStringLiteral("x")}}));

    // One file, and the parts of several lanes.
    writer.stepType = QStringLiteral("file");
    writer.parameter = {{QStringLiteral("path"), QStringLiteral("out/r.csv")},
                        {QStringLiteral("writeMode"), QStringLiteral("truncate")}};
    QCOMPARE(ground.probes.previewDestination(writer, 10, minute()).error().code, ErrorCode::NotFound);
    QVERIFY(QDir(ground.workspace.directory()).mkdir(QStringLiteral("out")));
    auto put = [&](const char *name, const char *text) {
        QFile file(ground.workspace.absolute(QString::fromUtf8(name)));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    };
    put("out/r.part-0001.csv", "id\n1\n");
    put("out/r.part-0002.csv", "id\n2\n");
    QCOMPARE(ground.probes.previewDestination(writer, 10, minute())->rows.size(), 2);
    put("out/r.csv", "id\n3\n");
    QCOMPARE(ground.probes.previewDestination(writer, 10, minute())->rows, (QList<QStringList>{{QStringLiteral("3")}}));

    writer.stepType = QStringLiteral("stream");
    writer.parameter = {};
    QCOMPARE(ground.probes.previewDestination(writer, 10, minute()).error().code, ErrorCode::Unsupported);
}

void TestProbes::wrongKeyIsAuth()
{
    Ground ground;
    DataSource source = ground.warehouse.ensure().value();
    source.name = QStringLiteral("copy");
    source.local = false;
    source.values.insert(QStringLiteral("accessKey"), QStringLiteral("not the key"));
    QCOMPARE(ground.probes.testSource(source, minute()).error().code, ErrorCode::Auth);
    const auto answer =
        ground.connectors.require(source.type).value()->runSql(source, QStringLiteral("SELECT 1"), minute());
    QCOMPARE(answer.error().code, ErrorCode::Auth);
    QVERIFY(!answer.error().text().contains(QStringLiteral("not the key")));
}

void TestProbes::unreachableIsNetwork()
{
    Ground ground;
    DataSource source;
    source.name = QStringLiteral("gone");
    source.type = QStringLiteral("odps");
    source.values = {{QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:1/api")},
                     {QStringLiteral("project"), QStringLiteral("p")},
                     {QStringLiteral("accessId"), QStringLiteral("i")},
                     {QStringLiteral("accessKey"), QStringLiteral("kkkk")}};
    QCOMPARE(ground.probes.testSource(source, minute()).error().code, ErrorCode::Network);
    const Connector *odps = ground.connectors.require(source.type).value();
    QCOMPARE(odps->runSql(source, QStringLiteral("SELECT 1"), minute()).error().code, ErrorCode::Network);
    QCOMPARE(odps->runSql(DataSource(), QStringLiteral("SELECT 1"), minute()).error().code, ErrorCode::Config);
    const Connector *kafka = ground.connectors.require(QStringLiteral("kafka")).value();
    QCOMPARE(kafka->runSql(DataSource(), QStringLiteral("SELECT 1"), minute()).error().code, ErrorCode::Unsupported);
}
