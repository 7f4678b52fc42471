#pragma once

#include "warehouse/catalog/definition.h"

#include <arrow/type_fwd.h>

namespace sluice::warehouse
{

// Whether every record of a batch can be merged later: a known operation, a whole key, and columns to write that the
// table has and lets be written alone. Data error naming the record (`before`: how many came before the batch).
Done checkUpsertRows(const arrow::RecordBatch &rows, const Definition &definition, qint64 before);

} // namespace sluice::warehouse
