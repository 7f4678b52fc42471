#include "warehouse/sql/insert.h"

#include "warehouse/catalog/constraint.h"
#include "warehouse/sql/select.h"
#include "warehouse/sql/tablelayout.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

namespace sluice::warehouse
{

namespace
{

constexpr qsizetype partitionLimit = 10000; // of one statement

// Where each column of the query goes.
struct Target {
    ProjectStore *store = nullptr;
    TablePtr table;
    Token token;
    bool overwrite = false;
    QList<qsizetype> columns;                 // of the query's first columns: the data column
    QList<QPair<QString, QString>> partition; // by partition column: name, value; null value: from the query
    QList<qsizetype> dynamicColumns;          // the partition columns that the query gives, in its order
    bool isGenerated = false;                 // the partition column is worked out from the rows
    qsizetype width() const { return columns.size() + dynamicColumns.size(); }
};

Error insertError(const Error &error, const TableState &table, const QueryNames &names)
{
    const std::optional<Error> refused = refusedNull(error, table);
    return refused ? *refused : queryError(error, names);
}

Result<Target> readTarget(Statement &statement)
{
    Cursor &cursor = statement.cursor;
    Target target;
    SLUICE_CHECK(cursor.expect("INSERT"));
    target.overwrite = cursor.accept("OVERWRITE");
    if (!target.overwrite)
        SLUICE_CHECK(cursor.expect("INTO"));
    (void)cursor.accept("TABLE");
    SLUICE_TRY(const TableName name, readTableName(cursor, statement.stores, statement.session));
    target.token = name.token;
    SLUICE_TRY(target.table, findStored(statement.stores, name));
    target.store = statement.stores.find(name.ref.project);
    const Definition &definition = target.table->definition;
    for (const Column &column : definition.partitionColumns.columns)
        target.partition.append({column.name, QString()});
    target.isGenerated = definition.autoPartition.has_value();
    if (target.isGenerated && cursor.is("PARTITION"))
        return semanticError(
            cursor.peek(),
            QStringLiteral("partition column %1 of table %2 is worked out from its rows: leave PARTITION "
                           "out")
                .arg(definition.partitionColumns.columns.first().name, target.table->ref.text()));
    if (cursor.is("PARTITION")) {
        cursor.take();
        SLUICE_TRY(const PartitionClause clause, readPartitionClause(cursor));
        for (const auto &[column, value] : clause.values) {
            const qsizetype i = definition.partitionColumns.indexOf(column);
            if (i < 0)
                return semanticError(
                    clause.token,
                    QStringLiteral("%1 is not a partition column of table %2").arg(column, target.table->ref.text()));
            target.partition[i].second = value;
        }
    }
    QList<qsizetype> given;
    if (cursor.isSymbol("(") && cursor.peek(1).isName() && (cursor.isSymbol(",", 2) || cursor.isSymbol(")", 2)) &&
        !cursor.is("SELECT", 1)) {
        cursor.take();
        do {
            const Token at = cursor.peek();
            SLUICE_TRY(const QString column, cursor.name("a column name"));
            const qsizetype i = definition.columns.indexOf(column);
            if (i < 0 && definition.partitionColumns.indexOf(column) >= 0)
                continue; // a dynamic partition column, named where it stands anyway: last
            if (i < 0)
                return semanticError(at, QStringLiteral("column %1 cannot be resolved").arg(column));
            given.append(i);
        } while (cursor.acceptSymbol(","));
        SLUICE_CHECK(cursor.expectSymbol(")"));
    } else {
        for (qsizetype i = 0; i < definition.columns.size(); ++i)
            given.append(i);
    }
    target.columns = given;
    for (qsizetype i = 0; i < target.partition.size() && !target.isGenerated; ++i)
        if (target.partition[i].second.isNull())
            target.dynamicColumns.append(i);
    return target;
}

// DuckDB's expressions for all data columns: what the query gives, else the default.
Result<QStringList> columnValues(Statement &statement, const Target &target)
{
    const Definition &definition = target.table->definition;
    QStringList values;
    for (qsizetype i = 0; i < definition.columns.size(); ++i) {
        const Type &type = definition.columns.columns[i].type;
        const qsizetype from = target.columns.indexOf(i);
        if (from >= 0) {
            Piece piece;
            piece.sql = QStringLiteral("q.v%1").arg(from);
            values.append(castTo(type, piece));
        } else {
            SLUICE_TRY(const QString value, valueOtherwise(statement, definition, i));
            values.append(value);
        }
    }
    return values;
}

QString aliases(qsizetype width)
{
    QStringList names;
    for (qsizetype i = 0; i < width; ++i)
        names.append(QStringLiteral("v%1").arg(i));
    return names.join(QLatin1Char(','));
}

// One segment for the whole query.
Result<std::vector<Segment>> insertInto(Statement &statement, DuckConnection &connection, ProjectStore &store,
                                        const TableState &table, const QString &query, qsizetype width,
                                        const QStringList &values, const QueryNames &names)
{
    Segment segment;
    segment.id = store.newId();
    auto inserted = connection.query(
        QStringLiteral(
            "INSERT INTO %1(\"$seg\", \"$row\", %2) SELECT %3, row_number() OVER () - 1, %4 FROM (%5) AS q(%6)")
            .arg(store.dataTable(table), table.definition.physicalColumns().join(QLatin1Char(',')),
                 QString::number(segment.id), values.join(QStringLiteral(", ")), query, aliases(width)),
        statement.stop);
    if (!inserted)
        return insertError(inserted.error(), table, names);
    segment.rows = inserted->rowsChanged();
    segment.bytes = table.definition.estimatedBytes(segment.rows);
    if (segment.rows == 0)
        return std::vector<Segment>();
    SLUICE_CHECK(store.recordSegment(connection, table.id, 0, segment));
    return std::vector<Segment>{segment};
}

Done publishAll(const Target &target, const Filled &filled)
{
    ProjectStore &store = *target.store;
    const Done done = store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        const TablePtr present = store.find(target.table->id);
        if (!present)
            return tableNotFound(target.token, target.table->ref.text());
        if (present->version != target.table->version)
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("Table %1 was altered while rows were inserted. Run the statement again.")
                                 .arg(present->ref.text()));
        auto changed = std::make_shared<TableState>(*present);
        QList<QStringList> missing;
        for (const auto &[values, segments] : filled)
            if (!changed->partitions.contains(values))
                missing.append(values);
        SLUICE_CHECK(store.addPartitions(connection, *changed, missing));
        SLUICE_CHECK(store.publish(connection, changes, *changed, filled, target.overwrite));
        changes.tables.push_back(changed);
        return {};
    });
    if (!done)
        for (const auto &[values, segments] : filled)
            for (const Segment &segment : segments)
                store.discard(target.table->id, segment.id);
    return done;
}

