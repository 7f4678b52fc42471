#include "connectors/maxcompute/incrementalsource.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// How long next() waits for partitions before it says so.
constexpr std::chrono::milliseconds patience = 800ms;

struct Place {
    PartitionSpec partition;
    qint64 rows = 0; // read of it
    qint64 of = 0;   // it had when it was begun
};

Position toPosition(const Place &place)
{
    QJsonArray values;
    for (const auto &[name, value] : place.partition.values())
        values.append(value);
    return QJsonDocument(QJsonObject{{QStringLiteral("partition"), values},
                                     {QStringLiteral("rows"), place.rows},
                                     {QStringLiteral("of"), place.of}})
        .toJson(QJsonDocument::Compact);
}

Result<Place> fromPosition(const Position &position, const QStringList &levels)
{
    const QJsonObject json = QJsonDocument::fromJson(position).object();
    const QJsonArray values = json[QLatin1String("partition")].toArray();
    if (values.size() != levels.size())
        return makeError(ErrorCode::Config, QStringLiteral("The position does not belong to this table."));
    QList<QPair<QString, QString>> partition;
    for (qsizetype i = 0; i < levels.size(); ++i)
        partition.append({levels[i], values[i].toString()});
    return Place{PartitionSpec(std::move(partition)), json[QLatin1String("rows")].toInteger(),
                 json[QLatin1String("of")].toInteger()};
}

class IncrementalReader final : public Reader
{
public:
    IncrementalReader(std::shared_ptr<const ReadPlan> rows, Account account,
                      std::shared_ptr<const IncrementalPlan> plan, std::optional<Place> from)
        : m_rows(std::move(rows))
        , m_client(std::move(account), runTries)
        , m_plan(std::move(plan))
        , m_place(std::move(from))
        , m_resumed(m_place.has_value())
    {
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        batch = {};
        for (;;) {
            SLUICE_CHECK(stop.check());
            if (m_partition) {
                const auto outcome = m_partition->next(batch, stop);
                if (!outcome.ok()) {
                    SLUICE_CHECK(leave(outcome.error()));
                    continue;
                }
                if (*outcome == Outcome::More) {
                    m_place->rows = QJsonDocument::fromJson(batch.after).object()[QLatin1String("rows")].toInteger();
                    batch.after = toPosition(*m_place);
                }
                if (*outcome != Outcome::End)
                    return outcome;
                m_partition.reset();
            }
            if (m_resumed || !m_waiting.isEmpty()) {
                SLUICE_CHECK(begin(stop));
                continue;
            }
            if (const auto left = m_nextLook - Stop::Clock::now(); left > 0ms) {
                SLUICE_CHECK(
                    stop.sleep(std::min(patience, std::chrono::duration_cast<std::chrono::milliseconds>(left) + 1ms)));
                return Outcome::Idle;
            }
            SLUICE_CHECK(look(stop));
            if (!m_waiting.isEmpty())
                continue;
            if (!m_plan->interval)
                return Outcome::End;
            m_nextLook = Stop::Clock::now() + *m_plan->interval;
        }
    }

private:
    // Which partitions have come since.
    Done look(Stop stop)
    {
        SLUICE_TRY(const QList<PartitionSpec> existing, fetchPartitions(m_client, m_plan->table, stop));
        m_waiting = m_plan->start.from(existing);
        if (m_place)
            m_waiting.removeIf(
                [this](const PartitionSpec &partition) { return !comesBefore(m_place->partition, partition); });
        return {};
    }

    // Begins the next partition, or goes on in the one that the position names.
    Done begin(Stop stop)
    {
        const bool resumed = std::exchange(m_resumed, false);
        if (!resumed)
            m_place = Place{m_waiting.takeFirst(), 0, 0};
        const auto session =
            openReadSession(m_client, m_rows, TunnelTarget{m_plan->table, m_place->partition}, 1, stop);
        if (!session.ok())
            return leave(session.error());
        const qint64 rows = (*session)->rows();
        if (resumed && rows != m_place->of)
            return leave(makeError(ErrorCode::Conflict,
                                   QStringLiteral("It had %1 rows and has %2.").arg(m_place->of).arg(rows)));
        m_place->of = rows;
        if (m_rows->log)
            m_rows->log->info(QStringLiteral("Reading partition %1: rows %2 to %3")
                                  .arg(m_place->partition.tunnelText())
                                  .arg(m_place->rows + 1)
                                  .arg(rows));
        m_partition = makeTableReader(m_rows, m_client.account(), RowRange{*session, 0, rows}, m_place->rows);
        return {};
    }

    // Ends with the partition when it was changed or dropped and that is to be passed over; else the error.
    Done leave(const Error &error)
    {
        m_partition.reset();
        if (error.code != ErrorCode::Conflict && error.code != ErrorCode::NotFound)
            return error;
        const QString name = m_place->partition.tunnelText();
        if (!m_plan->skipModified)
            return makeError(error.code,
                             QStringLiteral("Partition %1 was changed while it was read. Set startPartition behind it, "
                                            "or modifiedTableOperation to SKIP. %2")
                                 .arg(name, error.message),
                             error.where, error.detail);
        if (m_rows->log)
            m_rows->log->warning(QStringLiteral("The rest of partition %1 is skipped, from row %2 on: %3")
                                     .arg(name)
                                     .arg(m_place->rows + 1)
                                     .arg(error.text()));
        return {};
    }

    std::shared_ptr<const ReadPlan> m_rows;
    Client m_client;
    std::shared_ptr<const IncrementalPlan> m_plan;

    std::optional<Place> m_place; // the partition begun last
    bool m_resumed;               // m_place is where to go on
    std::unique_ptr<Reader> m_partition;
    QList<PartitionSpec> m_waiting;
    Stop::Clock::time_point m_nextLook;
};

class IncrementalSource final : public Source
{
public:
    IncrementalSource(std::shared_ptr<const ReadPlan> rows, Account account, IncrementalPlan plan)
        : m_rows(std::move(rows))
        , m_account(std::move(account))
        , m_plan(std::make_shared<const IncrementalPlan>(std::move(plan)))
    {
    }

    const Schema &schema() const override { return m_rows->schema; }

    Result<std::vector<Split>> split(int, Stop) override
    {
        Split split;
        split.name = QStringLiteral("partitions from %1 on").arg(m_plan->start.text());
        return std::vector<Split>{split};
    }

    Result<std::unique_ptr<Reader>> reader(const Split &, const Position &from) override
    {
        std::optional<Place> place;
        if (!from.isEmpty()) {
            SLUICE_TRY(place, fromPosition(from, m_plan->levels));
        }
        return std::unique_ptr<Reader>(
            std::make_unique<IncrementalReader>(m_rows, m_account, m_plan, std::move(place)));
    }

private:
    std::shared_ptr<const ReadPlan> m_rows;
    Account m_account;
    std::shared_ptr<const IncrementalPlan> m_plan;
};

} // namespace

std::unique_ptr<Source> makeIncrementalSource(std::shared_ptr<const ReadPlan> rows, Account account,
                                              IncrementalPlan plan)
{
    return std::make_unique<IncrementalSource>(std::move(rows), std::move(account), std::move(plan));
}

} // namespace sluice
