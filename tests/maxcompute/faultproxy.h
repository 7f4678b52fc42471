#pragma once

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

namespace sluice
{

// Stands between a client and a server on 127.0.0.1 and breaks connections as told: what a bad network does. Owns its
// threads.
class FaultProxy
{
public:
    explicit FaultProxy(int serverPort);
    ~FaultProxy();

    int port() const { return m_port; }

    // The next connection on which so many bytes have gone up (or down) is cut there, once for each call.
    void cutAfterSending(long bytes) { m_cutUp = bytes; }
    void cutAfterReceiving(long bytes) { m_cutDown = bytes; }
    // Nothing is handed on any more; connections stay open.
    void stall() { m_stalled = true; }
    // New connections are closed at once.
    void refuse() { m_refusing = true; }

    int cuts() const { return m_cuts; }

private:
    void accept();
    void pump(int client);
    bool spend(std::atomic<long> &allowance, long bytes);

    int m_serverPort;
    int m_port = 0;
    int m_listener = -1;
    std::atomic<bool> m_ending{false};
    std::atomic<bool> m_stalled{false};
    std::atomic<bool> m_refusing{false};
    std::atomic<long> m_cutUp{-1};
    std::atomic<long> m_cutDown{-1};
    std::atomic<int> m_cuts{0};
    std::mutex m_mutex;
    std::vector<std::thread> m_pumps;
    std::thread m_acceptor;
};

} // namespace sluice
