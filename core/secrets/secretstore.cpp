#include "secrets/secretstore.h"

#include "base/files.h"
#include "secrets/encryptedfile.h"
#include "secrets/keyring.h"

#include <QFile>
#include <QUuid>

namespace sluice
{

namespace
{

QString entryName(const QString &source, const QString &key)
{
    return source + QLatin1Char('/') + key;
}

QString filePath(const QString &directory)
{
    return directory + QLatin1String("/secrets.json");
}

} // namespace

SecretStore::SecretStore(const QString &stateDir)
    : m_directory(stateDir + QLatin1String("/secrets"))
{
}

QString SecretStore::environmentName(const QString &source, const QString &key)
{
    return QStringLiteral("SLUICE_SECRET_%1_%2").arg(source.toUpper(), key.toUpper());
}

Result<QString> SecretStore::keyringService() const
{
    const QString file = m_directory + QLatin1String("/id");
    SLUICE_CHECK(makePrivateDir(m_directory));
    // Made once: whoever comes second reads what the first one wrote.
    QFile made(file);
    if (made.open(QIODevice::WriteOnly | QIODevice::NewOnly, QFileDevice::ReadOwner | QFileDevice::WriteOwner)) {
        made.write("sluice-" + QUuid::createUuid().toByteArray(QUuid::Id128));
        made.close();
    }
    SLUICE_TRY(const QByteArray service, readFile(file, 4096));
    return QString::fromUtf8(service.trimmed());
}

Result<std::optional<QString>> SecretStore::read(const QString &source, const QString &key) const
{
    const QByteArray variable = environmentName(source, key).toUtf8();
    if (qEnvironmentVariableIsSet(variable.constData()))
        return std::optional(qEnvironmentVariable(variable.constData()));
    return readKept(source, key);
}

Result<std::optional<QString>> SecretStore::readKept(const QString &source, const QString &key) const
{
    Done keyringState;
    if (keyring::reachable()) {
        SLUICE_TRY(const QString service, keyringService());
        auto kept = keyring::read(service, entryName(source, key));
        if (kept.ok() && kept->has_value())
            return kept;
        if (!kept.ok() && kept.error().code == ErrorCode::Auth)
            keyringState = kept.error();
    }
    SLUICE_TRY(const auto texts, EncryptedFile(filePath(m_directory)).read());
    const auto found = texts.find(entryName(source, key));
    if (found != texts.end())
        return std::optional(*found);
    if (!keyringState) // it may well be there
        return keyringState.error();
    return std::optional<QString>();
}

Done SecretStore::write(const QString &source, const QString &key, const QString &secret) const
{
    const EncryptedFile file(filePath(m_directory));
    if (keyring::reachable()) {
        SLUICE_TRY(const QString service, keyringService());
        if (keyring::write(service, entryName(source, key), secret))
            return file.update(entryName(source, key), {}); // no second, older copy
    }
    return file.update(entryName(source, key), secret.isNull() ? QStringLiteral("") : secret);
}

Done SecretStore::remove(const QString &source, const QString &key) const
{
    if (keyring::reachable()) {
        SLUICE_TRY(const QString service, keyringService());
        if (auto removed = keyring::remove(service, entryName(source, key));
            !removed && removed.error().code == ErrorCode::Auth)
            return removed;
    }
    return EncryptedFile(filePath(m_directory)).update(entryName(source, key), {});
}

QString SecretStore::place() const
{
    return keyring::reachable() ? QStringLiteral("the desktop's keyring")
                                : QStringLiteral("an encrypted file of this workspace");
}

} // namespace sluice
