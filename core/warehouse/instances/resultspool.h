#pragma once

#include "base/result.h"
#include "base/stop.h"
#include "warehouse/warehouse.h"

#include <memory>

namespace sluice::warehouse
{

// The rows of one SELECT, written to a file as they come, so that a result of any size costs no memory and can be read
// by ranges and more than once. Deletes its file. Once made it does not change: any thread may read.
class ResultSpool
{
public:
    // Drains `rows` into the file. Io when the disk is full; what was written is removed on any error.
    static Result<std::shared_ptr<const ResultSpool>> write(RowStream &rows, const Schema &schema, const QString &path,
                                                            const Stop &stop);
    ~ResultSpool();
    ResultSpool(const ResultSpool &) = delete;
    ResultSpool &operator=(const ResultSpool &) = delete;

    const Schema &schema() const { return m_schema; }
    qint64 rows() const { return m_rows; }
    qint64 bytes() const { return m_bytes; }

    // Rows [start, start + count), fewer at the end; `columns` in the order asked for, empty: all. NotFound names an
    // unknown column. The spool must outlive the stream.
    Result<std::unique_ptr<RowStream>> read(qint64 start, qint64 count, const QStringList &columns = {}) const;

private:
    ResultSpool(Schema schema, QString path);
    Done drain(RowStream &rows, const Stop &stop);

    Schema m_schema;
    QString m_path;
    std::vector<qint64> m_ends; // rows up to and with each batch
    qint64 m_rows = 0;
    qint64 m_bytes = 0;
};

} // namespace sluice::warehouse
