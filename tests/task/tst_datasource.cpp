#include "task/sourceregion.h"
#include "tests.h"

#include <QTest>

namespace sluice
{

class DataSourceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void descriptions();
    void halves();
    void regionsOfAddresses_data();
    void regionsOfAddresses();
    void regionsAreWarnedOf();
};

void DataSourceTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("accepted");
    for (const char *name : {"MyTablestoreDataSource", "odps_first", "a", "A9_"})
        QTest::newRow(name) << QString::fromUtf8(name) << true;
    for (const char *name : {"1abc", "_x", "my-ds", "my ds", "", "数据", "aé", "a😀"})
        QTest::newRow(*name ? name : "empty") << QString::fromUtf8(name) << false;
}

void DataSourceTest::names()
{
    QFETCH(QString, name);
    QFETCH(bool, accepted);
    const Done done = checkDataSourceName(name);
    QCOMPARE(done.ok(), accepted);
    if (!accepted) {
        QCOMPARE(done.error().code, ErrorCode::Config);
        QVERIFY(!done.error().message.isEmpty());
    }
}

void DataSourceTest::descriptions()
{
    QVERIFY(checkDataSourceDescription(QString()).ok());
    QVERIFY(checkDataSourceDescription(QString(80, u'x')).ok());
    QVERIFY(!checkDataSourceDescription(QString(81, u'x')).ok());
    QVERIFY(checkDataSourceDescription(QString(80, u'数')).ok());
    // Characters, not UTF-16 units.
    QVERIFY(checkDataSourceDescription(QStringLiteral("😀").repeated(80)).ok());
    QVERIFY(!checkDataSourceDescription(QStringLiteral("😀").repeated(81)).ok());
}

void DataSourceTest::halves()
{
    DataSource source;
    source.values = {{QStringLiteral("project"), QStringLiteral("p_dev")}};
    QCOMPARE(source.inHalf(SourceHalf::Production).values, source.values);
    QCOMPARE(source.inHalf(SourceHalf::Production).secretKey(QStringLiteral("key")), QStringLiteral("key"));
    source.production = QJsonObject{{QStringLiteral("project"), QStringLiteral("p")}};
    QCOMPARE(source.inHalf(SourceHalf::Development).values, source.values);
    const DataSource production = source.inHalf(SourceHalf::Production);
    QCOMPARE(production.values, *source.production);
    QVERIFY(!production.production);
    QCOMPARE(production.secretKey(QStringLiteral("key")), QStringLiteral("key_production"));
}

void DataSourceTest::regionsOfAddresses_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("region");
    QTest::newRow("DS-5") << "http://service.eu-central-1.maxcompute.aliyun-inc.com/api"
                          << "eu-central-1";
    QTest::newRow("tunnel") << "http://dt.eu-central-1.maxcompute.aliyun.com"
                            << "eu-central-1";
    QTest::newRow("vpc") << "https://service.cn-hangzhou-vpc.maxcompute.aliyun-inc.com/api"
                         << "cn-hangzhou";
    QTest::newRow("intranet") << "http://service.cn-shanghai-intranet.maxcompute.aliyun-inc.com/api"
                              << "cn-shanghai";
    QTest::newRow("local") << "http://127.0.0.1:4000/api"
                           << "";
    QTest::newRow("elsewhere") << "http://us-east-1.example.com"
                               << "";
    QTest::newRow("nothing") << ""
                             << "";
}

void DataSourceTest::regionsOfAddresses()
{
    QFETCH(QString, address);
    QFETCH(QString, region);
    QCOMPARE(regionOfAddress(address), region);
}

void DataSourceTest::regionsAreWarnedOf()
{
    const auto at = [](const char *region) {
        return QJsonObject{{QStringLiteral("endpoint"),
                            QStringLiteral("http://service.%1.maxcompute.aliyun.com/api").arg(QLatin1String(region))}};
    };
    DataSource source;
    source.name = QStringLiteral("a");
    source.type = QStringLiteral("odps");
    source.values = at("eu-central-1");
    DataSource other = source;
    other.name = QStringLiteral("b");
    QVERIFY(regionHints(source, {other, source}).isEmpty());
    other.values = at("cn-hangzhou");
    QVERIFY(regionHints(source, {other}).value(0).contains(QStringLiteral("CEN")));
    other.type = QStringLiteral("kafka");
    QVERIFY(regionHints(source, {other}).isEmpty());
    source.production = at("cn-hangzhou");
    QCOMPARE(regionHints(source, {}).size(), 1);
    source.production.reset();
    source.values.insert(QStringLiteral("tunnelServer"), QStringLiteral("http://dt.cn-hangzhou.maxcompute.aliyun.com"));
    source.values.insert(QStringLiteral("region"), QStringLiteral("us-east-1"));
    QCOMPARE(regionHints(source, {}).size(), 2);
    source.values = {{QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:1/api")}};
    QVERIFY(regionHints(source, {}).isEmpty());
}

std::unique_ptr<QObject> makeDataSourceTest()
{
    return std::make_unique<DataSourceTest>();
}

} // namespace sluice

#include "tst_datasource.moc"
