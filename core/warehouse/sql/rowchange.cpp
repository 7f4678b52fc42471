#include "warehouse/sql/rowchange.h"

#include "warehouse/catalog/catalogrow.h"
#include "warehouse/catalog/deltarows.h"
#include "warehouse/sql/select.h"

#include <QMap>

#include <set>

namespace sluice::warehouse
{

namespace
{

using Changes = ProjectStore::Changes;

struct RowChange {
    TableName name;
    TablePtr table;
    bool isUpdate = false;
    QString alias;
    QMap<qsizetype, QString> values; // of an UPDATE, by column
    QString condition;               // empty: every row
};

Result<RowChange> readChange(Statement &statement, Translator &translator)
{
    Cursor &cursor = statement.cursor;
    RowChange change;
    change.isUpdate = cursor.accept("UPDATE");
    if (!change.isUpdate) {
        SLUICE_CHECK(cursor.expect("DELETE"));
        SLUICE_CHECK(cursor.expect("FROM"));
    }
    SLUICE_TRY(change.name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(change.table, findTable(statement.stores, change.name));
    if (!change.table->definition.isTransactional())
        return semanticError(
            change.name.token,
            QStringLiteral("%1 wants a transactional table, and table %2 was created without "
                           "TBLPROPERTIES ('transactional'='true')")
                .arg(change.isUpdate ? QStringLiteral("UPDATE") : QStringLiteral("DELETE"), change.table->ref.text()));
    translator.addColumns(*change.table);
    change.alias = change.table->ref.table;
    if (cursor.accept("AS") || (!cursor.atEnd() && !cursor.isAny({"SET", "WHERE"}) && cursor.peek().isName())) {
        SLUICE_TRY(change.alias, cursor.name("an alias"));
    }
    if (change.isUpdate) {
        SLUICE_TRY(change.values, readAssignments(cursor, translator, change.table->definition));
    }
    if (cursor.accept("WHERE")) {
        SLUICE_TRY(const Piece condition, translator.expression());
        change.condition = QStringLiteral(" WHERE ") + condition.sql;
    }
    SLUICE_CHECK(cursor.expectEnd());
    return change;
}

// The rows that are meant, where they lie, and what they will be.
QString changedRows(const ProjectStore &store, const RowChange &change, const TableState &table)
{
    QStringList items{QStringLiteral("\"$rowid\" AS r, \"$seg\" AS s, \"$partition\" AS p")};
    const Definition &definition = table.definition;
    for (qsizetype i = 0; change.isUpdate && i < definition.columns.size(); ++i)
        items.append(QStringLiteral("%1 AS %2")
                         .arg(change.values.value(i, sqlName(change.alias) + QLatin1Char('.') +
                                                         sqlName(definition.columns.columns[i].name)),
                              definition.physicalColumn(i)));
    return QStringLiteral("CREATE OR REPLACE TEMP TABLE changed AS SELECT %1 FROM %2 AS %3%4")
        .arg(items.join(QStringLiteral(", ")), store.placedRowsOf(table), sqlName(change.alias), change.condition);
}

} // namespace

Result<QMap<qsizetype, QString>> readAssignments(Cursor &cursor, Translator &translator, const Definition &definition)
{
    QMap<qsizetype, QString> values;
    SLUICE_CHECK(cursor.expect("SET"));
    do {
        const Token at = cursor.peek();
        SLUICE_TRY(QString column, cursor.name("a column name"));
        if (cursor.acceptSymbol(".")) { // after the table or its alias
            SLUICE_TRY(column, cursor.name("a column name"));
        }
        const qsizetype i = definition.columns.indexOf(column);
        if (definition.partitionColumns.indexOf(column) >= 0)
            return semanticError(at, QStringLiteral("partition column %1 cannot be updated").arg(column));
        if (i < 0)
            return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(column));
        if (definition.isKey(i))
            return semanticError(at, QStringLiteral("primary key column %1 cannot be updated").arg(column));
        if (definition.autoPartition && definition.autoPartition->column == definition.columnIds[i])
            return semanticError(at,
                                 QStringLiteral("column %1 cannot be updated: the rows' partition is worked out from "
                                                "it. Delete the rows and insert them anew")
                                     .arg(column));
        if (values.contains(i))
            return semanticError(at, QStringLiteral("column %1 is set twice").arg(column));
        SLUICE_CHECK(cursor.expectSymbol("="));
        SLUICE_TRY(const Piece value, translator.expression());
        values.insert(i, castTo(definition.columns.columns[i].type, value));
    } while (cursor.acceptSymbol(","));
    return values;
}

Done addChangedRows(ProjectStore &store, DuckConnection &connection, TableState &table, const QString &rows,
                    const QString &condition)
{
    std::set<qint64> touched;
    SLUICE_CHECK(eachRow(connection, QStringLiteral("SELECT DISTINCT p FROM %1 WHERE true%2").arg(rows, condition),
                         [&](const CatalogRow &row) -> Done {
                             touched.insert(row.number(0));
                             return {};
                         }));
    const auto partitions = table.partitions;
    for (const auto &[values, partition] : partitions)
        if (touched.contains(partition->id))
            SLUICE_CHECK(
                addRows(store, connection, table, values,
                        QStringLiteral("%1 WHERE p = %2%3").arg(rows, QString::number(partition->id), condition),
                        QStringLiteral("r")));
    return {};
}

Result<SqlOutcome> writeRows(Statement &statement, const TablePtr &table, const RowsChange &change)
{
    ProjectStore &store = *statement.stores.find(table->ref.project);
    SqlOutcome outcome;
    SLUICE_CHECK(store.write([&](DuckConnection &connection, Changes &changes) -> Done {
        SLUICE_CHECK(applySession(statement, connection));
        const TablePtr present = store.find(table->id);
        if (!present || present->version != table->version)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Table %1 was altered or dropped meanwhile. Run the statement again.")
                                 .arg(table->ref.text()));
        auto changed = std::make_shared<TableState>(*present);
        SLUICE_TRY(outcome.rowsChanged, change(store, connection, changes, *changed));
        changes.tables.push_back(changed);
        return {};
    }));
    return outcome;
}

Result<SqlOutcome> runRowChange(Statement &statement)
{
    Translator translator(statement.cursor, statement.stores, statement.session);
    SLUICE_TRY(const RowChange change, readChange(statement, translator));
    const auto apply = [&](ProjectStore &store, DuckConnection &connection, Changes &,
                           TableState &table) -> Result<qint64> {
        const auto found = connection.query(changedRows(store, change, table), statement.stop);
        if (!found)
            return queryError(found.error(), translator.names());
        SLUICE_TRY(const QString count, connection.value(QStringLiteral("SELECT count(*) FROM temp.changed")));
        SLUICE_CHECK(removeRows(store, connection, table, QStringLiteral("SELECT r, s FROM temp.changed")));
        if (change.isUpdate)
            SLUICE_CHECK(addChangedRows(store, connection, table, QStringLiteral("temp.changed"), {}));
        return count.toLongLong();
    };
    return writeRows(statement, change.table, apply);
}

} // namespace sluice::warehouse
