#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// [OR REPLACE] VIEW [IF NOT EXISTS] v [(c [COMMENT '…'], …)] [COMMENT '…'] AS query, behind CREATE.
Result<SqlOutcome> createView(Statement &statement);

} // namespace sluice::warehouse