Result<QStringList> targetValues(const Target &target, const QStringList &dynamic)
{
    QList<QPair<QString, QString>> all = target.partition;
    for (qsizetype i = 0; i < target.dynamicColumns.size(); ++i)
        all[target.dynamicColumns[i]].second = dynamic[i];
    if (target.isGenerated)
        all.first().second = dynamic.first();
    return target.table->values(PartitionSpec(all));
}

// The different partitions in the staged rows, as text.
Result<QList<QStringList>> stagedPartitions(DuckConnection &connection, const QString &columns)
{
    SLUICE_TRY(DuckRows rows, connection.query(QStringLiteral("SELECT DISTINCT %1 FROM temp.staged").arg(columns)));
    QList<QStringList> found;
    for (;;) {
        SLUICE_TRY(const auto batch, rows.next());
        if (!batch)
            return found;
        for (int64_t row = 0; row < batch->num_rows(); ++row) {
            QStringList values;
            for (int i = 0; i < batch->num_columns(); ++i) {
                const auto &array = static_cast<const arrow::StringArray &>(*batch->column(i));
                const std::string_view text = array.IsNull(row) ? std::string_view() : array.GetView(row);
                values.append(QString::fromUtf8(text.data(), qsizetype(text.size())));
            }
            found.append(values);
            if (found.size() > partitionLimit)
                return makeError(ErrorCode::Data,
                                 QStringLiteral("One statement fills at most %1 partitions.").arg(partitionLimit));
        }
    }
}

