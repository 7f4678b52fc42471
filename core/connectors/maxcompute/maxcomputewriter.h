#pragma once

#include "connector/connector.h"

namespace sluice
{

// Writes a table or one of its partitions through one upload session: lanes send blocks, one commit shows them all.
Result<std::unique_ptr<Sink>> openMaxComputeSink(const OpenRequest &request, Stop stop);

} // namespace sluice
