#pragma once

#include "warehouse/warehouse.h"

#include <functional>

namespace sluice::warehouse
{

// Opens the block of one partition, told by the values of all partition columns.
using OpenPartition = std::function<Result<std::unique_ptr<BlockWriter>>(const QList<QPair<QString, QString>> &values)>;

// A block whose rows say which partition they belong to: by their last columns, `dynamic` of them. `partition` has the
// values of the others; those of the dynamic columns are null.
std::unique_ptr<BlockWriter> partitioningWriter(QList<QPair<QString, QString>> partition, qsizetype dynamic,
                                                OpenPartition open);

} // namespace sluice::warehouse
