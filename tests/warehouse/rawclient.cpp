#include "rawclient.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

RawClient::RawClient(int port)
    : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) {
        ::close(m_socket);
        m_socket = -1;
    }
}

RawClient::~RawClient()
{
    if (m_socket >= 0)
        ::close(m_socket);
}

bool RawClient::send(const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t sent = ::send(m_socket, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        done += sent;
    }
    return true;
}

void RawClient::closeSending()
{
    ::shutdown(m_socket, SHUT_WR);
}

bool RawClient::receive(std::chrono::milliseconds patience)
{
    pollfd waiting{m_socket, POLLIN, 0};
    if (m_sawEnd || m_sawReset || ::poll(&waiting, 1, int(patience.count())) <= 0)
        return false;
    char bytes[65536];
    const ssize_t got = ::recv(m_socket, bytes, sizeof bytes, 0);
    if (got > 0)
        m_buffer.append(bytes, got);
    m_sawEnd = got == 0;
    m_sawReset = got < 0 && errno == ECONNRESET;
    return got > 0;
}

QByteArray RawClient::readAll(std::chrono::milliseconds patience)
{
    while (receive(patience)) {
    }
    return std::move(m_buffer);
}

QByteArray RawClient::readAnswer()
{
    using namespace std::chrono_literals;
    qsizetype head = 0;
    while ((head = m_buffer.indexOf("\r\n\r\n")) < 0) {
        if (!receive(10s))
            return std::move(m_buffer);
    }
    const QByteArray lower = m_buffer.left(head).toLower();
    qsizetype end = head + 4;
    const qsizetype length = lower.indexOf("content-length: ");
    if (length >= 0) {
        end +=
            lower.mid(length + 16, lower.indexOf("\r\n", length) < 0 ? -1 : lower.indexOf("\r\n", length) - length - 16)
                .toLongLong();
        while (m_buffer.size() < end && receive(10s)) {
        }
    } else if (lower.contains("transfer-encoding: chunked")) {
        qsizetype last = 0;
        while ((last = m_buffer.indexOf("0\r\n\r\n", head + 2)) < 0 && receive(10s)) {
        }
        end = last < 0 ? m_buffer.size() : last + 5;
    }
    const QByteArray answer = m_buffer.left(end);
    m_buffer.remove(0, end);
    return answer;
}
