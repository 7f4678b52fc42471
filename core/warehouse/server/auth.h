#pragma once

#include "warehouse/http/httpmessage.h"
#include "warehouse/server/servererror.h"

#include <QByteArray>
#include <QDateTime>

#include <optional>

namespace sluice::warehouse
{

// The one access key of a server.
struct Credentials {
    QByteArray accessId;
    QByteArray accessKey;
    bool lenient = false; // any signature of the known id is taken
};

// Checks a request's signature (version 2, or version 4 of any region) and its date, or its bearer token. Nothing when
// it may pass. Clients differ in how they decode what they sign, so each reading that a known client has is tried. The
// token of a temporary key is not signed, and any is taken.
std::optional<Fault> checkAuthorization(const HttpRequest &request, const Credentials &credentials,
                                        const QDateTime &now);

} // namespace sluice::warehouse
