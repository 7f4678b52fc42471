#include "engine/doubles.h"

#include "data/arrowtypes.h"
#include "data/cast.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <set>
#include <utility>

namespace sluice
{

namespace
{

class TestReader final : public Reader
{
public:
    TestReader(TestScene &stage, int split, qint64 from)
        : m_stage(stage)
        , m_split(split)
        , m_next(from)
    {
    }

    Result<Outcome> next(Batch &batch, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        {
            std::lock_guard lock(m_stage.mutex);
            m_stage.threads.insert(std::this_thread::get_id());
        }
        if (m_stage.beforeBatch)
            SLUICE_CHECK(m_stage.beforeBatch(m_split, m_next));
        batch = {};
        if (m_split == 0 && m_next == 0)
            batch.dirty = m_stage.readerDirty;
        const qint64 count = std::min(m_stage.batchRows, m_stage.rows - m_next);
        if (count <= 0)
            return Outcome::End;
        const qint64 first = m_split * m_stage.rows + m_next;
        SLUICE_TRY(batch.rows, make(first, count));
        if (m_stage.numbered)
            batch.firstRow = first + 1;
        m_next += count;
        batch.after = QByteArray::number(m_next);
        m_stage.readRows += count;
        return Outcome::More;
    }

private:
    Result<std::shared_ptr<arrow::RecordBatch>> make(qint64 first, qint64 count)
    {
        arrow::ArrayVector columns;
        const Schema &schema = m_stage.sourceSchema; // const: lists of Qt are copied by a writing access
        for (int column = 0; column < schema.size(); ++column) {
            arrow::StringBuilder builder;
            for (qint64 row = first; row < first + count; ++row) {
                const auto text = m_stage.cell ? m_stage.cell(row, column) : std::to_string(row);
                if (!(text ? builder.Append(*text) : builder.AppendNull()).ok())
                    return makeError(ErrorCode::Internal, QStringLiteral("no text"));
            }
            SLUICE_TRY(CastPlan plan, CastPlan::compile(TypeKind::String, schema.columns[column].type, {}));
            SLUICE_TRY(CastResult cast, plan.apply(*builder.Finish()));
            columns.push_back(cast.values);
        }
        return arrow::RecordBatch::Make(arrowSchema(schema), count, std::move(columns));
    }

    TestScene &m_stage;
    int m_split;
    qint64 m_next;
};

class TestSource final : public Source
{
public:
    TestSource(TestScene &stage, Schema schema)
        : m_stage(stage)
        , m_schema(std::move(schema))
    {
    }
    const Schema &schema() const override { return m_schema; }
    Result<std::vector<Split>> split(int, Stop) override
    {
        std::vector<Split> splits;
        for (int i = 0; i < m_stage.splits; ++i)
            splits.push_back({QStringLiteral("split %1").arg(i + 1), QByteArray::number(i), m_stage.rows});
        return splits;
    }
    Result<std::unique_ptr<Reader>> reader(const Split &split, const Position &from) override
    {
        return std::unique_ptr<Reader>(std::make_unique<TestReader>(m_stage, split.detail.toInt(), from.toLongLong()));
    }
    QStringList notes() const override { return {QStringLiteral("a note of the source")}; }
    Result<QByteArray> fingerprint(Stop) override { return m_stage.fingerprint; }

private:
    TestScene &m_stage;
    Schema m_schema;
};

class TestWriter final : public Writer
{
public:
    TestWriter(TestScene &stage, const Schema &schema, int lane)
        : m_stage(stage)
        , m_schema(schema)
        , m_lane(lane)
    {
        std::lock_guard lock(m_stage.mutex);
        ++m_stage.livingWriters;
        m_stage.writerLanes.insert(lane);
    }
    ~TestWriter() override
    {
        std::lock_guard lock(m_stage.mutex);
        --m_stage.livingWriters;
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        if (m_stage.onWrite)
            SLUICE_CHECK(m_stage.onWrite(m_lane, batch, dirty, stop));
        std::vector<std::string> rows(size_t(batch.rows->num_rows()));
        for (int column = 0; column < batch.rows->num_columns(); ++column)
            for (size_t row = 0; row < rows.size(); ++row) {
                const auto &array = batch.rows->column(column);
                rows[row] += column > 0 ? "|" : "";
                rows[row] +=
                    array->IsNull(qint64(row))
                        ? "NULL"
                        : cellText(array, m_schema.columns[column].type, qint64(row), QTimeZone::utc()).toStdString();
            }
        std::lock_guard lock(m_stage.mutex);
        m_stage.threads.insert(std::this_thread::get_id());
        m_stage.batchSizes.push_back(batch.rows->num_rows());
        m_stage.writtenRows.insert(m_stage.writtenRows.end(), rows.begin(), rows.end());
        m_stage.written += batch.rows->num_rows();
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        return {};
    }

