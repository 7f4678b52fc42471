#pragma once

#include <QByteArray>

#include <chrono>

// A TCP client that sends exactly the bytes it is given: what a library would not send is what a server must withstand.
class RawClient
{
public:
    explicit RawClient(int port);
    ~RawClient();
    RawClient(const RawClient &) = delete;
    RawClient &operator=(const RawClient &) = delete;

    bool connected() const { return m_socket >= 0; }
    bool send(const QByteArray &bytes);
    void closeSending();

    // Reads until the peer closes or falls silent for `patience`; how it ended is in the two below.
    QByteArray readAll(std::chrono::milliseconds patience = std::chrono::seconds(10));
    // Reads one answer by its Content-Length or chunks; what follows stays for the next call.
    QByteArray readAnswer();
    bool sawEnd() const { return m_sawEnd; }
    bool sawReset() const { return m_sawReset; }

private:
    bool receive(std::chrono::milliseconds patience);

    int m_socket = -1;
    QByteArray m_buffer;
    bool m_sawEnd = false;
    bool m_sawReset = false;
};
