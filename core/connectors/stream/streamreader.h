#pragma once

#include "connector/connector.h"
#include "connectors/stream/streamcolumn.h"

#include <vector>

namespace sluice
{

// The columns a reader step generates: those of `column`, or one of its type for each column of the peer.
Result<std::vector<StreamColumn>> streamColumns(const OpenRequest &request);

Result<std::unique_ptr<Source>> openStreamSource(const OpenRequest &request);

} // namespace sluice
