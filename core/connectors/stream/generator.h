#pragma once

#include "connectors/stream/streamcolumn.h"

#include <arrow/type_fwd.h>

#include <memory>

namespace sluice
{

// Makes the values of one column. A value depends on the seed and its row's number alone, so every run and every way
// of cutting the rows into batches gives the same. Belongs to one thread.
class Generator
{
public:
    virtual ~Generator() = default;
    // Rows first … first + count - 1.
    virtual Result<std::shared_ptr<arrow::Array>> make(quint64 first, qint64 count) = 0;
    // About how many bytes a value takes.
    virtual qint64 valueBytes() const = 0;
};

std::unique_ptr<Generator> makeGenerator(const StreamColumn &column, quint64 seed);

} // namespace sluice
