#include "task/datasource.h"
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

std::unique_ptr<QObject> makeDataSourceTest()
{
    return std::make_unique<DataSourceTest>();
}

} // namespace sluice

#include "tst_datasource.moc"
