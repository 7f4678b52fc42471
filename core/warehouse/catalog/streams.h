#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// A session that writes into one partition, each block at once. Immutable.
struct StreamState {
    QString id;
    ProjectStore *store = nullptr;
    TablePtr table; // as it was when the session began
    QStringList partition;
    qint64 created = 0; // milliseconds
    int slotCount = 1;

    StreamInfo info() const;
};

Result<std::shared_ptr<const StreamState>> createStreamSession(ProjectStore &store, const TablePtr &table,
                                                               const PartitionSpec &partition, bool createPartition,
                                                               int slotCount);
Result<std::unique_ptr<BlockWriter>> openStreamWriter(std::shared_ptr<const StreamState> stream);

} // namespace sluice::warehouse
