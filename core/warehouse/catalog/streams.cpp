#include "warehouse/catalog/streams.h"

#include "warehouse/catalog/constraint.h"
#include "warehouse/catalog/segmentappender.h"
#include "warehouse/catalog/sessionid.h"
#include "warehouse/storage/partitioningwriter.h"

#include <QDateTime>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr int maxSlots = 256;
constexpr int mostPartitions = 512; // that the rows of one block name: each is written apart

// The table now. Rows of the session still fit when nothing but new columns behind the old ones came since.
Result<TablePtr> presentTable(const StreamState &stream)
{
    const TablePtr present = stream.store->find(stream.table->id);
    if (!present)
        return makeError(ErrorCode::NotFound, QStringLiteral("Table %1 was dropped.").arg(stream.table->ref.text()), {},
                         QStringLiteral("NoSuchTable"));
    const Definition &before = stream.table->definition;
    const Definition &now = present->definition;
    bool fits = now.columns.size() >= before.columns.size();
    for (qsizetype i = 0; fits && i < before.columns.size(); ++i)
        fits = now.columnIds[i] == before.columnIds[i] && now.columns.columns[i].type == before.columns.columns[i].type;
    if (!fits)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Table %1 was altered since the stream began. Begin a new one.").arg(present->ref.text()),
            {}, QStringLiteral("SchemaModified"));
    if (!stream.byRow && !present->partitions.contains(stream.partition))
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("The partition of the stream into %1 was dropped.").arg(present->ref.text()),
                         {}, QStringLiteral("NoSuchPartition"));
    return present;
}

// Rows of one block that are written under segments of their own, one for each partition, and shown together.
class StreamBlock
{
public:
    StreamBlock(std::shared_ptr<const StreamState> stream, TablePtr table)
        : m_stream(std::move(stream))
        , m_table(std::move(table))
    {
    }
    ~StreamBlock() { discard(); }

    const StreamState &stream() const { return *m_stream; }
    const TableState &table() const { return *m_table; }

    // Written and committed, not seen yet.
    void add(const QStringList &partition, const Segment &segment) { m_filled[partition].push_back(segment); }

    Done show()
    {
        if (m_filled.empty())
            return {};
        ProjectStore &store = *m_stream->store;
        SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
            SLUICE_TRY(const TablePtr present, presentTable(*m_stream));
            auto changed = std::make_shared<TableState>(*present);
            QList<QStringList> missing;
            for (const auto &[values, segments] : m_filled)
                if (!changed->partitions.contains(values))
                    missing.append(values);
            SLUICE_CHECK(store.addPartitions(connection, *changed, missing));
            SLUICE_CHECK(store.publish(connection, changes, *changed, m_filled, false));
            changes.tables.push_back(changed);
            return {};
        }));
        m_filled.clear();
        return {};
    }

private:
    void discard()
    {
        for (const auto &[values, segments] : m_filled)
            for (const Segment &segment : segments)
                m_stream->store->discard(m_table->id, segment.id);
    }

    std::shared_ptr<const StreamState> m_stream;
    TablePtr m_table;
    Filled m_filled;
};

// The rows of a block that go to one partition.
class StreamWriter final : public BlockWriter
{
public:
    StreamWriter(std::shared_ptr<StreamBlock> block, QStringList partition, std::unique_ptr<SegmentAppender> appender)
        : m_block(std::move(block))
        , m_partition(std::move(partition))
        , m_appender(std::move(appender))
    {
    }

    Done append(const arrow::RecordBatch &rows) override { return explained(m_appender->append(rows)); }

    // Not shown by it.
    Done finish() override
    {
        SLUICE_CHECK(explained(m_appender->close()));
        const Segment segment = m_appender->segment();
        if (segment.rows == 0)
            return {};
        SLUICE_CHECK(m_block->stream().store->recordSegment(m_appender->connection(), m_block->table().id, 0, segment));
        SLUICE_CHECK(explained(m_appender->commit()));
        m_block->add(m_partition, segment);
        return {};
    }

private:
    Done explained(Done done) const
    {
        if (done)
            return done;
        SLUICE_CHECK(presentTable(m_block->stream()));
        return refusedNull(done.error(), m_block->table()).value_or(done.error());
    }

    std::shared_ptr<StreamBlock> m_block;
    QStringList m_partition;
    std::unique_ptr<SegmentAppender> m_appender;
};

class ShowingWriter final : public BlockWriter
{
public:
    ShowingWriter(std::shared_ptr<StreamBlock> block, std::unique_ptr<BlockWriter> rows)
        : m_block(std::move(block))
        , m_rows(std::move(rows))
    {
    }

