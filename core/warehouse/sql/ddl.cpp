#include "warehouse/sql/ddl.h"

#include "warehouse/sql/altertable.h"
#include "warehouse/sql/createtable.h"
#include "warehouse/sql/primarykey.h"
#include "warehouse/sql/tablelayout.h"
#include "warehouse/sql/view.h"

namespace sluice::warehouse
{

namespace
{

Result<SqlOutcome> renameTable(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    const Token at = cursor.peek();
    SLUICE_TRY(const TableName target, readTableName(cursor, statement.stores, statement.session));
    SLUICE_CHECK(checkName(target.ref.table, at));
    SLUICE_CHECK(cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(
        changeTable(statement, name, [&](DuckConnection &, ProjectStore::Changes &, TableState &table) -> Done {
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
    SLUICE_CHECK(
        changeTable(statement, name, [&](DuckConnection &, ProjectStore::Changes &, TableState &table) -> Done {
            return set(table.definition);
        }));
    return SqlOutcome();
}

// TOUCH [PARTITION (…)]: it is as if something had been changed.
Result<SqlOutcome> touchTable(Statement &statement, const TableName &name)
{
    QList<PartitionClause> clauses;
    if (statement.cursor.is("PARTITION")) {
        SLUICE_TRY(clauses, partitionClauses(statement.cursor));
    }
    SLUICE_CHECK(statement.cursor.expectEnd());
    const ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(statement, name,
                             [&](DuckConnection &connection, ProjectStore::Changes &, TableState &table) -> Done {
                                 QList<QStringList> touched;
                                 for (const PartitionClause &clause : std::as_const(clauses)) {
                                     SLUICE_TRY(const auto found, existingPartitions(table, clause));
                                     touched.append(found);
                                 }
                                 return store->touch(connection, table, touched);
                             }));
    return SqlOutcome();
}

// [RANGE] CLUSTERED BY …, NOT CLUSTERED
Result<SqlOutcome> clusterTable(Statement &statement, const TableName &name)
{
    Cursor &cursor = statement.cursor;
    std::optional<ClusterClause> clause;
    if (cursor.accept("NOT")) {
        SLUICE_CHECK(cursor.expect("CLUSTERED"));
    } else {
        SLUICE_TRY(clause, readClustering(cursor));
    }
    SLUICE_CHECK(cursor.expectEnd());
    SLUICE_CHECK(
        changeTable(statement, name, [&](DuckConnection &, ProjectStore::Changes &, TableState &table) -> Done {
            if (clause)
                return applyClustering(table.definition, *clause);
            table.definition.clustering.reset();
            return {};
        }));
    return SqlOutcome();
}

Result<SqlOutcome> alterTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    SLUICE_CHECK(cursor.expect("TABLE"));
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    SLUICE_CHECK(findStored(statement.stores, name));
    if (cursor.accept("ADD"))
        return cursor.isAny({"COLUMN", "COLUMNS"}) ? addColumns(statement, name) : addPartitions(statement, name);
    if (cursor.accept("DROP"))
        return cursor.isAny({"COLUMN", "COLUMNS"}) ? dropColumns(statement, name) : dropPartitions(statement, name);
    if (cursor.is("PARTITION"))
        return renamePartition(statement, name);
    if (cursor.accept("MERGE"))
        return mergePartitions(statement, name);
    if (cursor.accept("CHANGE"))
        return changeColumn(statement, name, false);
    if (cursor.acceptAll({"RENAME", "COLUMN"}))
        return changeColumn(statement, name, true);
    if (cursor.acceptAll({"RENAME", "TO"}))
        return renameTable(statement, name);
    if (cursor.accept("SET"))
        return setAttribute(statement, name);
    if (cursor.accept("TOUCH"))
        return touchTable(statement, name);
    if (atClustering(cursor) || cursor.is("NOT"))
        return clusterTable(statement, name);
    return unsupportedError(cursor.peek(), QStringLiteral("ALTER TABLE … %1").arg(cursor.peek().text.toUpper()));
}

// DROP TABLE | VIEW [IF EXISTS] t: each drops its own kind only.
Result<SqlOutcome> dropTable(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    const bool isView = cursor.accept("VIEW");
    if (!isView)
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
    if (((*table)->definition.kind == TableKind::View) != isView)
        return semanticError(name.token, QStringLiteral("%1 is %2; use DROP %3")
                                             .arg((*table)->ref.text(),
                                                  isView ? QStringLiteral("a table") : QStringLiteral("a view"),
                                                  isView ? QStringLiteral("TABLE") : QStringLiteral("VIEW")));
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(store->write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        const TablePtr present = store->find((*table)->id);
        return present ? store->dropTable(connection, changes, *present) : Done();
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
    SLUICE_CHECK(findStored(statement.stores, name));
    ProjectStore *store = statement.stores.find(name.ref.project);
    SLUICE_CHECK(changeTable(
        statement, name, [&](DuckConnection &connection, ProjectStore::Changes &changes, TableState &table) -> Done {
            QList<QStringList> emptied;
            for (const PartitionClause &clause : clauses) {
                SLUICE_TRY(const auto found, existingPartitions(table, clause));
                emptied.append(found);
            }
            if (clauses.isEmpty())
                for (const auto &[values, partition] : table.partitions)
                    emptied.append(values);
            return store->hideRows(connection, changes, table, emptied);
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
    SLUICE_CHECK(store->write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
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
    if (!create && cursor.isAny({"TABLE", "VIEW"}))
        return dropTable(statement);
    if (create && (cursor.is("VIEW") || (cursor.is("OR") && cursor.is("VIEW", 2))))
        return createView(statement);
    return unsupportedError(cursor.peek(),
                            QStringLiteral("%1 %2").arg(create ? QStringLiteral("CREATE") : QStringLiteral("DROP"),
                                                        cursor.peek().text.toUpper()));
}

} // namespace sluice::warehouse
