#include "maxcompute/faultproxy.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>

namespace sluice
{

static sockaddr_in loopback(int port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(uint16_t(port));
    return address;
}

FaultProxy::FaultProxy(int serverPort)
    : m_serverPort(serverPort)
{
    m_listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(m_listener, 64) != 0 ||
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        std::abort();
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

FaultProxy::~FaultProxy()
{
    m_ending = true;
    m_acceptor.join();
    for (std::thread &pump : m_pumps)
        pump.join();
    close(m_listener);
}

void FaultProxy::accept()
{
    while (!m_ending) {
        pollfd waiting{m_listener, POLLIN, 0};
        if (poll(&waiting, 1, 50) != 1)
            continue;
        const int client = ::accept(m_listener, nullptr, nullptr);
        if (client < 0)
            continue;
        if (m_refusing) {
            close(client);
            continue;
        }
        m_pumps.emplace_back([this, client] { pump(client); });
    }
}

// Takes bytes off an allowance; true when it is used up by them.
bool FaultProxy::spend(std::atomic<long> &allowance, long bytes)
{
    const std::lock_guard lock(m_mutex);
    if (allowance < 0)
        return false;
    allowance -= bytes;
    if (allowance > 0)
        return false;
    allowance = -1;
    ++m_cuts;
    return true;
}

void FaultProxy::pump(int client)
{
    const int server = socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = loopback(m_serverPort);
    bool open = connect(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    std::vector<char> buffer(16 * 1024);
    while (open && !m_ending) {
        pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (poll(both, 2, 50) <= 0 || m_stalled) {
            if (m_stalled)
                usleep(20000);
            continue;
        }
        for (int side = 0; side < 2 && open; ++side) {
            if (!(both[side].revents & (POLLIN | POLLHUP | POLLERR)))
                continue;
            const ssize_t got = recv(both[side].fd, buffer.data(), buffer.size(), 0);
            open = got > 0 && !spend(side == 0 ? m_cutUp : m_cutDown, got) &&
                   send(both[1 - side].fd, buffer.data(), size_t(got), MSG_NOSIGNAL) == got;
        }
    }
    // A reset, not a polite end: the client must not take what it has got for the whole.
    const linger reset{1, 0};
    setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(client);
    close(server);
}

} // namespace sluice
