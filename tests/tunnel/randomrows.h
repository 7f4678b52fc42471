#pragma once

#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <memory>
#include <random>

namespace sluice
{

// A column of every type, nested ones within each other too.
Schema everyType();

enum class Values {
    Extreme,  // whatever the types can hold
    Ordinary, // what a database takes: times from 1900 to 2200, map keys without repeats, finite numbers
};

// Rows of such columns: nulls at every level, empty texts and lists, the extremes of each type, else random values.
std::shared_ptr<arrow::RecordBatch> randomRows(const Schema &schema, int64_t rows, std::mt19937_64 &random,
                                               Values values = Values::Extreme);

} // namespace sluice
