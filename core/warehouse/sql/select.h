#pragma once

#include "warehouse/sql/statement.h"
#include "warehouse/sql/translator.h"

namespace sluice::warehouse
{

// A translated query and the columns it gives, in MaxCompute's types. `sql` casts what DuckDB would give in a type
// that MaxCompute does not have.
struct PreparedQuery {
    QString sql;
    Schema columns;
};

// A connection that follows the session's settings.
Result<DuckConnection> sessionConnection(const Statement &statement);
Done applySession(const Statement &statement, DuckConnection &connection); // the same for one that is there

Result<PreparedQuery> prepareQuery(DuckConnection &connection, const QString &sql, const QueryNames &names);
Result<SqlOutcome> runSelect(Statement &statement);

// What DuckDB said, in the service's form; places from the names that the statement uses.
Error queryError(const Error &error, const QueryNames &names);

} // namespace sluice::warehouse
