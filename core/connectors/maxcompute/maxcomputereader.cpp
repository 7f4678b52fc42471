#include "connectors/maxcompute/maxcomputereader.h"

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/incrementalsource.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/readquery.h"
#include "connectors/maxcompute/tablereader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace sluice
{

namespace
{

// Fewer rows than this are not worth a request of their own.
constexpr qint64 smallestSplit = 20'000;

class TableSource final : public Source
{
public:
    // `table`: the rows are its own, so that it tells whether they have changed.
    TableSource(Account account, std::shared_ptr<ReadPlan> plan, QList<TunnelTarget> targets, QStringList notes,
                TableMeta table = {})
        : m_account(std::move(account))
        , m_plan(std::move(plan))
        , m_targets(std::move(targets))
        , m_notes(std::move(notes))
        , m_table(std::move(table))
    {
    }

    const Schema &schema() const override { return m_plan->schema; }
    QStringList notes() const override { return m_notes; }

    Result<std::vector<Split>> split(int wanted, Stop stop) override
    {
        Client client(m_account, runTries, m_plan->log);
        m_sessions.clear();
        qint64 rows = 0;
        const int wantedOfEach = wanted / std::max(1, int(m_targets.size())) + 1;
        for (const TunnelTarget &target : m_targets) {
            SLUICE_TRY(auto session, openReadSession(client, m_plan, target, wantedOfEach, stop));
            rows += std::max<qint64>(session->rows(), 0);
            m_sessions.push_back(std::move(session));
        }
        const qint64 each = std::max(smallestSplit, (rows + wanted - 1) / std::max(wanted, 1));
        std::vector<Split> splits;
        for (size_t i = 0; i < m_sessions.size(); ++i) {
            const ReadSession &session = *m_sessions[i];
            for (qint64 split = 0; split < session.splits(); ++split)
                splits.push_back(describe(session, i, {nullptr, 0, -1, split}));
            const qint64 parts = (session.rows() + each - 1) / each;
            for (qint64 part = 0; part < parts; ++part) {
                const qint64 start = session.rows() * part / parts;
                const qint64 end = session.rows() * (part + 1) / parts;
                splits.push_back(describe(session, i, {nullptr, start, end - start}));
            }
        }
        return splits;
    }

    // Rows of a query, in splits that the service made, and of a service that does not tell when it changed them, have
    // none.
    Result<QByteArray> fingerprint(Stop stop) override
    {
        if (m_table.changed.isEmpty() || (m_plan->storage && m_plan->storage->cut != StoragePlan::Cut::Rows))
            return QByteArray();
        QHash<QString, QString> times;
        if (m_table.isPartitioned()) {
            Client client(m_account, runTries);
            SLUICE_TRY(times, fetchPartitionTimes(client, m_table.name, stop));
        }
        // Another partition may be filled meanwhile, which changes the table.
        QJsonArray stamps{m_table.made, m_table.isPartitioned() ? QString() : m_table.changed};
        for (const auto &session : m_sessions) {
            const QString partition = session->target().partition.tunnelText();
            stamps.append(QJsonArray{partition, times.value(partition), session->rows()});
        }
        return QJsonDocument(stamps).toJson(QJsonDocument::Compact);
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        const QJsonObject detail = QJsonDocument::fromJson(split.detail).object();
        const int index = detail[QLatin1String("session")].toInt(-1);
        if (index < 0 || size_t(index) >= m_sessions.size())
            return makeError(ErrorCode::Internal, QStringLiteral("A split does not belong to this reader."));
        const RowRange range{m_sessions[size_t(index)], detail[QLatin1String("start")].toInteger(),
                             detail[QLatin1String("count")].toInteger(-1),
                             detail[QLatin1String("split")].toInteger(-1)};
        qint64 done = std::max<qint64>(QJsonDocument::fromJson(from).object()[QLatin1String("rows")].toInteger(), 0);
        if (range.count >= 0)
            done = std::min(done, range.count);
        return std::unique_ptr<Reader>(makeTableReader(m_plan, m_account, range, done));
    }

private:
    static Split describe(const ReadSession &session, size_t index, const RowRange &range)
    {
        Split split;
        QJsonObject detail{{QStringLiteral("session"), qint64(index)}};
        if (range.split >= 0) {
            split.name = QStringLiteral("split %1 of %2").arg(range.split + 1).arg(session.splits());
            detail.insert(QStringLiteral("split"), range.split);
        } else {
            split.name = QStringLiteral("rows %1 to %2").arg(range.start + 1).arg(range.start + range.count);
            detail.insert(QStringLiteral("start"), range.start);
            detail.insert(QStringLiteral("count"), range.count);
            split.expectedRows = range.count;
        }
        const PartitionSpec &partition = session.target().partition;
        if (!partition.isEmpty())
            split.name = partition.tunnelText() + QStringLiteral(", ") + split.name;
        split.detail = QJsonDocument(detail).toJson(QJsonDocument::Compact);
        return split;
    }

    Account m_account;
    std::shared_ptr<ReadPlan> m_plan;
    QList<TunnelTarget> m_targets;
    QStringList m_notes;
    TableMeta m_table;
    std::vector<std::shared_ptr<const ReadSession>> m_sessions;
};

// Runs the query that chooses rows and computes columns, and reads its result as if it were a table.
Result<std::unique_ptr<Source>> openQuery(Client &client, const ReadQuery &query, const QList<ReadColumn> &columns,
                                          const ReadParameters &parameters, const OpenRequest &request, Stop stop)
{
    Client patient(client.account(), runTries, request.log); // a query may take hours
    SLUICE_TRY(const QString instance, runQuery(patient, query.statement(request.timeZone), request.log, stop));
    const TunnelTarget result{parameters.table, {}, instance};
    SLUICE_TRY(const DownloadSession session, createDownload(patient, result, stop));
    SLUICE_TRY(auto plan,
               planForResult(columns, session.columns.columns, parameters.transfer.compression, request.log));
    return std::unique_ptr<Source>(
        std::make_unique<TableSource>(patient.account(), std::move(plan), QList<TunnelTarget>{result}, QStringList()));
}

// The parts of the table to read; empty, with a note, when none matches and that is allowed.
Result<QList<TunnelTarget>> chooseTargets(Client &client, const TableMeta &table, const ReadParameters &parameters,
                                          QStringList &notes, Stop stop)
{
    TunnelTarget target{table.name, {}};
    if (!table.isPartitioned()) {
        if (!parameters.partitions.isEmpty())
            return makeError(
                ErrorCode::Config,
                QStringLiteral("Table \"%1\" is not partitioned: leave \"partition\" empty.").arg(table.name.text()));
        return QList<TunnelTarget>{target};
    }
    const QStringList levels = table.columns.partitionColumns.names();
    if (parameters.partitions.isEmpty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("Table \"%1\" is partitioned by %2: name the partitions to read, for example "
                           "[\"%3=*\"].")
                .arg(table.name.text(), levels.join(QStringLiteral(", ")), levels.join(QStringLiteral("=*,"))));
    SLUICE_TRY(const QList<PartitionSpec> existing, fetchPartitions(client, table.name, stop));
    SLUICE_TRY(const QList<PartitionSpec> chosen, choosePartitions(parameters.partitions, levels, existing));
    if (chosen.isEmpty()) {
        const QString what = QStringLiteral("No partition of \"%1\" matches %2; it has %3.")
                                 .arg(table.name.text(), parameters.partitions.join(QStringLiteral(" or ")))
                                 .arg(existing.size());
        if (!parameters.successOnNoPartition)
            return makeError(ErrorCode::NotFound,
                             what + QStringLiteral(" Set successOnNoPartition to true where that is no failure."));
        notes.append(what);
    }
    if (chosen.size() > parameters.maxPartitionCount)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The number of matched partitions exceeds the default limit: %1 match %2, and "
                                        "maxPartitionCount is %3. Raise it, or match fewer.")
                             .arg(chosen.size())
                             .arg(parameters.partitions.join(QStringLiteral(" or ")))
                             .arg(parameters.maxPartitionCount));
    QList<TunnelTarget> targets;
    for (const PartitionSpec &partition : chosen) {
        target.partition = partition;
        targets.append(target);
    }
    return targets;
}

