#include "warehouse/sql/altertable.h"
#include "warehouse/sql/createtable.h"

#include <optional>

namespace sluice::warehouse
{

namespace
{

// A type that holds every value of the other, as it is.
bool isWidening(const Type &from, const Type &to)
{
    if (from.isInteger())
        return to.isInteger() && to.kind() > from.kind();
    switch (from.kind()) {
    case TypeKind::Float:
        return to.kind() == TypeKind::Double;
    case TypeKind::Decimal:
        return to.kind() == TypeKind::Decimal && to.scale() >= from.scale() &&
               to.precision() - to.scale() >= from.precision() - from.scale();
    case TypeKind::Char:
    case TypeKind::VarChar:
        if (to.kind() == TypeKind::String)
            return true;
        return (to.kind() == from.kind() || to.kind() == TypeKind::VarChar) && to.length() >= from.length();
    default:
        return false;
    }
}

} // namespace

Result<SqlOutcome> addColumns(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const bool many = cursor.accept("COLUMNS");
    if (!many)
        SLUICE_CHECK(cursor.expect("COLUMN"));
    const bool lenient = cursor.acceptAll({"IF", "NOT", "EXISTS"});
    const bool list = cursor.acceptSymbol("(");
    const Token at = cursor.peek();
    QList<Column> columns;
    do {
        QString ignoredDefault;
        SLUICE_TRY(const Column column, readColumn(statement, ignoredDefault));
        if (!column.nullable)
            return semanticError(at, QStringLiteral("a column that is added cannot be NOT NULL"));
        columns.append(column);
    } while (cursor.acceptSymbol(","));
    if (list)
        SLUICE_CHECK(cursor.expectSymbol(")"));
    SLUICE_CHECK(cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
            for (const Column &column : columns) {
                const bool known = table.definition.columns.indexOf(column.name) >= 0;
                if (known && lenient)
                    continue;
                if (known || table.definition.partitionColumns.indexOf(column.name) >= 0)
                    return semanticError(at, QStringLiteral("column %1 already exists").arg(column.name));
                table.definition.addColumn(column);
                SLUICE_CHECK(
                    connection.run(QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3")
                                       .arg(store->dataTable(table),
                                            table.definition.physicalColumn(table.definition.columns.size() - 1),
                                            duckType(column.type))));
                ++table.version;
            }
            return {};
        }));
    return SqlOutcome();
}

Result<SqlOutcome> dropColumns(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    if (!cursor.accept("COLUMNS"))
        SLUICE_CHECK(cursor.expect("COLUMN"));
    const bool list = cursor.acceptSymbol("(");
    QList<std::pair<Token, QString>> dropped;
    do {
        const Token at = cursor.peek();
        SLUICE_TRY(const QString column, cursor.name("a column name"));
        dropped.append({at, column});
    } while (cursor.acceptSymbol(","));
    if (list)
        SLUICE_CHECK(cursor.expectSymbol(")"));
    SLUICE_CHECK(cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
            for (const auto &[at, column] : dropped) {
                Definition &definition = table.definition;
                if (definition.partitionColumns.indexOf(column) >= 0)
                    return semanticError(at, QStringLiteral("partition column %1 cannot be dropped").arg(column));
                const qsizetype i = definition.columns.indexOf(column);
                if (i < 0)
                    return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(column));
                if (definition.isDelta())
                    return unsupportedError(at, QStringLiteral("dropping columns of tables with a PRIMARY KEY"));
                if (definition.isPlacing(i))
                    return semanticError(
                        at, QStringLiteral("column %1 cannot be dropped: the table is %2 by it")
                                .arg(column, definition.autoPartition &&
                                                     definition.autoPartition->column == definition.columnIds[i]
                                                 ? QStringLiteral("partitioned")
                                                 : QStringLiteral("clustered")));
                if (definition.columns.size() == 1)
                    return semanticError(at, QStringLiteral("the last column of a table cannot be dropped"));
                SLUICE_CHECK(connection.run(QStringLiteral("ALTER TABLE %1 DROP COLUMN %2")
                                                .arg(store->dataTable(table), definition.physicalColumn(i))));
                definition.removeColumn(i);
                ++table.version;
            }
            return {};
        }));
    return SqlOutcome();
}

Result<SqlOutcome> changeColumn(Statement &statement, const TableName &name, bool rename)
{
    Cursor &cursor = statement.cursor;
    (void)cursor.accept("COLUMN");
    const Token at = cursor.peek();
    SLUICE_TRY(const QString old, cursor.name("a column name"));
    QString renamed = old;
    std::optional<Type> type;
    std::optional<QString> comment;
    bool nullable = false;
    QString ignoredDefault;
    if (rename || cursor.acceptAll({"RENAME", "TO"})) {
        if (rename)
            SLUICE_CHECK(cursor.expect("TO"));
        const Token at = cursor.peek();
        SLUICE_TRY(renamed, cursor.name("a column name"));
        SLUICE_CHECK(checkName(renamed, at));
    } else if (cursor.accept("NULL")) {
        nullable = true;
    } else if (!cursor.is("COMMENT")) {
        SLUICE_TRY(const Column column, readColumn(statement, ignoredDefault));
        renamed = column.name;
        type = column.type;
        if (!column.comment.isNull())
            comment = column.comment;
    }
    if (cursor.accept("COMMENT")) {
        SLUICE_TRY(comment, cursor.string("a comment in quotes"));
    }
    SLUICE_CHECK(cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
            Definition &definition = table.definition;
            const qsizetype i = definition.columns.indexOf(old);
            if (i < 0)
                return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(old));
            Column &column = definition.columns.columns[i];
            if (type && !(*type == column.type)) {
                if (!isWidening(column.type, *type) || definition.isDelta())
                    return semanticError(at, QStringLiteral("changing column data type from %1 to %2 is not supported")
                                                 .arg(column.type.text(), type->text()));
                if (duckType(column.type) != duckType(*type))
                    SLUICE_CHECK(connection.run(
                        QStringLiteral("ALTER TABLE %1 ALTER COLUMN %2 TYPE %3")
                            .arg(store->dataTable(table), definition.physicalColumn(i), duckType(*type))));
                column.type = *type;
                ++table.version;
            }
            if (renamed != old) {
                if (definition.columns.indexOf(renamed) >= 0 || definition.partitionColumns.indexOf(renamed) >= 0)
                    return semanticError(at, QStringLiteral("column %1 already exists").arg(renamed));
                column.name = renamed;
                ++table.version;
            }
            if (comment)
                column.comment = *comment;
            if (nullable && definition.isKey(i))
                return semanticError(at, QStringLiteral("column %1 is in the PRIMARY KEY: it stays NOT NULL").arg(old));
            if (nullable && !column.nullable) {
                column.nullable = true;
                SLUICE_CHECK(connection.run(QStringLiteral("ALTER TABLE %1 ALTER COLUMN %2 DROP NOT NULL")
                                                .arg(store->dataTable(table), definition.physicalColumn(i))));
                ++table.version;
            }
            return {};
        }));
    return SqlOutcome();
}

} // namespace sluice::warehouse
