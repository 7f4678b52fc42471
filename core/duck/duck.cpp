#include "duck/duck.h"

#include "duck/duckhandle.h"

#include <utility>

namespace sluice
{

namespace
{

// What every database is opened with: extensions are linked in, none is ever downloaded.
const QList<QPair<QString, QString>> fixedSettings{
    {QStringLiteral("autoinstall_known_extensions"), QStringLiteral("false")},
    {QStringLiteral("autoload_known_extensions"), QStringLiteral("false")},
};

Done runText(duckdb_connection connection, const char *sql)
{
    duckdb_result result;
    Done done;
    if (duckdb_query(connection, sql, &result) != DuckDBSuccess)
        done = duckError(duckdb_result_error_type(&result), duckdb_result_error(&result),
                         QStringLiteral("DuckDB refused a statement."));
    duckdb_destroy_result(&result);
    return done;
}

} // namespace

Result<DuckDatabase> DuckDatabase::open(const QString &path, const QList<QPair<QString, QString>> &settings)
{
    duckdb_config config = nullptr;
    duckdb_create_config(&config);
    const std::unique_ptr<duckdb_config, decltype(&duckdb_destroy_config)> owner(&config, duckdb_destroy_config);
    for (const auto &[name, value] : fixedSettings + settings)
        if (duckdb_set_config(config, name.toUtf8().constData(), value.toUtf8().constData()) != DuckDBSuccess)
            return makeError(ErrorCode::Internal, QStringLiteral("DuckDB has no setting \"%1\".").arg(name));

    duckdb_database database = nullptr;
    char *error = nullptr;
    if (duckdb_open_ext(path.isEmpty() ? nullptr : path.toUtf8().constData(), &database, config, &error) !=
        DuckDBSuccess) {
        Error failed = duckError(DUCKDB_ERROR_INVALID, error, QStringLiteral("The database could not be opened."));
        if (failed.code == ErrorCode::Conflict)
            failed.message = QStringLiteral("The database is open in another program. Close that one first.");
        failed.where = path;
        duckdb_free(error);
        return failed;
    }
    DuckDatabase opened;
    opened.m_handle = std::shared_ptr<void>(database, [](void *handle) {
        auto closing = static_cast<duckdb_database>(handle);
        duckdb_close(&closing);
    });
    return opened;
}

Result<DuckConnection> DuckDatabase::connect() const
{
    auto handle = std::make_shared<DuckHandle>();
    handle->database = m_handle;
    if (duckdb_connect(static_cast<duckdb_database>(m_handle.get()), &handle->connection) != DuckDBSuccess)
        return makeError(ErrorCode::Internal, QStringLiteral("DuckDB gave no connection."));
    DuckConnection connection;
    connection.m_handle = std::move(handle);
    // The zone of the machine must not show in any value; it can be set only when the ICU extension is up.
    SLUICE_CHECK(connection.run(QStringLiteral("SET TimeZone = 'UTC'")));
    return connection;
}

void DuckHandle::startStatement()
{
    ++statements;
    (void)endOwn(false);
}

Done DuckHandle::beginOwn()
{
    if (inTransaction)
        return {};
    SLUICE_CHECK(runText(connection, "BEGIN"));
    inOwnTransaction = true;
    return {};
}

Done DuckHandle::endOwn(bool commit)
{
    if (!std::exchange(inOwnTransaction, false))
        return {};
    return runText(connection, commit ? "COMMIT" : "ROLLBACK");
}

Done DuckConnection::run(const QString &sql)
{
    m_handle->startStatement();
    return runText(m_handle->connection, sql.toUtf8().constData());
}

Done DuckConnection::begin()
{
    SLUICE_CHECK(run(QStringLiteral("BEGIN")));
    m_handle->inTransaction = true;
    return {};
}

Done DuckConnection::commit()
{
    m_handle->inTransaction = false;
    return run(QStringLiteral("COMMIT"));
}

Done DuckConnection::rollback()
{
    m_handle->inTransaction = false;
    return run(QStringLiteral("ROLLBACK"));
}

Result<QString> DuckConnection::value(const QString &sql)
{
    m_handle->startStatement();
    duckdb_result result;
    if (duckdb_query(m_handle->connection, sql.toUtf8().constData(), &result) != DuckDBSuccess) {
        Error error = duckError(duckdb_result_error_type(&result), duckdb_result_error(&result),
                                QStringLiteral("DuckDB refused a query."));
        duckdb_destroy_result(&result);
        return error;
    }
    QString text;
    if (duckdb_row_count(&result) > 0 && duckdb_column_count(&result) > 0 && !duckdb_value_is_null(&result, 0, 0)) {
        const duckdb_string value = duckdb_value_string(&result, 0, 0);
        text = QString::fromUtf8(value.data ? value.data : "", qsizetype(value.size));
        duckdb_free(value.data);
    }
    duckdb_destroy_result(&result);
    return text;
}

void DuckConnection::interrupt()
{
    duckdb_interrupt(m_handle->connection);
}

duckdb_connection DuckConnection::handle() const
{
    return m_handle->connection;
}

} // namespace sluice
