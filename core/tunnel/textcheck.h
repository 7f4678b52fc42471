#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <vector>

namespace sluice
{

// A cell whose text is not UTF-8. MaxCompute's STRING holds any bytes; Arrow's must not.
struct BadText {
    int column = 0;
    int64_t row = 0;
};

// Every such cell of a batch, nested text too, row by row within each column. Nearly free where all is ASCII.
std::vector<BadText> invalidText(const arrow::RecordBatch &rows);

} // namespace sluice
