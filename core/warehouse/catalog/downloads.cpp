#include "warehouse/catalog/downloads.h"

#include "base/nearest.h"
#include "data/arrowtypes.h"
#include "warehouse/catalog/batchshape.h"

#include <QDateTime>
#include <QUuid>

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

class WindowStream final : public RowStream
{
public:
    WindowStream(std::shared_ptr<const DownloadState> download, qint64 start, qint64 end, Schema schema,
                 QStringList expressions, DuckConnection connection)
        : m_download(std::move(download))
        , m_at(start)
        , m_end(end)
        , m_schema(std::move(schema))
        , m_arrow(arrowSchema(m_schema))
        , m_expressions(std::move(expressions))
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
            SLUICE_TRY(const auto batch, m_rows->next());
            if (!batch) {
                m_rows.reset();
                if (m_at != m_windowEnd) // swept between the check and the query
                    return modified(*m_download->table);
                continue;
            }
            if (batch->num_rows() == 0)
                continue;
            m_at += batch->num_rows();
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
        if (first == 0 && ends[i] <= m_end && segments[i].rows < groupRows) {
            QStringList ids;
            qint64 rows = 0;
            for (; i < segments.size() && ends[i] <= m_end && rows + segments[i].rows <= groupRows; ++i) {
                rows += segments[i].rows;
                ids.append(QString::number(segments[i].id));
            }
            m_windowEnd = m_at + rows;
            where =
                ids.size() == 1
                    ? QStringLiteral("\"$seg\" = %1").arg(ids[0])
                    : QStringLiteral("\"$seg\" IN (%1) ORDER BY \"$seg\", \"$row\"").arg(ids.join(QLatin1Char(',')));
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
        SLUICE_TRY(DuckRows rows,
                   m_connection.query(QStringLiteral("SELECT %1 FROM %2 WHERE %3")
                                          .arg(m_expressions.join(QStringLiteral(", ")),
                                               m_download->store->dataTable(*m_download->table), where)));
        m_rows.emplace(std::move(rows));
        return {};
    }

    std::shared_ptr<const DownloadState> m_download;
    qint64 m_at;
    qint64 m_end;
    qint64 m_windowEnd = 0;
    Schema m_schema;
    std::shared_ptr<arrow::Schema> m_arrow;
    QStringList m_expressions;
    DuckConnection m_connection;
    std::optional<DuckRows> m_rows;
};

// What to select for a column by name: data from the table, partition columns as constants.
Result<QString> expressionOf(const DownloadState &download, const QString &name, Schema &schema)
{
    const Definition &definition = download.table->definition;
    if (const qsizetype i = definition.columns.indexOf(name); i >= 0) {
        schema.columns.append(definition.columns.columns[i]);
        return definition.physicalColumn(i);
    }
    if (const qsizetype i = definition.partitionColumns.indexOf(name); i >= 0) {
        const Column &column = definition.partitionColumns.columns[i];
        schema.columns.append(column);
        return QStringLiteral("CAST(%1 AS %2)").arg(sqlString(download.partition->values[i]), duckType(column.type));
    }
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("Table %1 has no column \"%2\".%3")
                         .arg(download.table->ref.text(), name, didYouMean(name, definition.columns.names())),
                     {}, QStringLiteral("NoSuchColumn"));
}

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
    auto download = std::make_shared<DownloadState>();
    SLUICE_TRY(download->partition, table->partition(partition));
    download->id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
                   QUuid::createUuid().toString(QUuid::Id128);
    download->store = &store;
    download->table = table;
    download->created = QDateTime::currentMSecsSinceEpoch();
    qint64 rows = 0;
    for (const Segment &segment : download->partition->segments)
        download->ends.push_back(rows += segment.rows);
    return std::shared_ptr<const DownloadState>(std::move(download));
}

Result<std::unique_ptr<RowStream>> readDownload(std::shared_ptr<const DownloadState> download, qint64 start,
                                                qint64 count, const QStringList &columns)
{
    if (start < 0 || count < 0)
        return makeError(ErrorCode::Config, QStringLiteral("A range of rows has a start and a count of at least 0."),
                         {}, QStringLiteral("InvalidRowRange"));
    SLUICE_CHECK(checkUnmodified(*download));
    Schema schema;
    QStringList expressions;
    const QStringList names = columns.isEmpty() ? download->table->definition.columns.names() : columns;
    for (const QString &name : names) {
        SLUICE_TRY(const QString expression, expressionOf(*download, name, schema));
        expressions.append(expression);
    }
    SLUICE_TRY(DuckConnection connection, download->store->connect());
    const qint64 rows = download->ends.empty() ? 0 : download->ends.back();
    const qint64 from = std::min(start, rows);
    const qint64 end = from + std::min(count, rows - from);
    return std::unique_ptr<RowStream>(std::make_unique<WindowStream>(std::move(download), from, end, std::move(schema),
                                                                     std::move(expressions), std::move(connection)));
}

} // namespace sluice::warehouse
