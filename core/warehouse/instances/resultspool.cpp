#include "warehouse/instances/resultspool.h"

#include "data/arrowtypes.h"

#include <QFile>
#include <QFileInfo>

#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

class SpoolRows final : public RowStream
{
public:
    SpoolRows(std::shared_ptr<arrow::ipc::RecordBatchFileReader> reader, Schema schema, std::vector<int> columns,
              const std::vector<qint64> &ends, qint64 start, qint64 count)
        : m_reader(std::move(reader))
        , m_schema(std::move(schema))
        , m_columns(std::move(columns))
        , m_ends(ends)
        , m_start(start)
        , m_left(count)
        , m_batch(int(std::upper_bound(ends.begin(), ends.end(), start) - ends.begin()))
    {
    }

    const Schema &schema() const override { return m_schema; }

    Result<std::shared_ptr<arrow::RecordBatch>> next() override
    {
        while (m_left > 0 && m_batch < int(m_ends.size())) {
            auto batch = m_reader->ReadRecordBatch(m_batch);
            if (!batch.ok())
                return arrowError(batch.status());
            const qint64 first = m_batch == 0 ? 0 : m_ends[size_t(m_batch - 1)];
            ++m_batch;
            const qint64 skip = std::max<qint64>(0, m_start - first);
            std::shared_ptr<arrow::RecordBatch> part = (*batch)->Slice(skip, m_left);
            if (part->num_rows() == 0)
                continue;
            m_left -= part->num_rows();
            if (m_columns.empty())
                return part;
            auto chosen = part->SelectColumns(m_columns);
            if (!chosen.ok())
                return arrowError(chosen.status());
            return *chosen;
        }
        return std::shared_ptr<arrow::RecordBatch>();
    }

private:
    std::shared_ptr<arrow::ipc::RecordBatchFileReader> m_reader;
    Schema m_schema;
    std::vector<int> m_columns;
    const std::vector<qint64> &m_ends;
    qint64 m_start;
    qint64 m_left;
    int m_batch;
};

} // namespace

ResultSpool::ResultSpool(Schema schema, QString path)
    : m_schema(std::move(schema))
    , m_path(std::move(path))
{
}

ResultSpool::~ResultSpool()
{
    QFile::remove(m_path);
}

Result<std::shared_ptr<const ResultSpool>> ResultSpool::write(RowStream &rows, const Schema &schema,
                                                              const QString &path, const Stop &stop)
{
    const std::shared_ptr<ResultSpool> spool(new ResultSpool(schema, path));
    SLUICE_CHECK(spool->drain(rows, stop));
    return std::shared_ptr<const ResultSpool>(spool);
}

Done ResultSpool::drain(RowStream &rows, const Stop &stop)
{
    auto file = arrow::io::FileOutputStream::Open(m_path.toStdString());
    if (!file.ok())
        return arrowError(file.status());
    auto writer = arrow::ipc::MakeFileWriter(*file, arrowSchema(m_schema));
    if (!writer.ok())
        return arrowError(writer.status());
    for (;;) {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const std::shared_ptr<arrow::RecordBatch> batch, rows.next());
        if (!batch)
            break;
        if (batch->num_rows() == 0)
            continue;
        if (const arrow::Status status = (*writer)->WriteRecordBatch(*batch); !status.ok())
            return arrowError(status);
        m_rows += batch->num_rows();
        m_ends.push_back(m_rows);
    }
    arrow::Status status = (*writer)->Close();
    if (status.ok())
        status = (*file)->Close();
    if (!status.ok())
        return arrowError(status);
    m_bytes = QFileInfo(m_path).size();
    return {};
}

Result<std::unique_ptr<RowStream>> ResultSpool::read(qint64 start, qint64 count, const QStringList &columns) const
{
    auto file = arrow::io::MemoryMappedFile::Open(m_path.toStdString(), arrow::io::FileMode::READ);
    if (!file.ok())
        return arrowError(file.status());
    auto reader = arrow::ipc::RecordBatchFileReader::Open(*file);
    if (!reader.ok())
        return arrowError(reader.status());
    Schema schema = m_schema;
    std::vector<int> positions;
    if (!columns.isEmpty())
        schema.columns.clear();
    for (const QString &name : columns) {
        const qsizetype position = m_schema.indexOf(name);
        if (position < 0)
            return makeError(ErrorCode::NotFound, QStringLiteral("The result has no column \"%1\".").arg(name));
        positions.push_back(int(position));
        schema.columns.append(m_schema.columns.at(position));
    }
    return std::unique_ptr<RowStream>(
        std::make_unique<SpoolRows>(*reader, std::move(schema), std::move(positions), m_ends, start, count));
}

} // namespace sluice::warehouse
