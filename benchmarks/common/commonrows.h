#pragma once

#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

namespace sluice
{

// The common row of all benchmarks: id bigint, s16 string, d double, dt datetime, amt decimal(18,4), b boolean, i int,
// s40 string.
Schema commonSchema();

// Random rows in batches as a reader hands them on, the same ones at every call.
std::vector<std::shared_ptr<arrow::RecordBatch>> commonRows(const Schema &schema, int64_t rows);

// The rows that one is content to keep in memory: more are had by using these again.
inline constexpr int64_t commonPart = 200'000;

// Ends the program with a message unless `ok`.
void need(bool ok, const char *what);

} // namespace sluice
