#include "data/arrowtypes.h"
#include "duck/duck.h"
#include "duck/duckhandle.h"

#include <arrow/c/abi.h>
#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <functional>
#include <optional>
#include <thread>
#include <vector>

namespace sluice
{

namespace
{

Error queryError(const char *text)
{
    return duckError(DUCKDB_ERROR_INVALID, text, QStringLiteral("DuckDB refused a query."));
}

Error resultError(duckdb_result *result)
{
    return duckError(duckdb_result_error_type(result), duckdb_result_error(result),
                     QStringLiteral("A query failed while it ran."));
}

} // namespace

struct DuckRows::Private {
    using Interrupter = std::stop_callback<std::function<void()>>;

    std::shared_ptr<DuckHandle> handle; // first in, last out: the result needs its connection
    duckdb_prepared_statement statement = nullptr;
    duckdb_pending_result pending = nullptr;
    duckdb_result result{};
    duckdb_arrow_options options = nullptr;
    std::shared_ptr<arrow::Schema> schema;
    qint64 statementNumber = 0;
    qint64 changed = 0;
    bool ended = false;
    Stop stop;
    std::optional<Interrupter> interrupter; // last in, first out: it interrupts a living connection only

    ~Private()
    {
        interrupter.reset();
        // A query given up half way: DuckDB's other threads would work on it until the connection's next statement,
        // which would wait for them.
        if (pending && !ended && handle->statements == statementNumber)
            duckdb_interrupt(handle->connection);
        duckdb_destroy_arrow_options(&options);
        duckdb_destroy_result(&result);
        duckdb_destroy_pending(&pending);
        duckdb_destroy_prepare(&statement);
        if (handle->statements == statementNumber)
            (void)handle->endOwn(false);
    }

    Done prepare(const QString &sql)
    {
        duckdb_extracted_statements statements = nullptr;
        const QByteArray text = sql.toUtf8();
        const idx_t count = duckdb_extract_statements(handle->connection, text.constData(), &statements);
        Done done;
        if (count == 0) {
            const char *error = duckdb_extract_statements_error(statements);
            done = error ? queryError(error)
                         : makeError(ErrorCode::Config, QStringLiteral("There is no statement in this text."));
        } else if (count > 1) {
            done =
                makeError(ErrorCode::Config, QStringLiteral("One statement at a time: this text has %1.").arg(count));
        } else if (duckdb_prepare_extracted_statement(handle->connection, statements, 0, &statement) != DuckDBSuccess) {
            done = queryError(duckdb_prepare_error(statement));
        }
        duckdb_destroy_extracted(&statements);
        return done;
    }

    Done execute()
    {
        if (duckdb_pending_prepared_streaming(statement, &pending) != DuckDBSuccess)
            return queryError(duckdb_pending_error(pending));
        // Only now: making the pending result clears an earlier interrupt.
        interrupter.emplace(stop.token(), [connection = handle->connection] { duckdb_interrupt(connection); });
        SLUICE_CHECK(waitForDeadline());
        if (duckdb_execute_pending(pending, &result) != DuckDBSuccess)
            return resultError(&result);
        return {};
    }

    // A deadline has no callback: with one, DuckDB's tasks are run one by one and the clock is looked at between them.
    Done waitForDeadline()
    {
        if (stop.deadline() == Stop::Clock::time_point::max())
            return {};
        for (;;) {
            SLUICE_CHECK(stop.check());
            switch (duckdb_pending_execute_task(pending)) {
            case DUCKDB_PENDING_RESULT_NOT_READY:
                continue;
            case DUCKDB_PENDING_NO_TASKS_AVAILABLE: // other threads are at it
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
                continue;
            default:
                return {};
            }
        }
    }

