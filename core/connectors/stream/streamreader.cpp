#include "connectors/stream/streamreader.h"

#include "connectors/stream/generator.h"
#include "data/arrowtypes.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr qint64 defaultRows = 10;

QJsonObject parsed(const QByteArray &json)
{
    return QJsonDocument::fromJson(json).object();
}

// Rows [first, first + count) of the whole stream.
class StreamReader final : public Reader
{
public:
    StreamReader(const Schema &schema, const std::vector<StreamColumn> &columns, quint64 seed, qint64 first,
                 qint64 count, qint64 done)
        : m_schema(arrowSchema(schema))
        , m_first(first)
        , m_count(count)
        , m_done(done)
    {
        qint64 rowBytes = 0;
        for (size_t i = 0; i < columns.size(); ++i) {
            m_generators.push_back(makeGenerator(columns[i], seed + i));
            rowBytes += m_generators.back()->valueBytes();
        }
        m_batchRows = std::clamp<qint64>(batchByteLimit / std::max<qint64>(rowBytes, 1), 1, batchRowLimit);
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        batch = {};
        const qint64 rows = std::min(m_batchRows, m_count - m_done);
        if (rows <= 0)
            return Outcome::End;
        std::vector<std::shared_ptr<arrow::Array>> arrays;
        for (const auto &generator : m_generators) {
            SLUICE_TRY(std::shared_ptr<arrow::Array> array, generator->make(quint64(m_first + m_done), rows));
            arrays.push_back(std::move(array));
        }
        batch.rows = arrow::RecordBatch::Make(m_schema, rows, std::move(arrays));
        batch.firstRow = m_first + m_done + 1;
        m_done += rows;
        batch.after = "{\"rows\":" + QByteArray::number(m_done) + '}';
        return Outcome::More;
    }

private:
    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<std::unique_ptr<Generator>> m_generators;
    qint64 m_first;
    qint64 m_count;
    qint64 m_done;
    qint64 m_batchRows;
};

class StreamSource final : public Source
{
public:
    StreamSource(std::vector<StreamColumn> columns, qint64 rows, int lanes, quint64 seed)
        : m_columns(std::move(columns))
        , m_rows(rows)
        , m_lanes(lanes)
        , m_seed(seed)
    {
        for (const StreamColumn &column : m_columns)
            m_schema.columns.append(column.column);
    }

    const Schema &schema() const override { return m_schema; }

    Result<std::vector<Split>> split(int, Stop) override
    {
        std::vector<Split> splits;
        for (int lane = 0; lane < m_lanes; ++lane)
            splits.push_back({QStringLiteral("lane %1").arg(lane + 1),
                              QJsonDocument(QJsonObject{{QStringLiteral("lane"), lane}}).toJson(QJsonDocument::Compact),
                              m_rows});
        return splits;
    }

    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        const qint64 lane = parsed(split.detail).value(QStringLiteral("lane")).toInteger();
        const qint64 done = parsed(from).value(QStringLiteral("rows")).toInteger();
        return std::unique_ptr<Reader>(
            std::make_unique<StreamReader>(m_schema, m_columns, m_seed, lane * m_rows, m_rows, done));
    }

private:
    Schema m_schema;
    std::vector<StreamColumn> m_columns;
    qint64 m_rows;
    int m_lanes;
    quint64 m_seed;
};

// An integer that may be written as a text; 0 is never wanted.
qint64 integer(const QJsonObject &parameter, const char *key, qint64 otherwise)
{
    const QJsonValue value = parameter.value(QLatin1String(key));
    return value.isUndefined() ? otherwise : value.toVariant().toLongLong();
}

} // namespace

Result<std::vector<StreamColumn>> streamColumns(const OpenRequest &request)
{
    std::vector<StreamColumn> columns;
    const QJsonArray entries = request.step.parameter.value(QStringLiteral("column")).toArray();
    for (int i = 0; i < entries.size(); ++i) {
        auto column = parseStreamColumn(entries[i].toObject(), i, request.timeZone);
        if (!column)
            return column.error().at(QStringLiteral("reader.column[%1]").arg(i));
        if (request.peer && i < request.peer->size() && !entries[i].toObject().contains(QStringLiteral("name")))
            column->column.name = request.peer->columns[i].name;
        columns.push_back(std::move(*column));
    }
    if (entries.isEmpty() && request.peer)
        for (const Column &column : request.peer->columns)
            columns.push_back({column, nullptr, {}});
    if (columns.empty()) // nobody says which columns: a number a row
        columns.push_back({{QStringLiteral("c1"), TypeKind::BigInt, true, {}}, nullptr, {}});
    return columns;
}

Result<std::unique_ptr<Source>> openStreamSource(const OpenRequest &request)
{
    SLUICE_TRY(std::vector<StreamColumn> columns, streamColumns(request));
    const QJsonObject &parameter = request.step.parameter;
    const qint64 rows = integer(parameter, "sliceRecordCount", defaultRows);
    if (rows < 1)
        return makeError(ErrorCode::Config, QStringLiteral("sliceRecordCount must be at least 1."),
                         QStringLiteral("reader.sliceRecordCount"));
    return std::unique_ptr<Source>(std::make_unique<StreamSource>(std::move(columns), rows, std::max(request.lanes, 1),
                                                                  quint64(integer(parameter, "seed", 0))));
}

} // namespace sluice