    Done idle(Stop) override { return m_stage.onIdle ? m_stage.onIdle(m_lane) : Done(); }

    Result<Receipt> seal(Stop) override
    {
        std::lock_guard lock(m_stage.mutex);
        ++m_stage.sealed;
        SLUICE_CHECK(m_stage.sealFails);
        const Receipt receipt =
            "lane " + QByteArray::number(m_lane) + " block " + QByteArray::number(qint64(m_stage.blocks.size()));
        m_stage.blocks[receipt] = std::exchange(m_rows, {});
        return receipt;
    }
    bool atBoundary() const override { return m_stage.blockRows > 0 && qint64(m_rows.size()) >= m_stage.blockRows; }

private:
    TestScene &m_stage;
    const Schema &m_schema;
    int m_lane;
    std::vector<std::string> m_rows; // since the last seal
};

class TestSink final : public Sink
{
public:
    TestSink(TestScene &stage, Schema schema)
        : m_stage(stage)
        , m_schema(std::move(schema))
    {
    }
    const Schema &schema() const override { return m_schema; }
    Result<std::unique_ptr<Writer>> writer(int lane) override
    {
        return std::unique_ptr<Writer>(std::make_unique<TestWriter>(m_stage, m_schema, lane));
    }
    Done commit(qint64, const std::vector<Receipt> &receipts, Stop) override
    {
        std::lock_guard lock(m_stage.mutex);
        ++m_stage.commits;
        m_stage.committedReceipts = receipts;
        SLUICE_CHECK(m_stage.commitFails);
        for (const Receipt &receipt : receipts) {
            const std::vector<std::string> &rows = m_stage.blocks.at(receipt);
            m_stage.committed.insert(m_stage.committed.end(), rows.begin(), rows.end());
        }
        std::sort(m_stage.committed.begin(), m_stage.committed.end());
        return {};
    }
    void abort() override
    {
        std::lock_guard lock(m_stage.mutex);
        ++m_stage.aborts;
        m_stage.writersAtAbort = m_stage.livingWriters;
    }
    QByteArray resumeState() const override { return m_stage.resumeState; }
    qint64 bytesSent() const override { return m_stage.written * 3; }

private:
    TestScene &m_stage;
    Schema m_schema;
};

class TestConnector final : public Connector
{
public:
    explicit TestConnector(TestScene &stage)
        : m_stage(stage)
    {
        m_info.stepType = QStringLiteral("test");
        m_info.title = QStringLiteral("Test");
        m_info.readsForPeer = stage.sourceSchema.columns.isEmpty();
    }
    const ConnectorInfo &info() const override { return m_info; }

    Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop) const override
    {
        SLUICE_CHECK(m_stage.openSourceFails);
        Schema schema = m_stage.sourceSchema;
        if (schema.columns.isEmpty() && request.peer) {
            schema = *request.peer;
            m_stage.sourceSchema = schema;
        }
        return std::unique_ptr<Source>(std::make_unique<TestSource>(m_stage, std::move(schema)));
    }
    Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop) const override
    {
        SLUICE_CHECK(m_stage.openSinkFails);
        if (m_stage.sinkNeedsPeer && !request.peer)
            return makeError(ErrorCode::Config, QStringLiteral("the columns are not known"));
        m_stage.sawPeer = request.peer != nullptr;
        m_stage.resumed = request.resume ? std::optional(*request.resume) : std::nullopt;
        return std::unique_ptr<Sink>(std::make_unique<TestSink>(
            m_stage, m_stage.sinkSchema.columns.isEmpty() && request.peer ? *request.peer : m_stage.sinkSchema));
    }

private:
    TestScene &m_stage;
    ConnectorInfo m_info;
};

} // namespace

std::vector<std::string> TestScene::sortedRows()
{
    std::lock_guard lock(mutex);
    std::vector<std::string> rows = writtenRows;
    std::sort(rows.begin(), rows.end());
    return rows;
}

std::unique_ptr<Connector> makeTestConnector(TestScene &stage)
{
    return std::make_unique<TestConnector>(stage);
}

void ListLog::write(LogLevel level, const QString &line)
{
    std::lock_guard lock(m_mutex);
    m_lines.append(line);
    if (level == LogLevel::Warning)
        m_warnings.append(line);
}

QStringList ListLog::lines() const
{
    std::lock_guard lock(m_mutex);
    return m_lines;
}

QStringList ListLog::warnings() const
{
    std::lock_guard lock(m_mutex);
    return m_warnings;
}

bool ListLog::contains(const QString &part) const
{
    return !lines().filter(part).isEmpty();
}

} // namespace sluice
