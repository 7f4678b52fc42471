#include "data/arrowtypes.h"
#include "duck/duck.h"
#include "duck/duckhandle.h"

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/c/abi.h>
#include <arrow/c/bridge.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

bool isSlice(const arrow::ArrayData &data)
{
    return data.offset != 0 || std::any_of(data.child_data.begin(), data.child_data.end(),
                                           [](const auto &child) { return isSlice(*child); });
}

// DuckDB 1.5 applies the offset of a sliced array to the children of a struct but not to theirs: rows would get the
// nested values of others. Slices of nested columns are copied to begin at their buffers' first value.
Result<std::shared_ptr<arrow::RecordBatch>> withoutNestedSlices(const arrow::RecordBatch &rows)
{
    arrow::ArrayVector columns = rows.columns();
    for (std::shared_ptr<arrow::Array> &column : columns) {
        if (column->data()->child_data.empty() || !isSlice(*column->data()))
            continue;
        auto copied = arrow::Concatenate({column});
        if (!copied.ok())
            return arrowError(copied.status());
        column = *std::move(copied);
    }
    return arrow::RecordBatch::Make(rows.schema(), rows.num_rows(), std::move(columns));
}

} // namespace

struct DuckConnection::Appender::Private {
    std::shared_ptr<DuckHandle> handle;
    duckdb_table_description table = nullptr;
    duckdb_appender appender = nullptr;
    duckdb_arrow_converted_schema converted = nullptr;
    std::shared_ptr<arrow::Schema> schema; // of the first batch; every batch has it
    bool closed = false;

    ~Private()
    {
        duckdb_destroy_arrow_converted_schema(&converted);
        if (appender && !closed)
            duckdb_appender_clear(appender);
        duckdb_appender_destroy(&appender);
        duckdb_table_description_destroy(&table);
    }

    Error failed(const char *what) const
    {
        const Done done = duckDone(duckdb_appender_error_data(appender), QString::fromUtf8(what));
        return done ? makeError(ErrorCode::Internal, QString::fromUtf8(what)) : done.error();
    }

    // Learns the shape of the batches from the first one.
    Done begin(const arrow::RecordBatch &rows)
    {
        const idx_t width = duckdb_appender_column_count(appender);
        const auto given = idx_t(rows.num_columns());
        if (given > width)
            return makeError(ErrorCode::Schema,
                             QStringLiteral("The table has %1 columns and the rows have %2.").arg(width).arg(given));
        for (idx_t i = 0; given < width && i < given; ++i) {
            char *name = duckdb_table_description_get_column_name(table, i);
            const bool added = duckdb_appender_add_column(appender, name) == DuckDBSuccess;
            duckdb_free(name);
            if (!added)
                return failed("DuckDB refused a column.");
        }
        schema = rows.schema();
        ArrowSchema described{};
        if (const arrow::Status status = arrow::ExportSchema(*schema, &described); !status.ok())
            return arrowError(status);
        duckdb_error_data data = duckdb_schema_from_arrow(handle->connection, &described, &converted);
        if (described.release)
            described.release(&described);
        return duckDone(data, QStringLiteral("DuckDB does not know a column's type."));
    }

    Done appendSlice(const arrow::RecordBatch &rows)
    {
        SLUICE_TRY(const auto whole, withoutNestedSlices(rows));
        ArrowArray array{};
        if (const arrow::Status status = arrow::ExportRecordBatch(*whole, &array); !status.ok())
            return arrowError(status);
        duckdb_data_chunk chunk = nullptr;
        Done made = duckDone(duckdb_data_chunk_from_arrow(handle->connection, &array, converted, &chunk),
                             QStringLiteral("A batch of rows does not fit DuckDB."));
        if (array.release) // not taken over
            array.release(&array);
        if (made && duckdb_append_data_chunk(appender, chunk) != DuckDBSuccess)
            made = failed("Rows could not be appended.");
        if (chunk)
            duckdb_destroy_data_chunk(&chunk);
        return made;
    }
};

Result<DuckConnection::Appender> DuckConnection::appender(const QString &catalog, const QString &schema,
                                                          const QString &table)
{
    auto d = std::make_unique<Appender::Private>();
    d->handle = m_handle;
    m_handle->startStatement();
    const QByteArray names[] = {catalog.toUtf8(), schema.toUtf8(), table.toUtf8()};
    const char *catalogName = catalog.isEmpty() ? nullptr : names[0].constData();
    const char *schemaName = schema.isEmpty() ? nullptr : names[1].constData();
    if (duckdb_table_description_create_ext(m_handle->connection, catalogName, schemaName, names[2].constData(),
                                            &d->table) != DuckDBSuccess)
        return duckError(DUCKDB_ERROR_CATALOG, duckdb_table_description_error(d->table),
                         QStringLiteral("There is no table \"%1\" to append to.").arg(table));
    if (duckdb_appender_create_ext(m_handle->connection, catalogName, schemaName, names[2].constData(), &d->appender) !=
        DuckDBSuccess)
        return d->failed("DuckDB gave no appender.");
    return Appender(std::move(d));
}

DuckConnection::Appender::Appender(std::unique_ptr<Private> appender)
    : d(std::move(appender))
{
}
DuckConnection::Appender::Appender(Appender &&) noexcept = default;
DuckConnection::Appender &DuckConnection::Appender::operator=(Appender &&) noexcept = default;
DuckConnection::Appender::~Appender() = default;

Done DuckConnection::Appender::append(const arrow::RecordBatch &rows)
{
    d->handle->startStatement(); // it flushes when it likes
    if (!d->converted)
        SLUICE_CHECK(d->begin(rows));
    if (rows.schema() != d->schema && !rows.schema()->Equals(*d->schema, false))
        return makeError(ErrorCode::Internal, QStringLiteral("A batch has other columns than the ones before it."));
    const qint64 vector = qint64(duckdb_vector_size());
    if (rows.num_rows() <= vector)
        return rows.num_rows() == 0 ? Done() : d->appendSlice(rows);
    for (qint64 from = 0; from < rows.num_rows(); from += vector)
        SLUICE_CHECK(d->appendSlice(*rows.Slice(from, vector)));
    return {};
}

Done DuckConnection::Appender::close()
{
    d->handle->startStatement();
    d->closed = true;
    if (duckdb_appender_close(d->appender) != DuckDBSuccess)
        return d->failed("Rows could not be appended.");
    return {};
}

} // namespace sluice
