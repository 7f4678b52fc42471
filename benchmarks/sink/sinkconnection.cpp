#include "sink/sinkconnection.h"

#include <QUrl>

#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace sluice
{

namespace
{

constexpr size_t bufferBytes = 512 * 1024;

QByteArray reason(int status)
{
    return status == 200 ? "OK" : status == 201 ? "Created" : "Not Found";
}

} // namespace

SinkConnection::SinkConnection(int socket)
    : m_socket(socket)
    , m_buffer(bufferBytes)
{
}

SinkConnection::~SinkConnection()
{
    close(m_socket);
}

bool SinkConnection::fill()
{
    m_at = m_end = 0;
    const ssize_t got = recv(m_socket, m_buffer.data(), m_buffer.size(), 0);
    if (got <= 0)
        return false;
    m_end = size_t(got);
    return true;
}

bool SinkConnection::line(QByteArray &line)
{
    line.clear();
    for (;;) {
        if (m_at == m_end && !fill())
            return false;
        const char *from = m_buffer.data() + m_at;
        const auto *end = static_cast<const char *>(std::memchr(from, '\n', m_end - m_at));
        line.append(from, end ? end - from : qsizetype(m_end - m_at));
        if (!end) {
            m_at = m_end;
            continue;
        }
        m_at += size_t(end - from) + 1;
        if (line.endsWith('\r'))
            line.chop(1);
        return true;
    }
}

bool SinkConnection::discard(int64_t bytes)
{
    while (bytes > 0) {
        if (m_at == m_end && !fill())
            return false;
        const size_t part = std::min(size_t(bytes), m_end - m_at);
        m_at += part;
        bytes -= int64_t(part);
    }
    return true;
}

bool SinkConnection::head(SinkRequest &request)
{
    QByteArray text;
    if (!line(text))
        return false;
    const QList<QByteArray> words = text.split(' ');
    if (words.size() != 3)
        return false;
    request = {};
    request.method = words[0];
    const qsizetype mark = words[1].indexOf('?');
    request.path = QByteArray::fromPercentEncoding(mark < 0 ? words[1] : words[1].left(mark));
    if (mark >= 0)
        for (const QByteArray &pair : words[1].mid(mark + 1).split('&')) {
            const qsizetype equals = pair.indexOf('=');
            request.query.insert(equals < 0 ? pair : pair.left(equals),
                                 equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(pair.mid(equals + 1)));
        }
    while (line(text)) {
        if (text.isEmpty()) {
            request.keepAlive = request.headers.value("connection").toLower() != "close";
            return true;
        }
        const qsizetype colon = text.indexOf(':');
        if (colon > 0)
            request.headers.insert(text.left(colon).toLower(), text.mid(colon + 1).trimmed());
    }
    return false;
}

bool SinkConnection::discardBody(const SinkRequest &request)
{
    if (request.headers.value("transfer-encoding").toLower() != "chunked")
        return discard(request.headers.value("content-length").toLongLong());
    for (QByteArray text;;) {
        if (!line(text))
            return false;
        const int64_t bytes = text.toLongLong(nullptr, 16);
        if (!discard(bytes) || !line(text))
            return false;
        if (bytes == 0)
            return true;
    }
}

bool SinkConnection::answer(const SinkAnswer &answer)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(answer.status) + ' ' + reason(answer.status) +
                      "\r\nx-odps-request-id: SINK\r\nContent-Length: " +
                      QByteArray::number(answer.file < 0 ? answer.body.size() : qsizetype(answer.fileBytes)) + "\r\n";
    for (const auto &[name, value] : answer.headers)
        text += name + ": " + value + "\r\n";
    text += "\r\n" + answer.body;
    for (qsizetype at = 0; at < text.size();) {
        const ssize_t sent = send(m_socket, text.constData() + at, size_t(text.size() - at), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
    }
    for (off_t at = 0; at < answer.fileBytes;)
        if (sendfile(m_socket, answer.file, &at, size_t(answer.fileBytes - at)) <= 0)
            return false;
    return true;
}

} // namespace sluice
