#include "warehouse/sql/select.h"

#include "data/arrowtypes.h"
#include "warehouse/catalog/batchshape.h"
#include "warehouse/sql/resulttype.h"

#include <QRegularExpression>

#include <arrow/record_batch.h>
#include <arrow/type.h>

namespace sluice::warehouse
{

namespace
{

class QueryStream final : public RowStream
{
public:
    QueryStream(DuckRows rows, Schema schema, QueryNames names)
        : m_rows(std::move(rows))
        , m_schema(std::move(schema))
        , m_arrow(arrowSchema(m_schema))
        , m_names(std::move(names))
    {
    }

    const Schema &schema() const override { return m_schema; }

    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        for (;;) {
            auto batch = m_rows.next();
            if (!batch)
                return queryError(batch.error(), m_names);
            if (!*batch)
                return std::shared_ptr<arrow::RecordBatch>();
            if ((*batch)->num_rows() > 0)
                return fromDuck(**batch, m_schema, m_arrow);
        }
    }

private:
    DuckRows m_rows;
    Schema m_schema;
    std::shared_ptr<arrow::Schema> m_arrow;
    QueryNames m_names;
};

Error semantic(const QueryNames &names, const QString &name, const QString &what)
{
    if (const Token *token = names.firstUse(name))
        return semanticError(*token, what);
    return semanticError(Token(), what);
}

// The first line of DuckDB's message without its class ("Binder Error: ").
QString firstLine(const QString &detail)
{
    const QString line = detail.section(QLatin1Char('\n'), 0, 0);
    static const QRegularExpression kind(QStringLiteral("^[A-Za-z ]+ Error: "));
    return QString(line).remove(kind);
}

} // namespace

Error queryError(const Error &error, const QueryNames &names)
{
    if (error.code == ErrorCode::Stopped || error.code == ErrorCode::Timeout || error.code == ErrorCode::Io ||
        error.detail.startsWith(QLatin1String("ODPS-")))
        return error;
    const QString &text = error.detail;
    static const QRegularExpression column(
        QStringLiteral("(?:Referenced (?:column|table) \"([^\"]+)\" not found|Column \"([^\"]+)\" referenced that "
                       "exists|does not have a column named \"([^\"]+)\")"));
    if (const auto found = column.match(text); found.hasMatch()) {
        const QString name = found.captured(found.lastCapturedIndex());
        static const QRegularExpression candidates(QStringLiteral("Candidate (?:bindings|tables): *(.+)"));
        const QString near = candidates.match(text).captured(1).section(QLatin1Char('\n'), 0, 0);
        return semantic(names, name,
                        QStringLiteral("column %1 cannot be resolved%2")
                            .arg(name, near.isEmpty() ? QString() : QStringLiteral("; near: %1").arg(near)));
    }
    static const QRegularExpression ambiguous(QStringLiteral("Ambiguous reference to column name \"([^\"]+)\""));
    if (const auto found = ambiguous.match(text); found.hasMatch())
        return semantic(names, found.captured(1),
                        QStringLiteral("column reference %1 is ambiguous").arg(found.captured(1)));
    static const QRegularExpression grouped(QStringLiteral("column \"([^\"]+)\" must appear in the GROUP BY"));
    if (const auto found = grouped.match(text); found.hasMatch())
        return semantic(names, found.captured(1),
                        QStringLiteral("column %1 should appear in GROUP BY key").arg(found.captured(1)));
    const QString line = firstLine(text.isEmpty() ? error.message : text);
    if (error.code == ErrorCode::Data)
        return makeError(ErrorCode::Data, QStringLiteral("A value cannot be taken: %1").arg(line), {},
                         QStringLiteral("ODPS-0121095:Invalid argument - ") + line);
    if (error.code == ErrorCode::Config || error.code == ErrorCode::NotFound || error.code == ErrorCode::Unsupported) {
        Error mapped = semanticError(Token(), line);
        mapped.where.clear();
        return mapped;
    }
    return error;
}

Result<DuckConnection> sessionConnection(const Statement &statement)
{
    SLUICE_TRY(ProjectStore * store, statement.stores.project(statement.session.project));
    SLUICE_TRY(DuckConnection connection, store->connect());
    SLUICE_CHECK(applySession(statement, connection));
    return connection;
}

Done applySession(const Statement &statement, DuckConnection &connection)
{
    const QString zone = statement.session.settings.value(QStringLiteral("odps.sql.timezone"),
                                                          QString::fromUtf8(statement.stores.options().timeZone.id()));
    if (const Done done = connection.run(QStringLiteral("SET TimeZone = %1").arg(sqlString(zone))); !done)
        return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is not a time zone.").arg(zone),
                         QStringLiteral("odps.sql.timezone"));
    return {};
}

Result<PreparedQuery> prepareQuery(DuckConnection &connection, const QString &sql, const QueryNames &names)
{
    auto described = describeQuery(connection, sql);
    if (!described)
        return queryError(described.error(), names);
    PreparedQuery query;
    QStringList aliases;
    QStringList values;
    bool cast = false;
    for (qsizetype i = 0; i < described->size(); ++i) {
        const ResultColumn &column = (*described)[i];
        const QString name = QStringLiteral("v%1").arg(i);
        aliases.append(name);
        values.append(column.exact ? name : QStringLiteral("CAST(%1 AS %2)").arg(name, duckType(column.type)));
        cast = cast || !column.exact;
        const std::optional<Type> known = names.type(column.name, duckType(column.type));
        query.columns.columns.append(Column{column.name, known.value_or(column.type), true, {}});
    }
    query.sql = cast ? QStringLiteral("SELECT %1 FROM (%2) AS q(%3)")
                           .arg(values.join(QStringLiteral(", ")), sql, aliases.join(QStringLiteral(", ")))
                     : sql;
    return query;
}

Result<SqlOutcome> runSelect(Statement &statement)
{
    Translator translator(statement.cursor, statement.stores, statement.session);
    SLUICE_TRY(const QString sql, translator.query());
    SLUICE_CHECK(statement.cursor.expectEnd());
    SLUICE_TRY(DuckConnection connection, sessionConnection(statement));
    SLUICE_TRY(PreparedQuery query, prepareQuery(connection, sql, translator.names()));
    auto rows = connection.query(query.sql, statement.stop);
    if (!rows)
        return queryError(rows.error(), translator.names());
    SqlOutcome outcome;
    outcome.isSelect = true;
    outcome.columns = query.columns;
    outcome.rows = std::make_unique<QueryStream>(std::move(*rows), query.columns, translator.names());
    return outcome;
}

} // namespace sluice::warehouse
