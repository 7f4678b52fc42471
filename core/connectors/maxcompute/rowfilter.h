#pragma once

#include "base/result.h"

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice
{

// The batch without the rows listed (ascending, without repeats); null when none is left.
Result<std::shared_ptr<arrow::RecordBatch>> withoutRows(const std::shared_ptr<arrow::RecordBatch> &rows,
                                                        const std::vector<int64_t> &left);

// A cell as text for people and dirty rows, at most 64 KiB; the bytes themselves where it is text.
std::string cellText(const arrow::Array &array, int64_t row);

// A text column in which empty texts have become null; shares the texts. Null when memory is out.
std::shared_ptr<arrow::Array> emptyAsNull(const std::shared_ptr<arrow::Array> &array);

} // namespace sluice
