#pragma once

#include "connectors/maxcompute/packtarget.h"

namespace sluice
{

// Writes rows in packs: several partitions at once, streamed, or by key.
std::unique_ptr<Sink> makePackSink(PackPlan plan, std::unique_ptr<RowTarget> target);

} // namespace sluice
