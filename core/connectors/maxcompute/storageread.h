#pragma once

#include "connectors/maxcompute/readsession.h"

namespace sluice
{

// A session of the Storage API, version 1, over a table or one partition of it; the plan has a StoragePlan. Waits until
// the service has made it. What the service refuses says which option to change.
Result<std::shared_ptr<const ReadSession>> openStorageRead(Client &client, std::shared_ptr<const ReadPlan> plan,
                                                           const TunnelTarget &target, int wanted, Stop stop);

} // namespace sluice
