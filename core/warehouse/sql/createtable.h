#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// CREATE TABLE with columns, LIKE another table, or AS a query.
Result<SqlOutcome> createTable(Statement &statement);

// What CREATE of a table and of a view share: where it goes, the error when there is one already, and the new entry
// of the catalog.
Result<ProjectStore *> targetStore(const Statement &statement, const TableName &name);
Error tableExists(const TableName &name);
std::shared_ptr<TableState> newTable(ProjectStore &store, const TableRef &ref, const Definition &definition);
// A name that stands twice.
Done checkColumnNames(const Definition &definition, const Token &at);

// The name of a table or column that is too long.
Done checkName(const QString &name, const Token &at);

// name TYPE [NOT NULL] [DEFAULT value] [COMMENT 'text']; the text of DEFAULT goes to `defaultText`.
Result<Column> readColumn(Statement &statement, QString &defaultText);
// ('key' = 'value', …)
Result<QMap<QString, QString>> readProperties(Cursor &cursor);
// Inside a write(): the table of DuckDB that holds the rows.
Done createPhysical(DuckConnection &connection, const ProjectStore &store, const TableState &table);

} // namespace sluice::warehouse
