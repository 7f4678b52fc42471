#pragma once

#include "base/result.h"

#include <duckdb.h>

#include <memory>

namespace sluice
{

// A connection with the database that it keeps open. Shared by what reads from it or appends through it.
struct DuckHandle {
    std::shared_ptr<void> database;
    duckdb_connection connection = nullptr;
    // Counts statements, so that rows know when a later statement has ended them. One thread at a time, as the rest.
    qint64 statements = 0;
    bool inTransaction = false;    // begun by begin()
    bool inOwnTransaction = false; // begun for the rows that are being streamed

    ~DuckHandle() { duckdb_disconnect(&connection); }

    // To be called before every statement: ends the rows of the one before.
    void startStatement();
    // A transaction around one streamed query, where none is running. DuckDB prepares a query and runs it in two
    // transactions otherwise, and the plan then relies on statistics of rows that have changed since.
    Done beginOwn();
    Done endOwn(bool commit);
};

// DuckDB's error data as an outcome; destroys it. Null is success.
Done duckDone(duckdb_error_data data, const QString &what);

} // namespace sluice
