#pragma once

#include <QByteArray>
#include <QMap>

#include <string>
#include <vector>

namespace sluice
{

// A request without its body, which nobody looks at.
struct SinkRequest {
    QByteArray method;
    QByteArray path;
    QMap<QByteArray, QByteArray> query;   // decoded
    QMap<QByteArray, QByteArray> headers; // names in lower case
    bool keepAlive = true;
};

struct SinkAnswer {
    int status = 200;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    int file = -1; // instead of a body: this file's first bytes
    int64_t fileBytes = 0;
};

// A client's connection, blocking, on a thread of its own. Requests are taken in large pieces and their bodies thrown
// away; it trusts its clients, which the benchmark has started itself.
class SinkConnection
{
public:
    explicit SinkConnection(int socket);
    ~SinkConnection();
    SinkConnection(const SinkConnection &) = delete;
    SinkConnection &operator=(const SinkConnection &) = delete;

    // False at the connection's end.
    bool head(SinkRequest &request);
    // Reads past the body that belongs to the head.
    bool discardBody(const SinkRequest &request);
    bool answer(const SinkAnswer &answer);

private:
    bool fill();
    bool line(QByteArray &line);
    bool discard(int64_t bytes);

    int m_socket;
    std::vector<char> m_buffer;
    size_t m_at = 0;
    size_t m_end = 0;
};

} // namespace sluice
