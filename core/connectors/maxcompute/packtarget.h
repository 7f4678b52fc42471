#pragma once

#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/packs.h"
#include "connectors/maxcompute/writeshape.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <atomic>
#include <deque>

namespace sluice
{

// Everything that a target and the writers in front of it need to know.
struct PackPlan {
    Account account;
    TunnelTarget table; // its partition is set for each session
    WriteParameters parameters;
    PartitionSpec fixed; // the partition's levels with a value
    QStringList levels;  // those that come with the rows
    WriteShape shape;
    Schema tableColumns;
    Log *log = nullptr;
};

// What a run writes in packs: one of the three tunnels, with a session for each partition that rows come for. Shared by
// its lanes; thread-safe.
class RowTarget : public PackTarget
{
public:
    explicit RowTarget(const PackPlan &plan)
        : m_plan(plan)
    {
    }

    // The number of a partition; its session is opened when it is the first time. Config error when there are more
    // than dynamicPartitionLimit of them.
    virtual Result<int> partition(const PartitionSpec &partition, Stop stop) = 0;
    // What packs are made of: the columns of rows(), and their numbers on the wire.
    virtual const Schema &packSchema() const { return m_plan.shape.wireSchema(); }
    virtual const std::vector<uint32_t> &packNumbers() const { return m_plan.shape.numbers(); }
    // The rows as packs hold them. A partition has been opened before.
    virtual Result<std::shared_ptr<arrow::RecordBatch>> dress(const PreparedRows &prepared) const
    {
        return prepared.rows;
    }
    // The bucket of each row, where the tunnel wants them apart; leaves `buckets` empty otherwise.
    virtual Done chooseBuckets(const arrow::RecordBatch &, std::vector<int32_t> &) const { return {}; }
    // Everything that was sent is seen from now on. Sessions end with it; later rows open new ones.
    virtual Done commit(Stop stop) = 0;
    virtual void abort() = 0;
    virtual bool showsBeforeCommit() const { return false; } // as EarlySink's

    qint64 bytesSent() const { return m_bytesSent; }
    void packTaken(PackPlace place, qint64 rows, qint64 bytes, const BodySender &sender) override
    {
        m_bytesSent += bytes;
        taken(place, rows, sender);
    }

protected:
    virtual void taken(PackPlace, qint64, const BodySender &) {}
    TunnelTarget targetOf(const PartitionSpec &partition) const
    {
        TunnelTarget target = m_plan.table;
        target.partition = partition;
        return target;
    }

    const PackPlan m_plan;

private:
    std::atomic<qint64> m_bytesSent{0};
};

// The sessions of a target, one for each partition. Guarded by its owner's mutex.
template <class Session>
class PartitionSessions
{
public:
    template <class Open>
    Result<int> number(const PartitionSpec &partition, int limit, Open open)
    {
        const QString name = partition.tunnelText();
        if (const auto known = m_numbers.constFind(name); known != m_numbers.constEnd())
            return *known;
        if (int(m_sessions.size()) >= limit)
            return makeError(ErrorCode::Config,
                             QStringLiteral("Too many dynamic partitions: the rows of this run belong to more than %1. "
                                            "Raise dynamicPartitionLimit, or look whether the right column names the "
                                            "partition.")
                                 .arg(limit));
        SLUICE_TRY(Session session, open());
        m_sessions.push_back(std::move(session));
        m_numbers.insert(name, int(m_sessions.size()) - 1);
        return int(m_sessions.size()) - 1;
    }
    Session &at(int number) { return m_sessions[size_t(number)]; }
    std::deque<Session> &all() { return m_sessions; }
    void clear()
    {
        m_sessions.clear();
        m_numbers.clear();
    }

private:
    std::deque<Session> m_sessions;
    QHash<QString, int> m_numbers;
};

// The batch tunnel: blocks in a session for each partition, committed one after another.
std::unique_ptr<RowTarget> makeBlockTarget(const PackPlan &plan);
// The stream tunnel: what is sent is seen, commit or not.
std::unique_ptr<RowTarget> makeStreamTarget(const PackPlan &plan);
// The upsert tunnel, for a Delta table with these key columns. Config error when they are not all written, or when some
// columns shall be left as they are and the table does not allow it.
Result<std::unique_ptr<RowTarget>> makeUpsertTarget(const PackPlan &plan, const QStringList &keys);

} // namespace sluice
