#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/account.h"

namespace sluice
{

// Goes the whole way to a project, stage by stage: resolve, connect, TLS, authenticate, project, tunnel. The report
// tells each with its time; the error tells the stage that failed.
Result<TestReport> testConnection(Account account, Stop stop);

} // namespace sluice
