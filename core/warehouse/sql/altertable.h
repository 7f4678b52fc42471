#pragma once

#include "warehouse/sql/statement.h"

#include <functional>

namespace sluice::warehouse
{

// What ALTER TABLE shares, and its parts; the cursor stands behind the words that tell which part it is.

// Changes one table in a catalog transaction. The work sees the table as it is then; what it leaves in it is kept.
using TableChange = std::function<Done(DuckConnection &, ProjectStore::Changes &, TableState &)>;
Done changeTable(const Statement &statement, const TableName &name, const TableChange &work);

// One or more PARTITION (…), with commas between or not.
Result<QList<PartitionClause>> partitionClauses(Cursor &cursor);
// The partitions that a clause means: those with its values, all of them or only some columns'. An error for none.
Result<QList<QStringList>> existingPartitions(const TableState &table, const PartitionClause &clause);

Result<SqlOutcome> addPartitions(Statement &statement, const TableName &name);  // [IF NOT EXISTS] PARTITION (…) …
Result<SqlOutcome> dropPartitions(Statement &statement, const TableName &name); // [IF EXISTS] PARTITION (…) …
Result<SqlOutcome> renamePartition(Statement &statement,
                                   const TableName &name); // PARTITION (…) RENAME TO PARTITION (…)
Result<SqlOutcome> mergePartitions(Statement &statement, const TableName &name); // … OVERWRITE PARTITION (…)

Result<SqlOutcome> addColumns(Statement &statement, const TableName &name);
Result<SqlOutcome> dropColumns(Statement &statement, const TableName &name);
// CHANGE COLUMN old new type [COMMENT '…'] · CHANGE COLUMN c COMMENT '…' · RENAME COLUMN old TO new
Result<SqlOutcome> changeColumn(Statement &statement, const TableName &name, bool rename);

} // namespace sluice::warehouse
