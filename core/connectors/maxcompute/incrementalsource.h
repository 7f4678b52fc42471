#pragma once

#include "connectors/maxcompute/partitionstart.h"
#include "connectors/maxcompute/tablereader.h"

#include <optional>

namespace sluice
{

// What incremental reading is about; unchanging once the source is open.
struct IncrementalPlan {
    TableName table;
    QStringList levels;
    PartitionStart start;
    std::optional<std::chrono::seconds> interval; // between looks for new partitions; without one, reading ends
    bool skipModified = false;                    // leave a partition that was changed while it was read
};

// Reads partition after partition, in order, from a start on (FS-4): one split, because the order is the point. A
// position is a partition and a row in it; a partition is taken for complete when it is begun, and what comes later
// with a smaller name is not seen. Sessions that do not tell their rows, as those of Delta tables, will not do.
std::unique_ptr<Source> makeIncrementalSource(std::shared_ptr<const ReadPlan> rows, Account account,
                                              IncrementalPlan plan);

} // namespace sluice
