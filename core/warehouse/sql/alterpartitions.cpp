#include "warehouse/sql/altertable.h"
#include "warehouse/sql/select.h"

#include <QSet>

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

QList<QStringList> matching(const TableState &table, const PartitionClause &clause)
{
    QList<QStringList> found;
    for (const auto &[values, partition] : table.partitions) {
        bool fits = true;
        for (const auto &[name, value] : clause.values) {
            const qsizetype i = table.definition.partitionColumns.indexOf(name);
            fits = fits && i >= 0 && values[i] == value;
        }
        if (fits)
            found.append(values);
    }
    return found;
}

Error alreadyThere(const PartitionClause &clause)
{
    Error error = semanticError(
        clause.token, QStringLiteral("partition already exists - %1").arg(PartitionSpec(clause.values).restText()));
    error.code = ErrorCode::Conflict;
    return error;
}

// The values of a clause that names one partition, there or not.
Result<QStringList> wholePartition(const TableState &table, const PartitionClause &clause)
{
    auto values = table.values(PartitionSpec(clause.values));
    if (!values)
        return semanticError(clause.token, values.error().message);
    return values;
}

// PARTITION (pt = 'x', …) names partitions; anything else in the parentheses is a condition on their values.
bool atPlainClause(const Cursor &cursor)
{
    for (qsizetype at = 2;; at += 4) { // behind PARTITION and the parenthesis: name, =, value, comma
        const bool hasSign = cursor.isSymbol("-", at + 2);
        if (!cursor.peek(at).isName() || !(cursor.isSymbol("=", at + 1) || cursor.isSymbol("==", at + 1)))
            return false;
        at += hasSign ? 1 : 0;
        if (cursor.isSymbol(")", at + 3))
            return true;
        if (!cursor.isSymbol(",", at + 3) && !cursor.isSymbol("/", at + 3))
            return false;
    }
}

// What is to be dropped: partitions by name, or those that fit a condition in DuckDB's words.
struct Dropped {
    PartitionClause clause;
    QString condition;
    QueryNames names;
};

Result<QList<Dropped>> droppedClauses(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    QList<Dropped> all;
    do {
        Dropped dropped;
        const bool plain = atPlainClause(cursor);
        SLUICE_CHECK(cursor.expect("PARTITION"));
        dropped.clause.token = cursor.peek();
        if (plain) {
            SLUICE_TRY(dropped.clause, readPartitionClause(cursor));
        } else {
            SLUICE_CHECK(cursor.expectSymbol("("));
            Translator translator(cursor, statement.stores, statement.session);
            QStringList conditions;
            do {
                SLUICE_TRY(const Piece piece, translator.expression());
                conditions.append(QLatin1Char('(') + piece.sql + QLatin1Char(')'));
            } while (cursor.acceptSymbol(","));
            SLUICE_CHECK(cursor.expectSymbol(")"));
            dropped.condition = conditions.join(QStringLiteral(" AND "));
            dropped.names = translator.names();
        }
        all.append(dropped);
    } while (cursor.acceptSymbol(",") || cursor.is("PARTITION"));
    return all;
}

// The partitions whose values fit a condition, each by its values.
Result<QList<QStringList>> fittingPartitions(DuckConnection &connection, const ProjectStore &store,
                                             const TableState &table, const Dropped &dropped)
{
    QStringList values;
    for (qsizetype i = 0; i < table.definition.partitionColumns.size(); ++i) {
        const Column &column = table.definition.partitionColumns.columns[i];
        values.append(QStringLiteral("TRY_CAST(vals[%1] AS %2) AS %3")
                          .arg(QString::number(i + 1), duckType(column.type), sqlName(column.name)));
    }
    auto rows = connection.query(
        QStringLiteral("SELECT \"$id\" FROM (SELECT id AS \"$id\", %1 FROM %2 WHERE table_id = %3) WHERE %4")
            .arg(values.join(QStringLiteral(", ")), store.catalogTable("partitions"), QString::number(table.id),
                 dropped.condition));
    if (!rows)
        return queryError(rows.error(), dropped.names);
    QSet<qint64> ids;
    for (;;) {
        SLUICE_TRY(const auto batch, rows->next());
        if (!batch)
            break;
        const auto &numbers = static_cast<const arrow::Int64Array &>(*batch->column(0));
        for (int64_t i = 0; i < numbers.length(); ++i)
            ids.insert(numbers.Value(i));
    }
    QList<QStringList> found;
    for (const auto &[partitionValues, partition] : table.partitions)
        if (ids.contains(partition->id))
            found.append(partitionValues);
    if (found.isEmpty()) {
        Error error =
            semanticError(dropped.clause.token, QStringLiteral("partition not found - none fits the condition"));
        error.code = ErrorCode::NotFound;
        return error;
    }
    return found;
}

} // namespace

