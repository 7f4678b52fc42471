#pragma once

#include "base/result.h"
#include "warehouse/http/httpmessage.h"
#include "warehouse/server/auth.h"

#include <QJsonObject>

namespace sluice::warehouse
{

// Bearer tokens: whoever has the access key may have one made, which says until when it is good and what for. Nothing
// is kept of it: it is base64 of "SIGNATURE,ODPS_OBO:ACCESS-ID,EXPIRY,POLICY", the signature an HMAC-SHA256 of the rest
// by the access key and the expiry in seconds since 1970, so it outlives the server. Clients read the expiry out of it.

// `wish`: what …/authorization?sign_bearer_token was asked for. InvalidArgument when it is no good.
Result<QByteArray> makeBearerToken(const Credentials &credentials, const QJsonObject &wish, const QDateTime &now);

// Nothing when the token is of these credentials, has not expired, and its policy allows the request.
std::optional<Fault> checkBearerToken(const HttpRequest &request, const QByteArray &token,
                                      const Credentials &credentials, const QDateTime &now);

} // namespace sluice::warehouse
