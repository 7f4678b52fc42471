#pragma once

#include "connector/connector.h"

namespace sluice
{

// A reader step that gives values of all fields of its object, and of the script's own paths and expressions, for the
// field mapper to look at: no condition on times and partitions that a run would set, and no failure when there is
// nothing. `parameter` has its variables resolved as far as they are known. Pure.
StepSpec samplingStep(const StepSpec &reader, const Schema &columns, const Schema &partitionColumns);

} // namespace sluice