Result<QList<PartitionClause>> partitionClauses(Cursor &cursor)
{
    QList<PartitionClause> clauses;
    do {
        SLUICE_CHECK(cursor.expect("PARTITION"));
        SLUICE_TRY(const PartitionClause clause, readPartitionClause(cursor));
        clauses.append(clause);
    } while (cursor.acceptSymbol(",") || cursor.is("PARTITION"));
    return clauses;
}

Result<QList<QStringList>> existingPartitions(const TableState &table, const PartitionClause &clause)
{
    for (const auto &[name, value] : clause.values) {
        if (table.definition.partitionColumns.indexOf(name) < 0)
            return semanticError(
                clause.token, QStringLiteral("%1 is not a partition column of table %2").arg(name, table.ref.text()));
        if (value.isNull())
            return semanticError(clause.token, QStringLiteral("partition column %1 has no value").arg(name));
    }
    const QList<QStringList> found = matching(table, clause);
    if (!found.isEmpty())
        return found;
    const auto named = table.partition(PartitionSpec(clause.values));
    Error error = semanticError(
        clause.token, QStringLiteral("partition not found - %1").arg(PartitionSpec(clause.values).restText()));
    error.code = ErrorCode::NotFound;
    if (!named)
        error.message = named.error().message;
    return error;
}

Result<SqlOutcome> addPartitions(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const bool lenient = cursor.acceptAll({"IF", "NOT", "EXISTS"});
    SLUICE_TRY(const auto clauses, partitionClauses(cursor));
    SLUICE_CHECK(cursor.expectEnd());
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(statement, name,
                             [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
                                 QList<QStringList> added;
                                 QSet<QStringList> seen;
                                 for (const PartitionClause &clause : clauses) {
                                     const auto values = table.values(PartitionSpec(clause.values));
                                     if (!values)
                                         return semanticError(clause.token, values.error().message);
                                     const bool there = table.partitions.contains(*values) || seen.contains(*values);
                                     if (there && !lenient)
                                         return alreadyThere(clause);
                                     if (there)
                                         continue;
                                     added.append(*values);
                                     seen.insert(*values);
                                 }
                                 return store->addPartitions(connection, table, added);
                             }));
    return SqlOutcome();
}

Result<SqlOutcome> dropPartitions(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const bool lenient = cursor.acceptAll({"IF", "EXISTS"});
    SLUICE_TRY(const auto clauses, droppedClauses(statement));
    SLUICE_CHECK(cursor.expectEnd());
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &changes, TableState &table) -> Done {
            for (const Dropped &dropped : clauses) {
                const auto found = dropped.condition.isEmpty() ? existingPartitions(table, dropped.clause)
                                                               : fittingPartitions(connection, *store, table, dropped);
                if (!found && lenient && found.error().code == ErrorCode::NotFound)
                    continue;
                if (!found)
                    return found.error();
                SLUICE_CHECK(store->dropPartitions(connection, changes, table, *found));
            }
            return {};
        }));
    store->sweep();
    return SqlOutcome();
}

Result<SqlOutcome> renamePartition(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("PARTITION"));
    SLUICE_TRY(const PartitionClause from, readPartitionClause(cursor));
    if (!cursor.acceptAll({"RENAME", "TO", "PARTITION"}))
        return cursor.unexpected(QStringLiteral("'RENAME TO PARTITION'"));
    SLUICE_TRY(const PartitionClause to, readPartitionClause(cursor));
    SLUICE_CHECK(cursor.expectEnd());
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(statement, name,
                             [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
                                 SLUICE_TRY(const QStringList old, wholePartition(table, from));
                                 SLUICE_TRY(const QStringList renamed, wholePartition(table, to));
                                 SLUICE_CHECK(existingPartitions(table, from));
                                 if (table.partitions.contains(renamed))
                                     return alreadyThere(to);
                                 return store->renamePartition(connection, table, old, renamed);
                             }));
    return SqlOutcome();
}

Result<SqlOutcome> mergePartitions(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const bool lenient = cursor.acceptAll({"IF", "EXISTS"});
    SLUICE_TRY(const auto clauses, partitionClauses(cursor));
    SLUICE_CHECK(cursor.expect("OVERWRITE"));
    SLUICE_CHECK(cursor.expect("PARTITION"));
    SLUICE_TRY(const PartitionClause into, readPartitionClause(cursor));
    (void)cursor.accept("PURGE");
    SLUICE_CHECK(cursor.expectEnd());
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &changes, TableState &table) -> Done {
            if (table.definition.isDelta()) // keys are unique within a partition
                return unsupportedError(into.token, QStringLiteral("merging partitions of tables with a PRIMARY KEY"));
            SLUICE_TRY(const QStringList target, wholePartition(table, into));
            QList<QStringList> sources;
            for (const PartitionClause &clause : clauses) {
                const auto found = existingPartitions(table, clause);
                if (!found && !(lenient && found.error().code == ErrorCode::NotFound))
                    return found.error();
                if (found)
                    sources.append(*found);
            }
            return store->mergePartitions(connection, changes, table, sources, target);
        }));
    store->sweep();
    return SqlOutcome();
}

} // namespace sluice::warehouse
