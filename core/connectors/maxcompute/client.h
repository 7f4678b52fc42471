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
    QByteArray body;       // sent by call(); begin() takes its own
    QString doing;         // for messages: "Opening the upload"
    bool answered = false; // of a body that is streamed: the answer counts, and is asked for again when it is lost
    bool once = false;     // not to be asked again when the service may have begun to act on it
};

struct ServiceAnswer {
    QByteArray body;
    QByteArray requestId;
};

// The header by which a stream or upsert session leads its requests to the servers that hold it.
inline constexpr char routedServer[] = "odps-tunnel-routed-server";

// How often to try. Waits double from the account's pace, with jitter.
inline constexpr int probeTries = 2; // somebody is looking at the screen
inline constexpr int openTries = 5;  // about 3 s in all
inline constexpr int runTries = 8;   // about 25 s: a service that restarts does not end a long run

// A service that asks to slow down (429) is obeyed longer than one that fails: up to ten minutes, unless somebody looks
// at the screen.
class Backoff
{
public:
    Backoff(int tries, RetryPace pace)
        : m_limit(tries)
        , m_pace(pace)
    {
    }
    // Waits for the next try, at least as long as the service `asked`; the error given, with how often and how long it
    // was tried, when that has been enough. Stopped.
    Done next(const Error &error, std::chrono::milliseconds asked, Stop stop);
    void reset() { m_tries = 0; }

private:
    int m_limit;
    RetryPace m_pace;
    int m_tries = 0;
    Stop::Clock::time_point m_since; // of the first failure
};

// One thread's line to MaxCompute: signs, sends, retries. Copies of the account are its own; one thread at a time.
class Client
{
public:
    // The log is told when the service makes it change its ways (version of the signature, quota).
    Client(Account account, int tries, Log *log = nullptr);

    const Account &account() const { return m_account; }

    // Asks, as often as helps, and returns the answer's body whole (at most 64 MiB). All but requests marked `once` may
    // be repeated without harm.
    Result<ServiceAnswer> call(const ServiceRequest &request, Stop stop);

    // Begins a request whose bodies are streamed through lane().
    Done begin(const ServiceRequest &request, const HttpBody *body = nullptr);
    HttpLane &lane() { return m_lane; }
    const HttpLane &lane() const { return m_lane; }
    // Why the answer that has come is not a success; reads the rest of its body.
    Refusal refusal(const QString &doing, Stop stop);

    // Finds the tunnel's address when the account does not tell it, and keeps it in the account. A quota that is
    // refused gives way to the shared one.
    Done findTunnel(Stop stop);

private:
    Result<ServiceAnswer> callOnce(const ServiceRequest &request, const HttpBody *body, Refusal &refusal, Stop stop);
    Refusal judged(Refusal refusal);
    bool leaveQuota(const Error &error);

    Account m_account;
    int m_tries;
    Log *m_log;
    bool m_version4 = false;   // the request that is under way is signed so
    bool m_quotaNamed = false; // and has a quota
    HttpLane m_lane;
};

} // namespace sluice
