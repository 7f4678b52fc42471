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

// Rows [start, start + count) in the order of segments, a window of one segment after the other.
Result<std::unique_ptr<RowStream>> readDownload(std::shared_ptr<const DownloadState> download, qint64 start,
                                                qint64 count, const QStringList &columns);

} // namespace sluice::warehouse
