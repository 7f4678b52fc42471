#pragma once

#include <QString>

namespace sluice
{

// Puts two authorities (ca.pem, other.pem) into the folder, and a server's certificate for 127.0.0.1 by the first
// (server.pem, server.key); once. False, with a warning, when openssl fails.
bool makeCertificates(const QString &folder);

} // namespace sluice
