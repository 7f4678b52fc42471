#pragma once

#include "base/result.h"

#include <QString>

#include <optional>

namespace sluice::keyring
{

// The desktop's keyring (Secret Service, KWallet). Each call blocks for at most ten seconds: a locked keyring asks the
// user. The keyring itself is spoken to on the main thread, which must run its event loop while another thread asks;
// asked on the main thread, a call runs a loop of its own.

// Whether one can be asked: built in, and there is a session bus. Asks nobody.
bool reachable();

Result<std::optional<QString>> read(const QString &service, const QString &key);
Done write(const QString &service, const QString &key, const QString &secret);
Done remove(const QString &service, const QString &key);

} // namespace sluice::keyring
