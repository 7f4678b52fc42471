#pragma once

#include "base/stop.h"

#include <QtGlobal>

#include <mutex>

namespace sluice
{

// Lets a job's bytes through at a given rate, shared by its lanes. Every batch pays before it goes on: after n bytes at
// least n / rate has passed, whatever the number of lanes, less a tenth of a second of credit for time left unused.
class Throttle
{
public:
    using Clock = Stop::Clock;

    // 0: no limit.
    explicit Throttle(double bytesPerSecond)
        : m_rate(bytesPerSecond)
    {
    }

    bool limited() const { return m_rate > 0; }

    // When the caller may go on with `bytes` more. Thread-safe.
    Clock::time_point reserve(qint64 bytes, Clock::time_point now);
    // Waits for that; Stopped or Timeout when it is woken before.
    Done pass(qint64 bytes, Stop stop);

private:
    const double m_rate;
    std::mutex m_mutex;
    Clock::time_point m_paidUntil; // epoch: nothing asked yet
};

} // namespace sluice