// How the Storage API is to be used, where it is. Delta tables are read in no other way, and have no order of rows.
std::optional<StoragePlan> storageFor(const ReadParameters &parameters, const DeltaTable &delta)
{
    if (!parameters.useStorageApi && !delta.isDelta())
        return std::nullopt;
    StoragePlan plan;
    plan.asked = !delta.isDelta();
    plan.codec = parameters.compressCodec;
    plan.splitBytes = parameters.splitBytes;
    if (plan.splitBytes > 0)
        plan.cut = StoragePlan::Cut::Size;
    else if (delta.isDelta())
        plan.cut = StoragePlan::Cut::Parallelism;
    return plan;
}

// Partition after partition from startPartition on.
Result<std::unique_ptr<Source>> openIncremental(Client &client, const TableMeta &table,
                                                const QList<ReadColumn> &columns, const ReadParameters &parameters,
                                                std::optional<StoragePlan> storage, Log *log, Stop stop)
{
    if (!table.isPartitioned())
        return makeError(ErrorCode::Config,
                         QStringLiteral("Table \"%1\" is not partitioned, so it cannot be read from a partition on.")
                             .arg(table.name.text()));
    if (storage && !storage->asked)
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("\"%1\" is a Delta table: it cannot be read from a partition on. Name the "
                                        "partitions to read in \"partition\".")
                             .arg(table.name.text()));
    if (storage)
        storage->cut = StoragePlan::Cut::Rows; // the order is the point
    IncrementalPlan plan{table.name, table.columns.partitionColumns.names(), {}, {}, false};
    SLUICE_TRY(plan.start, PartitionStart::parse(parameters.startPartition, plan.levels));
    plan.interval = parameters.subscribeInterval;
    plan.skipModified = parameters.skipModified;
    if (!plan.interval && !parameters.successOnNoPartition) {
        SLUICE_TRY(const QList<PartitionSpec> existing, fetchPartitions(client, table.name, stop));
        if (plan.start.from(existing).isEmpty())
            return makeError(ErrorCode::NotFound,
                             QStringLiteral("No partition of \"%1\" is at or behind %2; it has %3. Set "
                                            "successOnNoPartition to true where that is no failure.")
                                 .arg(table.name.text(), plan.start.text())
                                 .arg(existing.size()));
    }
    SLUICE_CHECK(client.findTunnel(stop));
    return makeIncrementalSource(planFor(columns, table.columns.columns, parameters.transfer, storage, log),
                                 client.account(), std::move(plan));
}

} // namespace

