#pragma once

#include "base/result.h"

#include <chrono>
#include <stop_token>

namespace sluice
{

// What a blocking call looks at to know when to give up: a stop request and a deadline. A cheap value, passed
// by copy to every blocking function below service; asked at least once a batch and once in 200 ms of waiting.
class Stop
{
public:
    using Clock = std::chrono::steady_clock;

    Stop() = default;
    explicit Stop(std::stop_token token, Clock::time_point deadline = Clock::time_point::max())
        : m_token(std::move(token))
        , m_deadline(deadline)
    {
    }

    // The same request with a deadline no later than `time` from now.
    Stop within(std::chrono::milliseconds time) const;

    bool requested() const { return m_token.stop_requested(); }
    bool expired() const { return m_deadline != Clock::time_point::max() && Clock::now() >= m_deadline; }

    // Stopped when requested, Timeout when the deadline has passed, else success.
    Done check() const;

    // Waits, waking early on a request or at the deadline; the outcome is that of check().
    Done sleep(std::chrono::milliseconds time) const;

    const std::stop_token &token() const { return m_token; }
    Clock::time_point deadline() const { return m_deadline; }

private:
    std::stop_token m_token;
    Clock::time_point m_deadline = Clock::time_point::max();
};

} // namespace sluice
