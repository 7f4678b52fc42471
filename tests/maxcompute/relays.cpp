#include "maxcompute/relays.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>
#include <QSslSocket>

namespace sluice
{

void Relay::join(QTcpSocket *client, const QByteArray &first)
{
    auto *server = new QTcpSocket(client);
    connect(client, &QTcpSocket::readyRead, server, [client, server] { server->write(client->readAll()); });
    connect(server, &QTcpSocket::readyRead, client,
            [this, client, server] { client->write(changed(server->readAll())); });
    connect(client, &QTcpSocket::disconnected, server, [server] { server->disconnectFromHost(); });
    connect(server, &QTcpSocket::disconnected, client, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
    server->connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(m_serverPort));
    server->write(first);
}

static QByteArray contents(const QString &name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void ForgingRelay::incomingConnection(qintptr socket)
{
    auto *client = new QTcpSocket(this);
    client->setSocketDescriptor(socket);
    join(client);
}

TlsRelay::TlsRelay(int serverPort, const QString &certificateFile, const QString &keyFile)
    : Relay(serverPort)
    , m_tls(QSslConfiguration::defaultConfiguration())
{
    m_tls.setLocalCertificate(QSslCertificate(contents(certificateFile)));
    m_tls.setPrivateKey(QSslKey(contents(keyFile), QSsl::Rsa));
    m_tls.setPeerVerifyMode(QSslSocket::VerifyNone);
}

void TlsRelay::incomingConnection(qintptr socket)
{
    auto *client = new QSslSocket(this);
    client->setSocketDescriptor(socket);
    client->setSslConfiguration(m_tls);
    join(client);
    client->startServerEncryption();
}

QByteArray ProxyRelay::heads() const
{
    const QMutexLocker lock(&m_mutex);
    return m_heads;
}

void ProxyRelay::incomingConnection(qintptr socket)
{
    auto *client = new QTcpSocket(this);
    client->setSocketDescriptor(socket);
    connect(client, &QTcpSocket::readyRead, this, [this, client] { begin(client); });
}

void ProxyRelay::begin(QTcpSocket *client)
{
    const QByteArray seen = client->peek(64 * 1024);
    const qsizetype end = seen.indexOf("\r\n\r\n");
    if (end < 0)
        return;
    {
        const QMutexLocker lock(&m_mutex);
        m_heads += seen.left(end + 4);
    }
    disconnect(client, &QTcpSocket::readyRead, this, nullptr);
    if (!m_login.isEmpty() && !seen.contains("Proxy-Authorization: Basic " + m_login.toBase64())) {
        client->write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"
                      "Content-Length: 0\r\nConnection: close\r\n\r\n");
        client->disconnectFromHost();
        connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        return;
    }
    if (!seen.startsWith("CONNECT "))
        return join(client, client->readAll());
    client->read(end + 4);
    client->write("HTTP/1.1 200 Connection established\r\n\r\n");
    join(client);
}

} // namespace sluice
