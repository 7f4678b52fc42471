#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/retrypace.h"

namespace sluice
{

// Reads a table, or some of its partitions, through download sessions; each split is a range of a session's rows.
Result<std::unique_ptr<Source>> openMaxComputeSource(const OpenRequest &request, RetryPace pace, Stop stop);

} // namespace sluice
