#pragma once

#include "data/cast.h"
#include "service/dirtyrow.h"

#include <optional>
#include <span>

namespace sluice
{

// One value on its way to the destination again. One that came with the row goes through the reader's type, as in the
// run; one that was typed is read as the destination's.
struct CellToCast {
    const DirtyValue *value = nullptr; // of another owner
    bool typed = false;
};

// Casts columns of texts as a run would. One thread at a time.
class RowCast
{
public:
    // Schema error when two columns have no cast.
    static Result<RowCast> make(const DirtyColumns &columns);

    int columnCount() const { return int(m_columns.size()); }
    // The columns that come out: as many of the writer's as the reader has.
    const Schema &schema() const { return m_schema; }
    // The values of a column, and those that do not fit, NULL where none is taken among them.
    Result<CastResult> apply(int column, std::span<const CellToCast> cells);

private:
    struct Column {
        std::optional<CastPlan> toReader; // from text; none: it is a text
        std::optional<CastPlan> toWriter;
        std::optional<CastPlan> typed;
        Type from;
        Type typedFrom;
    };
    std::vector<Column> m_columns;
    Schema m_schema;
};

} // namespace sluice
