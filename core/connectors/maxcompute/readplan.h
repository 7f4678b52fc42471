#pragma once

#include "base/log.h"
#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/storageplan.h"
#include "tunnel/transfer.h"

#include <memory>
#include <optional>

namespace sluice
{

// What all readers of one source share, unchanging once split.
struct ReadPlan {
    QList<ReadColumn> columns;
    Schema schema;
    QStringList wireNames; // the table's columns to ask for, each once
    Schema wireSchema;
    QList<int> wireIndex; // for each column: its place among them, -1 for constants and partition values
    Transfer transfer;
    std::optional<StoragePlan> storage; // rows come by the Storage API; otherwise through the tunnel, by `transfer`
    Log *log = nullptr;
};

// For the rows of a table. Columns travel in the table's order: Arrow batches may have no other, whatever order is
// asked for.
std::shared_ptr<ReadPlan> planFor(const QList<ReadColumn> &columns, const Schema &table, const Transfer &transfer,
                                  const std::optional<StoragePlan> &storage, Log *log);

// For the result of a query with columns of these types: each column but the constants comes as one of the result's, in
// order. Results travel as records, for their Arrow form differs from that of tables.
Result<std::shared_ptr<ReadPlan>> planForResult(QList<ReadColumn> columns, const Schema &result,
                                                Compression compression, Log *log);

} // namespace sluice
