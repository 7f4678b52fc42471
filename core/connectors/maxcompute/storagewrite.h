#pragma once

#include "connectors/maxcompute/blockrun.h"
#include "connectors/maxcompute/tunnelsession.h"

namespace sluice
{

// Writes a table, or one partition of it, by the Storage API: one write session for all lanes, of which only the blocks
// are shown that the receipts name. Goes on with the session of `resume`, where that is given. Conflict when the table
// is no longer the `expected`.
Result<std::unique_ptr<Sink>> openStorageSink(Client &client, const TunnelTarget &target, WriteParameters parameters,
                                              WriteShape shape, const Schema &expected, const OpenRequest &request,
                                              Stop stop);

} // namespace sluice
