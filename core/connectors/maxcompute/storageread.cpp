#include "connectors/maxcompute/storageread.h"

#include "connectors/maxcompute/storagesession.h"
#include "data/batch.h"
#include "tunnel/ipcdecoder.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice
{

namespace
{

class StorageRead final : public ReadSession
{
public:
    StorageRead(std::shared_ptr<const ReadPlan> plan, TunnelTarget target, QString id, qint64 rows, qint64 splits)
        : m_plan(std::move(plan))
        , m_target(std::move(target))
        , m_id(std::move(id))
        , m_rows(rows)
        , m_splits(splits)
    {
    }

    const TunnelTarget &target() const override { return m_target; }
    qint64 rows() const override { return m_rows; }
    qint64 splits() const override { return m_splits; }
    ServiceRequest request(const Client &client, const RowRange &range, qint64 done) const override;
    // Compression is within the Arrow stream, whatever the answer's head may call it.
    Result<Compression> compression(const QByteArray &) const override { return Compression::Raw; }
    std::unique_ptr<RowDecoder> decoder() const override
    {
        return std::make_unique<IpcDecoder>(m_plan->wireSchema, batchRowLimit, TextCheck::None);
    }

private:
    std::shared_ptr<const ReadPlan> m_plan;
    TunnelTarget m_target;
    QString m_id;
    qint64 m_rows;
    qint64 m_splits;
};

ServiceRequest StorageRead::request(const Client &client, const RowRange &range, qint64 done) const
{
    ServiceRequest request = storageRequest(client, m_target.table, QStringLiteral("/data"));
    request.query = {{"session_id", m_id}, {"max_batch_rows", QString::number(batchRowLimit)}};
    addStorageFormat(request);
    if (range.split >= 0) {
        request.query.emplaceBack("split_index", QString::number(range.split));
        if (done > 0)
            request.query.emplaceBack("skip_row_num", QString::number(done));
    } else {
        request.query.emplaceBack("row_index", QString::number(range.start + done));
        request.query.emplaceBack("row_count", QString::number(range.count - done));
    }
    if (!m_plan->storage->codec.isEmpty())
        request.headers.emplaceBack("Accept-Encoding", m_plan->storage->codec);
    request.doing = QStringLiteral("Reading %1 by the Storage API").arg(placeOf(m_target));
    return request;
}

QJsonObject splitOptions(const StoragePlan &plan, int wanted)
{
    switch (plan.cut) {
    case StoragePlan::Cut::Rows:
        break;
    case StoragePlan::Cut::Size:
        return {{QStringLiteral("SplitMode"), QStringLiteral("Size")},
                {QStringLiteral("SplitNumber"), plan.splitBytes}};
    case StoragePlan::Cut::Parallelism:
        return {{QStringLiteral("SplitMode"), QStringLiteral("Parallelism")},
                {QStringLiteral("SplitNumber"), std::max(wanted, 1)}};
    }
    return {{QStringLiteral("SplitMode"), QStringLiteral("RowOffset")}, {QStringLiteral("SplitNumber"), 0}};
}

QJsonObject sessionBody(const ReadPlan &plan, const TunnelTarget &target, int wanted)
{
    QJsonArray partitions;
    if (!target.partition.isEmpty())
        partitions.append(target.partition.pathText());
    return {{QStringLiteral("RequiredDataColumns"), QJsonArray::fromStringList(plan.wireNames)},
            {QStringLiteral("RequiredPartitionColumns"), QJsonArray()},
            {QStringLiteral("RequiredPartitions"), partitions},
            {QStringLiteral("SplitOptions"), splitOptions(*plan.storage, wanted)},
            {QStringLiteral("ArrowOptions"), storageTimes()}};
}

Error withCure(Error error, const StoragePlan &plan, const TunnelTarget &target)
{
    if (!refusesStorageApi(error))
        return error;
    error.message += plan.asked
                         ? QStringLiteral(" The Storage API cannot be used here: set useStorageApi to false to read "
                                          "through the tunnel, or have the Storage API allowed for this project.")
                         : QStringLiteral(" %1 is a Delta table, which is read by the Storage API only: have that "
                                          "allowed for this project, or read by a query (enableWhere and where).")
                               .arg(placeOf(target));
    return error;
}

} // namespace

Result<std::shared_ptr<const ReadSession>> openStorageRead(Client &client, std::shared_ptr<const ReadPlan> plan,
                                                           const TunnelTarget &target, int wanted, Stop stop)
{
    const QString doing = QStringLiteral("Opening a read session of %1").arg(placeOf(target));
    const auto session =
        createStorageSession(client, target, "batch_read", sessionBody(*plan, target, wanted), doing, stop);
    if (!session.ok())
        return withCure(session.error(), *plan->storage, target);
    SLUICE_TRY(const Schema columns, storageColumns(*session));
    SLUICE_CHECK(checkColumns(*plan, columns));
    const bool byRows = plan->storage->cut == StoragePlan::Cut::Rows;
    const qint64 rows = (*session)[QLatin1String("RecordCount")].toInteger(-1);
    const qint64 splits = (*session)[QLatin1String("SplitsCount")].toInteger(-1);
    if ((byRows ? rows : splits) < 0)
        return notOfTunnel(doing);
    return std::shared_ptr<const ReadSession>(std::make_shared<StorageRead>(
        std::move(plan), target, storageSessionId(*session), byRows ? rows : -1, byRows ? 0 : splits));
}

} // namespace sluice
