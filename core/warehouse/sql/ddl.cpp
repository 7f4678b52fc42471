#include "warehouse/sql/ddl.h"

#include "warehouse/sql/createtable.h"
#include "warehouse/sql/primarykey.h"

#include <QDateTime>

namespace sluice::warehouse
{

namespace
{

using Changes = ProjectStore::Changes;

// Changes one table in a catalog transaction. The work sees the table as it is then; what it leaves in it is kept.
Done change(const Statement &statement, const TableName &name,
            const std::function<Done(DuckConnection &, Changes &, TableState &)> &work)
{
    ProjectStore *store = statement.stores.find(name.ref.project);
    return store->write([&](DuckConnection &connection, Changes &changes) -> Done {
        SLUICE_TRY(const TablePtr present, findTable(statement.stores, name));
        auto changed = std::make_shared<TableState>(*present);
        changed->modified = QDateTime::currentMSecsSinceEpoch();
        SLUICE_CHECK(work(connection, changes, *changed));
        SLUICE_CHECK(store->putTable(connection, *changed));
        changes.tables.push_back(changed);
        return {};
    });
}

// One or more PARTITION (…), with commas between or not.
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

// The partitions that a clause means: those with its values, all of them or only some columns'.
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

Result<QList<QStringList>> existing(const TableState &table, const PartitionClause &clause)
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
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &connection, Changes &, TableState &table) -> Done {
        for (const PartitionClause &clause : clauses) {
            auto values = table.values(PartitionSpec(clause.values));
            if (!values)
                return semanticError(clause.token, values.error().message);
            if (!table.partitions.contains(*values)) {
                SLUICE_CHECK(store->addPartition(connection, table, *values));
            } else if (!lenient) {
                Error error = semanticError(
                    clause.token,
                    QStringLiteral("partition already exists - %1").arg(PartitionSpec(clause.values).restText()));
                error.code = ErrorCode::Conflict;
                return error;
            }
        }
        return {};
    }));
    return SqlOutcome();
}

Result<SqlOutcome> dropPartitions(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const bool lenient = cursor.acceptAll({"IF", "EXISTS"});
    SLUICE_TRY(const auto clauses, partitionClauses(cursor));
    SLUICE_CHECK(cursor.expectEnd());
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &connection, Changes &changes, TableState &table) -> Done {
        for (const PartitionClause &clause : clauses) {
            const auto found = existing(table, clause);
            if (!found && lenient && found.error().code == ErrorCode::NotFound)
                continue;
            if (!found)
                return found.error();
            for (const QStringList &values : *found)
                SLUICE_CHECK(store->dropPartition(connection, changes, table, values));
        }
        return {};
    }));
    store->sweep();
    return SqlOutcome();
}

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
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &connection, Changes &, TableState &table) -> Done {
        for (const Column &column : columns) {
            const bool known = table.definition.columns.indexOf(column.name) >= 0;
            if (known && lenient)
                continue;
            if (known || table.definition.partitionColumns.indexOf(column.name) >= 0)
                return semanticError(at, QStringLiteral("column %1 already exists").arg(column.name));
            table.definition.addColumn(column);
            SLUICE_CHECK(connection.run(QStringLiteral("ALTER TABLE %1 ADD COLUMN %2 %3")
                                            .arg(store->dataTable(table),
                                                 table.definition.physicalColumn(table.definition.columns.size() - 1),
                                                 duckType(column.type))));
            ++table.version;
        }
        return {};
    }));
    return SqlOutcome();
}

// CHANGE COLUMN old new type [COMMENT '…'] · CHANGE COLUMN c COMMENT '…' · RENAME COLUMN old TO new
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
        SLUICE_TRY(renamed, cursor.name("a column name"));
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
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &connection, Changes &, TableState &table) -> Done {
        Definition &definition = table.definition;
        const qsizetype i = definition.columns.indexOf(old);
        if (i < 0)
            return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(old));
        Column &column = definition.columns.columns[i];
        if (type && !(*type == column.type))
            return unsupportedError(at, QStringLiteral("a change of a column's type"));
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

