#include "warehouse/catalog/streams.h"

#include "warehouse/catalog/constraint.h"
#include "warehouse/catalog/segmentappender.h"
#include "warehouse/catalog/sessionid.h"

#include <QDateTime>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr int maxSlots = 256;

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
    if (!present->partitions.contains(stream.partition))
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("The partition of the stream into %1 was dropped.").arg(present->ref.text()),
                         {}, QStringLiteral("NoSuchPartition"));
    return present;
}

class StreamWriter final : public BlockWriter
{
public:
    StreamWriter(std::shared_ptr<const StreamState> stream, TablePtr table, std::unique_ptr<SegmentAppender> appender)
        : m_stream(std::move(stream))
        , m_table(std::move(table))
        , m_appender(std::move(appender))
    {
    }

    Done append(const arrow::RecordBatch &rows) override { return explained(m_appender->append(rows)); }

    Done finish() override
    {
        SLUICE_CHECK(explained(m_appender->close()));
        const Segment segment = m_appender->segment();
        if (segment.rows == 0)
            return {};
        ProjectStore &store = *m_stream->store;
        SLUICE_CHECK(store.recordSegment(m_appender->connection(), m_table->id, 0, segment));
        SLUICE_CHECK(explained(m_appender->commit()));
        const Done shown = store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
            SLUICE_TRY(const TablePtr present, presentTable(*m_stream));
            auto changed = std::make_shared<TableState>(*present);
            SLUICE_CHECK(store.publish(connection, changes, *changed, {{m_stream->partition, {segment}}}, false));
            changes.tables.push_back(changed);
            return {};
        });
        if (!shown)
            store.discard(m_table->id, segment.id);
        return shown;
    }

private:
    Done explained(Done done) const
    {
        if (done)
            return done;
        SLUICE_CHECK(presentTable(*m_stream));
        return refusedNull(done.error(), *m_table).value_or(done.error());
    }

    std::shared_ptr<const StreamState> m_stream;
    TablePtr m_table;
    std::unique_ptr<SegmentAppender> m_appender;
};

} // namespace

StreamInfo StreamState::info() const
{
    StreamInfo info;
    info.id = id;
    info.table = table->info();
    info.partition = table->spec(partition);
    info.slotCount = slotCount;
    return info;
}

Result<std::shared_ptr<const StreamState>> createStreamSession(ProjectStore &store, const TablePtr &table,
                                                               const PartitionSpec &partition, bool createPartition,
                                                               int slotCount)
{
    auto stream = std::make_shared<StreamState>();
    SLUICE_TRY(stream->partition, table->values(partition));
    stream->id = newSessionId();
    stream->store = &store;
    stream->table = table;
    stream->created = QDateTime::currentMSecsSinceEpoch();
    stream->slotCount = std::clamp(slotCount, 1, maxSlots);
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

Result<std::unique_ptr<BlockWriter>> openStreamWriter(std::shared_ptr<const StreamState> stream)
{
    SLUICE_TRY(TablePtr table, presentTable(*stream));
    SLUICE_TRY(auto appender,
               SegmentAppender::open(*stream->store, "_data", table->physical(), stream->table->definition.columns));
    return std::unique_ptr<BlockWriter>(
        std::make_unique<StreamWriter>(std::move(stream), std::move(table), std::move(appender)));
}

} // namespace sluice::warehouse
