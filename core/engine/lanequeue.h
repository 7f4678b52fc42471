#pragma once

#include "base/stop.h"
#include "data/batch.h"
#include "engine/counters.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

namespace sluice
{

// A batch on its way from a lane's reading thread to its writing thread.
struct QueuedBatch {
    Batch batch;      // without rows: only what follows is to be told
    qint64 bytes = 0; // batchBytes()
    size_t split = 0;
    bool splitEnds = false;
    qint64 rowsRead = 0; // for this batch and what before it left nothing to write
    qint64 rowsDirty = 0;
};

// The queue of one lane, bounded in bytes. One batch larger than the bound passes alone. Waiting on either side is
// counted.
class LaneQueue
{
public:
    LaneQueue(qint64 byteLimit, LaneCounters &counters)
        : m_byteLimit(byteLimit)
        , m_counters(counters)
    {
    }

    // Waits for room; Stopped or Timeout when it is woken before.
    Done push(QueuedBatch item, const Stop &stop);
    // Nothing more will come.
    void close();
    // Waits for a batch; nothing when the queue is closed and empty.
    Result<std::optional<QueuedBatch>> pop(const Stop &stop);

private:
    template <typename Ready>
    Done wait(std::unique_lock<std::mutex> &lock, const Stop &stop, WaitClock &clock, Ready ready);
    void wake(std::unique_lock<std::mutex> &lock);

    const qint64 m_byteLimit;
    LaneCounters &m_counters;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    int m_waiting = 0; // threads
    std::deque<QueuedBatch> m_items;
    qint64 m_bytes = 0;
    bool m_closed = false;
};

} // namespace sluice
