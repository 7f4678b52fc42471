#pragma once

#include "base/result.h"
#include "data/type.h"

#include <QString>

#include <arrow/type_fwd.h>

#include <memory>
#include <optional>
#include <vector>

// How Parquet's types, as DuckDB hands them over, and MaxCompute's meet.

namespace sluice
{

// A column of a Parquet file: what it is delivered as, and the DuckDB type to cast it to while reading.
struct ParquetColumn {
    Type type;
    QString sqlType;
};
ParquetColumn parquetColumn(const arrow::DataType &type);

// The DuckDB type in which a column is written. DATETIME and TIMESTAMP keep microseconds, DuckDB's unit for instants;
// intervals are written as text.
QString parquetSqlType(const Type &type);

// Whether values of the type lose what is finer than a microsecond in Parquet.
bool isCutInParquet(const Type &type);

// The array with instants in microseconds, rounded down, at any depth; DuckDB would round those before 1970 up.
Result<std::shared_ptr<arrow::Array>> withMicroseconds(const std::shared_ptr<arrow::Array> &array);

// An array of DuckDB's as one of `target`, the engine's type for it: the names of inner fields are set and times put
// into the engine's unit. Rows whose time the unit cannot hold become NULL and are listed in `beyond`.
Result<std::shared_ptr<arrow::Array>> asEngineArray(const std::shared_ptr<arrow::Array> &array,
                                                    const std::shared_ptr<arrow::DataType> &target,
                                                    std::vector<int64_t> &beyond);

} // namespace sluice
