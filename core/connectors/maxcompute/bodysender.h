#pragma once

#include "connectors/maxcompute/client.h"

#include <optional>

namespace sluice
{

// Sends the bodies of one request after another, each while it is made or at once, and keeps it until the server has
// taken it: a broken connection costs another sending and nothing else. One thread at a time.
class BodySender
{
public:
    BodySender(Account account, Log *log);

    const Client &client() const { return m_client; }

    // Begins a request, for whose body room is made. None may be under way.
    Done start(ServiceRequest request, size_t room);
    // The same with a body that is there already.
    Done start(ServiceRequest request, std::string body);
    // The body of a request that was refused for good, with another one.
    Done startAgain(ServiceRequest request) { return start(std::move(request), std::move(m_body.bytes)); }
    // What is being sent; may be added to until complete().
    std::string &body() { return m_body.bytes; }
    void complete() { m_body.complete = true; }
    bool isBusy() const { return m_busy; }

    // Lets the connection take what it can without waiting. The error of a refusal that no repetition helps.
    Done push(Stop stop);
    // Waits until the server has the complete body, sending it as often as helps.
    Done finish(Stop stop);
    // Of the answer to the request that was finished last. Of its body, only what an `answered` request asks to keep.
    const QByteArray &answer() const { return m_answer; }
    QByteArray answerHeader(const QByteArray &lowerCaseName) const { return m_client.lane().header(lowerCaseName); }

private:
    Done send();
    void interrupted(const Error &error);
    void refused(Stop stop);
    Done readAnswer(Stop stop);
    Result<bool> arrived(Stop stop);

    Client m_client;
    Log *m_log;
    ServiceRequest m_request;
    HttpBody m_body;
    QByteArray m_answer;
    int m_attempt = 0; // how often this body was sent; a query's "attempt_number" counts it
    bool m_busy = false;
    bool m_sending = false;
    std::optional<Refusal> m_trouble; // why this sending is void
};

} // namespace sluice
