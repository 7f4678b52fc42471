#include "warehouse/storage/scanstate.h"

#include "warehouse/sql/predicate.h"

#include <QDateTime>
#include <QSet>
#include <QUuid>

#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 splitLimit = 1000000;

class ScanStream final : public RowStream
{
public:
    ScanStream(std::shared_ptr<const ScanState> scan, qint64 start, qint64 end)
        : m_scan(std::move(scan))
        , m_at(start)
        , m_end(end)
    {
    }

    const Schema &schema() const override { return m_scan->info.columns; }

    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        for (;;) {
            if (!m_rows) {
                if (m_at >= m_end)
                    return std::shared_ptr<arrow::RecordBatch>();
                SLUICE_CHECK(openPart());
            }
            SLUICE_TRY(auto batch, m_rows->next());
            if (batch)
                return batch;
            m_rows.reset();
        }
    }

private:
    Done openPart()
    {
        const auto &ends = m_scan->ends;
        const size_t part = size_t(std::upper_bound(ends.begin(), ends.end(), m_at) - ends.begin());
        const qint64 first = part == 0 ? 0 : ends[part - 1];
        const qint64 end = std::min(m_end, ends[part]);
        SLUICE_TRY(m_rows, readDownload(m_scan->parts[part], m_at - first, end - m_at, m_scan->info.columns.names(),
                                        m_scan->condition, m_scan->timeZone));
        m_at = end;
        return {};
    }

    std::shared_ptr<const ScanState> m_scan;
    qint64 m_at;
    qint64 m_end;
    std::unique_ptr<RowStream> m_rows;
};

Result<Schema> travelling(const TableState &table, const QStringList &names, qsizetype &dataColumns)
{
    const Definition &definition = table.definition;
    const QStringList all = definition.columns.names() + definition.partitionColumns.names();
    SLUICE_TRY(const Schema asked, columnsNamed(table, names.isEmpty() ? all : names));
    Schema schema;
    QSet<QString> seen;
    for (const bool partition : {false, true}) {
        for (const Column &column : asked.columns) {
            if ((definition.partitionColumns.indexOf(column.name) >= 0) != partition)
                continue;
            if (seen.contains(column.name))
                return makeError(ErrorCode::Config,
                                 QStringLiteral("Column \"%1\" is asked for twice.").arg(column.name), {},
                                 QStringLiteral("InvalidArgument"));
            seen.insert(column.name);
            schema.columns.append(column);
        }
        if (!partition)
            dataColumns = schema.size();
    }
    return schema;
}

// Those asked for, each once, in the order of their values; all of them when none is.
Result<std::map<QStringList, PartitionPtr>> chosenPartitions(const TableState &table, const QList<PartitionSpec> &specs)
{
    if (specs.isEmpty())
        return table.partitions;
    std::map<QStringList, PartitionPtr> chosen;
    for (const PartitionSpec &spec : specs) {
        SLUICE_TRY(const PartitionPtr partition, table.partition(spec));
        chosen.emplace(partition->values, partition);
    }
    return chosen;
}

qint64 rowsOfSplit(const ScanInfo &info)
{
    qint64 rows = info.rows;
    if (info.splits.mode == SplitPlan::Mode::Parallelism)
        rows = (info.rows + info.splits.number - 1) / info.splits.number;
    else if (info.splits.mode == SplitPlan::Mode::Size && info.bytes > info.splits.number)
        rows = qint64(double(info.rows) / double(info.bytes) * double(info.splits.number));
    return std::max({rows, qint64(1), info.rows / splitLimit + 1});
}

} // namespace

Result<std::shared_ptr<const ScanState>> createScanState(Stores &stores, const ScanRequest &request)
{
    SLUICE_TRY(const TablePtr table, stores.table(request.table));
    SLUICE_CHECK(table->checkStored());
    auto scan = std::make_shared<ScanState>();
    ScanInfo &info = scan->info;
    SLUICE_TRY(info.columns, travelling(*table, request.columns, info.dataColumns));
    SLUICE_TRY(const auto partitions, chosenPartitions(*table, request.partitions));
    if (!request.filter.trimmed().isEmpty()) {
        SLUICE_TRY(scan->condition, translatePredicate(stores, *table, request.filter));
        scan->timeZone = QString::fromUtf8(stores.options().timeZone.id());
    }
    ProjectStore &store = *stores.find(table->ref.project);
    for (const auto &[values, partition] : partitions) {
        scan->parts.push_back(snapshotOf(store, table, partition));
        scan->ends.push_back(info.rows += partition->rows());
        info.bytes += partition->bytes();
    }
    info.id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
              QUuid::createUuid().toString(QUuid::Id128);
    info.table = table->ref;
    info.splits = request.splits;
    info.times = request.times;
    info.created = QDateTime::currentDateTimeUtc();
    if (info.splits.mode == SplitPlan::Mode::RowOffset)
        return std::shared_ptr<const ScanState>(std::move(scan));
    scan->splitRows = rowsOfSplit(info);
    info.splitCount = (info.rows + scan->splitRows - 1) / scan->splitRows;
    if (!info.splits.crossPartition) {
        info.splitCount = 0;
        qint64 first = 0;
        for (const qint64 end : scan->ends) {
            scan->splitEnds.push_back(info.splitCount += (end - first + scan->splitRows - 1) / scan->splitRows);
            first = end;
        }
    }
    return std::shared_ptr<const ScanState>(std::move(scan));
}

Result<std::pair<qint64, qint64>> rangeOfSplit(const ScanState &scan, qint64 split)
{
    const ScanInfo &info = scan.info;
    if (split < 0 || split >= info.splitCount)
        return makeError(ErrorCode::Config,
                         QStringLiteral("There is no split %1: the session has %2.").arg(split).arg(info.splitCount),
                         {}, QStringLiteral("InvalidArgument"));
    qint64 first = 0;
    qint64 end = info.rows;
    if (!scan.splitEnds.empty()) {
        const auto &ends = scan.splitEnds;
        const size_t part = size_t(std::upper_bound(ends.begin(), ends.end(), split) - ends.begin());
        first = part == 0 ? 0 : scan.ends[part - 1];
        end = scan.ends[part];
        split -= part == 0 ? 0 : ends[part - 1];
    }
    first += split * scan.splitRows;
    return std::pair(first, std::min(scan.splitRows, end - first));
}

Result<std::unique_ptr<RowStream>> readScan(std::shared_ptr<const ScanState> scan, qint64 start, qint64 count)
{
    if (start < 0 || count < 0)
        return makeError(ErrorCode::Config, QStringLiteral("A range of rows has a start and a count of at least 0."),
                         {}, QStringLiteral("InvalidRowRange"));
    const qint64 from = std::min(start, scan->info.rows);
    const qint64 end = from + std::min(count, scan->info.rows - from);
    return std::unique_ptr<RowStream>(std::make_unique<ScanStream>(std::move(scan), from, end));
}

} // namespace sluice::warehouse
