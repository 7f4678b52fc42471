#pragma once

#include "warehouse/sql/statement.h"
#include "warehouse/sql/translator.h"

#include <QMap>

#include <functional>

namespace sluice::warehouse
{

// UPDATE t [alias] SET c = expression, … [WHERE condition] · DELETE FROM t [alias] [WHERE condition], of transactional
// tables.
Result<SqlOutcome> runRowChange(Statement &statement);

// SET c = expression, … of columns that may change: DuckDB's values by column.
Result<QMap<qsizetype, QString>> readAssignments(Cursor &cursor, Translator &translator, const Definition &definition);

// The write of a statement that changes rows of a table, which must still be the one that the statement was read for:
// what `change` makes of it is shown, and the rows it counts are the outcome's.
using RowsChange =
    std::function<Result<qint64>(ProjectStore &, DuckConnection &, ProjectStore::Changes &, TableState &)>;
Result<SqlOutcome> writeRows(Statement &statement, const TablePtr &table, const RowsChange &change);

// Inside a write(): adds the rows of a temporary table to the partitions that they came from. It has the columns as
// physicalColumns(), `p` with the partition's id and `r`, which orders them; `condition`, with AND before it: which of
// them.
Done addChangedRows(ProjectStore &store, DuckConnection &connection, TableState &table, const QString &rows,
                    const QString &condition);

} // namespace sluice::warehouse
