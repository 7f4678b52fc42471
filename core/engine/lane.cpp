#include "engine/lane.h"

#include "engine/batchslice.h"
#include "engine/place.h"

#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

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
        const Split *split = m_context.splits.take();
        if (!split)
            break;
        m_context.log.info(QStringLiteral("Lane %1 reads %2").arg(m_index + 1).arg(split->name));
        SLUICE_CHECK(readSplit(*split));
        ++m_context.counters.splitsDone;
    }
    m_queue.close();
    return {};
}

Done Lane::readSplit(const Split &split)
{
    auto reader = m_context.source.reader(split, Position());
    if (!reader)
        return atReader(reader.error());
    while (!m_context.budget.spent()) {
        SLUICE_CHECK(m_context.stop.check());
        Batch batch;
        const auto outcome = (*reader)->next(batch, m_context.stop);
        if (!outcome)
            return atReader(outcome.error());
        if (*outcome == Reader::Outcome::End)
            break;
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
    qint64 rows = batch.rows ? batch.rows->num_rows() : 0;
    if (const qint64 taken = m_context.budget.take(rows); taken < rows) {
        batch = sliceBatch(batch, 0, taken);
        rows = taken;
    }
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
    if (m_context.throttle.limited()) {
        const Waiting waiting(m_counters.throttled);
        SLUICE_CHECK(m_context.throttle.pass(bytes, m_context.stop));
    }
    QueuedBatch item;
    {
        const Waiting casting(m_counters.casting);
        SLUICE_TRY(item.batch, m_map.apply(std::move(batch)));
    }
    SLUICE_CHECK(m_context.dirty.add(m_index, item.batch.dirty));
    item.batch.dirty.clear();
    if (!item.batch.rows || item.batch.rows->num_rows() == 0)
        return {};
    item.bytes = batchBytes(*item.batch.rows);
    return m_queue.push(std::move(item), m_context.stop);
}

Done Lane::write()
{
    for (;;) {
        SLUICE_TRY(const std::optional<QueuedBatch> item, m_queue.pop(m_context.stop));
        if (!item)
            break;
        SLUICE_CHECK(writeBatch(*item));
    }
    auto receipt = m_writer->seal(m_context.stop);
    if (!receipt)
        return atWriter(receipt.error());
    m_receipt = std::move(*receipt);
    return {};
}

Done Lane::writeBatch(const QueuedBatch &item)
{
    WriterDirt dirt;
    const auto written = m_writer->write(item.batch, dirt, m_context.stop);
    const std::vector<DirtyRow> refused = dirt.take();
    SLUICE_CHECK(m_context.dirty.add(m_index, refused));
    if (!written)
        return atWriter(written.error());
    m_counters.rowsWritten.fetch_add(item.batch.rows->num_rows() - qint64(refused.size()), std::memory_order_relaxed);
    m_counters.bytesWritten.fetch_add(item.bytes, std::memory_order_relaxed);
    return {};
}

} // namespace sluice
