#pragma once

#include "connector/connector.h"

namespace sluice
{

// What the connector says of itself: its options, which are form, validation and documentation in one.
ConnectorInfo fileConnectorInfo();

} // namespace sluice
