#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// DROP, ALTER and TRUNCATE TABLE; CREATE and DROP SCHEMA.
Result<SqlOutcome> runDefinition(Statement &statement);

} // namespace sluice::warehouse
