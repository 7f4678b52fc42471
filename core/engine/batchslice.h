#pragma once

#include "base/result.h"
#include "data/batch.h"

#include <vector>

namespace sluice
{

// Rows [from, from + count) of a batch, sharing its values. Dirty rows go with the first slice; a position only with
// the last one, since a reader can go on only behind a whole batch.
Batch sliceBatch(const Batch &batch, qint64 from, qint64 count);

// Its first rows, the dirty ones among them, in the order of their numbers.
Batch firstRows(Batch batch, qint64 count);

// The batch without some rows (ascending, each once).
Result<Batch> dropRows(Batch batch, const std::vector<qint64> &rows);

} // namespace sluice
