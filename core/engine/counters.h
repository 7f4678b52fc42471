#pragma once

#include "engine/run.h"

#include <atomic>
#include <chrono>
#include <vector>

namespace sluice
{

// Adds up the time that one thread spends waiting. Read by others while a wait lasts, so that a lane which has been
// stuck for a minute shows a minute.
class WaitClock
{
public:
    using Clock = std::chrono::steady_clock;

    void begin() { m_since.store(Clock::now().time_since_epoch().count(), std::memory_order_relaxed); }
    void end();
    double seconds() const;

private:
    std::atomic<Clock::rep> m_total = 0;
    std::atomic<Clock::rep> m_since = 0; // 0: not waiting
};

// Counts a wait from here to the end of the block.
class Waiting
{
public:
    explicit Waiting(WaitClock &clock)
        : m_clock(clock)
    {
        m_clock.begin();
    }
    ~Waiting() { m_clock.end(); }
    Waiting(const Waiting &) = delete;
    Waiting &operator=(const Waiting &) = delete;

private:
    WaitClock &m_clock;
};

// What one lane counts; each value has one writing thread.
struct alignas(64) LaneCounters {
    // reading thread
    std::atomic<qint64> rowsRead = 0;
    std::atomic<qint64> bytesRead = 0;
    WaitClock casting;
    WaitClock throttled;
    WaitClock forRoom;
    // writing thread
    std::atomic<qint64> rowsWritten = 0;
    std::atomic<qint64> bytesWritten = 0;
    WaitClock forRows;
    // both
    std::atomic<qint64> queuedBytes = 0;
};

// All counters of a run. Lock-free: the lanes write, progress() reads from any thread at any time.
class RunCounters
{
public:
    explicit RunCounters(int lanes)
        : m_lanes(size_t(lanes))
    {
    }

    LaneCounters &lane(int i) { return m_lanes[size_t(i)]; }
    qint64 rowsRead() const; // with what was read before
    RunProgress progress(qint64 queueBytes) const;

    void start();
    void finish();

    std::atomic<RunState> state = RunState::Preparing;
    std::atomic<int> lanes = 0;             // in use
    std::atomic<qint64> rowsReadBefore = 0; // by the attempts that this one goes on with
    std::atomic<qint64> rowsWrittenBefore = 0;
    std::atomic<qint64> rowsDirty = 0; // with theirs
    std::atomic<qint64> rowsExpected = -1;
    std::atomic<qint64> bytesSent = 0;
    std::atomic<int> splitsDone = 0;
    std::atomic<int> splitsTotal = 0;

private:
    std::vector<LaneCounters> m_lanes;
    std::atomic<WaitClock::Clock::rep> m_started = 0;
    std::atomic<WaitClock::Clock::rep> m_finished = 0;
};

} // namespace sluice
