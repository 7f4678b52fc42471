#pragma once

#include "base/result.h"
#include "base/stop.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace sluice
{

// How a server is reached, beyond its address.
struct HttpRoute {
    QString caFile;   // PEM: trusted instead of the system's authorities; empty: those
    QByteArray proxy; // "http://host:port"; empty: what the environment says, never for loopback
    QString proxyUser;
    QString proxyPassword;
};

// How long the parts of reaching a server took; nothing of what a kept connection spared.
struct HttpTimes {
    std::chrono::microseconds resolve{0};
    std::chrono::microseconds connect{0};
    std::chrono::microseconds tls{0};
    std::chrono::microseconds answer{0}; // from the request to the first byte
};

struct HttpCall {
    QByteArray method;
    QByteArray url; // encoded
    QList<QPair<QByteArray, QByteArray>> headers;
};

// A body that is sent while it is made: the sender waits where it has caught up, until `complete`. Kept whole, so that
// it can be sent again.
struct HttpBody {
    std::string bytes;
    bool complete = false;
};

// One connection to a server, used for one request after another and kept alive in between. Belongs to one thread;
// nothing blocks but drive(). Built on libcurl.
class HttpLane
{
public:
    explicit HttpLane(HttpRoute route = {});
    ~HttpLane();
    HttpLane(const HttpLane &) = delete;
    HttpLane &operator=(const HttpLane &) = delete;

    // Begins a request; one that is under way is broken off. The body must live until the request is over; without
    // one, an empty body is sent.
    Done begin(const HttpCall &call, const HttpBody *body = nullptr);
    // Breaks the request off, and its connection with it.
    void cancel();

    // Moves bytes both ways for up to `patience`, returning early when the answer's end is there, when more than
    // `enough` bytes of the answer wait to be taken, or when a body that is not complete has been sent as far as it
    // goes. Network or Timeout error when the connection fails or nothing has moved for too long, Auth when the
    // server's certificate or the proxy's password is not accepted; Stopped.
    Done drive(std::chrono::milliseconds patience, size_t enough, Stop stop);

    bool active() const;  // begun and not over
    bool hasSent() const; // some of the request, so that the server may have understood it
    int status() const;   // 0 before the answer's head has come
    QByteArray header(const QByteArray &lowerCaseName) const;
    HttpTimes times() const; // of the request that is over, or as far as it has got
    // Told of the times while a request is under way; empty ends it.
    void watch(std::function<void(const HttpTimes &)> watcher);
    // Bytes of the answer's body that have come and were not taken. More than a few hundred KiB are never held: the
    // connection waits.
    std::string &inbox();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
