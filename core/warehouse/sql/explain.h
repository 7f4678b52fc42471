#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// EXPLAIN query: where its rows come from and what it gives, as text. EXPLAIN OUTPUT query: the columns it gives, as
// JSON, for programs that must know them before they run it; "nothing to explain" of any other statement.
Result<SqlOutcome> runExplain(Statement &statement);

// COST SQL statement: what the service would bill for it, as JSON. Only the bytes of the tables that a query reads are
// told apart.
Result<SqlOutcome> runCost(Statement &statement);

} // namespace sluice::warehouse
