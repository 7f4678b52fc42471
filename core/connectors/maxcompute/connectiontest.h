#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/account.h"

namespace sluice
{

// Goes the whole way to a project: resolve, connect, TLS, authenticate, permission (the project and its tunnel), list.
TestReport testConnection(Account account, Stop stop, const StageTold &told);

} // namespace sluice
