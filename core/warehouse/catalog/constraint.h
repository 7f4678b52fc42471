#pragma once

#include "warehouse/catalog/tablestate.h"

#include <optional>

namespace sluice::warehouse
{

// DuckDB's refusal of a NULL, with the column's name instead of "t12.c3"; none when the error is another one.
std::optional<Error> refusedNull(const Error &error, const TableState &table);

} // namespace sluice::warehouse
