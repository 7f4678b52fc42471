#include "tunnel/signing.h"

#include <QMap>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace sluice
{

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
    const QByteArray text = canonicalString(request);
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    HMAC(EVP_sha1(), accessKey.constData(), int(accessKey.size()),
         reinterpret_cast<const unsigned char *>(text.constData()), size_t(text.size()), digest, &size);
    const QByteArray signature(reinterpret_cast<const char *>(digest), qsizetype(size));
    return "ODPS " + accessId + ':' + signature.toBase64();
}

} // namespace sluice
