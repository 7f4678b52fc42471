#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>

namespace sluice
{

// A request as it is signed. Header names in any case; query values decoded.
struct SignedRequest {
    QByteArray method;
    QByteArray path; // decoded, the endpoint's base path removed: "/projects/p/tables/t"
    QList<QPair<QByteArray, QByteArray>> query;
    QList<QPair<QByteArray, QByteArray>> headers;
};

// The text that is signed, the same for v2 and v4.
QByteArray canonicalString(const SignedRequest &request);

// The value of the Authorization header, version 2: "ODPS id:base64(hmac-sha1)".
QByteArray authorizationV2(const SignedRequest &request, const QByteArray &accessId, const QByteArray &accessKey);

} // namespace sluice
