#pragma once

#include "connector/connector.h"
#include "engine/dirtyrows.h"
#include "engine/fieldmap.h"
#include "engine/journal.h"
#include "engine/lanequeue.h"
#include "engine/throttle.h"
#include "engine/watch.h"

#include <atomic>
#include <optional>

namespace sluice
{

// Hands the splits of a run to its lanes, one at a time: a slow split does not keep the others waiting. Thread-safe.
class SplitList
{
public:
    // `reached`: how far an earlier attempt has got with each of them; empty: all are to be read.
    explicit SplitList(std::vector<Split> splits, std::vector<SplitReach> reached = {});

    // The next one that is to be read.
    std::optional<size_t> take()
    {
        const size_t i = m_next.fetch_add(1, std::memory_order_relaxed);
        return i < m_open.size() ? std::optional(m_open[i]) : std::nullopt;
    }
    const Split &split(size_t i) const { return m_splits[i]; }
    Position from(size_t i) const { return m_reached.empty() ? Position() : m_reached[i].after; }

    size_t size() const { return m_splits.size(); }
    size_t open() const { return m_open.size(); } // to be read at the start
    const std::vector<Split> &all() const { return m_splits; }

private:
    const std::vector<Split> m_splits;
    const std::vector<SplitReach> m_reached;
    std::vector<size_t> m_open;
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
    RunWatch *watch;  // null: nobody looks on
    Journal *journal; // null: nobody can go on with this run
    Stop stop;        // of the run: requested by the user or by the first failure
    qint64 batchRows;
};

// One lane: a reading thread that maps and casts, a writing thread, a queue between them.
class Lane
{
public:
    Lane(int index, LaneContext &context, qint64 queueBytes, FieldMap map, std::unique_ptr<Writer> writer);

    // The reading thread's work: splits until there are none.
    Done read();
    // The writing thread's work: batches until the queue ends, sealed at the end and, for the journal, wherever the
    // writer has come to a boundary.
    Done write();

    // What the seals left, after write() has succeeded.
    const std::vector<Receipt> &receipts() const { return m_receipts; }

private:
    // reading thread
    Done readSplit(size_t index);
    Done handOn(Batch batch);
    Done handOnSlice(Batch batch);
    // writing thread
    Done writeBatch(const QueuedBatch &item);
    void follow(const QueuedBatch &item);
    Done seal();

    const int m_index;
    LaneContext &m_context;
    LaneCounters &m_counters;
    LaneQueue m_queue;
    FieldMap m_map;
    std::unique_ptr<Writer> m_writer;
    QueuedBatch m_next; // of the reading thread: what is to be told with the next batch
    JournalPart m_part; // of the writing thread: since the last seal
    std::vector<Receipt> m_receipts;
};

} // namespace sluice
