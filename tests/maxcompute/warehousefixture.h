#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/retrypace.h"
#include "warehouse/server.h"
#include "warehouse/server/faultplan.h"
#include "warehouse/warehouse.h"

#include <QMutex>
#include <QTemporaryDir>

#include <arrow/type_fwd.h>

namespace sluice
{

using Rows = std::vector<std::shared_ptr<arrow::RecordBatch>>;

// What a QVERIFY2 tells.
inline QString why(const Done &done)
{
    return done.ok() ? QString() : done.error().text();
}

// Keeps what a run tells.
class ListLog final : public Log
{
public:
    void write(LogLevel, const QString &line) override
    {
        QMutexLocker lock(&m_mutex);
        m_lines.append(line);
    }
    QStringList lines() const
    {
        QMutexLocker lock(&m_mutex);
        return m_lines;
    }

private:
    mutable QMutex m_mutex;
    QStringList m_lines;
};

class ListDirt final : public DirtySink
{
public:
    void add(DirtyRow row) override
    {
        QMutexLocker lock(&m_mutex);
        rows.append(std::move(row));
    }
    QList<DirtyRow> rows;

private:
    QMutex m_mutex;
};

// A local warehouse with one project "demo" behind a real socket, and the connector that talks to it.
class WarehouseFixture
{
public:
    explicit WarehouseFixture(std::chrono::milliseconds sessionLife = std::chrono::hours(24), RetryPace pace = {});
    ~WarehouseFixture();

    // Ends the test program when the statement fails.
    void sql(const QString &statement);
    // The rows of a query as asLines() has them; the lines of what else is told (DESC, SHOW).
    QStringList select(const QString &query);

    // Replaces what the warehouse does wrong on purpose; empty: nothing. Ends the test program when a rule is
    // malformed.
    void setFaults(const QByteArray &rules);
    qint64 faultsStruck() const { return m_faults->struck(); }

    int port() const { return m_server->port(); }
    DataSource source(int port = 0) const;
    const Connector &connector() const { return *m_connector; }
    ListLog &log() { return m_log; }

    OpenRequest request(const char *category, QJsonObject parameter, int port = 0);

    // The whole of a run on one thread: every batch written, sealed, committed.
    Done write(QJsonObject parameter, const Rows &rows, int port = 0);
    // All splits, one after another.
    Result<Rows> read(QJsonObject parameter, int wanted = 1, int port = 0);

    QList<DirtyRow> dirty; // of the last write() or read()

private:
    QTemporaryDir m_dir;
    std::unique_ptr<warehouse::Warehouse> m_warehouse;
    ListLog m_log;
    std::shared_ptr<warehouse::FaultPlan> m_faults = std::make_shared<warehouse::FaultPlan>();
    std::unique_ptr<warehouse::Server> m_server;
    std::unique_ptr<Connector> m_connector;
};

// Rows from text, a line each, cells apart by |: BIGINT and STRING columns; "null" is NULL.
std::shared_ptr<arrow::RecordBatch> rowsOf(const Schema &schema, const QStringList &lines);

// One table of all batches, as text that QCOMPARE can show: a line a row.
QStringList asLines(const Rows &rows);
int64_t countRows(const Rows &rows);

} // namespace sluice
