#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/retrypace.h"

#include <memory>

namespace sluice
{

// MaxCompute (`stepType: "odps"`): tables read and written through the batch record tunnel.
std::unique_ptr<Connector> makeMaxComputeConnector(RetryPace pace = {});

} // namespace sluice
