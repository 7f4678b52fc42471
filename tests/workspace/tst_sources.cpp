#include "tests.h"
#include "workspace/sourcestore.h"

#include <QFile>
#include <QtTest>

using namespace sluice;

void TestSources::localWarehouseIsAlwaysThere()
{
    QTemporaryDir dir;
    SourceStore store(dir.path());
    const QList<DataSource> sources = store.list().value();
    QCOMPARE(sources.size(), 1);
    QCOMPARE(sources.first().name, QStringLiteral("odps_first"));
    QVERIFY(sources.first().local);
    QVERIFY(store.find(QStringLiteral("odps_first"))->local);
    QCOMPARE(store.remove(QStringLiteral("odps_first")).error().code, ErrorCode::Conflict);
    QCOMPARE(store.save(sources.first()).error().code, ErrorCode::Conflict);
}

void TestSources::savesAndFinds()
{
    QTemporaryDir dir;
    SourceStore store(dir.path());
    DataSource source;
    source.name = QStringLiteral("Prod");
    source.type = QStringLiteral("odps");
    source.description = QStringLiteral("生产");
    source.values = {{QStringLiteral("endpoint"), QStringLiteral("http://h/api")}, {QStringLiteral("n"), 3}};
    QVERIFY(store.save(source).ok());
    const DataSource found = store.find(QStringLiteral("Prod")).value();
    QCOMPARE(found.type, source.type);
    QCOMPARE(found.description, source.description);
    QCOMPARE(found.values, source.values);
    QVERIFY(!found.local);
    QCOMPARE(store.list()->size(), 2);
    const QString file = dir.filePath(QStringLiteral(".sluice/sources/Prod.source.json"));
    QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));

    QVERIFY(store.remove(QStringLiteral("Prod")).ok());
    QCOMPARE(store.find(QStringLiteral("Prod")).error().code, ErrorCode::NotFound);
    QCOMPARE(store.remove(QStringLiteral("Prod")).error().code, ErrorCode::NotFound);
}

void TestSources::brokenFileHidesNoOther()
{
    QTemporaryDir dir;
    SourceStore store(dir.path());
    DataSource source;
    source.name = QStringLiteral("good");
    source.type = QStringLiteral("odps");
    QVERIFY(store.save(source).ok());
    QFile broken(dir.filePath(QStringLiteral(".sluice/sources/broken.source.json")));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{ \"type\": ");
    broken.close();
    const auto sources = store.list();
    QVERIFY(sources.ok());
    QCOMPARE(sources->size(), 2);
    QCOMPARE(sources->last().name, source.name);
    QCOMPARE(store.find(QStringLiteral("broken")).error().code, ErrorCode::Config);
    // None is written that could not be read again.
    source.values.insert(QStringLiteral("endpoint"), QString(1024 * 1024, u'x'));
    QCOMPARE(store.save(source).error().code, ErrorCode::Config);
    QVERIFY(store.find(QStringLiteral("good"))->values.isEmpty());
}

void TestSources::unknownNameGivesTheNearest()
{
    QTemporaryDir dir;
    const auto found = SourceStore(dir.path()).find(QStringLiteral("odps_frist"));
    QCOMPARE(found.error().code, ErrorCode::NotFound);
    QVERIFY2(found.error().message.contains(QStringLiteral("odps_first")), qUtf8Printable(found.error().text()));
    QVERIFY(!SourceStore(dir.path()).find(QStringLiteral("../x")).ok());
}

void TestSources::namesAndDescriptionsAreChecked()
{
    QTemporaryDir dir;
    SourceStore store(dir.path());
    DataSource source;
    source.type = QStringLiteral("odps");
    source.name = QStringLiteral("my-ds");
    QCOMPARE(store.save(source).error().code, ErrorCode::Config);
    source.name = QStringLiteral("good");
    source.description = QString(81, QLatin1Char('x'));
    QCOMPARE(store.save(source).error().code, ErrorCode::Config);
    source.description.chop(1);
    QVERIFY(store.save(source).ok());
}
