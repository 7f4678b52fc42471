#include "warehouse/http/httpconnection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace sluice::warehouse
{

namespace
{

constexpr size_t headBuffer = 16 * 1024;
constexpr size_t bodyBuffer = 256 * 1024;
constexpr std::chrono::seconds headPatience{10};
constexpr std::chrono::seconds silencePatience{120}; // MaxCompute's own limit for an idle connection
constexpr size_t chunkLineLimit = 1024;
constexpr size_t trailerLimit = 64;

void setTimeout(int socket, int option, std::chrono::seconds time)
{
    const timeval value{time.count(), 0};
    setsockopt(socket, SOL_SOCKET, option, &value, sizeof value);
}

Error brokenOff(const char *what)
{
    return makeError(ErrorCode::Network, QStringLiteral("The client broke the connection off."), {},
                     QString::fromUtf8(what));
}

Error garbledChunks()
{
    return makeError(ErrorCode::Data, QStringLiteral("The request's chunks are garbled."));
}

} // namespace

HttpConnection::HttpConnection(int socket)
    : m_socket(socket)
{
    const int on = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setTimeout(m_socket, SO_RCVTIMEO, silencePatience);
    setTimeout(m_socket, SO_SNDTIMEO, silencePatience);
}

HttpConnection::~HttpConnection()
{
    close(m_socket);
}

void HttpConnection::cut()
{
    shutdown(m_socket, SHUT_RDWR);
}

void HttpConnection::rest()
{
    m_buffer.reset();
    m_size = m_begin = m_end = 0;
}

Done HttpConnection::receive()
{
    if (m_begin == m_end)
        m_begin = m_end = 0;
    if (m_begin > 0 && m_end == m_size) {
        std::memmove(m_buffer.get(), m_buffer.get() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
    }
    const size_t wanted = m_body == Body::Ended ? headBuffer : bodyBuffer;
    if (m_end == m_size || m_size < wanted) {
        const size_t size = std::max(wanted, m_end == m_size ? m_size * 2 : m_size);
        auto larger = std::make_unique_for_overwrite<char[]>(size);
        if (m_end > m_begin)
            std::memcpy(larger.get(), m_buffer.get() + m_begin, m_end - m_begin);
        m_end -= m_begin;
        m_begin = 0;
        m_buffer = std::move(larger);
        m_size = size;
    }
    for (;;) {
        const ssize_t got = recv(m_socket, m_buffer.get() + m_end, m_size - m_end, 0);
        if (got > 0) {
            m_end += size_t(got);
            return {};
        }
        if (got == 0)
            return brokenOff("end of stream");
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return makeError(ErrorCode::Timeout,
                             QStringLiteral("The client sent nothing for %1 seconds.").arg(silencePatience.count()));
        if (errno != EINTR)
            return brokenOff(strerror(errno));
    }
}

int HttpConnection::readHead(HttpRequest &request)
{
    const auto deadline = std::chrono::steady_clock::now() + headPatience;
    size_t searched = 0;
    for (;;) {
        while (m_begin != m_end && searched == 0 && (m_buffer[m_begin] == '\r' || m_buffer[m_begin] == '\n'))
            ++m_begin; // empty lines between requests are allowed
        const std::string_view bytes = buffered();
        const size_t end = bytes.find("\r\n\r\n", searched > 3 ? searched - 3 : 0);
        if (end != std::string_view::npos) {
            const int status = parseHttpHead(bytes.substr(0, end), request);
            m_begin += end + 4;
            m_oldVersion = request.oldVersion;
            m_headOnly = request.method == "HEAD";
            m_requestLimit = m_answerLimit = unlimited;
            if (status != 200)
                return status;
            m_left = request.contentLength;
            m_body = request.chunked ? Body::ChunkHead : m_left > 0 ? Body::Length : Body::Ended;
            m_owesContinue = request.expectsContinue && m_body != Body::Ended;
            return 200;
        }
        if (!bytes.empty() && static_cast<unsigned char>(bytes.front()) < 0x20)
            return 400; // no request begins so; TLS does, and need not wait for the end of a head
        if (bytes.size() > httpHeadLimit)
            return 431;
        searched = bytes.size();
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd waiting{m_socket, POLLIN, 0};
        const int ready = left.count() <= 0 ? 0 : poll(&waiting, 1, int(left.count()));
        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return bytes.empty() ? 0 : 408;
        if (!receive().ok())
            return 0;
    }
}

Done HttpConnection::sendContinue()
{
    m_owesContinue = false;
    return sendAll("HTTP/1.1 100 Continue\r\n\r\n") ? Done() : Done(brokenOff("100 Continue"));
}

Result<std::string_view> HttpConnection::bodyLine()
{
    for (;;) {
        const std::string_view bytes = buffered();
        const size_t end = bytes.find("\r\n");
        if (end != std::string_view::npos && end <= chunkLineLimit) {
            m_begin += end + 2;
            return bytes.substr(0, end);
        }
        if (bytes.size() > chunkLineLimit)
            return garbledChunks();
        SLUICE_CHECK(receive());
    }
}

Result<std::string_view> HttpConnection::nextBody()
{
    if (m_owesContinue)
        SLUICE_CHECK(sendContinue());
    for (;;) {
        switch (m_body) {
        case Body::Ended:
            return std::string_view();
        case Body::Length:
        case Body::ChunkData: {
            if (m_left == 0) {
                m_body = m_body == Body::Length ? Body::Ended : Body::ChunkEnd;
                break;
            }
            if (m_begin == m_end)
                SLUICE_CHECK(receive());
            if (m_requestLimit == 0) {
                m_answerLimit = 0;
                return brokenOff("cut on purpose");
            }
            const std::string_view bytes = buffered().substr(0, std::min(m_left, m_requestLimit));
            if (m_requestLimit != unlimited)
                m_requestLimit -= bytes.size();
            m_begin += bytes.size();
            m_left -= bytes.size();
            return bytes;
        }
        case Body::ChunkHead: {
            SLUICE_TRY(const std::string_view line, bodyLine());
            const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), m_left, 16);
            if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
                return garbledChunks();
            m_body = Body::ChunkData;
            if (m_left == 0) {
                for (size_t trailers = 0;; ++trailers) {
                    SLUICE_TRY(const std::string_view trailer, bodyLine());
                    if (trailer.empty())
                        break;
                    if (trailers == trailerLimit)
                        return garbledChunks();
                }
                m_body = Body::Ended;
            }
            break;
        }
        case Body::ChunkEnd: {
            SLUICE_TRY(const std::string_view line, bodyLine());
            if (!line.empty())
                return garbledChunks();
            m_body = Body::ChunkHead;
            break;
        }
        }
    }
}

