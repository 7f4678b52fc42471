#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// CREATE TABLE with columns, LIKE another table, or AS a query.
Result<SqlOutcome> createTable(Statement &statement);

// name TYPE [NOT NULL] [DEFAULT value] [COMMENT 'text']; the text of DEFAULT goes to `defaultText`.
Result<Column> readColumn(Statement &statement, QString &defaultText);
// ('key' = 'value', …)
Result<QMap<QString, QString>> readProperties(Cursor &cursor);
// Inside a write(): the table of DuckDB that holds the rows.
Done createPhysical(DuckConnection &connection, const ProjectStore &store, const TableState &table);

} // namespace sluice::warehouse
