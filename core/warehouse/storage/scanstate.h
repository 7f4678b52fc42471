#pragma once

#include "warehouse/catalog/downloads.h"
#include "warehouse/catalog/stores.h"
#include "warehouse/storage/storagesessions.h"

#include <optional>

namespace sluice::warehouse
{

// Which buckets of a table are wanted. Rows lie in no order of buckets: who reads one reads all and keeps its rows.
struct BucketChoice {
    Schema keys;
    int count = 0;        // of the table
    std::vector<int> ids; // the wanted ones, each once, ascending
};

// A snapshot of some partitions of one table, one after the other, and how it is cut. Immutable.
struct ScanState {
    ScanInfo info;
    std::vector<std::shared_ptr<const DownloadState>> parts;
    std::vector<qint64> ends;      // running sum of the parts' rows
    qint64 splitRows = 1;          // of a split, fewer at the end (of a part, when splits do not cross)
    std::vector<qint64> splitEnds; // running sum of the parts' splits, when they do not cross
    QString condition;             // in DuckDB's words
    QString timeZone;
    std::optional<BucketChoice> buckets; // when not all rows of the table, or when splits are buckets
};

Result<std::shared_ptr<const ScanState>> createScanState(Stores &stores, const ScanRequest &request);

Result<std::unique_ptr<RowStream>> readScan(std::shared_ptr<const ScanState> scan, qint64 start, qint64 count);
// The rows of a split, without the first `skip` of them.
Result<std::unique_ptr<RowStream>> readSplitOf(std::shared_ptr<const ScanState> scan, qint64 split, qint64 skip);

} // namespace sluice::warehouse