    Done describe()
    {
        const idx_t columns = duckdb_column_count(&result);
        std::vector<duckdb_logical_type> types;
        std::vector<const char *> names;
        for (idx_t i = 0; i < columns; ++i) {
            types.push_back(duckdb_column_logical_type(&result, i));
            names.push_back(duckdb_column_name(&result, i));
        }
        options = duckdb_result_get_arrow_options(&result);
        ArrowSchema described{};
        Done done = duckDone(duckdb_to_arrow_schema(options, types.data(), names.data(), columns, &described),
                             QStringLiteral("A query's columns have no Arrow types."));
        for (duckdb_logical_type &type : types)
            duckdb_destroy_logical_type(&type);
        SLUICE_CHECK(done);
        auto imported = arrow::ImportSchema(&described);
        if (!imported.ok())
            return arrowError(imported.status());
        schema = *imported;
        return {};
    }

    // A statement that changes something is over with its first answer.
    Done finishWriting()
    {
        const duckdb_result_type kind = duckdb_result_return_type(result);
        if (kind == DUCKDB_RESULT_TYPE_QUERY_RESULT)
            return {};
        if (kind == DUCKDB_RESULT_TYPE_CHANGED_ROWS) {
            SLUICE_TRY(duckdb_data_chunk chunk, fetch());
            if (chunk && duckdb_data_chunk_get_size(chunk) > 0)
                changed = *static_cast<qint64 *>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
            duckdb_destroy_data_chunk(&chunk);
        }
        ended = true;
        return handle->endOwn(true);
    }

    Result<duckdb_data_chunk> fetch()
    {
        if (ended)
            return static_cast<duckdb_data_chunk>(nullptr);
        SLUICE_CHECK(stop.check());
        if (handle->statements != statementNumber)
            return makeError(ErrorCode::Internal,
                             QStringLiteral("A query was cut short by a later statement on its connection."));
        duckdb_data_chunk chunk = duckdb_fetch_chunk(result);
        if (!chunk) {
            ended = true;
            if (const char *error = duckdb_result_error(&result); error && *error)
                return resultError(&result);
            SLUICE_CHECK(stop.check());
            SLUICE_CHECK(handle->endOwn(true));
        }
        return chunk;
    }
};

Result<DuckRows> DuckConnection::query(const QString &sql, Stop stop)
{
    SLUICE_CHECK(stop.check());
    auto rows = std::make_unique<DuckRows::Private>();
    rows->handle = m_handle;
    m_handle->startStatement();
    rows->statementNumber = m_handle->statements;
    rows->stop = stop;
    SLUICE_CHECK(m_handle->beginOwn()); // an error on the way ends it, with the rows
    SLUICE_CHECK(rows->prepare(sql));
    SLUICE_CHECK(rows->execute());
    SLUICE_CHECK(rows->describe());
    SLUICE_CHECK(rows->finishWriting());
    return DuckRows(std::move(rows));
}

DuckRows::DuckRows(std::unique_ptr<Private> rows)
    : d(std::move(rows))
{
}
DuckRows::DuckRows(DuckRows &&) noexcept = default;
DuckRows &DuckRows::operator=(DuckRows &&) noexcept = default;
DuckRows::~DuckRows() = default;

const std::shared_ptr<arrow::Schema> &DuckRows::schema() const
{
    return d->schema;
}

Result<std::shared_ptr<arrow::RecordBatch>> DuckRows::next()
{
    SLUICE_TRY(duckdb_data_chunk chunk, d->fetch());
    if (!chunk)
        return std::shared_ptr<arrow::RecordBatch>();
    ArrowArray array{};
    Done converted = duckDone(duckdb_data_chunk_to_arrow(d->options, chunk, &array),
                              QStringLiteral("A query's rows have no Arrow form."));
    duckdb_destroy_data_chunk(&chunk);
    SLUICE_CHECK(converted);
    auto batch = arrow::ImportRecordBatch(&array, d->schema);
    if (!batch.ok())
        return arrowError(batch.status());
    return *batch;
}

Result<duckdb_data_chunk> DuckRows::nextChunk()
{
    return d->fetch();
}

duckdb_result *DuckRows::result()
{
    return &d->result;
}

qint64 DuckRows::rowsChanged() const
{
    return d->changed;
}

} // namespace sluice
