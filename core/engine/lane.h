#pragma once

#include "connector/connector.h"
#include "engine/dirtyrows.h"
#include "engine/fieldmap.h"
#include "engine/lanequeue.h"
#include "engine/throttle.h"

#include <atomic>
#include <mutex>

namespace sluice
{

// Hands the splits of a run to its lanes, one at a time: a slow split does not keep the others waiting. Thread-safe.
class SplitList
{
public:
    explicit SplitList(std::vector<Split> splits)
        : m_splits(std::move(splits))
    {
    }
    const Split *take()
    {
        const size_t i = m_next.fetch_add(1, std::memory_order_relaxed);
        return i < m_splits.size() ? &m_splits[i] : nullptr;
    }
    size_t size() const { return m_splits.size(); }
    const std::vector<Split> &all() const { return m_splits; }

private:
    const std::vector<Split> m_splits;
    std::atomic<size_t> m_next = 0;
};

// How many rows a debug run may still read, shared by its lanes. Thread-safe.
class RowBudget
{
public:
    explicit RowBudget(qint64 rows)
        : m_limited(rows >= 0)
        , m_left(rows)
    {
    }
    // Takes up to `wanted` rows out of what is left.
    qint64 take(qint64 wanted);
    bool spent() const { return m_limited && m_left.load(std::memory_order_relaxed) <= 0; }

private:
    const bool m_limited;
    std::atomic<qint64> m_left;
};

// What the lanes of a run share. Outlives them.
struct LaneContext {
    Source &source;
    SplitList &splits;
    RowBudget &budget;
    Throttle &throttle;
    DirtyRows &dirty;
    RunCounters &counters;
    Log &log;
    Stop stop; // of the run: requested by the user or by the first failure
    qint64 batchRows;
};

// One lane: a reading thread that maps and casts, a writing thread, a queue between them.
class Lane
{
public:
    Lane(int index, LaneContext &context, qint64 queueBytes, FieldMap map, std::unique_ptr<Writer> writer);

    // The reading thread's work: splits until there are none.
    Done read();
    // The writing thread's work: batches until the queue ends, then the seal.
    Done write();

    // What the seal left, after write() has succeeded.
    const Receipt &receipt() const { return m_receipt; }

private:
    Done readSplit(const Split &split);
    Done handOn(Batch batch);
    Done handOnSlice(Batch batch);
    Done writeBatch(const QueuedBatch &item);

    const int m_index;
    LaneContext &m_context;
    LaneCounters &m_counters;
    LaneQueue m_queue;
    FieldMap m_map;
    std::unique_ptr<Writer> m_writer;
    Receipt m_receipt;
};

} // namespace sluice