Result<SqlOutcome> renameTable(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const Token at = cursor.peek();
    SLUICE_TRY(const TableName target, readTableName(cursor, statement.stores, statement.session));
    SLUICE_CHECK(cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &, Changes &, TableState &table) -> Done {
        if (store->find(table.ref.schema, target.ref.table)) {
            Error error = semanticError(at, QStringLiteral("table %1 already exists").arg(target.ref.table));
            error.code = ErrorCode::Conflict;
            return error;
        }
        table.ref.table = target.ref.table;
        return {};
    }));
    return SqlOutcome();
}

Result<SqlOutcome> setAttribute(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    std::function<Done(Definition &)> set;
    if (cursor.accept("LIFECYCLE")) {
        SLUICE_TRY(const qint64 days, cursor.integer("a number of days"));
        if (days < 1 || days > 37231)
            return semanticError(cursor.peek(), QStringLiteral("a lifecycle is 1 to 37231 days"));
        set = [days](Definition &definition) -> Done {
            definition.lifecycle = int(days);
            return {};
        };
    } else if (cursor.accept("COMMENT")) {
        SLUICE_TRY(const QString comment, cursor.string("a comment in quotes"));
        set = [comment](Definition &definition) -> Done {
            definition.comment = comment;
            return {};
        };
    } else if (cursor.accept("TBLPROPERTIES")) {
        SLUICE_TRY(const auto properties, readProperties(cursor));
        set = [properties](Definition &definition) -> Done {
            const bool transactional = definition.isTransactional();
            definition.properties.insert(properties);
            if (definition.isTransactional() != transactional)
                return makeError(
                    ErrorCode::Config,
                    QStringLiteral("Whether a table is transactional is said when it is created: it cannot "
                                   "be set later."),
                    {},
                    QStringLiteral("ODPS-0110061:Failed to run ddltask - Catalog Service Failed, "
                                   "ErrorCode: 151, Error Message: Set transactional is not supported"));
            return checkTransactional(definition, Token());
        };
    } else {
        return cursor.unexpected(QStringLiteral("'LIFECYCLE', 'COMMENT', 'TBLPROPERTIES'"));
    }
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_CHECK(change(statement, name,
                        [&](DuckConnection &, Changes &, TableState &table) -> Done { return set(table.definition); }));
    return SqlOutcome();
}

Result<SqlOutcome> alterTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("TABLE"));
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_CHECK(findTable(statement.stores, name));
    if (cursor.accept("ADD"))
        return cursor.isAny({"COLUMN", "COLUMNS"}) ? addColumns(statement, name) : addPartitions(statement, name);
    if (cursor.accept("DROP")) {
        if (cursor.isAny({"COLUMN", "COLUMNS"}))
            return unsupportedError(cursor.peek(), QStringLiteral("ALTER TABLE … DROP COLUMNS"));
        return dropPartitions(statement, name);
    }
    if (cursor.accept("CHANGE"))
        return changeColumn(statement, name, false);
    if (cursor.acceptAll({"RENAME", "COLUMN"}))
        return changeColumn(statement, name, true);
    if (cursor.acceptAll({"RENAME", "TO"}))
        return renameTable(statement, name);
    if (cursor.accept("SET"))
        return setAttribute(statement, name);
    if (cursor.accept("TOUCH")) {
        SLUICE_CHECK(cursor.expectEnd());
        SLUICE_CHECK(change(statement, name, [](DuckConnection &, Changes &, TableState &) -> Done { return {}; }));
        return SqlOutcome();
    }
    return unsupportedError(cursor.peek(), QStringLiteral("ALTER TABLE … %1").arg(cursor.peek().text.toUpper()));
}