Result<std::unique_ptr<Source>> openMaxComputeSource(const OpenRequest &request, RetryPace pace, Stop stop)
{
    const auto placed = [&](Error error, const char *key) {
        error.where = parameterPointer(request.step, key);
        return error;
    };
    SLUICE_TRY(const ReadParameters parameters, ReadParameters::from(request.step));
    SLUICE_TRY(Account account, accountOf(request.source, request.step));
    account.pace = pace;
    Client client(std::move(account), openTries, request.log);
    const auto table = fetchTable(client, parameters.table, stop);
    if (!table.ok())
        return table.error().code == ErrorCode::NotFound ? placed(table.error(), "table") : table.error();
    if (const QString kind = table->otherKind(); !kind.isEmpty())
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("\"%1\" is %2; only tables can be read. Copy it into a table by SQL first.")
                             .arg(parameters.table.text(), kind),
                         parameterPointer(request.step, "table"));
    const auto columns = chooseReadColumns(parameters.columns, table->columns, !parameters.where.isEmpty());
    if (!columns.ok())
        return placed(columns.error(), "column");
    std::optional<StoragePlan> storage;
    if (parameters.where.isEmpty()) {
        SLUICE_TRY(const DeltaTable delta, fetchDeltaTable(client, table->name, stop));
        storage = storageFor(parameters, delta);
    }
    if (!parameters.startPartition.isEmpty()) {
        auto source = openIncremental(client, *table, *columns, parameters, storage, request.log, stop);
        if (!source.ok() && (source.error().code == ErrorCode::Config || source.error().code == ErrorCode::NotFound ||
                             source.error().code == ErrorCode::Unsupported))
            return placed(source.error(), "startPartition");
        return source;
    }
    QStringList notes;
    auto targets = chooseTargets(client, *table, parameters, notes, stop);
    if (!targets.ok())
        return targets.error().code == ErrorCode::Config || targets.error().code == ErrorCode::NotFound
                   ? placed(targets.error(), "partition")
                   : targets.error();
    SLUICE_CHECK(client.findTunnel(stop));
    if (!parameters.where.isEmpty() && !targets->isEmpty()) {
        QList<PartitionSpec> partitions;
        for (const TunnelTarget &target : *targets)
            if (!target.partition.isEmpty())
                partitions.append(target.partition);
        const auto query = ReadQuery::make(*table, client.account().project, *columns, partitions, parameters.where);
        if (!query.ok())
            return placed(query.error(), "partition");
        auto source = openQuery(client, *query, *columns, parameters, request, stop);
        if (source.ok())
            return source;
        const Error error = query->placed(source.error());
        return error.where.isEmpty() ? error : placed(error, error.where.toUtf8().constData());
    }
    return std::unique_ptr<Source>(std::make_unique<TableSource>(
        client.account(), planFor(*columns, table->columns.columns, parameters.transfer, storage, request.log),
        std::move(targets).value(), std::move(notes), *table));
}

} // namespace sluice
