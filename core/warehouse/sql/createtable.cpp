#include "warehouse/sql/createtable.h"

#include "warehouse/sql/insert.h"
#include "warehouse/sql/primarykey.h"
#include "warehouse/sql/select.h"
#include "warehouse/sql/tablelayout.h"

#include <QDateTime>
#include <QSet>

#include <optional>

namespace sluice::warehouse
{

namespace
{

// What the statement says besides its columns.
struct Clauses {
    TableName name;
    bool ifNotExists = false;
    Definition definition;
    PrimaryKey key;
    std::optional<ClusterClause> clustering;
};

Result<QString> readDefault(Statement &statement)
{
    const qsizetype begin = statement.cursor.position();
    Translator translator(statement.cursor, statement.stores, statement.session);
    SLUICE_TRY(const Piece value, translator.expression());
    Q_UNUSED(value)
    const qsizetype end = statement.cursor.position();
    QStringList words;
    statement.cursor.goTo(begin);
    while (statement.cursor.position() < end) {
        const Token token = statement.cursor.take();
        words.append(token.kind == TokenKind::String ? sqlString(token.text) : token.text);
    }
    return words.join(QLatin1Char(' '));
}

Done readColumns(Statement &statement, Definition &definition, PrimaryKey &key)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        if (cursor.is("PRIMARY") && cursor.is("KEY", 1)) {
            SLUICE_CHECK(readPrimaryKey(cursor, key));
            continue;
        }
        QString given;
        SLUICE_TRY(const Column column, readColumn(statement, given));
        definition.addColumn(column, given);
    } while (cursor.acceptSymbol(","));
    return cursor.expectSymbol(")");
}

Done readPartitionColumns(Statement &statement, Definition &definition)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        const Token at = cursor.peek();
        QString given;
        SLUICE_TRY(Column column, readColumn(statement, given));
        column.nullable = false;
        switch (column.type.kind()) {
        case TypeKind::TinyInt:
        case TypeKind::SmallInt:
        case TypeKind::Int:
        case TypeKind::BigInt:
        case TypeKind::String:
        case TypeKind::Char:
        case TypeKind::VarChar:
        case TypeKind::Date:
            break;
        default:
            return semanticError(at, QStringLiteral("a partition column cannot be %1").arg(column.type.text()));
        }
        definition.partitionColumns.columns.append(column);
    } while (cursor.acceptSymbol(","));
    return cursor.expectSymbol(")");
}

bool atStorageClause(const Cursor &cursor)
{
    return cursor.isAny({"STORED", "LOCATION", "ROW", "WITH", "USING"});
}

// Where an external table's data would be, and what reads it: kept, and not looked at.
Done readStorageClause(Cursor &cursor, Definition &definition)
{
    if (cursor.accept("LOCATION")) {
        SLUICE_TRY(definition.location, cursor.string("a location in quotes"));
    } else if (cursor.accept("USING")) {
        SLUICE_CHECK(cursor.string("a list of resources in quotes"));
    } else if (cursor.acceptAll({"STORED", "BY"}) || cursor.acceptAll({"ROW", "FORMAT", "SERDE"})) {
        SLUICE_TRY(definition.storedBy, cursor.string("a handler in quotes"));
    } else if (cursor.acceptAll({"STORED", "AS"})) {
        if (cursor.accept("INPUTFORMAT")) {
            SLUICE_TRY(definition.storedBy, cursor.string("a format in quotes"));
            SLUICE_CHECK(cursor.expect("OUTPUTFORMAT"));
            SLUICE_CHECK(cursor.string("a format in quotes"));
        } else {
            SLUICE_TRY(definition.storedBy, cursor.name("a format"));
        }
    } else if (cursor.acceptAll({"WITH", "SERDEPROPERTIES"})) {
        SLUICE_CHECK(readProperties(cursor));
    } else {
        return cursor.unexpected(QStringLiteral("'STORED BY', 'STORED AS', 'LOCATION'"));
    }
    return {};
}