bool HttpConnection::skipSmallBody()
{
    while (m_body == Body::Length && m_left <= bodyBuffer && !m_owesContinue) {
        if (!nextBody().ok())
            return false;
    }
    return bodyEnded();
}

std::string HttpConnection::head(const HttpResponse &response, const std::string &framing, bool keepAlive) const
{
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ' + httpReason(response.status) + "\r\n";
    for (const auto &[name, value] : response.headers) {
        text += name + ": ";
        for (const char c : value) // a value must not be able to begin a header of its own
            text.push_back(c == '\r' || c == '\n' ? ' ' : c);
        text += "\r\n";
    }
    text += framing;
    text += keepAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return text;
}

bool HttpConnection::send(const HttpResponse &response, bool keepAlive)
{
    const std::string text =
        head(response, "Content-Length: " + std::to_string(response.body.size()) + "\r\n", keepAlive);
    return sendAnswer(text, m_headOnly ? std::string_view() : std::string_view(response.body));
}

bool HttpConnection::beginChunks(const HttpResponse &response, bool keepAlive)
{
    return sendAnswer(head(response, m_oldVersion ? "" : "Transfer-Encoding: chunked\r\n", keepAlive && !m_oldVersion));
}

bool HttpConnection::writeChunk(std::string_view bytes)
{
    if (bytes.empty() || m_headOnly)
        return true;
    if (m_oldVersion)
        return sendAnswer(bytes);
    std::array<char, 24> size;
    char *end = std::to_chars(size.data(), size.data() + 20, bytes.size(), 16).ptr;
    *end++ = '\r';
    *end++ = '\n';
    return sendAnswer({size.data(), size_t(end - size.data())}, bytes, "\r\n");
}

bool HttpConnection::endChunks()
{
    return m_headOnly || m_oldVersion || sendAnswer("0\r\n\r\n");
}

void HttpConnection::abort()
{
    const linger now{1, 0};
    setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

void HttpConnection::drainAndClose(std::chrono::seconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    shutdown(m_socket, SHUT_WR);
    setTimeout(m_socket, SO_RCVTIMEO, std::chrono::seconds(5));
    m_body = Body::Length; // whatever comes is thrown away
    do {
        m_begin = m_end = 0;
    } while (std::chrono::steady_clock::now() < deadline && receive().ok());
}

bool HttpConnection::sendAnswer(std::string_view a, std::string_view b, std::string_view c)
{
    if (m_answerLimit == unlimited)
        return sendAll(a, b, c);
    const size_t whole = a.size() + b.size() + c.size();
    for (std::string_view *part : {&a, &b, &c}) {
        *part = part->substr(0, m_answerLimit);
        m_answerLimit -= part->size();
    }
    return sendAll(a, b, c) && a.size() + b.size() + c.size() == whole;
}

bool HttpConnection::sendAll(std::string_view a, std::string_view b, std::string_view c)
{
    std::array<iovec, 3> parts{iovec{const_cast<char *>(a.data()), a.size()},
                               iovec{const_cast<char *>(b.data()), b.size()},
                               iovec{const_cast<char *>(c.data()), c.size()}};
    size_t first = 0;
    while (first < parts.size()) {
        if (parts[first].iov_len == 0) {
            ++first;
            continue;
        }
        msghdr message{};
        message.msg_iov = parts.data() + first;
        message.msg_iovlen = parts.size() - first;
        ssize_t sent = sendmsg(m_socket, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        for (; first < parts.size() && size_t(sent) >= parts[first].iov_len; ++first)
            sent -= ssize_t(parts[first].iov_len);
        if (first < parts.size()) {
            parts[first].iov_base = static_cast<char *>(parts[first].iov_base) + sent;
            parts[first].iov_len -= size_t(sent);
        }
    }
    return true;
}

} // namespace sluice::warehouse
