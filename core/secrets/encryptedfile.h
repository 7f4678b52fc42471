#pragma once

#include "base/result.h"

#include <QMap>
#include <QString>

namespace sluice
{

// Texts by name in one file, AES-256-GCM under a key that scrypt makes from the passphrase in SLUICE_PASSPHRASE or,
// without one, from a key file of the user (`<config>/sluice/secrets.key`, made when first needed, 0600).
// A lock file keeps processes from overwriting each other.
class EncryptedFile
{
public:
    explicit EncryptedFile(QString file)
        : m_file(std::move(file))
    {
    }

    // Empty when the file does not exist. Auth when the passphrase or the key file is not the one it was written with.
    Result<QMap<QString, QString>> read() const;
    // Sets a text, or removes it when it is null.
    Done update(const QString &name, const QString &text) const;

private:
    QString m_file;
};

} // namespace sluice
