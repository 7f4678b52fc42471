#include "connectors/maxcompute/maxcomputereader.h"

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/incrementalsource.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/readquery.h"
#include "connectors/maxcompute/tablereader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>

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
        for (const TunnelTarget &target : m_targets) {
            SLUICE_TRY(DownloadSession session, createDownload(client, target, stop));
            SLUICE_CHECK(checkColumns(*m_plan, session));
            rows += session.rows;
            m_sessions.push_back(std::move(session));
        }
        const qint64 each = std::max(smallestSplit, (rows + wanted - 1) / std::max(wanted, 1));
        std::vector<Split> splits;
        for (size_t i = 0; i < m_sessions.size(); ++i) {
            const DownloadSession &session = m_sessions[i];
            const qint64 parts = (session.rows + each - 1) / each;
            for (qint64 part = 0; part < parts; ++part) {
                const qint64 start = session.rows * part / parts;
                const qint64 end = session.rows * (part + 1) / parts;
                splits.push_back(describe(session, i, start, end - start));
            }
        }
        return splits;
    }

    // Rows of a query, and of a service that does not tell when it changed them, have none.
    Result<QByteArray> fingerprint(Stop stop) override
    {
        if (m_table.changed.isEmpty())
            return QByteArray();
        QHash<QString, QString> times;
        if (m_table.isPartitioned()) {
            Client client(m_account, runTries);
            SLUICE_TRY(times, fetchPartitionTimes(client, m_table.name, stop));
        }
        // Another partition may be filled meanwhile, which changes the table.
        QJsonArray stamps{m_table.made, m_table.isPartitioned() ? QString() : m_table.changed};
        for (const DownloadSession &session : m_sessions) {
            const QString partition = session.target.partition.tunnelText();
            stamps.append(QJsonArray{partition, times.value(partition), session.rows});
        }
        return QJsonDocument(stamps).toJson(QJsonDocument::Compact);
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        const QJsonObject detail = QJsonDocument::fromJson(split.detail).object();
        const int index = detail[QLatin1String("session")].toInt(-1);
        if (index < 0 || size_t(index) >= m_sessions.size())
            return makeError(ErrorCode::Internal, QStringLiteral("A split does not belong to this reader."));
        const RowRange range{m_sessions[size_t(index)], qint64(detail[QLatin1String("start")].toDouble()),
                             qint64(detail[QLatin1String("count")].toDouble())};
        const qint64 done = qint64(QJsonDocument::fromJson(from).object()[QLatin1String("rows")].toDouble(0));
        return std::unique_ptr<Reader>(
            makeTableReader(m_plan, m_account, range, std::clamp<qint64>(done, 0, range.count)));
    }

private:
    static Split describe(const DownloadSession &session, size_t index, qint64 start, qint64 count)
    {
        Split split;
        split.name = QStringLiteral("rows %1 to %2").arg(start + 1).arg(start + count);
        if (!session.target.partition.isEmpty())
            split.name = session.target.partition.tunnelText() + QStringLiteral(", ") + split.name;
        split.detail = QJsonDocument(QJsonObject{{QStringLiteral("session"), qint64(index)},
                                                 {QStringLiteral("start"), start},
                                                 {QStringLiteral("count"), count}})
                           .toJson(QJsonDocument::Compact);
        split.expectedRows = count;
        return split;
    }

    Account m_account;
    std::shared_ptr<ReadPlan> m_plan;
    QList<TunnelTarget> m_targets;
    QStringList m_notes;
    TableMeta m_table;
    std::vector<DownloadSession> m_sessions;
};

// Columns travel in the table's order: Arrow batches may have no other, whatever order is asked for.
std::shared_ptr<ReadPlan> planFor(const QList<ReadColumn> &columns, const Schema &table, const Transfer &transfer,
                                  Log *log)
{
    auto plan = std::make_shared<ReadPlan>();
    plan->columns = columns;
    plan->transfer = transfer;
    plan->log = log;
    QSet<QString> wanted;
    for (const ReadColumn &column : columns)
        if (column.kind == ReadColumn::Data)
            wanted.insert(column.column.name);
    for (const Column &column : table.columns)
        if (wanted.contains(column.name)) {
            plan->wireNames.append(column.name);
            plan->wireSchema.columns.append(column);
        }
    for (const ReadColumn &column : columns) {
        plan->schema.columns.append(column.column);
        plan->wireIndex.append(column.kind == ReadColumn::Data ? plan->wireSchema.indexOf(column.column.name) : -1);
    }
    return plan;
}

// What readers of a query's result share: each column but the constants comes as one of the result's, in order. Results
// travel as records, for their Arrow form differs from that of tables.
Result<std::shared_ptr<ReadPlan>> planForResult(QList<ReadColumn> columns, const DownloadSession &session,
                                                Compression compression, Log *log)
{
    const QList<Column> &given = session.columns.columns.columns;
    qsizetype next = 0;
    auto plan = std::make_shared<ReadPlan>();
    for (ReadColumn &column : columns) {
        if (column.kind != ReadColumn::Constant) {
            if (next == given.size())
                return makeError(ErrorCode::Data, QStringLiteral("The query's result lacks columns."));
            column.kind = ReadColumn::Data;
            column.column.type = given[next].type;
            if (const Done readable = checkReadable(column.column); !readable.ok()) // an expression's, known only now
                return readable.error().at(QStringLiteral("column"));
            plan->wireNames.append(given[next].name);
            plan->wireSchema.columns.append(column.column);
            plan->wireIndex.append(int(next++));
        } else {
            plan->wireIndex.append(-1);
        }
        plan->schema.columns.append(column.column);
    }
    plan->columns = std::move(columns);
    plan->transfer = {RowFormat::Record, compression};
    plan->log = log;
    return plan;
}

// Runs the query that chooses rows and computes columns, and reads its result as if it were a table.
Result<std::unique_ptr<Source>> openQuery(Client &client, const ReadQuery &query, const QList<ReadColumn> &columns,
                                          const ReadParameters &parameters, const OpenRequest &request, Stop stop)
{
    Client patient(client.account(), runTries, request.log); // a query may take hours
    SLUICE_TRY(const QString instance, runQuery(patient, query.statement(request.timeZone), request.log, stop));
    const TunnelTarget result{parameters.table, {}, instance};
    SLUICE_TRY(const DownloadSession session, createDownload(patient, result, stop));
    SLUICE_TRY(auto plan, planForResult(columns, session, parameters.transfer.compression, request.log));
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

// Partition after partition from startPartition on.
Result<std::unique_ptr<Source>> openIncremental(Client &client, const TableMeta &table,
                                                const QList<ReadColumn> &columns, const ReadParameters &parameters,
                                                Log *log, Stop stop)
{
    if (!table.isPartitioned())
        return makeError(ErrorCode::Config,
                         QStringLiteral("Table \"%1\" is not partitioned, so it cannot be read from a partition on.")
                             .arg(table.name.text()));
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
    return makeIncrementalSource(planFor(columns, table.columns.columns, parameters.transfer, log), client.account(),
                                 std::move(plan));
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
    if (!parameters.startPartition.isEmpty()) {
        auto source = openIncremental(client, *table, *columns, parameters, request.log, stop);
        if (!source.ok() && (source.error().code == ErrorCode::Config || source.error().code == ErrorCode::NotFound))
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
        client.account(), planFor(*columns, table->columns.columns, parameters.transfer, request.log),
        std::move(targets).value(), std::move(notes), *table));
}

} // namespace sluice