// How many of the staged rows belong to each segment, whose ids ascend.
Done countRows(DuckConnection &connection, const QString &keys, const Definition &definition,
               std::vector<Segment> &segments)
{
    SLUICE_TRY(DuckRows rows,
               connection.query(QStringLiteral("SELECT seg, CAST(count(*) AS BIGINT) FROM temp.staged JOIN temp.places "
                                               "USING (%1) GROUP BY seg ORDER BY seg")
                                    .arg(keys)));
    size_t next = 0;
    for (;;) {
        SLUICE_TRY(const auto batch, rows.next());
        if (!batch)
            return {};
        const auto &counts = static_cast<const arrow::Int64Array &>(*batch->column(1));
        for (int64_t row = 0; row < counts.length() && next < segments.size(); ++row, ++next) {
            segments[next].rows = counts.Value(row);
            segments[next].bytes = definition.estimatedBytes(segments[next].rows);
        }
    }
}

// Rows of many partitions: staged aside, so that the partitions are known before the rows are written.
Result<SqlOutcome> insertDynamic(Statement &statement, DuckConnection &connection, const Target &target,
                                 const QString &query, const QStringList &values, const QueryNames &names)
{
    const Definition &definition = target.table->definition;
    QStringList staged;
    QStringList partitionNames;
    for (qsizetype i = 0; i < values.size(); ++i)
        staged.append(QStringLiteral("%1 AS c%2").arg(values[i], QString::number(i)));
    if (target.isGenerated) {
        const qsizetype from = definition.columnIds.indexOf(definition.autoPartition->column);
        staged.append(generatedValue(*definition.autoPartition, values[from]) + QStringLiteral(" AS p0"));
        partitionNames.append(QStringLiteral("p0"));
    }
    for (qsizetype i = 0; i < target.dynamicColumns.size(); ++i) {
        const Type &type = definition.partitionColumns.columns[target.dynamicColumns[i]].type;
        Piece piece;
        piece.sql = QStringLiteral("q.v%1").arg(target.columns.size() + i);
        staged.append(QStringLiteral("CAST(%1 AS VARCHAR) AS p%2").arg(castTo(type, piece), QString::number(i)));
        partitionNames.append(QStringLiteral("p%1").arg(i));
    }
    auto made = connection.query(QStringLiteral("CREATE OR REPLACE TEMP TABLE staged AS SELECT %1 FROM (%2) AS q(%3)")
                                     .arg(staged.join(QStringLiteral(", ")), query, aliases(target.width())),
                                 statement.stop);
    if (!made)
        return insertError(made.error(), *target.table, names);
    const QString keys = partitionNames.join(QStringLiteral(", "));
    SLUICE_TRY(const QList<QStringList> partitions, stagedPartitions(connection, keys));

    ProjectStore &store = *target.store;
    QList<QStringList> wholes; // of `partitions`, with the levels that the statement names
    QStringList places;
    std::vector<Segment> segments;
    for (const QStringList &partition : partitions) {
        if (std::any_of(partition.begin(), partition.end(), [](const QString &value) { return value.isEmpty(); }))
            return noPartitionValue();
        SLUICE_TRY(const QStringList whole, targetValues(target, partition));
        wholes.append(whole);
        segments.push_back({store.newId(), 0, 0});
        QStringList place{QString::number(segments.back().id)};
        for (const QString &value : partition)
            place.append(sqlString(value));
        places.append(QLatin1Char('(') + place.join(QLatin1Char(',')) + QLatin1Char(')'));
    }
    SLUICE_CHECK(connection.run(QStringLiteral("CREATE OR REPLACE TEMP TABLE places(seg BIGINT, %1 VARCHAR)")
                                    .arg(partitionNames.join(QStringLiteral(" VARCHAR, ")))));
    SLUICE_CHECK(inParts(places, [&](const QString &rows) {
        return connection.run(QStringLiteral("INSERT INTO temp.places VALUES ") + rows);
    }));

    SLUICE_CHECK(connection.begin());
    QStringList columns;
    for (qsizetype i = 0; i < values.size(); ++i)
        columns.append(QStringLiteral("c%1").arg(i));
    const auto inserted = connection.query(
        QStringLiteral(
            "INSERT INTO %1(\"$seg\", \"$row\", %2) SELECT seg, row_number() OVER (PARTITION BY seg ORDER BY "
            "s.rowid) - 1, %3 FROM temp.staged s JOIN temp.places USING (%4)")
            .arg(store.dataTable(*target.table), definition.physicalColumns().join(QLatin1Char(',')),
                 columns.join(QLatin1Char(',')), keys),
        statement.stop);
    if (!inserted)
        return insertError(inserted.error(), *target.table, names);
    SLUICE_CHECK(countRows(connection, keys, definition, segments));
    SLUICE_CHECK(store.recordSegments(connection, target.table->id, segments));
    SLUICE_CHECK(connection.commit());
    Filled filled;
    qint64 total = 0;
    for (size_t i = 0; i < segments.size(); ++i) {
        filled[wholes[qsizetype(i)]].push_back(segments[i]);
        total += segments[i].rows;
    }
    (void)connection.run(QStringLiteral("DROP TABLE temp.places"));
    (void)connection.run(QStringLiteral("DROP TABLE temp.staged"));
    SLUICE_CHECK(publishAll(target, filled));
    SqlOutcome outcome;
    outcome.rowsChanged = total;
    return outcome;
}

} // namespace