Result<SqlOutcome> dropTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("TABLE"));
    const bool lenient = cursor.acceptAll({"IF", "EXISTS"});
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    (void)cursor.accept("PURGE");
    SLUICE_CHECK(cursor.expectEnd());
    const auto table = findTable(statement.stores, name);
    if (!table && lenient)
        return SqlOutcome();
    if (!table)
        return table.error();
    const ProjectStore *found = statement.stores.find(name.ref.project);
    SLUICE_CHECK(
        statement.stores.find(name.ref.project)->write([&](DuckConnection &connection, Changes &changes) -> Done {
            const TablePtr present = found->find((*table)->id);
            return present ? found->dropTable(connection, changes, *present) : Done();
        }));
    return SqlOutcome();
}

Result<SqlOutcome> truncateTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("TRUNCATE"));
    SLUICE_CHECK(cursor.expect("TABLE"));
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    QList<PartitionClause> clauses;
    if (cursor.is("PARTITION")) {
        SLUICE_TRY(clauses, partitionClauses(cursor));
    }
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_CHECK(findTable(statement.stores, name));
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(change(statement, name, [&](DuckConnection &connection, Changes &changes, TableState &table) -> Done {
        QList<QStringList> emptied;
        for (const PartitionClause &clause : clauses) {
            SLUICE_TRY(const auto found, existing(table, clause));
            emptied.append(found);
        }
        if (clauses.isEmpty())
            for (const auto &[values, partition] : table.partitions)
                emptied.append(values);
        for (const QStringList &values : std::as_const(emptied))
            SLUICE_CHECK(store->hideRows(connection, changes, table, values));
        return {};
    }));
    store->sweep();
    return SqlOutcome();
}

// CREATE SCHEMA [IF NOT EXISTS] [project.]s, DROP SCHEMA [IF EXISTS] [project.]s
Result<SqlOutcome> changeSchemas(Statement &statement, bool create)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("SCHEMA"));
    const bool lenient = create ? cursor.acceptAll({"IF", "NOT", "EXISTS"}) : cursor.acceptAll({"IF", "EXISTS"});
    const Token at = cursor.peek();
    SLUICE_TRY(QString schema, cursor.name("a schema's name"));
    QString project = statement.session.project;
    if (cursor.acceptSymbol(".")) {
        project = schema;
        SLUICE_TRY(schema, cursor.name("a schema's name"));
    }
    if (cursor.accept("COMMENT"))
        SLUICE_CHECK(cursor.string("a comment in quotes"));
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_TRY(ProjectStore * store, statement.stores.project(project));
    SLUICE_CHECK(store->write([&](DuckConnection &connection, Changes &changes) -> Done {
        const bool there = store->schemas().contains(schema);
        if (there == create)
            return lenient ? Done()
                           : Done(semanticError(at, QStringLiteral("schema %1.%2 %3")
                                                        .arg(project, schema,
                                                             create ? QStringLiteral("already exists")
                                                                    : QStringLiteral("cannot be resolved"))));
        if (!create && (schema == QLatin1String("default") || !store->tables(schema).isEmpty()))
            return semanticError(at, QStringLiteral("schema %1.%2 is not empty").arg(project, schema));
        (create ? changes.addedSchemas : changes.droppedSchemas).append(schema);
        return connection.run(
            (create ? QStringLiteral("INSERT INTO %1 VALUES (%2)") : QStringLiteral("DELETE FROM %1 WHERE name = %2"))
                .arg(store->catalogTable("schemas"), sqlString(schema)));
    }));
    return SqlOutcome();
}

} // namespace

Result<SqlOutcome> runDefinition(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    if (cursor.is("TRUNCATE"))
        return truncateTable(statement);
    if (cursor.accept("ALTER"))
        return alterTable(statement);
    const bool create = cursor.is("CREATE");
    cursor.take();
    if (cursor.is("SCHEMA"))
        return changeSchemas(statement, create);
    if (!create && cursor.is("TABLE"))
        return dropTable(statement);
    return unsupportedError(cursor.peek(),
                            QStringLiteral("%1 %2").arg(create ? QStringLiteral("CREATE") : QStringLiteral("DROP"),
                                                        cursor.peek().text.toUpper()));
}

} // namespace sluice::warehouse
