#include "secrets/secretstore.h"
#include "tests.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace sluice;

namespace
{

const QString source = QStringLiteral("prod");
const QString key = QStringLiteral("accessKey");
const QString secret = QStringLiteral("tøp-secret/+=");

} // namespace

// Every test has a home of its own, without keyring and passphrase.
void TestSecrets::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_dir->filePath(QStringLiteral("config")).toUtf8());
    qputenv("XDG_RUNTIME_DIR", m_dir->filePath(QStringLiteral("run")).toUtf8());
    qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    qunsetenv("SLUICE_PASSPHRASE");
    qunsetenv("SLUICE_SECRET_PROD_ACCESSKEY");
}

void TestSecrets::keepsAndForgets()
{
    const SecretStore store(m_dir->path());
    QVERIFY(!store.read(source, key).value().has_value());
    QVERIFY(store.remove(source, key).ok());
    QVERIFY(store.write(source, key, secret).ok());
    QVERIFY(store.write(source, QStringLiteral("other"), QStringLiteral("x")).ok());
    QCOMPARE(SecretStore(m_dir->path()).read(source, key).value().value(), secret);
    QVERIFY(store.write(source, key, QStringLiteral("second")).ok());
    QCOMPARE(store.read(source, key).value().value(), QStringLiteral("second"));
    QVERIFY(store.remove(source, key).ok());
    QVERIFY(!store.read(source, key).value().has_value());
    QCOMPARE(store.read(source, QStringLiteral("other")).value().value(), QStringLiteral("x"));
}

void TestSecrets::fileHoldsNoSecretAndIsPrivate()
{
    const SecretStore store(m_dir->path());
    QVERIFY(store.write(source, key, QStringLiteral("plain-ascii-secret")).ok());
    const QStringList files{m_dir->filePath(QStringLiteral("secrets/secrets.json")),
                            m_dir->filePath(QStringLiteral("config/sluice/secrets.key"))};
    for (const QString &name : files) {
        QFile file(name);
        QVERIFY2(file.open(QIODevice::ReadOnly), qUtf8Printable(name));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains("plain-ascii-secret"));
        QVERIFY(!bytes.contains("accessKey"));
        QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
                 QFile::Permissions());
    }
}

void TestSecrets::environmentWins()
{
    const SecretStore store(m_dir->path());
    QVERIFY(store.write(source, key, secret).ok());
    QCOMPARE(SecretStore::environmentName(source, key), QStringLiteral("SLUICE_SECRET_PROD_ACCESSKEY"));
    qputenv("SLUICE_SECRET_PROD_ACCESSKEY", "from outside");
    QCOMPARE(store.read(source, key).value().value(), QStringLiteral("from outside"));
}

void TestSecrets::passphraseOpensAndAnotherDoesNot()
{
    const SecretStore store(m_dir->path());
    qputenv("SLUICE_PASSPHRASE", "correct horse");
    QVERIFY(store.write(source, key, secret).ok());
    QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("config/sluice/secrets.key"))));
    QCOMPARE(store.read(source, key).value().value(), secret);
    for (const char *wrong : {"correct horsf", ""}) {
        qputenv("SLUICE_PASSPHRASE", wrong);
        QCOMPARE(store.read(source, key).error().code, ErrorCode::Auth);
        QCOMPARE(store.write(source, key, QStringLiteral("x")).error().code, ErrorCode::Auth);
    }
    qputenv("SLUICE_PASSPHRASE", "correct horse");
    QCOMPARE(store.read(source, key).value().value(), secret);
}

void TestSecrets::keyFileOfOthersIsRefused()
{
    const SecretStore store(m_dir->path());
    QVERIFY(store.write(source, key, secret).ok());
    QFile file(m_dir->filePath(QStringLiteral("config/sluice/secrets.key")));
    QVERIFY(file.setPermissions(file.permissions() | QFile::ReadOther));
    QCOMPARE(store.read(source, key).error().code, ErrorCode::Auth);
    QVERIFY(store.read(source, key).error().message.contains(QStringLiteral("chmod")));
    QVERIFY(file.remove());
    QCOMPARE(store.read(source, key).error().code, ErrorCode::Auth);
}

void TestSecrets::changedFileDoesNotOpen()
{
    const SecretStore store(m_dir->path());
    QVERIFY(store.write(source, key, secret).ok());
    QFile file(m_dir->filePath(QStringLiteral("secrets/secrets.json")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype at = bytes.indexOf("\"sealed\": \"") + 12;
    bytes[at] = bytes[at] == 'A' ? 'B' : 'A';
    file.seek(0);
    file.write(bytes);
    file.close();
    QCOMPARE(store.read(source, key).error().code, ErrorCode::Auth);

    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("nonsense");
    file.close();
    QCOMPARE(store.read(source, key).error().code, ErrorCode::Data);
}

void TestSecrets::deadKeyringFallsBackToTheFile()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    const SecretStore store(m_dir->path());
    QElapsedTimer timer;
    timer.start();
    QVERIFY(store.write(source, key, secret).ok());
    QCOMPARE(store.read(source, key).value().value(), secret);
    QVERIFY(QFile::exists(m_dir->filePath(QStringLiteral("secrets/secrets.json"))));
    QVERIFY2(timer.elapsed() < 25'000, qPrintable(QString::number(timer.elapsed())));
    qInfo("a dead keyring costs %lld ms for a write and a read", timer.elapsed());
}
