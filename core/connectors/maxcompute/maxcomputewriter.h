#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/retrypace.h"

namespace sluice
{

// Writes a table or one of its partitions through one upload session: lanes send blocks, one commit shows them all.
Result<std::unique_ptr<Sink>> openMaxComputeSink(const OpenRequest &request, RetryPace pace, Stop stop);

} // namespace sluice
