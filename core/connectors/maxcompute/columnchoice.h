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

// The name, among a writer's columns, of the one that says what is to be done with a row of a Delta table: "I" or "U"
// to insert or update it, "D" to delete it (FC-4). Flink's row kinds ("+I", …) and words ("insert", …) do as well.
inline constexpr char operationColumn[] = "__operation__";
inline constexpr int operationPlace = -1;

// A writer's `column`: positions in the table, in the order given (MW-3, MW-18). `levels`, the partition columns whose
// values come with the rows, stand behind the table's own columns; all of them must be written. operationPlace stands
// for operationColumn, where that is taken.
Result<QList<int>> chooseWriteColumns(const QStringList &entries, const TableColumns &table,
                                      const QStringList &levels = {}, bool takesOperation = false);

} // namespace sluice
