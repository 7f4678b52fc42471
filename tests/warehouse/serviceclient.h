#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QPair>

// A signed request to the server under test, and what came back. Blocking.
class ServiceClient
{
public:
    struct Answer {
        int status = 0; // 0: no answer; `body` then says why
        QByteArray body;
        QList<QPair<QByteArray, QByteArray>> headers; // names as they came

        QByteArray header(const QByteArray &name) const;
        QJsonObject json() const;
        QByteArray element(const QByteArray &name) const; // the text of the first XML element of this name
        QByteArray code() const;                          // of an error, on either plane
    };
    using Headers = QList<QPair<QByteArray, QByteArray>>;

    ServiceClient(int port, QByteArray accessId, QByteArray accessKey);

    // `target`: path and query as sent, "/projects/p/tables?curr_project=p".
    Answer get(const QByteArray &target, const Headers &headers = {}) const;
    Answer post(const QByteArray &target, const QByteArray &body = {}, const Headers &headers = {}) const;
    Answer put(const QByteArray &target, const QByteArray &body, const Headers &headers = {}) const;
    Answer send(const QByteArray &method, const QByteArray &target, const QByteArray &body, Headers headers) const;

    // The head of a request with its signature, for a client that sends the rest by hand.
    QByteArray signedHead(const QByteArray &method, const QByteArray &target, const Headers &headers) const;

    // Submits SQL, waits for its end, and gives back its ?result; the instance's id in `id`.
    Answer sql(const QByteArray &project, const QByteArray &statement, QByteArray *id = nullptr) const;

private:
    Headers authorize(const QByteArray &method, const QByteArray &target, Headers headers) const;

    int m_port;
    QByteArray m_accessId;
    QByteArray m_accessKey;
};
