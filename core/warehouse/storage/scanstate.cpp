#include "warehouse/storage/scanstate.h"

#include "data/arrowtypes.h"
#include "tunnel/buckethash.h"
#include "warehouse/sql/predicate.h"

#include <QDateTime>
#include <QSet>
#include <QUuid>

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <numeric>
#include <set>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 splitLimit = 1000000;

class ScanStream final : public RowStream
{
public:
    ScanStream(std::shared_ptr<const ScanState> scan, Schema columns, qint64 start, qint64 end)
        : m_scan(std::move(scan))
        , m_columns(std::move(columns))
        , m_at(start)
        , m_end(end)
    {
    }

    const Schema &schema() const override { return m_columns; }

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
        SLUICE_TRY(m_rows, readDownload(m_scan->parts[part], m_at - first, end - m_at, m_columns.names(),
                                        m_scan->condition, m_scan->timeZone));
        m_at = end;
        return {};
    }

    std::shared_ptr<const ScanState> m_scan;
    Schema m_columns;
    qint64 m_at;
    qint64 m_end;
    std::unique_ptr<RowStream> m_rows;
};

// Of other rows those of some buckets; their first columns, as many as the scan's. The columns that buckets are told by
// may stand behind.
class BucketStream final : public RowStream
{
public:
    BucketStream(std::shared_ptr<const ScanState> scan, std::vector<int> buckets, qint64 skip,
                 std::unique_ptr<RowStream> rows)
        : m_scan(std::move(scan))
        , m_wanted(size_t(m_scan->buckets->count), false)
        , m_skip(skip)
        , m_rows(std::move(rows))
    {
        for (const int bucket : buckets)
            m_wanted[size_t(bucket)] = true;
        for (const Column &key : m_scan->buckets->keys.columns)
            m_keys.push_back(int(m_rows->schema().indexOf(key.name)));
    }

    const Schema &schema() const override { return m_scan->info.columns; }

    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        for (;;) {
            SLUICE_TRY(const auto batch, m_rows->next());
            if (!batch)
                return batch;
            SLUICE_CHECK(chooseBuckets(*batch, m_rows->schema(), m_keys, m_scan->buckets->count, BucketHasher::Default,
                                       m_buckets));
            SLUICE_TRY(auto kept, fitting(*batch));
            if (kept->num_rows() > 0)
                return kept;
        }
    }

private:
    Result<std::shared_ptr<arrow::RecordBatch>> fitting(const arrow::RecordBatch &batch)
    {
        arrow::Int64Builder places;
        for (int64_t row = 0; row < batch.num_rows(); ++row) {
            if (!m_wanted[size_t(m_buckets[size_t(row)])])
                continue;
            if (m_skip > 0)
                --m_skip;
            else if (const arrow::Status status = places.Append(row); !status.ok())
                return arrowError(status);
        }
        std::shared_ptr<arrow::Array> indexes;
        if (const arrow::Status status = places.Finish(&indexes); !status.ok())
            return arrowError(status);
        std::vector<int> first(size_t(schema().size()));
        std::iota(first.begin(), first.end(), 0);
        const auto columns = batch.SelectColumns(first);
        if (!columns.ok())
            return arrowError(columns.status());
        const auto taken = arrow::compute::Take(arrow::Datum(*columns), arrow::Datum(indexes));
        if (!taken.ok())
            return arrowError(taken.status());
        return taken->record_batch();
    }

    std::shared_ptr<const ScanState> m_scan;
    std::vector<bool> m_wanted;
    qint64 m_skip;
    std::unique_ptr<RowStream> m_rows;
    std::vector<int> m_keys; // places among the columns of the rows
    std::vector<int32_t> m_buckets;
};

std::unique_ptr<RowStream> rowsOfBuckets(const std::shared_ptr<const ScanState> &scan, std::vector<int> buckets,
                                         qint64 start, qint64 end, qint64 skip)
{
    Schema columns = scan->info.columns;
    for (const Column &key : scan->buckets->keys.columns)
        if (columns.indexOf(key.name) < 0)
            columns.columns.append(key);
    return std::make_unique<BucketStream>(scan, std::move(buckets), skip,
                                          std::make_unique<ScanStream>(scan, std::move(columns), start, end));
}

