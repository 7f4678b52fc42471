#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// UPDATE t [alias] SET c = expression, … [WHERE condition] · DELETE FROM t [alias] [WHERE condition], of transactional
// tables.
Result<SqlOutcome> runRowChange(Statement &statement);

} // namespace sluice::warehouse