Result<QString> valueOtherwise(Statement &statement, const Definition &definition, qsizetype column)
{
    const Type &type = definition.columns.columns[column].type;
    if (definition.defaults[column].isNull())
        return QStringLiteral("CAST(NULL AS %1)").arg(duckType(type));
    SLUICE_TRY(const QList<Token> tokens, tokenize(definition.defaults[column]));
    Cursor cursor(tokens);
    SLUICE_TRY(const Piece piece, Translator(cursor, statement.stores, statement.session).expression());
    return castTo(type, piece);
}

Error noPartitionValue()
{
    return makeError(ErrorCode::Data, QStringLiteral("A dynamic partition column got NULL or an empty text."), {},
                     QStringLiteral("ODPS-0123031:Partition exception - invalid dynamic partition value: NULL"));
}

Result<std::vector<Segment>> insertRows(Statement &statement, DuckConnection &connection, ProjectStore &store,
                                        const TableState &table, const QString &query, qsizetype width,
                                        const QueryNames &names)
{
    QStringList values;
    for (qsizetype i = 0; i < width; ++i) {
        Piece piece;
        piece.sql = QStringLiteral("q.v%1").arg(i);
        values.append(castTo(table.definition.columns.columns[i].type, piece));
    }
    return insertInto(statement, connection, store, table, query, width, values, names);
}

Result<SqlOutcome> runInsert(Statement &statement)
{
    SLUICE_TRY(const Target target, readTarget(statement));
    Translator translator(statement.cursor, statement.stores, statement.session);
    QString sql;
    if (statement.cursor.accept("VALUES")) {
        SLUICE_TRY(sql, translator.valuesRows(true));
    } else {
        SLUICE_TRY(sql, translator.query());
    }
    if (statement.cursor.is("INSERT"))
        return unsupportedError(statement.cursor.peek(), QStringLiteral("several INSERTs in one statement"));
    SLUICE_CHECK(statement.cursor.expectEnd());
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    SLUICE_TRY(const PreparedQuery query, prepareQuery(connection, sql, translator.names()));
    if (query.columns.size() != target.width())
        return semanticError(
            target.token, QStringLiteral("wrong columns count %1 in data source, requires %2 columns (includes dynamic "
                                         "partitions if any)")
                              .arg(query.columns.size())
                              .arg(target.width()));
    SLUICE_TRY(const QStringList values, columnValues(statement, target));
    SqlOutcome outcome;
    if (!target.dynamicColumns.isEmpty() || target.isGenerated) {
        SLUICE_TRY(outcome, insertDynamic(statement, connection, target, sql, values, translator.names()));
    } else {
        SLUICE_TRY(const QStringList partition, targetValues(target, {}));
        SLUICE_CHECK(connection.begin());
        SLUICE_TRY(const auto segments, insertInto(statement, connection, *target.store, *target.table, sql,
                                                   target.width(), values, translator.names()));
        SLUICE_CHECK(connection.commit());
        SLUICE_CHECK(publishAll(target, {{partition, segments}}));
        outcome.rowsChanged = segments.empty() ? 0 : segments[0].rows;
    }
    target.store->sweep();
    return outcome;
}

} // namespace sluice::warehouse
