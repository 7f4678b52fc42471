#pragma once

#include "warehouse/sql/statement.h"
#include "warehouse/sql/translator.h"

namespace sluice::warehouse
{

// INSERT INTO | OVERWRITE [TABLE] t [PARTITION (…)] [(columns)] VALUES … | SELECT …
Result<SqlOutcome> runInsert(Statement &statement);

// DuckDB's expression for a column that a statement gives no value for: its default, or NULL.
Result<QString> valueOtherwise(Statement &statement, const Definition &definition, qsizetype column);

// The error for NULL or an empty text in a partition column.
Error noPartitionValue();

// Inside an open transaction: the rows of a query, column by column, into a table under one new segment; no segment
// when there are none.
Result<std::vector<Segment>> insertRows(Statement &statement, DuckConnection &connection, ProjectStore &store,
                                        const TableState &table, const QString &query, qsizetype width,
                                        const QueryNames &names);

} // namespace sluice::warehouse
