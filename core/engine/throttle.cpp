#include "engine/throttle.h"

#include <algorithm>

namespace sluice
{

Throttle::Clock::time_point Throttle::reserve(qint64 bytes, Clock::time_point now)
{
    constexpr std::chrono::milliseconds credit{100};
    std::lock_guard lock(m_mutex);
    const bool first = m_paidUntil == Clock::time_point();
    const auto cost =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(double(bytes) / m_rate));
    m_paidUntil = (first ? now : std::max(m_paidUntil, now - credit)) + cost;
    return m_paidUntil;
}

Done Throttle::pass(qint64 bytes, Stop stop)
{
    if (!limited())
        return {};
    const Clock::time_point until = reserve(bytes, Clock::now());
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
    return wait.count() > 0 ? stop.sleep(wait) : stop.check();
}

} // namespace sluice
