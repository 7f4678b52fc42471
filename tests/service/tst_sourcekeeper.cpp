#include "ground.h"
#include "tests.h"

#include <QDirIterator>
#include <QtTest>

using namespace sluice;

namespace
{

const QString secret = QStringLiteral("very-secret-key-4711");

DataSource prod()
{
    DataSource source;
    source.name = QStringLiteral("prod");
    source.type = QStringLiteral("odps");
    source.values = {{QStringLiteral("endpoint"), QStringLiteral("http://127.0.0.1:1/api")},
                     {QStringLiteral("project"), QStringLiteral("p")},
                     {QStringLiteral("accessId"), QStringLiteral("id")},
                     {QStringLiteral("accessKey"), secret}};
    return source;
}

} // namespace

void TestSourceKeeper::init()
{
    static QTemporaryDir home;
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    qputenv("XDG_RUNTIME_DIR", home.path().toUtf8());
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("SLUICE_PASSPHRASE");
}

void TestSourceKeeper::secretsAreKeptApart()
{
    Ground ground;
    QVERIFY(ground.keeper.save(prod()).ok());
    QVERIFY(!ground.sources.find(QStringLiteral("prod"))->values.contains(QLatin1String("accessKey")));
    QCOMPARE(ground.keeper.resolve(QStringLiteral("prod"))->values, prod().values);
    QCOMPARE(ground.keeper.secretsOf(prod()), QStringList{secret});
    for (QDirIterator files(ground.workspace.directory(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         files.hasNext();) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(secret.toUtf8()), qUtf8Printable(file.fileName()));
    }
    QVERIFY(ground.keeper.remove(QStringLiteral("prod")).ok());
    QVERIFY(!SecretStore(ground.workspace.stateDir())
                 .read(QStringLiteral("prod"), QStringLiteral("accessKey"))
                 .value()
                 .has_value());
}

void TestSourceKeeper::missingSecretIsNamed()
{
    Ground ground;
    DataSource source = prod();
    source.values.remove(QLatin1String("accessKey"));
    QVERIFY(ground.keeper.save(source).ok());
    const auto resolved = ground.keeper.resolve(QStringLiteral("prod"));
    QCOMPARE(resolved.error().code, ErrorCode::Auth);
    QVERIFY2(resolved.error().message.contains(QStringLiteral("SLUICE_SECRET_PROD_ACCESSKEY")),
             qUtf8Printable(resolved.error().text()));
    qputenv("SLUICE_SECRET_PROD_ACCESSKEY", "from outside");
    QCOMPARE(ground.keeper.resolve(QStringLiteral("prod"))->values.value(QLatin1String("accessKey")).toString(),
             QStringLiteral("from outside"));
    qunsetenv("SLUICE_SECRET_PROD_ACCESSKEY");
}

void TestSourceKeeper::environmentIsNotCopied()
{
    Ground ground;
    const auto kept = [&](const char *source) {
        return SecretStore(ground.workspace.stateDir())
            .read(QLatin1String(source), QStringLiteral("accessKey"))
            .value();
    };
    DataSource source = prod();
    source.values.remove(QLatin1String("accessKey"));
    QVERIFY(ground.keeper.save(source).ok());
    qputenv("SLUICE_SECRET_PROD_ACCESSKEY", "from outside");
    QVERIFY(ground.keeper.copy(QStringLiteral("prod"), QStringLiteral("second")).ok());
    QVERIFY(!kept("second"));
    QVERIFY(ground.keeper.save(prod()).ok());
    QVERIFY(ground.keeper.rename(QStringLiteral("prod"), QStringLiteral("third")).ok());
    QCOMPARE(kept("third"), std::optional(secret)); // its own, not the one outside
    qunsetenv("SLUICE_SECRET_PROD_ACCESSKEY");
}

void TestSourceKeeper::unknownAndMissingOptions()
{
    Ground ground;
    DataSource source = prod();
    source.values.insert(QStringLiteral("acessId"), 1);
    auto saved = ground.keeper.save(source);
    QCOMPARE(saved.error().code, ErrorCode::Config);
    QVERIFY(saved.error().message.contains(QStringLiteral("accessId")));
    source = prod();
    source.values.remove(QLatin1String("project"));
    saved = ground.keeper.save(source);
    QCOMPARE(saved.error().code, ErrorCode::Config);
    QVERIFY(saved.error().message.contains(QStringLiteral("project")));
    QCOMPARE(ground.sources.list()->size(), 1);
}

void TestSourceKeeper::localOneRuns()
{
    Ground ground;
    const DataSource source = ground.keeper.resolve(QStringLiteral("odps_first")).value();
    QVERIFY(source.local);
    QVERIFY(source.values.value(QLatin1String("endpoint")).toString().startsWith(QLatin1String("http://127.0.0.1:")));
    QCOMPARE(source.values.value(QLatin1String("project")).toString(), QStringLiteral("my_shop"));
}