    Done append(const arrow::RecordBatch &rows) override { return m_rows->append(rows); }
    Done finish() override
    {
        SLUICE_CHECK(m_rows->finish());
        return m_block->show();
    }

private:
    std::shared_ptr<StreamBlock> m_block;
    std::unique_ptr<BlockWriter> m_rows;
};

Result<std::unique_ptr<BlockWriter>> writerInto(std::shared_ptr<StreamBlock> block, QStringList partition)
{
    const StreamState &stream = block->stream();
    SLUICE_TRY(auto appender, SegmentAppender::open(*stream.store, "_data", block->table().physical(),
                                                    stream.table->definition.columns));
    return std::unique_ptr<BlockWriter>(
        std::make_unique<StreamWriter>(std::move(block), std::move(partition), std::move(appender)));
}

std::shared_ptr<StreamState> newStream(ProjectStore &store, const TablePtr &table, int slotCount)
{
    auto stream = std::make_shared<StreamState>();
    stream->id = newSessionId();
    stream->store = &store;
    stream->table = table;
    stream->created = QDateTime::currentMSecsSinceEpoch();
    stream->slotCount = std::clamp(slotCount, 1, maxSlots);
    return stream;
}

} // namespace

StreamInfo StreamState::info() const
{
    StreamInfo info;
    info.id = id;
    info.table = table->info();
    if (!byRow)
        info.partition = table->spec(partition);
    info.byRow = byRow;
    info.slotCount = slotCount;
    return info;
}

Result<std::shared_ptr<const StreamState>> createStreamByRow(ProjectStore &store, const TablePtr &table, int slotCount)
{
    SLUICE_CHECK(table->checkStored());
    if (!table->partitioned())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("Table %1 is not partitioned: leave dynamic_partition out.").arg(table->ref.text()), {},
            QStringLiteral("InvalidArgument"));
    auto stream = newStream(store, table, slotCount);
    stream->byRow = true;
    return std::shared_ptr<const StreamState>(std::move(stream));
}

Result<std::shared_ptr<const StreamState>> createStreamSession(ProjectStore &store, const TablePtr &table,
                                                               const PartitionSpec &partition, bool createPartition,
                                                               int slotCount)
{
    auto stream = newStream(store, table, slotCount);
    SLUICE_TRY(stream->partition, table->values(partition));
    if (!createPartition || !table->partitioned()) {
        SLUICE_CHECK(table->partition(partition));
    } else if (!table->partitions.contains(stream->partition)) {
        SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
            const TablePtr present = store.find(table->id);
            if (!present || present->partitions.contains(stream->partition))
                return {}; // dropped, or somebody was faster: the first block tells
            auto changed = std::make_shared<TableState>(*present);
            SLUICE_CHECK(store.addPartitions(connection, *changed, {stream->partition}));
            changes.tables.push_back(changed);
            return {};
        }));
    }
    return std::shared_ptr<const StreamState>(std::move(stream));
}

Result<std::unique_ptr<BlockWriter>> openStreamWriter(std::shared_ptr<const StreamState> stream,
                                                      const PartitionSpec &partition)
{
    SLUICE_TRY(TablePtr table, presentTable(*stream));
    auto block = std::make_shared<StreamBlock>(std::move(stream), std::move(table));
    std::unique_ptr<BlockWriter> rows;
    if (!block->stream().byRow) {
        SLUICE_TRY(rows, writerInto(block, block->stream().partition));
    } else if (!partition.isEmpty()) {
        SLUICE_TRY(const QStringList values, block->table().values(partition));
        SLUICE_TRY(rows, writerInto(block, values));
    } else {
        const Schema &levels = block->table().definition.partitionColumns;
        QList<QPair<QString, QString>> fromRows;
        for (const Column &column : levels.columns)
            fromRows.append({column.name, QString()});
        const auto open =
            [block,
             opened = 0](const QList<QPair<QString, QString>> &values) mutable -> Result<std::unique_ptr<BlockWriter>> {
            if (++opened > mostPartitions)
                return makeError(
                    ErrorCode::Data,
                    QStringLiteral("The rows of one request fill more than %1 partitions. Send them in several "
                                   "requests.")
                        .arg(mostPartitions),
                    {}, QStringLiteral("InvalidArgument"));
            SLUICE_TRY(const QStringList key, block->table().values(PartitionSpec(values)));
            return writerInto(block, key);
        };
        rows = partitioningWriter(fromRows, levels.size(), open);
    }
    return std::unique_ptr<BlockWriter>(std::make_unique<ShowingWriter>(std::move(block), std::move(rows)));
}

} // namespace sluice::warehouse
