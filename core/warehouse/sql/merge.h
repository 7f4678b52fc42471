#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// MERGE INTO t [alias] USING source ON condition
//   [WHEN MATCHED [AND condition] THEN UPDATE SET … | DELETE] … [WHEN NOT MATCHED [AND condition] THEN INSERT … VALUES
//   (…)]
// of transactional tables, as one change that is seen whole.
Result<SqlOutcome> runMerge(Statement &statement);

} // namespace sluice::warehouse
