#pragma once

#include "base/stop.h"
#include "warehouse/catalog/stores.h"
#include "warehouse/sql/session.h"

namespace sluice::warehouse
{

// Runs one statement; SET lines may stand before it.
Result<SqlOutcome> executeSql(Stores &stores, SqlSession session, const QString &sql, Stop stop);

} // namespace sluice::warehouse
