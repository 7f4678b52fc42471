#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/array.h>
#include <arrow/type_fwd.h>

#include <vector>

namespace sluice
{

// Batches of some of a table's columns, made to batches of all of them: what is missing is null. One thread at a time.
class ArrowRows
{
public:
    // `fields`: the place in the table that each column of a batch has, counted from 1, ascending; empty: batches have
    // them all.
    ArrowRows(const Schema &table, const std::vector<uint32_t> &fields);

    const std::shared_ptr<arrow::Schema> &schema() const { return m_schema; }
    Result<std::shared_ptr<arrow::RecordBatch>> whole(const arrow::RecordBatch &rows);

private:
    Result<std::shared_ptr<arrow::Array>> column(const arrow::RecordBatch &batch, size_t index);

    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<int> m_from;      // for each of its columns: the batch's, -1 for none
    arrow::ArrayVector m_missing; // nulls for those
};

} // namespace sluice
