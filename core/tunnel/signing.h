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

// The same, version 4: "ODPS id/20240101/region/odps/aliyun_v4_request:base64(hmac-sha1)". `day` is the UTC date of the
// signer's clock as yyyyMMdd; the key is derived from it and the region.
QByteArray authorizationV4(const SignedRequest &request, const QByteArray &accessId, const QByteArray &accessKey,
                           const QByteArray &region, const QByteArray &day);

} // namespace sluice