// COMMENT, PARTITIONED BY, CLUSTERED BY, LIFECYCLE, TBLPROPERTIES and what has no meaning on one machine.
Done readClauses(Statement &statement, Clauses &clauses)
{
    Cursor &cursor = statement.cursor;
    Definition &definition = clauses.definition;
    for (;;) {
        if (cursor.accept("COMMENT")) {
            SLUICE_TRY(definition.comment, cursor.string("a comment in quotes"));
        } else if (cursor.acceptAll({"PARTITIONED", "BY"})) {
            if (!definition.partitionColumns.columns.isEmpty())
                return semanticError(cursor.peek(), QStringLiteral("a table is partitioned once"));
            SLUICE_CHECK(readPartitionColumns(statement, definition));
        } else if (definition.kind == TableKind::Managed && cursor.acceptAll({"AUTO", "PARTITIONED", "BY"})) {
            SLUICE_CHECK(readAutoPartition(cursor, definition));
        } else if (definition.kind == TableKind::Managed && !clauses.clustering && atClustering(cursor)) {
            SLUICE_TRY(clauses.clustering, readClustering(cursor));
        } else if (cursor.accept("LIFECYCLE")) {
            SLUICE_TRY(const qint64 days, cursor.integer("a number of days"));
            if (days < 1 || days > 37231)
                return semanticError(cursor.peek(), QStringLiteral("a lifecycle is 1 to 37231 days"));
            definition.lifecycle = int(days);
        } else if (cursor.accept("TBLPROPERTIES")) {
            SLUICE_TRY(definition.properties, readProperties(cursor));
        } else if (definition.kind == TableKind::External && atStorageClause(cursor)) {
            SLUICE_CHECK(readStorageClause(cursor, definition));
        } else if (cursor.acceptAll({"STORED", "AS"})) { // all are stored alike here
            SLUICE_CHECK(cursor.name("a format"));
        } else if (cursor.is("AUTO") || cursor.is("CLUSTERED") || cursor.is("RANGE") || cursor.is("STORED") ||
                   cursor.is("LOCATION") || cursor.is("ROW")) {
            return unsupportedError(cursor.peek(),
                                    QStringLiteral("CREATE TABLE … %1").arg(cursor.peek().text.toUpper()));
        } else {
            return {};
        }
    }
}

// When all columns are known.
Done checkLayout(Clauses &clauses)
{
    const Definition &definition = clauses.definition;
    if (definition.autoPartition && definition.isOn("ingestion_time_partition"))
        return unsupportedError(clauses.name.token, QStringLiteral("partitions by the time of writing; partition by a "
                                                                   "column that holds the time"));
    return clauses.clustering ? applyClustering(clauses.definition, *clauses.clustering) : Done();
}

// Writes the row of the catalog, unless somebody was faster.
Done enter(ProjectStore &store, const Clauses &clauses, const std::shared_ptr<TableState> &table,
           const std::vector<Segment> &segments, bool physical)
{
    return store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        if (store.find(clauses.name.ref.schema, clauses.name.ref.table))
            return tableExists(clauses.name);
        auto entered = std::make_shared<TableState>(*table);
        if (physical)
            SLUICE_CHECK(createPhysical(connection, store, *entered));
        SLUICE_CHECK(store.putTable(connection, *entered));
        if (entered->definition.isStored() && !entered->partitioned()) {
            SLUICE_CHECK(store.addPartitions(connection, *entered, {QStringList()}));
            SLUICE_CHECK(store.publish(connection, changes, *entered, {{QStringList(), segments}}, false));
        }
        changes.tables.push_back(entered);
        return {};
    });
}

