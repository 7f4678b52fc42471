#include "warehouse/catalog/downloads.h"

#include "base/nearest.h"
#include "data/arrowtypes.h"
#include "warehouse/catalog/batchshape.h"
#include "warehouse/catalog/sessionid.h"

#include <QDateTime>

#include <arrow/array.h>
#include <arrow/compute/api_vector.h>
#include <arrow/datum.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <optional>

namespace sluice::warehouse
{

namespace
{

// Segments smaller than this are read together, up to this many rows a query.
constexpr qint64 groupRows = 60000;

Error modified(const TableState &table)
{
    return makeError(
        ErrorCode::Conflict,
        QStringLiteral("Table %1 was changed since the download began. Begin a new one.").arg(table.ref.text()), {},
        QStringLiteral("TableModified"));
}

Done checkUnmodified(const DownloadState &download)
{
    const TablePtr table = download.store->find(download.table->id);
    if (!table || table->version != download.table->version)
        return modified(*download.table);
    const auto partition = table->partitions.find(download.partition->values);
    if (partition == table->partitions.end() || partition->second->id != download.partition->id ||
        partition->second->generation != download.partition->generation)
        return modified(*download.table);
    return {};
}

// A column as DuckDB's expression: data from the table, partition columns as constants.
QString expressionOf(const DownloadState &download, const QString &name)
{
    const Definition &definition = download.table->definition;
    if (const qsizetype i = definition.columns.indexOf(name); i >= 0)
        return definition.physicalColumn(i);
    const qsizetype i = definition.partitionColumns.indexOf(name);
    return QStringLiteral("CAST(%1 AS %2)")
        .arg(sqlString(download.partition->values[i]), duckType(definition.partitionColumns.columns[i].type));
}

// The query for a window of rows. A condition adds a last column that says which rows fit: the others are counted as
// well, for a window is whole or an error.
QString windowQuery(const DownloadState &download, const Schema &schema, const QString &condition, const QString &where,
                    bool ordered)
{
    const QString order = ordered ? QStringLiteral(" ORDER BY \"$seg\", \"$row\"") : QString();
    const QString table = download.store->dataTable(*download.table);
    QStringList values;
    if (condition.isEmpty()) {
        for (const Column &column : schema.columns)
            values.append(expressionOf(download, column.name));
        return QStringLiteral("SELECT %1 FROM %2 WHERE %3%4")
            .arg(values.join(QStringLiteral(", ")), table, where, order);
    }
    QStringList named{QStringLiteral("\"$seg\""), QStringLiteral("\"$row\"")};
    const Definition &definition = download.table->definition;
    for (const Schema *columns : {&definition.columns, &definition.partitionColumns})
        for (const Column &column : columns->columns)
            named.append(expressionOf(download, column.name) + QStringLiteral(" AS ") + sqlName(column.name));
    for (const Column &column : schema.columns)
        values.append(sqlName(column.name));
    return QStringLiteral("SELECT %1, CAST((%2) AS BOOLEAN) FROM (SELECT %3 FROM %4 WHERE %5) AS %6%7")
        .arg(values.join(QStringLiteral(", ")), condition, named.join(QStringLiteral(", ")), table, where,
             sqlName(download.table->ref.table), order);
}

class WindowStream final : public RowStream
{
public:
    WindowStream(std::shared_ptr<const DownloadState> download, qint64 start, qint64 end, Schema schema,
                 QString condition, DuckConnection connection)
        : m_download(std::move(download))
        , m_at(start)
        , m_end(end)
        , m_schema(std::move(schema))
        , m_arrow(arrowSchema(m_schema))
        , m_condition(std::move(condition))
        , m_connection(std::move(connection))
    {
    }

    const Schema &schema() const override { return m_schema; }

    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        for (;;) {
            if (!m_rows) {
                if (m_at >= m_end)
                    return std::shared_ptr<arrow::RecordBatch>();
                SLUICE_CHECK(openWindow());
            }
            SLUICE_TRY(auto batch, m_rows->next());
            if (!batch) {
                m_rows.reset();
                if (m_at != m_windowEnd) // swept between the check and the query
                    return modified(*m_download->table);
                continue;
            }
            m_at += batch->num_rows();
            if (!m_condition.isEmpty()) {
                SLUICE_TRY(batch, fitting(*batch));
            }
            if (batch->num_rows() > 0)
                return fromDuck(*batch, m_schema, m_arrow);
        }
    }

private:
    // The window at m_at: a part of one segment, or several small ones whole.
    Done openWindow()
    {
        const auto &segments = m_download->partition->segments;
        const auto &ends = m_download->ends;
        size_t i = size_t(std::upper_bound(ends.begin(), ends.end(), m_at) - ends.begin());
        const qint64 first = m_at - (ends[i] - segments[i].rows);
        QString where;
        bool ordered = false;
        if (first == 0 && ends[i] <= m_end && segments[i].rows < groupRows) {
            QStringList ids;
            qint64 rows = 0;
            for (; i < segments.size() && ends[i] <= m_end && rows + segments[i].rows <= groupRows; ++i) {
                rows += segments[i].rows;
                ids.append(QString::number(segments[i].id));
            }
            m_windowEnd = m_at + rows;
            ordered = ids.size() > 1;
            where = ids.size() == 1 ? QStringLiteral("\"$seg\" = %1").arg(ids[0])
                                    : QStringLiteral("\"$seg\" IN (%1)").arg(ids.join(QLatin1Char(',')));
        } else {
            m_windowEnd = std::min(ends[i], m_end);
            const bool hasGaps = m_download->table->definition.isTransactional();
            where = (hasGaps ? QStringLiteral("\"$seg\" = %1 LIMIT %3 OFFSET %2")
                             : QStringLiteral("\"$seg\" = %1 AND \"$row\" >= %2 AND \"$row\" < %2 + %3"))
                        .arg(segments[i].id)
                        .arg(first)
                        .arg(m_windowEnd - m_at);
        }
        SLUICE_CHECK(checkUnmodified(*m_download));
        SLUICE_TRY(DuckRows rows, m_connection.query(windowQuery(*m_download, m_schema, m_condition, where, ordered)));
        m_rows.emplace(std::move(rows));
        return {};
    }

