#pragma once

#include "connector/connector.h"

#include <memory>

namespace sluice
{

// The peer that needs no connection (stepType "stream"): as reader it generates rows, as writer it counts, prints or
// discards them. With "parameter": {} the reader makes 10 rows a lane, one field for each destination column, and the
// writer discards.
std::unique_ptr<Connector> makeStreamConnector();

} // namespace sluice
