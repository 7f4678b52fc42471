#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

namespace sluice::warehouse
{

// Arrow arrays on their way into DuckDB and back. Buffers are shared wherever the values stay the same.

// Columns as arrowType() says → columns that DuckDB takes over without loss (instants of nanoseconds lose their zone,
// which DuckDB would keep as microseconds). Schema error when an array is not of the column's type.
Result<std::vector<std::shared_ptr<arrow::Array>>> toDuck(const arrow::RecordBatch &rows, const Schema &schema);

// A batch from DuckDB → a batch as arrowSchema(schema) says. Column i of the batch is column i of the schema.
Result<std::shared_ptr<arrow::RecordBatch>> fromDuck(const arrow::RecordBatch &rows, const Schema &schema,
                                                     const std::shared_ptr<arrow::Schema> &arrowSchema);

} // namespace sluice::warehouse
