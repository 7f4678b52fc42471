#include "connectors/maxcompute/httplane.h"

#include <QFile>

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace sluice
{

namespace
{

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr long connectSeconds = 10;
// A commit of many blocks may take the server minutes; a connection on which nothing moves for longer is dead.
constexpr auto silenceLimit = 300s;
constexpr size_t inboxLimit = 256 * 1024;
constexpr size_t headerLimit = 64 * 1024;
constexpr auto stopInterval = 100ms;

void startLibrary()
{
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool isLoopback(const QByteArray &url)
{
    const qsizetype host = url.indexOf("://") + 3;
    return url.mid(host).startsWith("127.") || url.mid(host).startsWith("localhost") ||
           url.mid(host).startsWith("[::1]");
}

} // namespace

struct HttpLane::Private {
    HttpRoute route;
    CURL *easy = nullptr;
    CURLM *multi = nullptr;
    curl_slist *headers = nullptr;
    bool attached = false; // the easy handle is in the multi handle
    bool over = true;
    CURLcode outcome = CURLE_OK;
    char reason[CURL_ERROR_SIZE] = {};
    QByteArray server; // scheme and host, for messages

    const HttpBody *body = nullptr;
    size_t sent = 0;
    bool sendPaused = false;
    bool receivePaused = false;

    std::string inbox;
    QList<QPair<QByteArray, QByteArray>> answered;
    size_t headerBytes = 0;
    Clock::time_point lastMove;
    std::function<void(const HttpTimes &)> watcher;

    static size_t onSend(char *to, size_t size, size_t count, void *self)
    {
        auto *d = static_cast<Private *>(self);
        if (!d->body)
            return 0;
        const size_t left = d->body->bytes.size() - d->sent;
        if (left == 0) {
            if (d->body->complete)
                return 0;
            d->sendPaused = true;
            return CURL_READFUNC_PAUSE;
        }
        const size_t part = std::min(left, size * count);
        std::memcpy(to, d->body->bytes.data() + d->sent, part);
        d->sent += part;
        d->lastMove = Clock::now();
        return part;
    }

    static size_t onReceive(char *from, size_t size, size_t count, void *self)
    {
        auto *d = static_cast<Private *>(self);
        if (d->inbox.size() >= inboxLimit) {
            d->receivePaused = true;
            return CURL_WRITEFUNC_PAUSE;
        }
        d->inbox.append(from, size * count);
        d->lastMove = Clock::now();
        return size * count;
    }

    static size_t onHeader(char *from, size_t size, size_t count, void *self)
    {
        auto *d = static_cast<Private *>(self);
        const QByteArray line(from, qsizetype(size * count));
        d->headerBytes += size * count;
        d->lastMove = Clock::now();
        if (d->headerBytes > headerLimit)
            return 0;
        if (line.startsWith("HTTP/")) // also after 100 Continue
            d->answered.clear();
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            d->answered.append({line.left(colon).toLower(), line.mid(colon + 1).trimmed()});
        return size * count;
    }

    void detach()
    {
        if (attached)
            curl_multi_remove_handle(multi, easy);
        attached = false;
        curl_slist_free_all(headers);
        headers = nullptr;
        body = nullptr;
    }

    // Whether curl has said how the transfer ended.
    void collect()
    {
        int left = 0;
        while (const CURLMsg *message = curl_multi_info_read(multi, &left))
            if (message->msg == CURLMSG_DONE) {
                outcome = message->data.result;
                over = true;
                detach();
            }
    }

    void setRoute(bool loopback)
    {
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
        if (!route.caFile.isEmpty()) {
            curl_easy_setopt(easy, CURLOPT_CAINFO, QFile::encodeName(route.caFile).constData());
            curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
        }
        if (!route.proxy.isEmpty()) {
            curl_easy_setopt(easy, CURLOPT_PROXY, route.proxy.constData());
            curl_easy_setopt(easy, CURLOPT_NOPROXY, ""); // what was asked for counts more than the environment
            if (!route.proxyUser.isEmpty()) {
                curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, route.proxyUser.toUtf8().constData());
                curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, route.proxyPassword.toUtf8().constData());
            }
        } else if (loopback) {
            curl_easy_setopt(easy, CURLOPT_PROXY, "");
        }
    }

    bool inHandshake() const
    {
        curl_off_t connected = 0;
        curl_off_t secure = 0;
        curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
        curl_easy_getinfo(easy, CURLINFO_APPCONNECT_TIME_T, &secure);
        return server.startsWith("https:") && connected > 0 && secure == 0;
    }

    static QString noHandshake()
    {
        return QStringLiteral("No secure connection (TLS) to %1 came about. Check whether the endpoint is http:// or "
                              "https://.");
    }

    // What went wrong on the way to the server, told apart by how far it got.
    Done failure() const
    {
        if (outcome == CURLE_OK)
            return {};
        const QString detail = QString::fromUtf8(reason[0] ? reason : curl_easy_strerror(outcome));
        const auto say = [&](ErrorCode code, const QString &text) {
            return makeError(code, text.arg(QString::fromUtf8(server)), {}, detail);
        };
        long connectStatus = 0; // what the proxy said to CONNECT
        curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &connectStatus);
        if (connectStatus == 407)
            return say(ErrorCode::Auth, QStringLiteral("The proxy does not let us through to %1: it wants another user "
                                                       "or password. Check proxyUser and proxyPassword."));
        if (connectStatus >= 300)
            return say(ErrorCode::Network,
                       QStringLiteral("The proxy does not connect to %1. Check proxy and the endpoint."));
        switch (outcome) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return say(ErrorCode::Network, QStringLiteral("%1 cannot be reached: its name cannot be resolved. Check "
                                                          "the endpoint's spelling and the network."));
        case CURLE_COULDNT_RESOLVE_PROXY:
            return say(ErrorCode::Network, QStringLiteral("%1 cannot be reached: the proxy's name cannot be resolved. "
                                                          "Check proxy, or https_proxy of the environment."));
        case CURLE_COULDNT_CONNECT:
            return say(ErrorCode::Network, QStringLiteral("%1 cannot be reached: nothing accepts a connection there. "
                                                          "Check the endpoint's host and port, and the network."));
        case CURLE_OPERATION_TIMEDOUT:
            if (inHandshake())
                return say(ErrorCode::Timeout, noHandshake());
            return say(ErrorCode::Timeout, QStringLiteral("%1 does not answer."));
        case CURLE_PEER_FAILED_VERIFICATION:
            return say(ErrorCode::Auth,
                       QStringLiteral("No secure connection (TLS) to %1: its certificate is not accepted. If it comes "
                                      "from an authority of your own, name that authority's file as caFile."));
        case CURLE_SSL_CACERT_BADFILE:
            return say(ErrorCode::Config, QStringLiteral("No secure connection (TLS) to %1: the certificates in \"") +
                                              route.caFile +
                                              QStringLiteral("\" cannot be read. caFile names a file in PEM form."));
        case CURLE_SSL_CONNECT_ERROR:
            return say(ErrorCode::Network, noHandshake());
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
            return say(ErrorCode::Config,
                       QStringLiteral("\"%1\" is not an address of a server; write http:// or https:// and a host."));
        default:
            return say(ErrorCode::Network, QStringLiteral("The connection to %1 broke off."));
        }
    }
};

