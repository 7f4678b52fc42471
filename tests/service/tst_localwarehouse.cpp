#include "base/files.h"
#include "service/localwarehouse.h"
#include "service/warehousehost.h"
#include "tests.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtTest>

#include <future>

using namespace sluice;
using namespace std::chrono_literals;

namespace
{

struct Place {
    QTemporaryDir folder;
    QString directory = Workspace::create(folder.filePath(QStringLiteral("ws"))).value().directory();
    QString file(const char *name) const
    {
        return directory + QLatin1String("/.sluice/warehouse/") + QLatin1String(name);
    }
};

QString endpointOf(const DataSource &source)
{
    return source.values.value(QLatin1String("endpoint")).toString();
}

} // namespace

void TestLocalWarehouse::projectNames_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::newRow("plain") << QStringLiteral("demo") << QStringLiteral("demo");
    QTest::newRow("capitals and blanks") << QStringLiteral("My  Shop!") << QStringLiteral("my_shop");
    QTest::newRow("digit first") << QStringLiteral("2022") << QStringLiteral("p_2022");
    QTest::newRow("Chinese") << QStringLiteral("数据") << QStringLiteral("workspace");
    QTest::newRow("empty") << QString() << QStringLiteral("workspace");
    QTest::newRow("dots") << QStringLiteral("a.b-c") << QStringLiteral("a_b_c");
}

void TestLocalWarehouse::projectNames()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QCOMPARE(projectNameFrom(text), name);
}

void TestLocalWarehouse::servesAndIsFound()
{
    Place place;
    LocalWarehouse owner(place.directory);
    QVERIFY(owner.endpoint().isEmpty());
    const DataSource own = owner.ensure().value();
    QVERIFY(own.local);
    QCOMPARE(own.name, QStringLiteral("odps_first"));
    QCOMPARE(own.values.value(QLatin1String("project")).toString(), QStringLiteral("ws"));
    QVERIFY(owner.isServing());
    QCOMPARE(owner.endpoint(), endpointOf(own));

    LocalWarehouse guest(place.directory);
    const DataSource found = guest.ensure().value();
    QVERIFY(!guest.isServing());
    QCOMPARE(found.values, own.values);
}

void TestLocalWarehouse::nextOneTakesOver()
{
    Place place;
    auto first = std::make_unique<LocalWarehouse>(place.directory);
    const DataSource before = first->ensure().value();
    LocalWarehouse second(place.directory);
    QVERIFY(second.ensure().ok());
    first.reset();
    QVERIFY(!QFile::exists(place.file("endpoint.json")));
    const DataSource after = second.ensure().value();
    QVERIFY(second.isServing());
    QCOMPARE(after.values.value(QLatin1String("accessKey")), before.values.value(QLatin1String("accessKey")));
}

void TestLocalWarehouse::staleEndpointIsPassedBy()
{
    Place place;
    QVERIFY(makePrivateDir(place.directory + QLatin1String("/.sluice/warehouse")).ok());
    // Of an owner that was killed: its pid is taken by this process, and its port by nobody.
    const QByteArray stale =
        "{\"pid\": " + QByteArray::number(QCoreApplication::applicationPid()) + ", \"port\": 1, \"project\": \"x\"}";
    QVERIFY(writeFile(place.file("endpoint.json"), stale, Access::Private).ok());
    QVERIFY(!WarehouseHost::find(place.directory + QLatin1String("/.sluice/warehouse")));
    LocalWarehouse warehouse(place.directory);
    QVERIFY(warehouse.ensure().ok());
    QVERIFY(warehouse.isServing());
}

void TestLocalWarehouse::ownerWaitsForItsGuests()
{
    Place place;
    LocalWarehouse owner(place.directory);
    QVERIFY(owner.ensure().ok());
    LocalWarehouse guest(place.directory);
    auto hold = std::make_unique<FileLock>(guest.hold(Stop()).value());
    QVERIFY(owner.isHeld());
    QCOMPARE(owner.settle(Stop().within(300ms)).error().code, ErrorCode::Timeout);
    QVERIFY(owner.isServing());

    auto settled = std::async(std::launch::async, [&] { return owner.settle(Stop().within(20s)).ok(); });
    std::this_thread::sleep_for(200ms);
    hold.reset();
    QVERIFY(settled.get());
    QVERIFY(!owner.isServing());
    QVERIFY(!owner.isHeld());
    QVERIFY(guest.ensure().ok());
    QVERIFY(guest.isServing());
}

void TestLocalWarehouse::keysArePrivateAndStay()
{
    Place place;
    QString id;
    QString key;
    for (int round = 0; round < 2; ++round) {
        LocalWarehouse warehouse(place.directory);
        const DataSource source = warehouse.ensure().value();
        const QString accessId = source.values.value(QLatin1String("accessId")).toString();
        const QString accessKey = source.values.value(QLatin1String("accessKey")).toString();
        QVERIFY(accessKey.size() >= 43);
        if (round == 1) {
            QCOMPARE(accessId, id);
            QCOMPARE(accessKey, key);
        }
        id = accessId;
        key = accessKey;
        for (const char *name : {"access.key", "access.id", "endpoint.json"})
            QVERIFY(!(QFile::permissions(place.file(name)) & (QFile::ReadGroup | QFile::ReadOther)));
    }
}

void TestLocalWarehouse::occupiedPortIsConflict()
{
    Place place;
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    HostOptions options;
    options.directory = place.folder.filePath(QStringLiteral("w"));
    options.port = other.serverPort();
    options.projects = {QStringLiteral("demo")};
    auto host = WarehouseHost::start(options);
    QCOMPARE(host.error().code, ErrorCode::Conflict);
    QVERIFY2(host.error().text().contains(QString::number(options.port)), qUtf8Printable(host.error().text()));
}
