#pragma once

#include "connector/registry.h"

namespace sluice
{

// Every connector of this program. A new one is a folder below core/connectors/ and a line here.
void addConnectors(ConnectorRegistry &registry);

} // namespace sluice
