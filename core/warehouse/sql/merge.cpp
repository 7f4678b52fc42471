#include "warehouse/sql/merge.h"

#include "warehouse/catalog/catalogrow.h"
#include "warehouse/catalog/constraint.h"
#include "warehouse/catalog/deltarows.h"
#include "warehouse/sql/insert.h"
#include "warehouse/sql/rowchange.h"
#include "warehouse/sql/select.h"
#include "warehouse/sql/tablelayout.h"

#include <optional>

namespace sluice::warehouse
{

namespace
{

// What becomes of rows, in DuckDB's words.
struct Update {
    QString condition;
    QMap<qsizetype, QString> values; // by column
};

struct Insert {
    QString condition;
    QStringList values;     // of all data columns
    QStringList partitions; // of all partition columns, as text
};

struct Merge {
    TableName name;
    TablePtr table;
    QString alias;
    QString source; // with its alias
    QString on;
    std::optional<Update> update;
    std::optional<QString> deletion; // its condition
    bool deletesFirst = false;
    std::optional<Insert> insert;

    QString target(const QString &rows) const { return rows + QStringLiteral(" AS ") + sqlName(alias); }
};

Result<QString> readCondition(Cursor &cursor, Translator &translator)
{
    if (!cursor.accept("AND"))
        return QStringLiteral("true");
    const qsizetype begin = cursor.position();
    SLUICE_TRY(const Piece condition, translator.expression());
    // It is worked out for each column.
    for (qsizetype i = begin - cursor.position(); i < 0; ++i)
        for (const char *drawing : {"RAND", "UUID"})
            if (cursor.is(drawing, i) && cursor.isSymbol("(", i + 1))
                return unsupportedError(cursor.peek(i), QStringLiteral("a condition of MERGE is the same each time: "
                                                                       "keep %1() in a column of the source")
                                                            .arg(QLatin1String(drawing).toString().toLower()));
    return QStringLiteral("coalesce(") + condition.sql + QStringLiteral(", false)");
}

// [(column, …)] VALUES (value, …): data columns, then partition columns unless they are worked out.
Result<Insert> readInsert(Statement &statement, Translator &translator, const Definition &definition)
{
    Cursor &cursor = statement.cursor;
    QStringList names;
    if (cursor.acceptSymbol("(")) {
        do {
            const Token at = cursor.peek();
            SLUICE_TRY(const QString name, cursor.name("a column name"));
            if (definition.columns.indexOf(name) < 0 && definition.partitionColumns.indexOf(name) < 0)
                return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(name));
            if (names.contains(name))
                return semanticError(at, QStringLiteral("column %1 is named twice").arg(name));
            names.append(name);
        } while (cursor.acceptSymbol(","));
        SLUICE_CHECK(cursor.expectSymbol(")"));
    } else {
        names = definition.columns.names();
        if (!definition.autoPartition)
            names += definition.partitionColumns.names();
    }
    SLUICE_CHECK(cursor.expect("VALUES"));
    const Token at = cursor.peek();
    SLUICE_CHECK(cursor.expectSymbol("("));
    QList<Piece> pieces;
    do {
        SLUICE_TRY(const Piece piece, translator.expression());
        pieces.append(piece);
    } while (cursor.acceptSymbol(","));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    if (pieces.size() != names.size())
        return semanticError(
            at, QStringLiteral("INSERT has %1 values for %2 columns").arg(pieces.size()).arg(names.size()));
    Insert insert;
    for (qsizetype i = 0; i < definition.columns.size(); ++i) {
        const Column &column = definition.columns.columns[i];
        QString value;
        if (const qsizetype from = names.indexOf(column.name); from >= 0) {
            value = castTo(column.type, pieces[from]);
        } else {
            SLUICE_TRY(value, valueOtherwise(statement, definition, i));
        }
        insert.values.append(value);
    }
    for (const Column &column : definition.partitionColumns.columns) {
        const qsizetype from = names.indexOf(column.name);
        if (definition.autoPartition && from < 0)
            insert.partitions.append(
                generatedValue(*definition.autoPartition,
                               insert.values[definition.columnIds.indexOf(definition.autoPartition->column)]));
        else if (definition.autoPartition || from < 0)
            return semanticError(
                at, definition.autoPartition
                        ? QStringLiteral("partition column %1 is worked out: leave it out").arg(column.name)
                        : QStringLiteral("partition column %1 gets no value").arg(column.name));
        else
            insert.partitions.append(QStringLiteral("CAST(%1 AS VARCHAR)").arg(castTo(column.type, pieces[from])));
    }
    return insert;
}

// Each kind of clause at most once.
Done readClauses(Statement &statement, Translator &translator, Merge &merge)
{
    Cursor &cursor = statement.cursor;
    const Definition &definition = merge.table->definition;
    while (cursor.accept("WHEN")) {
        const Token at = cursor.peek();
        const bool matched = !cursor.accept("NOT");
        SLUICE_CHECK(cursor.expect("MATCHED"));
        SLUICE_TRY(const QString condition, readCondition(cursor, translator));
        SLUICE_CHECK(cursor.expect("THEN"));
        if (!matched) {
            SLUICE_CHECK(cursor.expect("INSERT"));
            if (merge.insert)
                return semanticError(at, QStringLiteral("MERGE has one INSERT"));
            SLUICE_TRY(merge.insert, readInsert(statement, translator, definition));
            merge.insert->condition = condition;
        } else if (cursor.accept("DELETE")) {
            if (merge.deletion)
                return semanticError(at, QStringLiteral("MERGE has one DELETE"));
            merge.deletion = condition;
            merge.deletesFirst = !merge.update;
        } else {
            SLUICE_CHECK(cursor.expect("UPDATE"));
            if (merge.update)
                return semanticError(at, QStringLiteral("MERGE has one UPDATE"));
            Update update{condition, {}};
            SLUICE_TRY(update.values, readAssignments(cursor, translator, definition));
            merge.update = update;
        }
    }
    if (!merge.update && !merge.deletion && !merge.insert)
        return cursor.unexpected(QStringLiteral("'WHEN'"));
    return cursor.expectEnd();
}

Result<Merge> readMerge(Statement &statement, Translator &translator)
{
    Cursor &cursor = statement.cursor;
    Merge merge;
    SLUICE_CHECK(cursor.expect("MERGE"));
    SLUICE_CHECK(cursor.expect("INTO"));
    SLUICE_TRY(merge.name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(merge.table, findStored(statement.stores, merge.name));
    if (!merge.table->definition.isTransactional())
        return semanticError(merge.name.token,
                             QStringLiteral("MERGE wants a transactional table, and table %1 was created without "
                                            "TBLPROPERTIES ('transactional'='true')")
                                 .arg(merge.table->ref.text()));
    translator.addColumns(*merge.table);
    merge.alias = merge.table->ref.table;
    if (cursor.accept("AS") || (!cursor.is("USING") && cursor.peek().isName())) {
        SLUICE_TRY(merge.alias, cursor.name("an alias"));
    }
    SLUICE_CHECK(cursor.expect("USING"));
    SLUICE_TRY(merge.source, translator.tableReference());
    SLUICE_CHECK(cursor.expect("ON"));
    SLUICE_TRY(const Piece on, translator.expression());
    merge.on = on.sql;
    SLUICE_CHECK(readClauses(statement, translator, merge));
    return merge;
}

// The matched rows, where they lie, what is done with them (1: updated, 2: deleted) and what they will be.
QString matchedRows(const ProjectStore &store, const Merge &merge, const TableState &table)
{
    const QString update = merge.update ? QStringLiteral(" WHEN %1 THEN 1").arg(merge.update->condition) : QString();
    const QString deletion = merge.deletion ? QStringLiteral(" WHEN %1 THEN 2").arg(*merge.deletion) : QString();
    const QString deed =
        QStringLiteral("CASE%1 ELSE 0 END").arg(merge.deletesFirst ? deletion + update : update + deletion);
    QStringList items{QStringLiteral("\"$rowid\" AS r, \"$seg\" AS s, \"$partition\" AS p, %1 AS deed").arg(deed)};
    const Definition &definition = table.definition;
    for (qsizetype i = 0; merge.update && i < definition.columns.size(); ++i)
        items.append(QStringLiteral("CASE WHEN %1 = 1 THEN %2 END AS %3")
                         .arg(deed,
                              merge.update->values.value(i, sqlName(merge.alias) + QLatin1Char('.') +
                                                                sqlName(definition.columns.columns[i].name)),
                              definition.physicalColumn(i)));
    return QStringLiteral(
               "CREATE OR REPLACE TEMP TABLE matched AS SELECT * FROM (SELECT %1 FROM %2 JOIN %3 ON %4) WHERE "
               "deed > 0")
        .arg(items.join(QStringLiteral(", ")), merge.target(store.placedRowsOf(table)), merge.source, merge.on);
}

// The rows of the source that match none.
QString newRows(const ProjectStore &store, const Merge &merge, const TableState &table)
{
    QStringList items;
    for (qsizetype i = 0; i < merge.insert->values.size(); ++i)
        items.append(merge.insert->values[i] + QStringLiteral(" AS ") + table.definition.physicalColumn(i));
    for (qsizetype i = 0; i < merge.insert->partitions.size(); ++i)
        items.append(QStringLiteral("%1 AS p%2").arg(merge.insert->partitions[i], QString::number(i)));
    return QStringLiteral("CREATE OR REPLACE TEMP TABLE added AS SELECT %1 FROM %2 ANTI JOIN %3 ON %4 WHERE %5")
        .arg(items.join(QStringLiteral(", ")), merge.source, merge.target(store.rowsOf(table)), merge.on,
             merge.insert->condition);
}

Result<qint64> countOf(DuckConnection &connection, const QString &sql)
{
    SLUICE_TRY(const QString count, connection.value(sql));
    return count.toLongLong();
}

// Adds the new rows, partition by partition; partitions are made when they are missing.
Done addNewRows(ProjectStore &store, DuckConnection &connection, ProjectStore::Changes &changes, TableState &table)
{
    const qsizetype levels = table.definition.partitionColumns.size();
    QStringList names;
    QStringList empty{QStringLiteral("false")};
    for (qsizetype i = 0; i < levels; ++i) {
        names.append(QStringLiteral("p%1").arg(i));
        empty.append(QStringLiteral("coalesce(p%1, '') = ''").arg(i));
    }
    SLUICE_TRY(const qint64 lost, countOf(connection, QStringLiteral("SELECT count(*) FROM temp.added WHERE ") +
                                                          empty.join(QStringLiteral(" OR "))));
    if (lost > 0)
        return noPartitionValue();
    QList<QStringList> partitions;
    if (levels == 0)
        partitions.append(QStringList());
    else
        SLUICE_CHECK(eachRow(connection,
                             QStringLiteral("SELECT DISTINCT %1 FROM temp.added").arg(names.join(QLatin1Char(','))),
                             [&](const CatalogRow &row) -> Done {
                                 QStringList values;
                                 for (int i = 0; i < int(levels); ++i)
                                     values.append(row.text(i));
                                 partitions.append(values);
                                 return {};
                             }));
    const QString columns = table.definition.physicalColumns().join(QLatin1Char(','));
    for (const QStringList &given : std::as_const(partitions)) {
        QStringList where{QStringLiteral("true")};
        for (qsizetype i = 0; i < levels; ++i)
            where.append(QStringLiteral("p%1 = %2").arg(QString::number(i), sqlString(given[i])));
        SLUICE_TRY(const QStringList values, table.values(table.spec(given)));
        if (!table.partitions.contains(values))
            SLUICE_CHECK(store.addPartitions(connection, table, {values}));
        Segment segment;
        segment.id = store.newId();
        const auto inserted = connection.query(
            QStringLiteral(
                "INSERT INTO %1(\"$seg\", \"$row\", %2) SELECT %3, row_number() OVER (ORDER BY rowid) - 1, %2 "
                "FROM temp.added WHERE %4")
                .arg(store.dataTable(table), columns, QString::number(segment.id),
                     where.join(QStringLiteral(" AND "))));
        if (!inserted)
            return refusedNull(inserted.error(), table).value_or(inserted.error());
        segment.rows = inserted->rowsChanged();
        segment.bytes = table.definition.estimatedBytes(segment.rows);
        if (segment.rows == 0)
            continue;
        SLUICE_CHECK(store.recordSegment(connection, table.id, 0, segment));
        SLUICE_CHECK(store.publish(connection, changes, table, {{values, {segment}}}, false));
    }
    return {};
}

// What is done with which rows is known before any of them changes.
Result<qint64> mergeRows(ProjectStore &store, DuckConnection &connection, ProjectStore::Changes &changes,
                         TableState &table, const Merge &merge, const QueryNames &names, const Stop &stop)
{
    qint64 rows = 0;
    const bool changesRows = merge.update || merge.deletion;
    if (changesRows) {
        if (const auto found = connection.query(matchedRows(store, merge, table), stop); !found)
            return queryError(found.error(), names);
        SLUICE_TRY(rows, countOf(connection, QStringLiteral("SELECT count(*) FROM temp.matched")));
        SLUICE_TRY(const qint64 different,
                   countOf(connection, QStringLiteral("SELECT count(DISTINCT r) FROM temp.matched")));
        if (different != rows)
            return makeError(
                ErrorCode::Data,
                QStringLiteral("A row of table %1 is matched by more than one row of the source. Make its "
                               "rows unique by what ON compares.")
                    .arg(table.ref.text()),
                {},
                QStringLiteral("ODPS-0123049:MERGE statement attempted to update or delete the same row more "
                               "than once"));
    }
    if (merge.insert) {
        if (const auto found = connection.query(newRows(store, merge, table), stop); !found)
            return queryError(found.error(), names);
        SLUICE_TRY(const qint64 added, countOf(connection, QStringLiteral("SELECT count(*) FROM temp.added")));
        rows += added;
    }
    if (changesRows)
        SLUICE_CHECK(removeRows(store, connection, table, QStringLiteral("SELECT r, s FROM temp.matched")));
    if (merge.update)
        SLUICE_CHECK(
            addChangedRows(store, connection, table, QStringLiteral("temp.matched"), QStringLiteral(" AND deed = 1")));
    if (merge.insert)
        SLUICE_CHECK(addNewRows(store, connection, changes, table));
    return rows;
}

} // namespace

Result<SqlOutcome> runMerge(Statement &statement)
{
    Translator translator(statement.cursor, statement.stores, statement.session);
    SLUICE_TRY(const Merge merge, readMerge(statement, translator));
    return writeRows(
        statement, merge.table,
        [&](ProjectStore &store, DuckConnection &connection, ProjectStore::Changes &changes, TableState &table) {
            return mergeRows(store, connection, changes, table, merge, translator.names(), statement.stop);
        });
}

} // namespace sluice::warehouse
