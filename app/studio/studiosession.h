#pragma once

#include "connector/registry.h"
#include "widgets/common/session.h"

namespace sluice
{

// Builds the services of a workspace for the studio. The registry must outlive every session.
SessionFactory makeSessionFactory(const ConnectorRegistry &connectors);

} // namespace sluice
