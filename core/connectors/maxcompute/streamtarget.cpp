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

    // When the table was altered, a session with its new columns takes what still fits them.
    Result<ServiceRequest> packRefused(const Client &client, PackPlace place, qint64 rows, const Error &error,
                                       int sendings, Stop stop) override
    {
        if (!error.detail.startsWith(QLatin1String("SchemaModified")) || sendings > mostSessions)
            return error;
        QMutexLocker lock(&m_mutex);
        PartitionStream &stream = m_streams.at(place.partition);
        Client asking(m_plan.account, runTries, m_plan.log);
        SLUICE_TRY(StreamSession session,
                   createStream(asking, stream.session.target, m_plan.parameters.slotCount, stop));
        SLUICE_CHECK(checkSameColumns(session.columns.columns, error));
        if (m_plan.log)
            m_plan.log->info(
                QStringLiteral("The columns of %1 were altered during the run. Those of before are still there: "
                               "the run goes on in a new stream.")
                    .arg(placeOf(stream.session.target)));
        stream = PartitionStream{std::move(session)};
        return streamRequest(client, stream.session, 0, rows, m_plan.parameters.transfer);
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
    // Whether rows of the run are what the table takes: its columns of before, in their places.
    Done checkSameColumns(const Schema &now, const Error &error) const
    {
        const auto &before = m_plan.tableColumns.columns;
        for (qsizetype i = 0; i < before.size(); ++i) {
            if (i < now.size() && now.columns[i].name.compare(before[i].name, Qt::CaseInsensitive) == 0 &&
                now.columns[i].type == before[i].type)
                continue;
            return makeError(
                ErrorCode::Conflict,
                QStringLiteral("The table was altered during the run: column \"%1\" is not where it was, or "
                               "not %2 any more. Rows that were streamed before stay in the table. Look over "
                               "the mapping, and run again.")
                    .arg(before[i].name, before[i].type.text()),
                {}, error.detail);
        }
        return {};
    }

    static constexpr int mostSessions = 3; // that a pack is sent in anew

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
