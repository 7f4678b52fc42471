#include "connectors/maxcompute/packtarget.h"
#include "connectors/maxcompute/streamsession.h"

namespace sluice
{

namespace
{

struct PartitionStream {
    StreamSession session;
    qsizetype next = 0; // of the slots
    bool stale = false; // the service has said that the slots changed
};

class StreamTarget final : public RowTarget
{
public:
    explicit StreamTarget(const PackPlan &plan)
        : RowTarget(plan)
    {
    }

    Result<int> partition(const PartitionSpec &partition, Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        return m_streams.number(partition, m_plan.parameters.dynamicPartitionLimit, [&]() -> Result<PartitionStream> {
            Client client(m_plan.account, runTries, m_plan.log);
            SLUICE_TRY(StreamSession session,
                       createStream(client, targetOf(partition), m_plan.parameters.slotCount, stop));
            return PartitionStream{std::move(session)};
        });
    }

    Result<ServiceRequest> packRequest(const Client &client, PackPlace place, qint64 rows, Stop stop) override
    {
        QMutexLocker lock(&m_mutex);
        PartitionStream &stream = m_streams.at(place.partition);
        if (std::exchange(stream.stale, false)) {
            Client asking(m_plan.account, runTries, m_plan.log);
            SLUICE_TRY(stream.session, reloadStream(asking, stream.session, stop));
        }
        const qsizetype slot = stream.next++ % stream.session.servers.size();
        return streamRequest(client, stream.session, slot, rows, m_plan.parameters.transfer);
    }

    // What was sent is seen already.
    Done commit(Stop) override
    {
        QMutexLocker lock(&m_mutex);
        m_streams.clear();
        return {};
    }

    void abort() override
    {
        if (m_rows > 0 && m_plan.log)
            m_plan.log->warning(QStringLiteral("%1 rows were streamed before the run ended, and stay in the table.")
                                    .arg(m_rows.load()));
    }
    bool showsBeforeCommit() const override { return true; }

protected:
    void taken(PackPlace place, qint64 rows, const BodySender &sender) override
    {
        m_rows += rows;
        const int slots = sender.answerHeader("odps-tunnel-slot-num").toInt();
        QMutexLocker lock(&m_mutex);
        PartitionStream &stream = m_streams.at(place.partition);
        stream.stale = stream.stale || (slots > 0 && slots != stream.session.servers.size());
    }

private:
    QMutex m_mutex;
    PartitionSessions<PartitionStream> m_streams;
    std::atomic<qint64> m_rows{0};
};

} // namespace

std::unique_ptr<RowTarget> makeStreamTarget(const PackPlan &plan)
{
    return std::make_unique<StreamTarget>(plan);
}

} // namespace sluice
