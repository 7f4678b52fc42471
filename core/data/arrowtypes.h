#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/status.h>
#include <arrow/type_fwd.h>

#include <memory>

namespace sluice
{

// How each type travels inside the engine:
//   BOOLEAN bool · TINYINT…BIGINT int8…int64 · FLOAT float32 · DOUBLE float64 · DECIMAL(p,s) decimal128(p,s)
//   STRING, CHAR, VARCHAR, JSON utf8 · BINARY binary · DATE date32
//   DATETIME timestamp[ms, UTC] · TIMESTAMP timestamp[ns, UTC] · TIMESTAMP_NTZ timestamp[ns]
//   INTERVAL_DAY_TIME struct<sec: int64, nano: int32> · INTERVAL_YEAR_MONTH int32 (months)
//   ARRAY list<element> · MAP map<key, value> · STRUCT struct
std::shared_ptr<arrow::DataType> arrowType(const Type &type);
std::shared_ptr<arrow::Schema> arrowSchema(const Schema &schema);

// An Arrow failure as an Error: out of memory and invalid data keep their kind, the rest is Internal.
Error arrowError(const arrow::Status &status);

} // namespace sluice
