#include "warehouse/catalog/upserts.h"

#include "tunnel/upsertrecord.h"
#include "warehouse/catalog/segmentappender.h"
#include "warehouse/catalog/upsertrows.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

constexpr int longestLife = 24; // hours

Error isOver(const UpsertState &upsert)
{
    QString what;
    switch (upsert.status) {
    case UpsertStatus::Aborted:
        what = QStringLiteral("was aborted");
        break;
    case UpsertStatus::Expired:
        what = QStringLiteral("has expired; nothing of it was kept");
        break;
    default:
        what = QStringLiteral("is committed");
        break;
    }
    return makeError(ErrorCode::Conflict, QStringLiteral("Upsert session %1 %2. Begin a new one.").arg(upsert.id, what),
                     {}, QStringLiteral("StatusConflict"));
}

// The table now, if it still is the one that the session began with.
Result<TablePtr> presentTable(const ProjectStore &store, const UpsertState &upsert)
{
    const TablePtr present = store.find(upsert.table->id);
    if (!present)
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("Table %1 was dropped during the upsert.").arg(upsert.table->ref.text()), {},
                         QStringLiteral("NoSuchTable"));
    if (present->version != upsert.table->version)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Table %1 was altered during the upsert. Begin a new one.").arg(present->ref.text()), {},
            QStringLiteral("TableModified"));
    if (!present->partitions.contains(upsert.partition))
        return makeError(
            ErrorCode::NotFound,
            QStringLiteral("The partition was dropped during the upsert into %1.").arg(present->ref.text()), {},
            QStringLiteral("NoSuchPartition"));
    return present;
}

QString createStage(const QString &name, const Definition &definition)
{
    QStringList columns{QStringLiteral("\"$seg\" BIGINT"), QStringLiteral("\"$row\" BIGINT")};
    for (qsizetype i = 0; i < definition.columns.size(); ++i)
        columns.append(definition.physicalColumn(i) + QLatin1Char(' ') + duckType(definition.columns.columns[i].type));
    const Schema all = upsertColumns(definition.columns);
    for (const Column &meta : all.columns.mid(definition.columns.size()))
        columns.append(sqlName(meta.name) + QLatin1Char(' ') + duckType(meta.type));
    return QStringLiteral("CREATE TABLE %1(%2)").arg(name, columns.join(QStringLiteral(", ")));
}

class UpsertWriter final : public BlockWriter
{
public:
    UpsertWriter(ProjectStore &store, std::shared_ptr<UpsertState> upsert, std::unique_ptr<SegmentAppender> appender)
        : m_store(store)
        , m_upsert(std::move(upsert))
        , m_appender(std::move(appender))
    {
    }

    Done append(const arrow::RecordBatch &rows) override
    {
        SLUICE_CHECK(checkUpsertRows(rows, m_upsert->table->definition, m_appender->segment().rows));
        return explained(m_appender->append(rows));
    }

    Done finish() override
    {
        SLUICE_CHECK(explained(m_appender->close()));
        std::lock_guard session(m_upsert->mutex);
        if (m_upsert->status != UpsertStatus::Normal)
            return isOver(*m_upsert);
        SLUICE_CHECK(presentTable(m_store, *m_upsert));
        return m_appender->segment().rows == 0 ? Done() : explained(m_appender->commit());
    }

private:
    // The stage may be gone with its session.
    Done explained(Done done) const
    {
        if (done)
            return done;
        std::lock_guard session(m_upsert->mutex);
        return m_upsert->status == UpsertStatus::Normal ? done : Done(isOver(*m_upsert));
    }

    ProjectStore &m_store;
    std::shared_ptr<UpsertState> m_upsert;
    std::unique_ptr<SegmentAppender> m_appender;
};

// Ends a session in the catalog, in a transaction that `work` may add to.
Done end(ProjectStore &store, UpsertState &upsert, UpsertStatus status, const ProjectStore::Work &work)
{
    SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
        SLUICE_CHECK(work(connection, changes));
        return connection.run(QStringLiteral("UPDATE %1 SET status = %2 WHERE id = %3")
                                  .arg(store.catalogTable("upserts"))
                                  .arg(int(status))
                                  .arg(sqlString(upsert.id)));
    }));
    upsert.status = status;
    store.dropStage(upsert);
    return {};
}

} // namespace

UpsertInfo UpsertState::info()
{
    UpsertInfo info;
    info.id = id;
    info.table = table->info();
    info.partition = table->spec(partition);
    info.slotCount = slotCount;
    std::lock_guard lock(mutex);
    info.status = status;
    return info;
}

