#include "connectors/maxcompute/packsink.h"

#include "connector/earlysink.h"
#include "connectors/maxcompute/partitionrouter.h"

#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

// What the packs of one lane take together at most.
constexpr qint64 laneBytes = 64 * 1024 * 1024;
// A pack of changes to one bucket.
constexpr qint64 bucketBytes = 1024 * 1024;

PackLimits limitsOf(const WriteParameters &parameters)
{
    PackLimits limits;
    limits.packBytes = parameters.mode == WriteMode::Upsert   ? bucketBytes
                       : parameters.mode == WriteMode::Stream ? parameters.batchBytes
                                                              : parameters.blockBytes;
    limits.totalBytes = std::max(laneBytes, parameters.mode == WriteMode::Stream ? parameters.batchBytes : 0);
    if (parameters.mode == WriteMode::Stream)
        limits.interval = parameters.flushInterval;
    limits.connections = parameters.flushThreads;
    return limits;
}

class PackWriter final : public Writer
{
public:
    PackWriter(const PackPlan &plan, RowTarget &target)
        : m_plan(plan)
        , m_target(target)
        , m_router(plan.fixed, plan.levels)
        , m_packs(target, plan.account, target.packSchema(), target.packNumbers(), plan.parameters.transfer.compression,
                  limitsOf(plan.parameters), plan.log)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const PreparedRows prepared, m_plan.shape.prepare(batch, dirty));
        if (prepared.rows && prepared.rows->num_rows() > 0) {
            SLUICE_CHECK(m_router.route(
                prepared, [&](const PartitionSpec &partition) { return m_target.partition(partition, stop); }));
            SLUICE_CHECK(add(prepared, stop));
        }
        return m_packs.tend(stop);
    }

    Done idle(Stop stop) override { return m_packs.settle(stop); }

    Result<Receipt> seal(Stop stop) override
    {
        SLUICE_CHECK(m_packs.flush(stop));
        m_router.forget();
        m_heaps.clear();
        return Receipt("{}"); // the target knows what was sent
    }

private:
    // Rows in the order they came, apart by partition and bucket.
    Done add(const PreparedRows &prepared, Stop stop)
    {
        SLUICE_TRY(const std::shared_ptr<arrow::RecordBatch> rows, m_target.dress(prepared));
        m_buckets.clear();
        SLUICE_CHECK(m_target.chooseBuckets(*rows, m_buckets));
        const std::vector<int> &partitions = m_router.partitions();
        PackPlace last;
        std::vector<int32_t> *heap = nullptr;
        for (int32_t row = 0; row < int32_t(rows->num_rows()); ++row) {
            const PackPlace place{partitions[size_t(row)], m_buckets.empty() ? 0 : m_buckets[size_t(row)]};
            if (!heap || place != last) {
                heap = &m_heaps[place];
                last = place;
            }
            heap->push_back(row);
        }
        for (auto &[place, heap] : m_heaps) {
            if (!heap.empty())
                SLUICE_CHECK(m_packs.add(place, *rows, heap, stop));
            heap.clear();
        }
        return {};
    }

    const PackPlan &m_plan;
    RowTarget &m_target;
    PartitionRouter m_router;
    PackSet m_packs;
    std::vector<int32_t> m_buckets;
    std::map<PackPlace, std::vector<int32_t>> m_heaps; // the rows of a batch that go to each place
};

class PackSink final : public Sink, public EarlySink
{
public:
    PackSink(PackPlan plan, std::unique_ptr<RowTarget> target)
        : m_plan(std::move(plan))
        , m_target(std::move(target))
    {
    }

    const Schema &schema() const override { return m_plan.shape.schema(); }
    qint64 bytesSent() const override { return m_target->bytesSent(); }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        return std::unique_ptr<Writer>(std::make_unique<PackWriter>(m_plan, *m_target));
    }

    Done commit(qint64 epoch, const std::vector<Receipt> &, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        SLUICE_CHECK(m_target->commit(stop));
        m_committedEpoch = epoch;
        return {};
    }

    void abort() override { m_target->abort(); }
    bool showsBeforeCommit() const override { return m_target->showsBeforeCommit(); }

private:
    PackPlan m_plan;
    std::unique_ptr<RowTarget> m_target;
    qint64 m_committedEpoch = -1;
};

} // namespace

std::unique_ptr<Sink> makePackSink(PackPlan plan, std::unique_ptr<RowTarget> target)
{
    return std::make_unique<PackSink>(std::move(plan), std::move(target));
}

} // namespace sluice
