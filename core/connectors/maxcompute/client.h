#pragma once

#include "base/log.h"
#include "connectors/maxcompute/account.h"
#include "connectors/maxcompute/httplane.h"
#include "connectors/maxcompute/serviceerror.h"

#include <functional>

namespace sluice
{

enum class Plane { Rest, Tunnel };

// A request to the service before it is signed. Nothing is percent-encoded here.
struct ServiceRequest {
    QByteArray method = "GET";
    Plane plane = Plane::Rest;
    QString path; // below the endpoint: "/projects/p/tables/t"
    QList<QPair<QByteArray, QString>> query;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body; // sent by call(); begin() takes its own
    QString doing;   // for messages: "Opening the upload"
};

struct ServiceAnswer {
    QByteArray body;
    QByteArray requestId;
};

// The header by which a stream or upsert session leads its requests to the servers that hold it.
inline constexpr char routedServer[] = "odps-tunnel-routed-server";

// How often to try. Waits double from a fifth of a second, with jitter.
inline constexpr int probeTries = 2; // somebody is looking at the screen
inline constexpr int openTries = 5;  // about 3 s in all
inline constexpr int runTries = 8;   // about 25 s: a service that restarts does not end a long run

class Backoff
{
public:
    explicit Backoff(int tries)
        : m_limit(tries)
    {
    }
    // Waits for the next try; an error (the one given) when there have been enough. Stopped.
    Done next(const Error &error, std::chrono::milliseconds asked, Stop stop);
    void reset() { m_tries = 0; }

private:
    int m_limit;
    int m_tries = 0;
};

// One thread's line to MaxCompute: signs, sends, retries. Copies of the account are its own; one thread at a time.
class Client
{
public:
    Client(Account account, int tries);

    const Account &account() const { return m_account; }

    // Asks, as often as helps, and returns the answer's body whole (at most 64 MiB). For requests that may be repeated
    // without harm, as all of this connector's may.
    Result<ServiceAnswer> call(const ServiceRequest &request, Stop stop);

    // Begins a request whose bodies are streamed through lane().
    Done begin(const ServiceRequest &request, const HttpBody *body = nullptr);
    HttpLane &lane() { return m_lane; }
    const HttpLane &lane() const { return m_lane; }
    // Why the answer that has come is not a success; reads the rest of its body.
    Refusal refusal(const QString &doing, Stop stop);

    // Finds the tunnel's address when the account does not tell it, and keeps it in the account.
    Done findTunnel(Stop stop);

private:
    Account m_account;
    int m_tries;
    HttpLane m_lane;
};

} // namespace sluice