HttpLane::HttpLane(HttpRoute route)
    : d(std::make_unique<Private>())
{
    d->route = std::move(route);
    startLibrary();
    d->easy = curl_easy_init();
    d->multi = curl_multi_init();
}

HttpLane::~HttpLane()
{
    d->detach();
    curl_easy_cleanup(d->easy);
    curl_multi_cleanup(d->multi);
}

Done HttpLane::begin(const HttpCall &call, const HttpBody *body)
{
    if (!d->easy || !d->multi)
        return makeError(ErrorCode::Internal, QStringLiteral("The HTTP library could not be started."));
    cancel();
    const qsizetype scheme = call.url.indexOf("://");
    const qsizetype path = call.url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    d->server = call.url.left(path < 0 ? call.url.size() : path);

    CURL *easy = d->easy;
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, call.url.constData());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, connectSeconds);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, d->reason);
    curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 512 * 1024L);
    curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256 * 1024L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    d->setRoute(isLoopback(call.url));
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Private::onReceive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, d.get());
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Private::onHeader);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, d.get());
    if (body) {
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Private::onSend);
        curl_easy_setopt(easy, CURLOPT_READDATA, d.get());
        if (body->complete)
            curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, curl_off_t(body->bytes.size()));
    } else if (call.method != "GET") {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDS, "");
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, 0L);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call.method.constData());
    for (const auto &[name, value] : call.headers)
        // "Name;" is how curl is told of a header without a value.
        d->headers = curl_slist_append(d->headers,
                                       value.isEmpty() ? (name + ';').constData() : (name + ": " + value).constData());
    // What curl adds of its own; a content type would have to be signed.
    d->headers = curl_slist_append(d->headers, "Expect:");
    d->headers = curl_slist_append(d->headers, "Accept:");
    if (!body)
        d->headers = curl_slist_append(d->headers, "Content-Type:");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, d->headers);

    d->body = body;
    d->sent = 0;
    d->sendPaused = d->receivePaused = false;
    d->inbox.clear();
    d->answered.clear();
    d->headerBytes = 0;
    d->reason[0] = 0;
    d->outcome = CURLE_OK;
    d->over = false;
    d->lastMove = Clock::now();
    if (curl_multi_add_handle(d->multi, easy) != CURLM_OK) {
        d->over = true;
        return makeError(ErrorCode::Internal, QStringLiteral("The HTTP library refused a request."));
    }
    d->attached = true;
    return {};
}

