#pragma once

#include "warehouse/catalog/stores.h"

namespace sluice::warehouse
{

// A condition in MaxCompute's SQL over the columns of a table ("a > 1 AND pt = 'x'"), in DuckDB's words over the
// columns by their names. Errors as of a statement.
Result<QString> translatePredicate(Stores &stores, const TableState &table, const QString &text);

} // namespace sluice::warehouse
