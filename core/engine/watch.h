#pragma once

#include "data/batch.h"
#include "data/schema.h"

namespace sluice
{

// Looks on while the rows of a run go by: a rehearsal. expects() is called once before the first row, the others by the
// lanes' threads.
class RunWatch
{
public:
    virtual ~RunWatch() = default;
    // The columns of both ends, and the rows that there are (-1: not known), whatever the run's row limit.
    virtual void expects(const Schema &reader, const Schema &writer, qint64 rows) = 0;
    // A batch as the reader gave it, and as it goes on to the writer, with all rows refused so far.
    virtual void cast(const Batch &came, const Batch &goes) = 0;
    // Rows that the writer refused.
    virtual void refused(const std::vector<DirtyRow> &rows) = 0;
};

} // namespace sluice
