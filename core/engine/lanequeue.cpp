#include "engine/lanequeue.h"

namespace sluice
{

template <typename Ready>
Done LaneQueue::wait(std::unique_lock<std::mutex> &lock, const Stop &stop, WaitClock &clock, Ready ready)
{
    if (ready())
        return stop.requested() ? stop.check() : Done();
    const Waiting waiting(clock);
    ++m_waiting;
    if (stop.deadline() == Stop::Clock::time_point::max())
        m_changed.wait(lock, stop.token(), ready);
    else
        m_changed.wait_until(lock, stop.token(), stop.deadline(), ready);
    --m_waiting;
    return stop.requested() || !ready() ? stop.check() : Done();
}

// With the lock given back first: who is woken would only wait for it.
void LaneQueue::wake(std::unique_lock<std::mutex> &lock)
{
    const bool waits = m_waiting > 0;
    lock.unlock();
    if (waits)
        m_changed.notify_all();
}

Done LaneQueue::push(QueuedBatch item, const Stop &stop)
{
    std::unique_lock lock(m_mutex);
    const auto room = [&] { return m_items.empty() || m_bytes + item.bytes <= m_byteLimit; };
    SLUICE_CHECK(wait(lock, stop, m_counters.forRoom, room));
    m_bytes += item.bytes;
    m_counters.queuedBytes.store(m_bytes, std::memory_order_relaxed);
    m_items.push_back(std::move(item));
    wake(lock);
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
    wake(lock);
    return std::optional(std::move(item));
}

} // namespace sluice
