#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// Sessions of the upsert tunnel: what is flushed is staged in a table of the session's own and merged by key at the
// commit, in one transaction. `store` outlives what is made here.
Result<UpsertInfo> createUpsertSession(ProjectStore &store, const TablePtr &table, const PartitionSpec &partition,
                                       int slotCount, int lifeHours);
// Rows as upsertColumns() of the session's table.
Result<std::unique_ptr<BlockWriter>> openUpsertWriter(ProjectStore &store, std::shared_ptr<UpsertState> upsert);
Result<UpsertInfo> commitUpsertSession(ProjectStore &store, UpsertState &upsert);
Result<UpsertInfo> abortUpsertSession(ProjectStore &store, UpsertState &upsert);

// Inside a write(): merges what a session has staged into its partition and shows it.
Done mergeStage(ProjectStore &store, DuckConnection &connection, const UpsertState &upsert, TableState &table);

} // namespace sluice::warehouse