    Result<std::shared_ptr<arrow::RecordBatch>> fitting(const arrow::RecordBatch &rows) const
    {
        const int last = rows.num_columns() - 1;
        const auto values = rows.RemoveColumn(last);
        if (!values.ok())
            return arrowError(values.status());
        const auto kept = arrow::compute::Filter(arrow::Datum(*values), arrow::Datum(rows.column(last)));
        if (!kept.ok())
            return arrowError(kept.status());
        return kept->record_batch();
    }

    std::shared_ptr<const DownloadState> m_download;
    qint64 m_at;
    qint64 m_end;
    qint64 m_windowEnd = 0;
    Schema m_schema;
    std::shared_ptr<arrow::Schema> m_arrow;
    QString m_condition;
    DuckConnection m_connection;
    std::optional<DuckRows> m_rows;
};

} // namespace

DownloadInfo DownloadState::info() const
{
    DownloadInfo info;
    info.id = id;
    info.table = table->ref;
    info.partition = table->spec(partition->values);
    info.rows = ends.empty() ? 0 : ends.back();
    info.columns = table->definition.columns;
    info.partitionColumns = table->definition.partitionColumns;
    info.created = QDateTime::fromMSecsSinceEpoch(created, Qt::UTC);
    return info;
}

Result<std::shared_ptr<const DownloadState>> createDownloadSession(ProjectStore &store, const TablePtr &table,
                                                                   const PartitionSpec &partition)
{
    SLUICE_CHECK(table->checkStored());
    SLUICE_TRY(PartitionPtr found, table->partition(partition));
    return snapshotOf(store, table, std::move(found));
}

std::shared_ptr<const DownloadState> snapshotOf(ProjectStore &store, const TablePtr &table, PartitionPtr partition)
{
    auto download = std::make_shared<DownloadState>();
    download->partition = std::move(partition);
    download->id = newSessionId();
    download->store = &store;
    download->table = table;
    download->created = QDateTime::currentMSecsSinceEpoch();
    qint64 rows = 0;
    for (const Segment &segment : download->partition->segments)
        download->ends.push_back(rows += segment.rows);
    return download;
}

Result<Schema> columnsNamed(const TableState &table, const QStringList &names)
{
    const Definition &definition = table.definition;
    if (names.isEmpty())
        return definition.columns;
    Schema schema;
    for (const QString &name : names) {
        if (const qsizetype i = definition.columns.indexOf(name); i >= 0)
            schema.columns.append(definition.columns.columns[i]);
        else if (const qsizetype p = definition.partitionColumns.indexOf(name); p >= 0)
            schema.columns.append(definition.partitionColumns.columns[p]);
        else
            return makeError(ErrorCode::NotFound,
                             QStringLiteral("Table %1 has no column \"%2\".%3")
                                 .arg(table.ref.text(), name, didYouMean(name, definition.columns.names())),
                             {}, QStringLiteral("NoSuchColumn"));
    }
    return schema;
}

Result<std::unique_ptr<RowStream>> readDownload(std::shared_ptr<const DownloadState> download, qint64 start,
                                                qint64 count, const QStringList &columns, const QString &condition,
                                                const QString &timeZone)
{
    if (start < 0 || count < 0)
        return makeError(ErrorCode::Config, QStringLiteral("A range of rows has a start and a count of at least 0."),
                         {}, QStringLiteral("InvalidRowRange"));
    SLUICE_CHECK(checkUnmodified(*download));
    SLUICE_TRY(Schema schema, columnsNamed(*download->table, columns));
    SLUICE_TRY(DuckConnection connection, download->store->connect());
    if (!condition.isEmpty())
        SLUICE_CHECK(connection.run(QStringLiteral("SET TimeZone = %1").arg(sqlString(timeZone))));
    const qint64 rows = download->ends.empty() ? 0 : download->ends.back();
    const qint64 from = std::min(start, rows);
    const qint64 end = from + std::min(count, rows - from);
    return std::unique_ptr<RowStream>(std::make_unique<WindowStream>(std::move(download), from, end, std::move(schema),
                                                                     condition, std::move(connection)));
}

} // namespace sluice::warehouse
