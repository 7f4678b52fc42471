#pragma once

#include "warehouse/catalog/projectstore.h"

#include <optional>

namespace sluice::warehouse
{

// Appends rows under a new segment, in a transaction of its own; nothing is kept before commit(). One thread at a time.
class SegmentAppender
{
public:
    // `columns`: of the batches, and the table's first columns behind segment and place; those that follow stay null.
    static Result<std::unique_ptr<SegmentAppender>> open(ProjectStore &store, const char *schema, const QString &table,
                                                         Schema columns);
    ~SegmentAppender(); // rolls back what was not committed

    Done append(const arrow::RecordBatch &rows);
    Done close(); // no more rows
    Done commit();

    DuckConnection &connection() { return m_connection; }
    const Segment &segment() const { return m_segment; }

private:
    SegmentAppender(qint64 segment, Schema columns, DuckConnection connection, DuckConnection::Appender appender);
    Result<std::shared_ptr<arrow::Array>> segmentColumnOf(int64_t rows);

    Schema m_columns;
    DuckConnection m_connection;
    std::optional<DuckConnection::Appender> m_appender;
    Segment m_segment;
    std::shared_ptr<arrow::Array> m_segments;
    std::shared_ptr<arrow::Schema> m_schema;
    bool m_committed = false;
};

} // namespace sluice::warehouse
