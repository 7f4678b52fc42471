#pragma once

#include "base/result.h"
#include "base/stop.h"

#include <QList>
#include <QString>

#include <arrow/type_fwd.h>

#include <duckdb.h>

#include <memory>
#include <string>

namespace sluice
{

class DuckConnection;
struct DuckHandle;

// A DuckDB error as ours: code by DuckDB's own error type (missing file NotFound, full disk Io, conversion Data, parser
// Config …), DuckDB's text as detail. `what` is the sentence for people. DUCKDB_ERROR_INVALID: the type is read from
// the text, which begins with its name ("Binder Error: …").
Error duckError(duckdb_error_type type, const char *text, const QString &what);

// 'quoted' as an SQL string, "quoted" as an SQL name.
QString sqlString(const QString &text);
QString sqlName(const QString &name);

// An open DuckDB database; connections share it and keep it open. Thread-safe.
class DuckDatabase
{
public:
    // `path` empty: in memory. Settings as DuckDB names them ("threads", "memory_limit").
    // Times are told in UTC and nothing is ever fetched from the network, whatever the settings.
    static Result<DuckDatabase> open(const QString &path, const QList<QPair<QString, QString>> &settings = {});
    Result<DuckConnection> connect() const;

private:
    std::shared_ptr<void> m_handle; // duckdb_database
};

// The rows of a query as Arrow batches, produced as they are asked for. Keeps its connection alive. The connection's
// next statement ends it: what was not fetched by then is an error, never a silent end.
class DuckRows
{
public:
    DuckRows(DuckRows &&) noexcept;
    DuckRows &operator=(DuckRows &&) noexcept;
    ~DuckRows();

    const std::shared_ptr<arrow::Schema> &schema() const;
    // The next batch (about 2,048 rows), or null at the end.
    Result<std::shared_ptr<arrow::RecordBatch>> next();
    // The next raw chunk, or null at the end; the caller destroys it. Not to be mixed with next(). After an INSERT,
    // UPDATE or DELETE there is none.
    Result<duckdb_data_chunk> nextChunk();
    duckdb_result *result();
    // Rows changed by an INSERT, UPDATE or DELETE.
    qint64 rowsChanged() const;

private:
    friend class DuckConnection;
    struct Private;
    explicit DuckRows(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

// One connection; one thread at a time, but interrupt() may come from any.
class DuckConnection
{
public:
    // Runs one or more statements and drops their rows.
    Done run(const QString &sql);
    // A transaction around the statements that follow; without one each is its own. A commit that fails leaves none.
    Done begin();
    Done commit();
    Done rollback();
    // Runs one statement whose rows are streamed. A stop interrupts it.
    Result<DuckRows> query(const QString &sql, Stop stop = {});
    // The single value of a query as text; null when there is no row or it is NULL.
    Result<QString> value(const QString &sql);
    void interrupt();
    duckdb_connection handle() const;

    // Appends whole batches to a table, in the running transaction. The batch's columns are the table's first columns.
    // catalog and schema may be empty.
    class Appender
    {
    public:
        Appender(Appender &&) noexcept;
        Appender &operator=(Appender &&) noexcept;
        ~Appender();
        Done append(const arrow::RecordBatch &rows);
        Done close(); // flushes; without it the rows are dropped

    private:
        friend class DuckConnection;
        struct Private;
        explicit Appender(std::unique_ptr<Private> d);
        std::unique_ptr<Private> d;
    };
    Result<Appender> appender(const QString &catalog, const QString &schema, const QString &table);

private:
    friend class DuckDatabase;
    std::shared_ptr<DuckHandle> m_handle;
};

} // namespace sluice