void HttpLane::cancel()
{
    d->detach();
    d->over = true;
    d->inbox.clear();
}

Done HttpLane::drive(std::chrono::milliseconds patience, size_t enough, Stop stop)
{
    const auto deadline = Clock::now() + patience;
    for (;;) {
        if (const Done go = stop.check(); !go.ok()) {
            cancel();
            return go;
        }
        if (d->over)
            return d->failure();
        const bool canSend = d->sendPaused && d->body && (d->sent < d->body->bytes.size() || d->body->complete);
        const bool canReceive = d->receivePaused && d->inbox.size() < inboxLimit;
        if (canSend || canReceive) {
            d->sendPaused = d->sendPaused && !canSend;
            d->receivePaused = d->receivePaused && !canReceive;
            d->lastMove = Clock::now();
            curl_easy_pause(d->easy, (d->sendPaused ? CURLPAUSE_SEND : 0) | (d->receivePaused ? CURLPAUSE_RECV : 0));
        }
        const size_t sentBefore = d->sent;
        int running = 0;
        if (curl_multi_perform(d->multi, &running) != CURLM_OK) {
            cancel();
            return makeError(ErrorCode::Internal, QStringLiteral("The HTTP library failed."));
        }
        d->collect();
        if (d->watcher)
            d->watcher(times());
        if (d->over)
            return d->failure();
        if (d->inbox.size() > enough || d->sendPaused)
            return {};
        if (d->sent != sentBefore) // the socket may take more
            continue;
        const auto now = Clock::now();
        if (now - d->lastMove > silenceLimit) {
            cancel();
            return makeError(ErrorCode::Timeout, QStringLiteral("%1 has been silent for %2 seconds.")
                                                     .arg(QString::fromUtf8(d->server))
                                                     .arg(silenceLimit.count()));
        }
        if (now >= deadline)
            return {};
        const auto wait = std::min(std::chrono::ceil<std::chrono::milliseconds>(deadline - now),
                                   std::chrono::milliseconds(stopInterval));
        curl_multi_poll(d->multi, nullptr, 0, int(wait.count()), nullptr);
    }
}

bool HttpLane::active() const
{
    return !d->over;
}

bool HttpLane::hasSent() const
{
    long bytes = 0;
    if (d->easy)
        curl_easy_getinfo(d->easy, CURLINFO_REQUEST_SIZE, &bytes);
    return bytes > 0;
}

int HttpLane::status() const
{
    long status = 0;
    if (d->easy)
        curl_easy_getinfo(d->easy, CURLINFO_RESPONSE_CODE, &status);
    return int(status);
}

QByteArray HttpLane::header(const QByteArray &lowerCaseName) const
{
    for (const auto &[name, value] : d->answered)
        if (name == lowerCaseName)
            return value;
    return {};
}

HttpTimes HttpLane::times() const
{
    const auto at = [this](CURLINFO what) {
        curl_off_t value = 0;
        curl_easy_getinfo(d->easy, what, &value);
        return std::chrono::microseconds(value);
    };
    const auto resolved = at(CURLINFO_NAMELOOKUP_TIME_T);
    const auto connected = at(CURLINFO_CONNECT_TIME_T);
    const auto secure = at(CURLINFO_APPCONNECT_TIME_T);
    HttpTimes times;
    times.resolve = resolved;
    times.connect = std::max(connected - resolved, 0us);
    times.tls = std::max(secure - connected, 0us);
    times.answer = std::max(at(CURLINFO_STARTTRANSFER_TIME_T) - at(CURLINFO_PRETRANSFER_TIME_T), 0us);
    return times;
}

void HttpLane::watch(std::function<void(const HttpTimes &)> watcher)
{
    d->watcher = std::move(watcher);
}

std::string &HttpLane::inbox()
{
    return d->inbox;
}

} // namespace sluice
