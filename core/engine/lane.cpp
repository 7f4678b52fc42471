#include "engine/lane.h"

#include "engine/batchslice.h"
#include "engine/place.h"

#include <arrow/record_batch.h>

#include <algorithm>
#include <utility>

namespace sluice
{

namespace
{

// How long a writer is left alone while no rows come.
constexpr std::chrono::seconds patience(1);

// The dirty rows of one call of a writer, which may come from any thread.
class WriterDirt final : public DirtySink
{
public:
    void add(DirtyRow row) override
    {
        std::lock_guard lock(m_mutex);
        m_rows.push_back(std::move(row));
    }
    std::vector<DirtyRow> take()
    {
        std::lock_guard lock(m_mutex);
        return std::move(m_rows);
    }

private:
    std::mutex m_mutex;
    std::vector<DirtyRow> m_rows;
};

} // namespace

SplitList::SplitList(std::vector<Split> splits, std::vector<SplitReach> reached)
    : m_splits(std::move(splits))
    , m_reached(std::move(reached))
{
    for (size_t i = 0; i < m_splits.size(); ++i)
        if (m_reached.empty() || !m_reached[i].ended)
            m_open.push_back(i);
}

qint64 RowBudget::take(qint64 wanted)
{
    if (!m_limited)
        return wanted;
    qint64 left = m_left.load(std::memory_order_relaxed);
    qint64 taken = 0;
    do {
        taken = std::clamp<qint64>(left, 0, wanted);
    } while (!m_left.compare_exchange_weak(left, left - taken, std::memory_order_relaxed));
    return taken;
}

Lane::Lane(int index, LaneContext &context, qint64 queueBytes, FieldMap map, std::unique_ptr<Writer> writer)
    : m_index(index)
    , m_context(context)
    , m_counters(context.counters.lane(index))
    , m_queue(queueBytes, m_counters)
    , m_map(std::move(map))
    , m_writer(std::move(writer))
{
}

Done Lane::read()
{
    while (!m_context.budget.spent()) {
        const std::optional<size_t> index = m_context.splits.take();
        if (!index)
            break;
        SLUICE_CHECK(readSplit(*index));
        ++m_context.counters.splitsDone;
    }
    m_queue.close();
    return {};
}

Done Lane::readSplit(size_t index)
{
    const Split &split = m_context.splits.split(index);
    const Position from = m_context.splits.from(index);
    QString line = QStringLiteral("Lane %1 reads %2").arg(m_index + 1).arg(split.name);
    if (!from.isEmpty())
        line += QStringLiteral(", going on at %1").arg(QString::fromUtf8(from));
    m_context.log.info(line);
    auto reader = m_context.source.reader(split, from);
    if (!reader)
        return atReader(reader.error());
    m_next.split = index;
    while (!m_context.budget.spent()) {
        SLUICE_CHECK(m_context.stop.check());
        Batch batch;
        const auto outcome = (*reader)->next(batch, m_context.stop);
        if (!outcome)
            return atReader(outcome.error());
        if (*outcome == Reader::Outcome::End) {
            m_next.splitEnds = true;
            return m_queue.push(std::exchange(m_next, {}), m_context.stop);
        }
        if (*outcome == Reader::Outcome::Idle) {
            SLUICE_CHECK(m_context.stop.sleep(std::chrono::milliseconds(10)));
            continue;
        }
        SLUICE_CHECK(handOn(std::move(batch)));
    }
    return {};
}

Done Lane::handOn(Batch batch)
{
    const qint64 whole = (batch.rows ? batch.rows->num_rows() : 0) + qint64(batch.dirty.size());
    if (const qint64 taken = m_context.budget.take(whole); taken < whole)
        batch = firstRows(std::move(batch), taken);
    const qint64 rows = batch.rows ? batch.rows->num_rows() : 0;
    if (rows <= m_context.batchRows)
        return handOnSlice(std::move(batch));
    for (qint64 from = 0; from < rows; from += m_context.batchRows)
        SLUICE_CHECK(handOnSlice(sliceBatch(batch, from, std::min(m_context.batchRows, rows - from))));
    return {};
}

Done Lane::handOnSlice(Batch batch)
{
    const qint64 rows = batch.rows ? batch.rows->num_rows() : 0;
    const qint64 bytes = batch.rows ? batchBytes(*batch.rows) : 0;
    m_counters.rowsRead.fetch_add(rows + qint64(batch.dirty.size()), std::memory_order_relaxed);
    m_counters.bytesRead.fetch_add(bytes, std::memory_order_relaxed);
    m_next.rowsRead += rows + qint64(batch.dirty.size());
    if (m_context.throttle.limited()) {
        const Waiting waiting(m_counters.throttled);
        SLUICE_CHECK(m_context.throttle.pass(bytes, m_context.stop));
    }
    {
        const Waiting casting(m_counters.casting);
        if (m_context.watch) {
            const Batch came = batch;
            SLUICE_TRY(batch, m_map.apply(std::move(batch)));
            m_context.watch->cast(came, batch);
        } else {
            SLUICE_TRY(batch, m_map.apply(std::move(batch)));
        }
    }
    SLUICE_CHECK(m_context.dirty.add(m_index, batch.dirty));
    m_next.rowsDirty += qint64(batch.dirty.size());
    batch.dirty.clear();
    if (!batch.rows || batch.rows->num_rows() == 0)
        return {};
    m_next.bytes = batchBytes(*batch.rows);
    m_next.batch = std::move(batch);
    QueuedBatch following;
    following.split = m_next.split;
    return m_queue.push(std::exchange(m_next, std::move(following)), m_context.stop);
}

Done Lane::write()
{
    bool sealDue = false;
    for (;;) {
        const auto popped = m_queue.pop(m_context.stop.within(patience));
        if (!popped && popped.error().code == ErrorCode::Timeout && m_context.stop.check()) {
            if (const Done tended = m_writer->idle(m_context.stop); !tended)
                return atWriter(tended.error());
            continue;
        }
        if (!popped)
            return popped.error();
        const std::optional<QueuedBatch> &item = *popped;
        if (!item)
            break;
        if (item->batch.rows)
            SLUICE_CHECK(writeBatch(*item));
        if (!m_context.journal)
            continue;
        follow(*item);
        sealDue = sealDue || m_writer->atBoundary();
        // In the middle of a reader's batch nobody could go on.
        const bool readersGoOnHere = item->splitEnds || !item->batch.after.isEmpty();
        if (sealDue && readersGoOnHere) {
            SLUICE_CHECK(seal());
            sealDue = false;
        }
    }
    return seal();
}

Done Lane::writeBatch(const QueuedBatch &item)
{
    WriterDirt dirt;
    const auto written = m_writer->write(item.batch, dirt, m_context.stop);
    std::vector<DirtyRow> refused = dirt.take();
    for (DirtyRow &row : refused)
        row.batch = item.batch.rows;
    if (m_context.watch)
        m_context.watch->refused(refused);
    SLUICE_CHECK(m_context.dirty.add(m_index, refused, DirtyRows::End::Writer));
    if (!written)
        return atWriter(written.error());
    const qint64 rows = item.batch.rows->num_rows() - qint64(refused.size());
    m_counters.rowsWritten.fetch_add(rows, std::memory_order_relaxed);
    m_counters.bytesWritten.fetch_add(item.bytes, std::memory_order_relaxed);
    m_part.rowsWritten += rows;
    m_part.rowsDirty += qint64(refused.size());
    return {};
}

void Lane::follow(const QueuedBatch &item)
{
    m_part.rowsRead += item.rowsRead;
    m_part.rowsDirty += item.rowsDirty;
    if (m_part.reached.empty() || m_part.reached.back().split != item.split)
        m_part.reached.push_back({item.split, {}, false});
    if (!item.splitEnds)
        m_part.reached.back().after = item.batch.after;
    m_part.reached.back().ended = item.splitEnds;
}

Done Lane::seal()
{
    auto receipt = m_writer->seal(m_context.stop);
    if (!receipt)
        return atWriter(receipt.error());
    m_receipts.push_back(std::move(*receipt));
    if (m_context.journal && !m_part.reached.empty()) {
        m_part.receipt = m_receipts.back();
        m_context.journal->add(m_part);
    }
    m_part = {};
    return {};
}

} // namespace sluice
