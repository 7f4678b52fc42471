#include "engine/counters.h"

namespace sluice
{

using Clock = WaitClock::Clock;

static Clock::rep now()
{
    return Clock::now().time_since_epoch().count();
}

static double inSeconds(Clock::rep ticks)
{
    return std::chrono::duration<double>(Clock::duration(ticks)).count();
}

void WaitClock::end()
{
    const Clock::rep since = m_since.exchange(0, std::memory_order_relaxed);
    m_total.store(m_total.load(std::memory_order_relaxed) + now() - since, std::memory_order_relaxed);
}

double WaitClock::seconds() const
{
    const Clock::rep since = m_since.load(std::memory_order_relaxed);
    return inSeconds(m_total.load(std::memory_order_relaxed) + (since == 0 ? 0 : now() - since));
}

qint64 RunCounters::rowsRead() const
{
    qint64 rows = rowsReadBefore;
    for (const LaneCounters &lane : m_lanes)
        rows += lane.rowsRead.load(std::memory_order_relaxed);
    return rows;
}

void RunCounters::start()
{
    m_started = now();
}

void RunCounters::finish()
{
    m_finished = now();
}

RunProgress RunCounters::progress(qint64 queueBytes) const
{
    RunProgress progress;
    progress.state = state;
    progress.rowsReadBefore = progress.rowsRead = rowsReadBefore;
    progress.rowsWrittenBefore = progress.rowsWritten = rowsWrittenBefore;
    progress.rowsDirty = rowsDirty;
    progress.rowsExpected = rowsExpected;
    progress.bytesSent = bytesSent;
    progress.splitsDone = splitsDone;
    progress.splitsTotal = splitsTotal;
    const Clock::rep started = m_started;
    const Clock::rep finished = m_finished;
    if (started != 0)
        progress.elapsedSeconds = inSeconds((finished != 0 ? finished : now()) - started);
    for (int i = 0; i < lanes; ++i) {
        const LaneCounters &lane = m_lanes[size_t(i)];
        progress.rowsRead += lane.rowsRead;
        progress.bytesRead += lane.bytesRead;
        progress.rowsWritten += lane.rowsWritten;
        progress.bytesWritten += lane.bytesWritten;
        progress.readerWaitSeconds += lane.forRows.seconds();
        progress.writerWaitSeconds += lane.forRoom.seconds();
        progress.throttleSeconds += lane.throttled.seconds();
        progress.castSeconds += lane.casting.seconds();
        const double fill = queueBytes > 0 ? double(lane.queuedBytes) / double(queueBytes) : 0;
        progress.lanes.push_back({lane.rowsWritten, std::min(fill, 1.0)});
    }
    return progress;
}

} // namespace sluice
