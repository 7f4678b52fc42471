#include "tunnel/signing.h"

#include <QMap>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace sluice
{

namespace
{

QByteArray hmac(const EVP_MD *digest, const QByteArray &key, const QByteArray &text)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(digest, key.constData(), int(key.size()), reinterpret_cast<const unsigned char *>(text.constData()),
         size_t(text.size()), bytes, &size);
    return QByteArray(reinterpret_cast<const char *>(bytes), qsizetype(size));
}

} // namespace

QByteArray canonicalString(const SignedRequest &request)
{
    // Three headers count with their bare values, empty when absent; all x-odps-* with their names.
    QMap<QByteArray, QByteArray> headers{{"content-md5", {}}, {"content-type", {}}, {"date", {}}};
    for (const auto &[name, value] : request.headers) {
        const QByteArray key = name.toLower();
        if (headers.contains(key) || key.startsWith("x-odps-"))
            headers.insert(key, value);
    }
    for (const auto &[name, value] : request.query)
        if (name.startsWith("x-odps-"))
            headers.insert(name, value);

    QByteArray text = request.method + '\n';
    for (auto header = headers.cbegin(); header != headers.cend(); ++header) {
        if (header.key().startsWith("x-odps-"))
            text += header.key() + ':';
        text += header.value() + '\n';
    }

    text += request.path;
    QList<QPair<QByteArray, QByteArray>> query = request.query;
    std::stable_sort(query.begin(), query.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    char separator = '?';
    for (const auto &[name, value] : query) {
        text += separator + name;
        if (!value.isEmpty())
            text += '=' + value;
        separator = '&';
    }
    return text;
}

QByteArray authorizationV2(const SignedRequest &request, const QByteArray &accessId, const QByteArray &accessKey)
{
    return "ODPS " + accessId + ':' + hmac(EVP_sha1(), accessKey, canonicalString(request)).toBase64();
}

QByteArray authorizationV4(const SignedRequest &request, const QByteArray &accessId, const QByteArray &accessKey,
                           const QByteArray &region, const QByteArray &day)
{
    QByteArray key = "aliyun_v4" + accessKey;
    for (const QByteArray &part : {day, region, QByteArray("odps"), QByteArray("aliyun_v4_request")})
        key = hmac(EVP_sha256(), key, part);
    // Derived by SHA-256, yet the last step is SHA-1.
    return "ODPS " + accessId + '/' + day + '/' + region +
           "/odps/aliyun_v4_request:" + hmac(EVP_sha1(), key, canonicalString(request)).toBase64();
}

} // namespace sluice
