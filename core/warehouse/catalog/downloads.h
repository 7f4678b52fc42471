#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// A snapshot of one partition: the segments that were visible when it was made. Immutable.
struct DownloadState {
    QString id;
    ProjectStore *store = nullptr;
    TablePtr table;
    PartitionPtr partition;
    std::vector<qint64> ends; // running sum of the segments' rows
    qint64 created = 0;       // milliseconds

    DownloadInfo info() const;
};

Result<std::shared_ptr<const DownloadState>> createDownloadSession(ProjectStore &store, const TablePtr &table,
                                                                   const PartitionSpec &partition);
std::shared_ptr<const DownloadState> snapshotOf(ProjectStore &store, const TablePtr &table, PartitionPtr partition);

// The columns of these names, data and partition columns; empty: all data columns. NotFound, detail NoSuchColumn.
Result<Schema> columnsNamed(const TableState &table, const QStringList &names);

// Rows [start, start + count) in the order of segments, a window of one segment after the other; of them those that
// fit `condition`, in DuckDB's words over the columns by their names, when there is one.
Result<std::unique_ptr<RowStream>> readDownload(std::shared_ptr<const DownloadState> download, qint64 start,
                                                qint64 count, const QStringList &columns, const QString &condition = {},
                                                const QString &timeZone = {});

} // namespace sluice::warehouse
