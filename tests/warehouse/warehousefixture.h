#pragma once

#include "warehouse/warehouse.h"

#include <QTemporaryDir>

#include <memory>

// A warehouse with project "demo" in a folder of its own, and short words for tests.
class WarehouseFixture
{
public:
    WarehouseFixture();
    explicit WarehouseFixture(const sluice::warehouse::WarehouseOptions &options);

    sluice::warehouse::Warehouse &operator*() { return *m_warehouse; }
    sluice::warehouse::Warehouse *operator->() { return m_warehouse.get(); }
    QString path() const { return m_folder.path(); }
    QString storePath() const { return m_folder.path() + QStringLiteral("/store"); }
    void close() { m_warehouse.reset(); }
    void reopen();

    // What a statement gives, as text: rows "a|b" joined by line feeds, DESC's text, "" for the rest; an error as
    // "! detail".
    QString run(const QString &sql, const QMap<QString, QString> &settings = {});
    // "name TYPE, name TYPE" of a query.
    QString columns(const QString &sql);

private:
    QTemporaryDir m_folder;
    sluice::warehouse::WarehouseOptions m_options;
    std::unique_ptr<sluice::warehouse::Warehouse> m_warehouse;
};

QString q(const char *text); // UTF-8

// All rows of a stream, as WarehouseFixture::run() shows them.
QString allRows(sluice::warehouse::RowStream &rows);

sluice::warehouse::TableRef tableRef(const QString &table);
sluice::PartitionSpec partitionSpec(const QString &text);

// Rows (id BIGINT, name STRING) with id from `first`.
std::shared_ptr<arrow::RecordBatch> numbered(qint64 first, qint64 count);
// Rows of the same shape, all with one id.
std::shared_ptr<arrow::RecordBatch> repeated(qint64 id, qint64 count);
