#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// A session that writes into one partition, or into that of each row, each block at once. Immutable.
struct StreamState {
    QString id;
    ProjectStore *store = nullptr;
    TablePtr table; // as it was when the session began
    QStringList partition;
    bool byRow = false; // there is no partition: blocks name it, or their rows do
    qint64 created = 0; // milliseconds
    int slotCount = 1;

    StreamInfo info() const;
};

Result<std::shared_ptr<const StreamState>> createStreamSession(ProjectStore &store, const TablePtr &table,
                                                               const PartitionSpec &partition, bool createPartition,
                                                               int slotCount);
// A session without a partition of its own.
Result<std::shared_ptr<const StreamState>> createStreamByRow(ProjectStore &store, const TablePtr &table, int slotCount);

// `partition`: where this block goes, of a session without a partition; made when it is missing. Empty there: the rows
// bring the partition columns behind the others.
Result<std::unique_ptr<BlockWriter>> openStreamWriter(std::shared_ptr<const StreamState> stream,
                                                      const PartitionSpec &partition = {});

} // namespace sluice::warehouse
