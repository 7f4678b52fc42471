#pragma once

#include "base/result.h"
#include "warehouse/http/httpserver.h"

#include <QByteArray>

#include <condition_variable>
#include <mutex>
#include <optional>

namespace sluice::warehouse
{

// What is done to a request that a rule of the plan matches.
struct FaultRule {
    enum class Action {
        Refuse,     // the connection breaks off before an answer; nothing is done
        CutRequest, // it breaks off when `bytes` of the request's body have been read
        CutAnswer,  // it breaks off when `bytes` of the answer have gone out, its head counted
        LoseAnswer, // the request is done, and nothing of its answer goes out
        Delay,      // it is done `milliseconds` later
        Unready,    // it is done, and the session that it makes, asks for or commits is said not to be ready yet
        Status,     // it is answered with `status` instead of being done
    };

    std::string method;             // empty: any
    std::string path;               // * is any text, ? any one character; empty: any
    std::vector<std::string> query; // "key" or "key=value", all of which must be there
    qint64 after = 0;               // so many matching requests pass first
    qint64 times = 1;               // then so many are struck; 0: all
    Action action = Action::Refuse;
    qint64 bytes = 0;
    int milliseconds = 0;
    int status = 503;
    std::string code; // empty: one that goes with the status
    std::string message;
    int retryAfterSeconds = 0;
    int holdMilliseconds = 0;
};

// Faults on purpose, by rules: what clients must withstand. The first rule that matches a request and is due strikes;
// rules before it count the request, those behind it do not see it. Nothing in it is left to chance. Thread-safe.
class FaultPlan
{
public:
    // Config error that names the rule and the key. See docs/warehouse.md for the form.
    static Result<std::vector<FaultRule>> parse(const QByteArray &json);

    // Replaces the rules and their counts; requests that are being delayed go on.
    void set(std::vector<FaultRule> rules);
    qint64 struck() const; // requests since the rules were set

    // Called for every request before it is done. True when the request is over.
    bool strike(HttpExchange &exchange);

private:
    std::optional<FaultRule> due(const HttpRequest &request);

    struct Counted {
        FaultRule rule;
        qint64 seen = 0;
    };
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<Counted> m_rules;
    qint64 m_struck = 0;
    quint64 m_version = 0; // of the rules
};

} // namespace sluice::warehouse