Result<SqlOutcome> createAsSelect(Statement &statement, ProjectStore &store, Clauses clauses)
{
    if (!clauses.definition.partitionColumns.columns.isEmpty())
        return unsupportedError(
            clauses.name.token,
            QStringLiteral("CREATE TABLE AS SELECT with partitions; create the table, then insert"));
    Translator translator(statement.cursor, statement.stores, statement.session);
    SLUICE_TRY(const QString sql, translator.query());
    SLUICE_CHECK(statement.cursor.expectEnd());
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    SLUICE_TRY(const PreparedQuery query, prepareQuery(connection, sql, translator.names()));
    for (const Column &column : query.columns.columns)
        clauses.definition.addColumn(column);
    SLUICE_CHECK(checkColumnNames(clauses.definition, clauses.name.token));
    SLUICE_CHECK(checkLayout(clauses));
    const auto table = newTable(store, clauses.name.ref, clauses.definition);
    // The rows come first and the table's name last: before it is entered, nobody knows the rows.
    SLUICE_CHECK(connection.begin());
    SLUICE_CHECK(createPhysical(connection, store, *table));
    SLUICE_TRY(const std::vector<Segment> segments,
               insertRows(statement, connection, store, *table, query.sql, query.columns.size(), translator.names()));
    SLUICE_CHECK(connection.commit());
    if (Done done = enter(store, clauses, table, segments, false); !done) {
        (void)connection.run(QStringLiteral("DROP TABLE ") + store.dataTable(*table));
        return done.error();
    }
    SqlOutcome outcome;
    outcome.rowsChanged = segments.empty() ? 0 : segments[0].rows;
    return outcome;
}

} // namespace

Done checkColumnNames(const Definition &definition, const Token &at)
{
    QSet<QString> seen;
    for (const Schema *schema : {&definition.columns, &definition.partitionColumns})
        for (const Column &column : schema->columns) {
            if (seen.contains(column.name))
                return semanticError(at, QStringLiteral("column %1 is defined twice").arg(column.name));
            seen.insert(column.name);
        }
    return {};
}

std::shared_ptr<TableState> newTable(ProjectStore &store, const TableRef &ref, const Definition &definition)
{
    auto table = std::make_shared<TableState>();
    table->id = store.newId();
    table->ref = ref;
    table->definition = definition;
    table->created = table->modified = QDateTime::currentMSecsSinceEpoch();
    return table;
}

Error tableExists(const TableName &name)
{
    Error error = semanticError(
        name.token, QStringLiteral("Table or view already exists - table %1 is already defined").arg(name.ref.text()));
    error.code = ErrorCode::Conflict;
    error.message = QStringLiteral("Table %1 is there already.").arg(name.ref.text());
    return error;
}

Result<ProjectStore *> targetStore(const Statement &statement, const TableName &name)
{
    SLUICE_TRY(ProjectStore * store, statement.stores.project(name.ref.project));
    if (!store->schemas().contains(name.ref.schema))
        return semanticError(name.token,
                             QStringLiteral("schema %1.%2 cannot be resolved").arg(name.ref.project, name.ref.schema));
    return store;
}

Done checkName(const QString &name, const Token &at)
{
    constexpr qsizetype longest = 128;
    return name.toUtf8().size() <= longest
               ? Done()
               : Done(semanticError(
                     at, QStringLiteral("a name has at most %1 bytes, and %2… has %3")
                             .arg(QString::number(longest), name.left(20), QString::number(name.toUtf8().size()))));
}

Result<Column> readColumn(Statement &statement, QString &defaultText)
{
    Cursor &cursor = statement.cursor;
    Column column;
    const Token at = cursor.peek();
    SLUICE_TRY(column.name, cursor.name("a column name"));
    SLUICE_CHECK(checkName(column.name, at));
    Translator translator(cursor, statement.stores, statement.session);
    SLUICE_TRY(column.type, translator.type());
    for (;;) {
        if (cursor.acceptAll({"NOT", "NULL"})) {
            column.nullable = false;
        } else if (cursor.accept("NULL")) {
            column.nullable = true;
        } else if (cursor.accept("DEFAULT")) {
            SLUICE_TRY(defaultText, readDefault(statement));
        } else if (cursor.accept("COMMENT")) {
            SLUICE_TRY(column.comment, cursor.string("a comment in quotes"));
        } else {
            return column;
        }
    }
}