Result<UpsertInfo> createUpsertSession(ProjectStore &store, const TablePtr &table, const PartitionSpec &partition,
                                       int slotCount, int lifeHours)
{
    store.expireUpserts();
    if (!table->definition.isDelta())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("Table %1 has no primary key: only Delta tables take upserts.").arg(table->ref.text()), {},
            QStringLiteral("InvalidArgument"));
    SLUICE_TRY(const PartitionPtr present, table->partition(partition));
    auto upsert = std::make_shared<UpsertState>();
    upsert->id = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmss")) +
                 QUuid::createUuid().toString(QUuid::Id128);
    upsert->table = table;
    upsert->partition = present->values;
    upsert->stage = store.newId();
    upsert->created = QDateTime::currentMSecsSinceEpoch();
    upsert->life = qint64(std::clamp(lifeHours, 1, longestLife)) * 3600 * 1000;
    upsert->slotCount = std::clamp(slotCount, 1, table->definition.buckets());
    SLUICE_CHECK(store.write([&](DuckConnection &connection, ProjectStore::Changes &) -> Done {
        SLUICE_CHECK(presentTable(store, *upsert));
        SLUICE_CHECK(connection.run(createStage(store.stageTable(*upsert), table->definition)));
        return connection.run(QStringLiteral("INSERT INTO %1 VALUES (%2, %3, %4, %5, %6, %7, %8, %9, %10)")
                                  .arg(store.catalogTable("upserts"), sqlString(upsert->id))
                                  .arg(table->id)
                                  .arg(present->id)
                                  .arg(table->version)
                                  .arg(upsert->stage)
                                  .arg(int(UpsertStatus::Normal))
                                  .arg(upsert->slotCount)
                                  .arg(upsert->life)
                                  .arg(upsert->created));
    }));
    store.addUpsert(upsert);
    return upsert->info();
}

Result<std::unique_ptr<BlockWriter>> openUpsertWriter(ProjectStore &store, std::shared_ptr<UpsertState> upsert)
{
    {
        std::lock_guard session(upsert->mutex);
        if (upsert->status != UpsertStatus::Normal)
            return isOver(*upsert);
    }
    SLUICE_CHECK(presentTable(store, *upsert));
    SLUICE_TRY(auto appender, SegmentAppender::open(store, "_stage", QLatin1Char('u') + QString::number(upsert->stage),
                                                    upsertColumns(upsert->table->definition.columns)));
    return std::unique_ptr<BlockWriter>(std::make_unique<UpsertWriter>(store, std::move(upsert), std::move(appender)));
}

Result<UpsertInfo> commitUpsertSession(ProjectStore &store, UpsertState &upsert)
{
    {
        std::lock_guard session(upsert.mutex);
        if (upsert.status == UpsertStatus::Normal) {
            SLUICE_CHECK(end(store, upsert, UpsertStatus::Committed,
                             [&](DuckConnection &connection, ProjectStore::Changes &changes) -> Done {
                                 SLUICE_TRY(const TablePtr present, presentTable(store, upsert));
                                 auto changed = std::make_shared<TableState>(*present);
                                 SLUICE_CHECK(mergeStage(store, connection, upsert, *changed));
                                 changes.tables.push_back(changed);
                                 return {};
                             }));
        } else if (upsert.status != UpsertStatus::Committed) {
            return isOver(upsert);
        }
    }
    return upsert.info();
}

Result<UpsertInfo> abortUpsertSession(ProjectStore &store, UpsertState &upsert)
{
    {
        std::lock_guard session(upsert.mutex);
        if (upsert.status == UpsertStatus::Normal) {
            SLUICE_CHECK(end(store, upsert, UpsertStatus::Aborted,
                             [](DuckConnection &, ProjectStore::Changes &) -> Done { return {}; }));
        } else if (upsert.status == UpsertStatus::Committed) {
            return isOver(upsert);
        }
    }
    return upsert.info();
}

QString ProjectStore::stageTable(const UpsertState &upsert) const
{
    return sqlName(m_catalog) + QStringLiteral("._stage.u") + QString::number(upsert.stage);
}

void ProjectStore::dropStage(const UpsertState &upsert) const
{
    if (Result<DuckConnection> connection = m_database.connect())
        (void)connection->run(QStringLiteral("DROP TABLE IF EXISTS ") + stageTable(upsert));
}

std::shared_ptr<UpsertState> ProjectStore::upsert(const QString &id) const
{
    std::shared_lock lock(m_mutex);
    return m_upserts.value(id);
}

void ProjectStore::addUpsert(std::shared_ptr<UpsertState> upsert)
{
    std::unique_lock lock(m_mutex);
    m_upserts.insert(upsert->id, std::move(upsert));
}

void ProjectStore::expireUpserts()
{
    const qint64 present = QDateTime::currentMSecsSinceEpoch();
    std::vector<std::shared_ptr<UpsertState>> known;
    {
        std::shared_lock lock(m_mutex);
        for (const auto &upsert : std::as_const(m_upserts))
            known.push_back(upsert);
    }
    for (const auto &upsert : known) {
        std::lock_guard session(upsert->mutex);
        if (upsert->status == UpsertStatus::Normal && present - upsert->created > upsert->life) {
            upsert->status = UpsertStatus::Expired; // the start finds the same from the times
            dropStage(*upsert);
        }
    }
}

} // namespace sluice::warehouse
