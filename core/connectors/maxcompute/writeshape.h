#pragma once

#include "connector/connector.h"
#include "tunnel/sessionschema.h"

#include <arrow/type_fwd.h>

namespace sluice
{

// A batch as the wire wants it.
struct PreparedRows {
    std::shared_ptr<arrow::RecordBatch> rows; // the table's columns in the table's order; null: nothing is left
    std::vector<std::shared_ptr<arrow::Array>> levels; // of partition columns, top level first
    std::shared_ptr<arrow::Array> operation;           // RowOperation, in 8 bits; null: all are upserts
};

// How the columns of a task's batches lie in the table: what is in what place, and which rows the table cannot take.
// Unchanging once made; used by all lanes.
class WriteShape
{
public:
    WriteShape() = default;
    // `entries`: a writer's `column`. `levels`: the partition columns whose values come with the rows. Config and
    // NotFound errors as chooseWriteColumns().
    static Result<WriteShape> make(const QStringList &entries, const TableColumns &table, const QStringList &levels,
                                   bool takesOperation);

    // The columns that a batch has, in the script's order.
    const Schema &schema() const { return m_schema; }
    // The table's columns among them, in the table's order, and their places in it, counted from 1.
    const Schema &wireSchema() const { return m_wireSchema; }
    const std::vector<uint32_t> &numbers() const { return m_numbers; }
    bool hasOperation() const { return m_operation >= 0; }

    void setEmptyAsNull(bool on) { m_emptyAsNull = on; }
    // Bytes a value may have; -1: not told.
    void setMaxFieldSize(qint64 bytes) { m_maxFieldSize = bytes; }

    // Puts a batch into the table's order, with empty texts as null where asked; rows that the table cannot take go
    // to `dirty`.
    Result<PreparedRows> prepare(const Batch &batch, DirtySink &dirty) const;

private:
    struct Refused;
    void refuse(const arrow::Array &array, const Column &column, const Batch &batch, Refused &refused) const;

    Schema m_schema;
    Schema m_wireSchema;
    std::vector<uint32_t> m_numbers;
    std::vector<int> m_wireFrom; // the batch's column of each on the wire
    Schema m_levels;
    std::vector<int> m_levelFrom;
    int m_operation = -1; // the batch's column
    bool m_emptyAsNull = false;
    qint64 m_maxFieldSize = -1;
};

} // namespace sluice
