#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace sluice
{

// Where the keys of a workspace's data sources are kept. Asked in this order:
//   1. the environment: SLUICE_SECRET_<SOURCE>_<KEY>, in capitals (SLUICE_SECRET_PROD_ACCESSKEY); read only,
//   2. the desktop's keyring, when one answers,
//   3. an encrypted file in the workspace's `.sluice/secrets/`, opened by SLUICE_PASSPHRASE or by a key file of the
//   user.
// A value without state; every call blocks (disk, keyring) and may come from any thread.
class SecretStore
{
public:
    // stateDir: the workspace's `.sluice`.
    explicit SecretStore(const QString &stateDir);

    // Nothing when none was ever kept.
    Result<std::optional<QString>> read(const QString &source, const QString &key) const;
    // The same without the environment: what write() has kept.
    Result<std::optional<QString>> readKept(const QString &source, const QString &key) const;
    Done write(const QString &source, const QString &key, const QString &secret) const;
    // Forgets it everywhere but in the environment; succeeds when there is none.
    Done remove(const QString &source, const QString &key) const;

    static QString environmentName(const QString &source, const QString &key);
    // In words, for messages: where write() would put a secret just now.
    QString place() const;

private:
    // The workspace's name in the keyring, which it keeps when its folder moves.
    Result<QString> keyringService() const;

    QString m_directory;
};

} // namespace sluice
