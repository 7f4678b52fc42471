#pragma once

#include <QByteArray>
#include <QList>
#include <QMutex>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QThread>

#include <memory>

namespace sluice
{

// Listens on 127.0.0.1 and hands bytes to and fro between its clients and a server there.
class Relay : public QTcpServer
{
    Q_OBJECT

public:
    explicit Relay(int serverPort)
        : m_serverPort(serverPort)
    {
    }

protected:
    // Connects to the server and joins both ends; `client` owns the connection.
    void join(QTcpSocket *client, const QByteArray &first = {});
    // What the client gets instead of bytes from the server.
    virtual QByteArray changed(const QByteArray &bytes) { return bytes; }

private:
    int m_serverPort;
};

// Puts other bytes in the place of some that the server sends, as many.
class ForgingRelay final : public Relay
{
    Q_OBJECT

public:
    ForgingRelay(int serverPort, QByteArray from, QByteArray to)
        : Relay(serverPort)
        , m_from(std::move(from))
        , m_to(std::move(to))
    {
    }

private:
    void incomingConnection(qintptr socket) override;
    QByteArray changed(const QByteArray &bytes) override { return QByteArray(bytes).replace(m_from, m_to); }

    QByteArray m_from;
    QByteArray m_to;
};

// Speaks TLS to its clients.
class TlsRelay final : public Relay
{
    Q_OBJECT

public:
    TlsRelay(int serverPort, const QString &certificateFile, const QString &keyFile);

private:
    void incomingConnection(qintptr socket) override;

    QSslConfiguration m_tls;
};

// An HTTP proxy, with CONNECT or without. Whatever host is asked for, it is the one server.
class ProxyRelay final : public Relay
{
    Q_OBJECT

public:
    // `login`: "user:password", or empty when anybody may pass.
    ProxyRelay(int serverPort, QByteArray login)
        : Relay(serverPort)
        , m_login(std::move(login))
    {
    }
    QByteArray heads() const; // of the requests so far, one after another

private:
    void incomingConnection(qintptr socket) override;
    void begin(QTcpSocket *client);

    QByteArray m_login;
    mutable QMutex m_mutex;
    QByteArray m_heads;
};

// A relay at work on a thread of its own.
template <typename T>
class Running
{
public:
    template <typename... Arguments>
    explicit Running(Arguments &&...arguments)
        : m_relay(std::make_unique<T>(std::forward<Arguments>(arguments)...))
    {
        if (!m_relay->listen(QHostAddress::LocalHost))
            qFatal("no port is free");
        m_port = m_relay->serverPort();
        m_relay->moveToThread(&m_thread);
        m_thread.start();
    }
    ~Running()
    {
        m_relay.release()->deleteLater(); // on its own thread
        m_thread.quit();
        m_thread.wait();
    }
    int port() const { return m_port; }
    const T *operator->() const { return m_relay.get(); }

private:
    QThread m_thread;
    std::unique_ptr<T> m_relay;
    int m_port = 0;
};

} // namespace sluice
