#include "service/restcall.h"

#include "tunnel/signing.h"

#include <QDateTime>
#include <QLocale>
#include <QUrl>

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <pugixml.hpp>

namespace sluice
{

namespace
{

constexpr qsizetype largestAnswer = 256 * 1024 * 1024;

struct Transfer {
    RestAnswer answer;
    QByteArray requestId;
    Stop stop;
    bool tooLarge = false;
};

size_t takeBody(char *data, size_t size, size_t count, void *user)
{
    auto *transfer = static_cast<Transfer *>(user);
    transfer->tooLarge = transfer->answer.body.size() + qsizetype(size * count) > largestAnswer;
    if (transfer->tooLarge)
        return 0;
    transfer->answer.body.append(data, qsizetype(size * count));
    return size * count;
}

size_t takeHeader(char *data, size_t size, size_t count, void *user)
{
    auto *transfer = static_cast<Transfer *>(user);
    const QByteArray line(data, qsizetype(size * count));
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = line.left(colon).toLower();
    if (colon > 0 && name == "location")
        transfer->answer.location = line.mid(colon + 1).trimmed();
    else if (colon > 0 && name == "x-odps-request-id")
        transfer->requestId = line.mid(colon + 1).trimmed();
    return size * count;
}

int onProgress(void *user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    return static_cast<Transfer *>(user)->stop.check() ? 0 : 1;
}

QByteArray httpDate()
{
    return QLocale::c()
        .toString(QDateTime::currentDateTimeUtc(), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"))
        .toLatin1();
}

ErrorCode codeOf(int status)
{
    switch (status) {
    case 401:
    case 403:
        return ErrorCode::Auth;
    case 404:
        return ErrorCode::NotFound;
    case 408:
    case 504:
        return ErrorCode::Timeout;
    case 409:
        return ErrorCode::Conflict;
    case 429:
        return ErrorCode::Throttled;
    default:
        return status >= 500 ? ErrorCode::Network : ErrorCode::Config;
    }
}

QString messageOf(ErrorCode code, const QString &endpoint)
{
    switch (code) {
    case ErrorCode::Auth:
        return QStringLiteral("MaxCompute at %1 refused the request. Check the access key and its permissions.")
            .arg(endpoint);
    case ErrorCode::NotFound:
        return QStringLiteral("MaxCompute at %1 does not know this. Check the project's name.").arg(endpoint);
    case ErrorCode::Throttled:
        return QStringLiteral("MaxCompute at %1 asks to slow down. Try again later.").arg(endpoint);
    case ErrorCode::Config:
        return QStringLiteral("MaxCompute at %1 did not take the request.").arg(endpoint);
    default:
        return QStringLiteral("MaxCompute at %1 failed. Try again.").arg(endpoint);
    }
}

Error serviceError(const Transfer &transfer, const QString &endpoint)
{
    pugi::xml_document xml;
    xml.load_buffer(transfer.answer.body.constData(), size_t(transfer.answer.body.size()));
    const pugi::xml_node node = xml.child("Error");
    QStringList detail{QStringLiteral("HTTP %1").arg(transfer.answer.status)};
    if (node) {
        detail.append(QString::fromUtf8(node.child_value("Code")));
        detail.append(QString::fromUtf8(node.child_value("Message")));
    }
    if (!transfer.requestId.isEmpty())
        detail.append(QStringLiteral("request ") + QString::fromUtf8(transfer.requestId));
    const ErrorCode code = codeOf(transfer.answer.status);
    return makeError(code, messageOf(code, endpoint), {}, detail.join(QLatin1String(", ")));
}

Error transportError(CURLcode code, const Transfer &transfer, const QString &endpoint, const char *text)
{
    if (auto stopped = transfer.stop.check(); !stopped)
        return stopped.error();
    if (transfer.tooLarge)
        return makeError(ErrorCode::Data, QStringLiteral("The answer of %1 is too large.").arg(endpoint));
    const QString detail = QString::fromUtf8(*text ? text : curl_easy_strerror(code));
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return makeError(ErrorCode::Auth, QStringLiteral("The certificate of %1 is not trusted.").arg(endpoint), {},
                         detail);
    return makeError(
        ErrorCode::Network,
        QStringLiteral("MaxCompute at %1 is not reachable. Check the endpoint and the network.").arg(endpoint), {},
        detail);
}

} // namespace

Result<RestAnswer> restCall(const RestPlace &place, const RestRequest &request, Stop stop)
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    SLUICE_CHECK(stop.check());

    SignedRequest toSign{request.method, request.path.toUtf8(), request.query, {{"Date", httpDate()}}};
    if (!request.body.isEmpty())
        toSign.headers.append(qMakePair(QByteArray("Content-Type"), QByteArray("application/xml")));
    toSign.headers.append(
        qMakePair(QByteArray("Authorization"), authorizationV2(toSign, place.accessId, place.accessKey)));

    QByteArray url = place.endpoint.toUtf8() + QUrl::toPercentEncoding(request.path, "/");
    char separator = '?';
    for (const auto &[name, value] : request.query) {
        url += separator + QUrl::toPercentEncoding(QString::fromUtf8(name));
        if (!value.isEmpty())
            url += '=' + QUrl::toPercentEncoding(QString::fromUtf8(value));
        separator = '&';
    }

    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    curl_slist *lines = nullptr;
    for (const auto &[name, value] : toSign.headers)
        lines = curl_slist_append(lines, (name + ": " + value).constData());
    lines = curl_slist_append(lines, "Expect:");
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(lines, curl_slist_free_all);

    Transfer transfer;
    transfer.stop = stop;
    char reason[CURL_ERROR_SIZE] = "";
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.constData());
    curl_easy_setopt(curl.get(), CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl.get(), CURLOPT_CUSTOMREQUEST, request.method.constData());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    if (!request.body.isEmpty()) {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body.size()));
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, request.body.constData());
    } else if (request.method != "GET") {
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE, 0L);
        curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, "");
    }
    curl_easy_setopt(curl.get(), CURLOPT_CONNECTTIMEOUT_MS, 10'000L);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_TIME, 120L);
    curl_easy_setopt(curl.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, reason);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, takeBody);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, takeHeader);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, onProgress);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &transfer);

    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK)
        return transportError(code, transfer, place.endpoint, reason);
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    transfer.answer.status = int(status);
    if (status < 200 || status >= 300)
        return serviceError(transfer, place.endpoint);
    return std::move(transfer.answer);
}

} // namespace sluice
