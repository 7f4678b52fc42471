#pragma once

#include "task/taskspec.h"

#include <optional>

namespace sluice
{

// What running a task once more does to rows that are there already (AM-17).
struct RerunVerdict {
    enum class Kind {
        Safe,       // the rows are replaced
        Idempotent, // rows of the same key are written over
        Duplicates, // the rows are added again
        Unknown,    // it depends on a value that only the run knows
        Nothing,    // nothing is kept of the rows
    };
    Kind kind = Kind::Unknown;
    QString words;  // for a chip: "Rerun duplicates rows"
    QString reason; // one or two sentences
};

// From the writer as the script has it. hasKey: whether the table has a primary key (a Delta table), when that is
// known. Pure.
RerunVerdict rerunVerdict(const StepSpec &writer, std::optional<bool> hasKey = std::nullopt);

} // namespace sluice
