#pragma once

#include "warehouse/catalog/downloads.h"
#include "warehouse/catalog/stores.h"
#include "warehouse/storage/storagesessions.h"

namespace sluice::warehouse
{

// A snapshot of some partitions of one table, one after the other, and how it is cut. Immutable.
struct ScanState {
    ScanInfo info;
    std::vector<std::shared_ptr<const DownloadState>> parts;
    std::vector<qint64> ends;      // running sum of the parts' rows
    qint64 splitRows = 1;          // of a split, fewer at the end (of a part, when splits do not cross)
    std::vector<qint64> splitEnds; // running sum of the parts' splits, when they do not cross
    QString condition;             // in DuckDB's words
    QString timeZone;
};

Result<std::shared_ptr<const ScanState>> createScanState(Stores &stores, const ScanRequest &request);

// Where a split begins and how many rows it has. Config (detail InvalidArgument) when there is no such split.
Result<std::pair<qint64, qint64>> rangeOfSplit(const ScanState &scan, qint64 split);

Result<std::unique_ptr<RowStream>> readScan(std::shared_ptr<const ScanState> scan, qint64 start, qint64 count);

} // namespace sluice::warehouse
