#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// DESC and SHOW: text for a person, in the manner of odpscmd.
Result<SqlOutcome> runDescribe(Statement &statement);

} // namespace sluice::warehouse