Error refusedBuckets(const QString &why)
{
    return makeError(ErrorCode::Config, why, {}, QStringLiteral("InvalidArgument"));
}

// None when all rows are wanted, whatever bucket they belong to.
Result<std::optional<BucketChoice>> chosenBuckets(const TableState &table, const ScanRequest &request)
{
    if (request.buckets.isEmpty() && request.splits.mode != SplitPlan::Mode::Bucket)
        return std::optional<BucketChoice>();
    const auto cluster = table.info().cluster;
    if (!cluster || cluster->byRange)
        return refusedBuckets(
            QStringLiteral("Table %1 is not clustered by hash, so it has no buckets. Split it by Size, "
                           "Parallelism or RowOffset, and leave RequiredBucketIds out.")
                .arg(table.ref.text()));
    BucketChoice choice;
    choice.count = cluster->buckets;
    SLUICE_TRY(choice.keys, columnsNamed(table, cluster->columns));
    const std::set<int> wanted(request.buckets.begin(), request.buckets.end());
    choice.ids.assign(wanted.begin(), wanted.end());
    if (wanted.empty()) {
        choice.ids.resize(size_t(choice.count));
        std::iota(choice.ids.begin(), choice.ids.end(), 0);
    }
    if (choice.ids.front() < 0 || choice.ids.back() >= choice.count)
        return refusedBuckets(QStringLiteral("The buckets of table %1 are numbered 0 to %2.")
                                  .arg(table.ref.text())
                                  .arg(choice.count - 1));
    return std::optional<BucketChoice>(std::move(choice));
}

// Where a split begins and how many rows it has.
std::pair<qint64, qint64> rangeOfSplit(const ScanState &scan, qint64 split)
{
    qint64 first = 0;
    qint64 end = scan.info.rows;
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
    SLUICE_TRY(scan->buckets, chosenBuckets(*table, request));
    if (info.splits.mode == SplitPlan::Mode::Bucket)
        info.splitCount = info.rows > 0 ? qint64(scan->buckets->ids.size()) : 0;
    if (info.splits.mode == SplitPlan::Mode::RowOffset || info.splits.mode == SplitPlan::Mode::Bucket)
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

Result<std::unique_ptr<RowStream>> readSplitOf(std::shared_ptr<const ScanState> scan, qint64 split, qint64 skip)
{
    const ScanInfo &info = scan->info;
    if (split < 0 || split >= info.splitCount)
        return makeError(ErrorCode::Config,
                         QStringLiteral("There is no split %1: the session has %2.").arg(split).arg(info.splitCount),
                         {}, QStringLiteral("InvalidArgument"));
    if (info.splits.mode == SplitPlan::Mode::Bucket)
        return rowsOfBuckets(scan, {scan->buckets->ids[size_t(split)]}, 0, info.rows, skip);
    const auto [first, rows] = rangeOfSplit(*scan, split);
    skip = std::min(skip, rows);
    return readScan(std::move(scan), first + skip, rows - skip);
}

Result<std::unique_ptr<RowStream>> readScan(std::shared_ptr<const ScanState> scan, qint64 start, qint64 count)
{
    if (start < 0 || count < 0)
        return makeError(ErrorCode::Config, QStringLiteral("A range of rows has a start and a count of at least 0."),
                         {}, QStringLiteral("InvalidRowRange"));
    const qint64 from = std::min(start, scan->info.rows);
    const qint64 end = from + std::min(count, scan->info.rows - from);
    if (scan->buckets)
        return rowsOfBuckets(scan, scan->buckets->ids, from, end, 0);
    Schema columns = scan->info.columns;
    return std::unique_ptr<RowStream>(std::make_unique<ScanStream>(std::move(scan), std::move(columns), from, end));
}

} // namespace sluice::warehouse
