#include "engine/lanequeue.h"

namespace sluice
{

template <typename Ready>
Done LaneQueue::wait(std::unique_lock<std::mutex> &lock, const Stop &stop, WaitClock &clock, Ready ready)
{
    if (ready())
        return stop.requested() ? stop.check() : Done();
    const Waiting waiting(clock);
    if (stop.deadline() == Stop::Clock::time_point::max())
        m_changed.wait(lock, stop.token(), ready);
    else
        m_changed.wait_until(lock, stop.token(), stop.deadline(), ready);
    return stop.requested() || !ready() ? stop.check() : Done();
}

Done LaneQueue::push(QueuedBatch item, const Stop &stop)
{
    std::unique_lock lock(m_mutex);
    const auto room = [&] { return m_items.empty() || m_bytes + item.bytes <= m_byteLimit; };
    SLUICE_CHECK(wait(lock, stop, m_counters.forRoom, room));
    m_bytes += item.bytes;
    m_counters.queuedBytes.store(m_bytes, std::memory_order_relaxed);
    m_items.push_back(std::move(item));
    m_changed.notify_all();
    return {};
}

void LaneQueue::close()
{
    std::lock_guard lock(m_mutex);
    m_closed = true;
    m_changed.notify_all();
}

Result<std::optional<QueuedBatch>> LaneQueue::pop(const Stop &stop)
{
    std::unique_lock lock(m_mutex);
    SLUICE_CHECK(wait(lock, stop, m_counters.forRows, [&] { return m_closed || !m_items.empty(); }));
    if (m_items.empty())
        return std::optional<QueuedBatch>();
    QueuedBatch item = std::move(m_items.front());
    m_items.pop_front();
    m_bytes -= item.bytes;
    m_counters.queuedBytes.store(m_bytes, std::memory_order_relaxed);
    m_changed.notify_all();
    return std::optional(std::move(item));
}

} // namespace sluice