Result<QMap<QString, QString>> readProperties(Cursor &cursor)
{
    QMap<QString, QString> properties;
    SLUICE_CHECK(cursor.expectSymbol("("));
    do {
        SLUICE_TRY(const QString key, cursor.string("a property in quotes"));
        SLUICE_CHECK(cursor.expectSymbol("="));
        SLUICE_TRY(const QString value, cursor.string("a value in quotes"));
        properties.insert(key, value);
    } while (cursor.acceptSymbol(","));
    SLUICE_CHECK(cursor.expectSymbol(")"));
    return properties;
}

Done createPhysical(DuckConnection &connection, const ProjectStore &store, const TableState &table)
{
    QStringList columns{QStringLiteral("\"$seg\" BIGINT NOT NULL"), QStringLiteral("\"$row\" BIGINT NOT NULL")};
    for (qsizetype i = 0; i < table.definition.columns.size(); ++i) {
        const Column &column = table.definition.columns.columns[i];
        columns.append(table.definition.physicalColumn(i) + QLatin1Char(' ') + duckType(column.type) +
                       (column.nullable ? QString() : QStringLiteral(" NOT NULL")));
    }
    return connection.run(
        QStringLiteral("CREATE TABLE %1(%2)").arg(store.dataTable(table), columns.join(QStringLiteral(", "))));
}

Result<SqlOutcome> createTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("CREATE"));
    Clauses clauses;
    const bool external = cursor.accept("EXTERNAL");
    SLUICE_CHECK(cursor.expect("TABLE"));
    if (external)
        clauses.definition.kind = TableKind::External;
    clauses.ifNotExists = cursor.acceptAll({"IF", "NOT", "EXISTS"});
    SLUICE_TRY(clauses.name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_TRY(ProjectStore * store, targetStore(statement, clauses.name));
    SLUICE_CHECK(checkName(clauses.name.ref.table, clauses.name.token));
    if (store->find(clauses.name.ref.schema, clauses.name.ref.table)) {
        if (clauses.ifNotExists)
            return SqlOutcome();
        return tableExists(clauses.name);
    }
    if (!external && cursor.accept("LIKE")) {
        SLUICE_TRY(const TableName model, readTableName(cursor, statement.stores, statement.session));
        SLUICE_TRY(const TablePtr copied, findTable(statement.stores, model));
        clauses.definition = copied->definition;
        clauses.definition.lifecycle = -1;
        clauses.definition.kind = TableKind::Managed;
        SLUICE_CHECK(readClauses(statement, clauses));
        SLUICE_CHECK(checkTransactional(clauses.definition, model.token));
    } else {
        if (cursor.isSymbol("("))
            SLUICE_CHECK(readColumns(statement, clauses.definition, clauses.key));
        SLUICE_CHECK(readClauses(statement, clauses));
        if (external && clauses.definition.location.isEmpty())
            return cursor.unexpected(QStringLiteral("'LOCATION'"));
        SLUICE_CHECK(applyPrimaryKey(clauses.definition, clauses.key));
        if (cursor.accept("AS") || (clauses.definition.columns.columns.isEmpty() && cursor.is("SELECT"))) {
            if (!clauses.definition.columns.columns.isEmpty())
                return unsupportedError(cursor.peek(), QStringLiteral("CREATE TABLE with columns AS a query"));
            return createAsSelect(statement, *store, std::move(clauses));
        }
        if (clauses.definition.columns.columns.isEmpty())
            return cursor.unexpected(QStringLiteral("'('"));
    }
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_CHECK(checkColumnNames(clauses.definition, clauses.name.token));
    SLUICE_CHECK(checkLayout(clauses));
    const Done done = enter(*store, clauses, newTable(*store, clauses.name.ref, clauses.definition), {}, !external);
    if (!done && !(clauses.ifNotExists && done.error().code == ErrorCode::Conflict))
        return done.error();
    return SqlOutcome();
}

} // namespace sluice::warehouse
