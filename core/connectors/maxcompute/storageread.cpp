#include "connectors/maxcompute/storageread.h"

#include "data/batch.h"
#include "tunnel/ipcdecoder.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

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

ServiceRequest storageRequest(const Client &client, const TableName &table, const QString &below)
{
    ServiceRequest request;
    request.plane = Plane::Tunnel;
    request.path = QStringLiteral("/api/storage/v1/projects/%1/schemas/%2/tables/%3%4")
                       .arg(table.project.isEmpty() ? client.account().project : table.project,
                            table.schema.isEmpty() ? QStringLiteral("default") : table.schema, table.table, below);
    return request;
}

ServiceRequest StorageRead::request(const Client &client, const RowRange &range, qint64 done) const
{
    ServiceRequest request = storageRequest(client, m_target.table, QStringLiteral("/data"));
    request.query = {{"session_id", m_id},
                     {"max_batch_rows", QString::number(batchRowLimit)},
                     {"data_format_type", QStringLiteral("ARROW")},
                     {"data_format_version", QStringLiteral("V5")}};
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

QByteArray sessionBody(const ReadPlan &plan, const TunnelTarget &target, int wanted)
{
    QJsonArray partitions;
    if (!target.partition.isEmpty())
        partitions.append(target.partition.pathText());
    return QJsonDocument(
               QJsonObject{{QStringLiteral("RequiredDataColumns"), QJsonArray::fromStringList(plan.wireNames)},
                           {QStringLiteral("RequiredPartitionColumns"), QJsonArray()},
                           {QStringLiteral("RequiredPartitions"), partitions},
                           {QStringLiteral("SplitOptions"), splitOptions(*plan.storage, wanted)},
                           {QStringLiteral("ArrowOptions"),
                            QJsonObject{{QStringLiteral("TimestampUnit"), QStringLiteral("nano")},
                                        {QStringLiteral("DatetimeUnit"), QStringLiteral("milli")}}}})
        .toJson(QJsonDocument::Compact);
}

Result<Schema> columnsOf(const QJsonObject &session)
{
    Schema schema;
    for (const QJsonValue &value : session[QLatin1String("DataSchema")][QLatin1String("DataColumns")].toArray()) {
        Column column;
        column.name = value[QLatin1String("Name")].toString();
        SLUICE_TRY(column.type, Type::parse(value[QLatin1String("Type")].toString()));
        schema.columns.append(std::move(column));
    }
    return schema;
}

// Whether it is the Storage API that is refused, and not what was asked of it.
bool concernsTheWay(const Error &error)
{
    if (error.code == ErrorCode::Auth || error.code == ErrorCode::Unsupported)
        return true;
    const QString code = error.detail.section(QLatin1Char(','), 0, 0);
    return error.code == ErrorCode::NotFound && code != QLatin1String("NoSuchTable") &&
           code != QLatin1String("NoSuchPartition") && code != QLatin1String("NoSuchProject") &&
           code != QLatin1String("NoSuchSchema");
}

Error withCure(Error error, const StoragePlan &plan, const TunnelTarget &target)
{
    if (!concernsTheWay(error))
        return error;
    error.message += plan.asked
                         ? QStringLiteral(" The Storage API cannot be used here: set useStorageApi to false to read "
                                          "through the tunnel, or have the Storage API allowed for this project.")
                         : QStringLiteral(" %1 is a Delta table, which is read by the Storage API only: have that "
                                          "allowed for this project, or read by a query (enableWhere and where).")
                               .arg(placeOf(target));
    return error;
}

// The session once it is more than begun.
Result<QJsonObject> waitFor(Client &client, QJsonObject session, const TunnelTarget &target, Stop stop)
{
    const QString id = session[QLatin1String("SessionId")].toString();
    ServiceRequest request = storageRequest(client, target.table, QStringLiteral("/sessions/") + id);
    request.query.emplaceBack("session_type", QStringLiteral("batch_read"));
    request.doing = QStringLiteral("Waiting for the read session of %1").arg(placeOf(target));
    for (auto pause = 100ms;; pause = std::min(pause * 2, std::chrono::milliseconds(5s))) {
        const QString status = session[QLatin1String("SessionStatus")].toString().toUpper();
        if (id.isEmpty() || status.isEmpty())
            return notOfTunnel(request.doing);
        if (status == QLatin1String("NORMAL"))
            return session;
        if (status != QLatin1String("INIT"))
            return makeError(
                ErrorCode::Network,
                QStringLiteral("The service has not made the read session of %1 (%2). %3 Run again.")
                    .arg(placeOf(target), status, session[QLatin1String("Message")].toString().simplified().left(500)));
        SLUICE_CHECK(stop.sleep(pause));
        SLUICE_TRY(session, callForJson(client, request, stop));
    }
}

} // namespace

Result<std::shared_ptr<const ReadSession>> openStorageRead(Client &client, std::shared_ptr<const ReadPlan> plan,
                                                           const TunnelTarget &target, int wanted, Stop stop)
{
    SLUICE_CHECK(client.findTunnel(stop));
    ServiceRequest request = storageRequest(client, target.table, QStringLiteral("/sessions"));
    request.method = "POST";
    request.query.emplaceBack("session_type", QStringLiteral("batch_read"));
    request.headers.emplaceBack("Content-Type", "application/json");
    request.body = sessionBody(*plan, target, wanted);
    request.doing = QStringLiteral("Opening a read session of %1").arg(placeOf(target));
    const auto begun = callForJson(client, request, stop);
    if (!begun.ok())
        return withCure(begun.error(), *plan->storage, target);
    SLUICE_TRY(const QJsonObject session, waitFor(client, *begun, target, stop));
    SLUICE_TRY(const Schema columns, columnsOf(session));
    SLUICE_CHECK(checkColumns(*plan, columns));
    const bool byRows = plan->storage->cut == StoragePlan::Cut::Rows;
    const qint64 rows = session[QLatin1String("RecordCount")].toInteger(-1);
    const qint64 splits = session[QLatin1String("SplitsCount")].toInteger(-1);
    if ((byRows ? rows : splits) < 0)
        return notOfTunnel(request.doing);
    return std::shared_ptr<const ReadSession>(
        std::make_shared<StorageRead>(std::move(plan), target, session[QLatin1String("SessionId")].toString(),
                                      byRows ? rows : -1, byRows ? 0 : splits));
}

} // namespace sluice
