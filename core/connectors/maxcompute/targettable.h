#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/account.h"

namespace sluice
{

// The table that a writer fills when `incoming` arrives: named as the step names it, with its partition's levels, and a
// column for each that arrives, named by the writer's `column` where that names them (rows go by position). Keys of the
// source stay keys when all of them arrive. Config error when the step's options contradict each other.
Result<TableDraft> draftTarget(const StepSpec &writer, const Account &account, const ObjectSchema &incoming);

} // namespace sluice
