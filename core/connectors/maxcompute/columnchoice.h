#pragma once

#include "tunnel/sessionschema.h"

#include <QStringList>

namespace sluice
{

// What a reader delivers in one position: a column of the table's rows, the partition's own value, or a constant.
struct ReadColumn {
    enum Kind { Data, PartitionValue, Constant } kind = Data;
    Column column;    // as it is delivered
    QString constant; // Constant
};

// Whether an entry of `column` is a constant in single quotes (MR-13), or an expression (MR-14).
bool isConstant(const QString &entry);
bool isExpression(const QString &entry);

// A reader's `column` against the table. NotFound names near columns; Unsupported for CHAR (MR-17); Config for
// expressions.
Result<QList<ReadColumn>> chooseReadColumns(const QStringList &entries, const TableColumns &table);

// A writer's `column`: positions in the table, in the order given (MW-3, MW-18).
Result<QList<int>> chooseWriteColumns(const QStringList &entries, const TableColumns &table);

} // namespace sluice
