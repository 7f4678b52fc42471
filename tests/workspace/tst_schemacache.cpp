#include "tests.h"
#include "workspace/schemacache.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace sluice;

static StepSpec tableStep(const QString &table)
{
    StepSpec step;
    step.stepType = QStringLiteral("odps");
    step.category = QStringLiteral("reader");
    step.parameter = {{QStringLiteral("datasource"), QStringLiteral("odps_first")}, {QStringLiteral("table"), table}};
    return step;
}

static KnownSchema someSchema()
{
    KnownSchema schema;
    schema.columns.columns = {{QStringLiteral("id"), TypeKind::BigInt, false, QStringLiteral("the key")},
                              {QStringLiteral("price"), Type::decimal(18, 2), true, {}}};
    schema.partitionColumns.columns = {{QStringLiteral("pt"), TypeKind::String, true, {}}};
    schema.readAt = QDateTime(QDate(2022, 11, 22), QTime(9, 58), QTimeZone::utc());
    return schema;
}

void TestSchemaCache::keepsWhatWasRead()
{
    QTemporaryDir state;
    const SchemaCache cache(state.path());
    const StepSpec orders = tableStep(QStringLiteral("orders"));
    QCOMPARE(cache.find(orders).error().code, ErrorCode::NotFound);
    QVERIFY(cache.keep(orders, someSchema()).ok());
    const auto found = SchemaCache(state.path()).find(tableStep(QStringLiteral("ORDERS"))); // case does not count
    QVERIFY(found.ok());
    QCOMPARE(found->columns, someSchema().columns);
    QCOMPARE(found->partitionColumns, someSchema().partitionColumns);
    QCOMPARE(found->readAt, someSchema().readAt);
    QCOMPARE(cache.find(tableStep(QStringLiteral("others"))).error().code, ErrorCode::NotFound);
}

void TestSchemaCache::namesItsObjects()
{
    StepSpec step = tableStep(QStringLiteral("t"));
    const QString object = SchemaCache::objectOf(step);
    step.parameter.insert(QStringLiteral("truncate"), true); // how it is used does not matter
    step.category = QStringLiteral("writer");
    QCOMPARE(SchemaCache::objectOf(step), object);
    step.parameter.insert(QStringLiteral("datasource"), QStringLiteral("other"));
    QVERIFY(SchemaCache::objectOf(step) != object);
    step.parameter.remove(QStringLiteral("table"));
    QCOMPARE(SchemaCache::objectOf(step), QString());
    StepSpec file;
    file.stepType = QStringLiteral("file");
    file.parameter = {{QStringLiteral("path"), QJsonArray{QStringLiteral("a.csv"), QStringLiteral("b.csv")}}};
    QVERIFY(SchemaCache::objectOf(file).contains(QLatin1String("b.csv")));
}

void TestSchemaCache::holdsNoSecrets()
{
    QTemporaryDir state;
    StepSpec step = tableStep(QStringLiteral("t"));
    step.parameter.insert(QStringLiteral("accessKey"), QStringLiteral("very-secret"));
    QVERIFY(SchemaCache(state.path()).keep(step, someSchema()).ok());
    const QDir folder(state.filePath(QStringLiteral("schemas")));
    const QStringList files = folder.entryList(QDir::Files);
    QCOMPARE(files.size(), 1);
    QFile file(folder.filePath(files.first()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("very-secret"));
    QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
}

void TestSchemaCache::refusesForeignFiles()
{
    QTemporaryDir state;
    const SchemaCache cache(state.path());
    const StepSpec step = tableStep(QStringLiteral("t"));
    QVERIFY(cache.keep(step, someSchema()).ok());
    const QDir folder(state.filePath(QStringLiteral("schemas")));
    const QString path = folder.filePath(folder.entryList(QDir::Files).first());
    QFile kept(path);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    const QByteArray good = kept.readAll();
    kept.close();
    for (const QByteArray &bad :
         {QByteArray(), QByteArray("[]"), QByteArray("{\"format\":2}"), QByteArray(good).replace("BIGINT", "BIGGEST"),
          QByteArray(good).replace("2022-11", "x"), QByteArray(good).replace("odps_first", "odps_other"),
          good.left(good.size() / 2)}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bad);
        file.close();
        QVERIFY(!cache.find(step).ok());
    }
}
