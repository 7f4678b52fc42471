#pragma once

#include "tunnel/sessionschema.h"

#include <QStringList>

namespace sluice
{

// What a reader delivers in one position: a column of the table's rows, the partition's own value, a constant, or what
// an expression gives, which only a query can tell.
struct ReadColumn {
    enum Kind { Data, PartitionValue, Constant, Expression } kind = Data;
    Column column;    // as it is delivered
    QString constant; // Constant
};

// Whether an entry of `column` is a constant in single quotes (MR-13), or an expression (MR-14).
bool isConstant(const QString &entry);
bool isExpression(const QString &entry);

// Unsupported when a value of this type cannot be read (MR-17).
Done checkReadable(const Column &column);

// A reader's `column` against the table, one for each entry but "*". NotFound names near columns; Unsupported for CHAR;
// Config for expressions unless there is a query to compute them (MR-14). An expression's type is not known yet.
Result<QList<ReadColumn>> chooseReadColumns(const QStringList &entries, const TableColumns &table, bool byQuery);

// A writer's `column`: positions in the table, in the order given (MW-3, MW-18).
Result<QList<int>> chooseWriteColumns(const QStringList &entries, const TableColumns &table);

} // namespace sluice
