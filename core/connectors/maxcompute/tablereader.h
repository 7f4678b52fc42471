#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/readsession.h"

namespace sluice
{

// Reads the rows of a range behind the first `done` as one stream, taken up again where it breaks off. Errors are
// final: what may pass has been tried again.
std::unique_ptr<Reader> makeTableReader(std::shared_ptr<const ReadPlan> plan, Account account, RowRange range,
                                        qint64 done);

} // namespace sluice
