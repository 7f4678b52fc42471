#include "warehouse/sql/view.h"

#include "warehouse/sql/createtable.h"
#include "warehouse/sql/select.h"

namespace sluice::warehouse
{

namespace
{

// The names that the view gives to its columns, with comments and without types.
Result<QList<Column>> viewColumns(Cursor &cursor)
{
    QList<Column> columns;
    if (!cursor.acceptSymbol("("))
        return columns;
    do {
        Column column;
        SLUICE_TRY(column.name, cursor.name("a column name"));
        if (cursor.accept("COMMENT")) {
            SLUICE_TRY(column.comment, cursor.string("a comment in quotes"));
        }
        columns.append(column);
    } while (cursor.acceptSymbol(","));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    return columns;
}

Done nameColumns(Definition &definition, const Schema &found, const QList<Column> &given, const Token &at)
{
    if (!given.isEmpty() && given.size() != found.size())
        return semanticError(
            at, QStringLiteral("the view names %1 columns and its query gives %2").arg(given.size()).arg(found.size()));
    for (qsizetype i = 0; i < found.size(); ++i) {
        Column column = found.columns[i];
        column.nullable = true;
        if (!given.isEmpty()) {
            column.name = given[i].name;
            column.comment = given[i].comment;
        }
        definition.addColumn(column);
    }
    return checkColumnNames(definition, at);
}

} // namespace

Result<SqlOutcome> createView(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    const bool replace = cursor.acceptAll({"OR", "REPLACE"});
    SLUICE_CHECK(cursor.expect("VIEW"));
    const bool lenient = cursor.acceptAll({"IF", "NOT", "EXISTS"});
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(ProjectStore * store, targetStore(statement, name));
    Definition definition;
    definition.kind = TableKind::View;
    SLUICE_TRY(const QList<Column> given, viewColumns(cursor));
    if (cursor.accept("COMMENT")) {
        SLUICE_TRY(definition.comment, cursor.string("a comment in quotes"));
    }
    if (cursor.accept("TBLPROPERTIES")) {
        SLUICE_TRY(definition.properties, readProperties(cursor));
    }
    SLUICE_CHECK(cursor.expect("AS"));
    const qsizetype begin = cursor.peek().begin;
    Translator translator(cursor, statement.stores, statement.session);
    SLUICE_TRY(const QString sql, translator.query());
    definition.viewText = statement.text.mid(begin, cursor.peek().begin - begin).trimmed();
    SLUICE_CHECK(cursor.expectEnd());
    definition.viewProject = statement.session.project;
    definition.viewSchema = statement.session.schema;
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    SLUICE_TRY(const PreparedQuery query, prepareQuery(connection, sql, translator.names()));
    SLUICE_CHECK(nameColumns(definition, query.columns, given, name.token));
    const auto view = newTable(*store, name.ref, definition);
    const Done done = store->write([&](DuckConnection &inside, ProjectStore::Changes &changes) -> Done {
        if (const TablePtr present = store->find(name.ref.schema, name.ref.table)) {
            if (lenient)
                return {};
            if (!replace || present->definition.kind != TableKind::View)
                return tableExists(name);
            if (translator.tables().contains(present->ref.text()))
                return semanticError(name.token,
                                     QStringLiteral("view %1 would be made of itself").arg(name.ref.text()));
            SLUICE_CHECK(store->dropTable(inside, changes, *present));
        }
        SLUICE_CHECK(store->putTable(inside, *view));
        changes.tables.push_back(view);
        return {};
    });
    if (!done)
        return done.error();
    return SqlOutcome();
}

} // namespace sluice::warehouse
