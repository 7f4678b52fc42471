#include "connectors/maxcompute/upsertsession.h"

#include "connectors/maxcompute/sqlinstance.h"

#include <QJsonArray>

#include <algorithm>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr int mostBuckets = 100'000;
// Hours an open session is kept by the service: the most it takes, since a run may be slow.
constexpr int sessionHours = 24;

// A session's slots with the buckets in each, as one list of buckets. Data when it has gaps.
Result<std::vector<UpsertSession::Bucket>> bucketsOf(const QJsonArray &slotList, const QString &doing)
{
    std::vector<UpsertSession::Bucket> buckets;
    qsizetype told = 0;
    for (const QJsonValue &slot : slotList) {
        const UpsertSession::Bucket server{slot[QLatin1String("slot_id")].toVariant().toInt(),
                                           slot[QLatin1String("worker_addr")].toString().toUtf8()};
        for (const QJsonValue &bucket : slot[QLatin1String("buckets")].toArray()) {
            const int number = bucket.toInt(-1);
            if (number < 0 || number >= mostBuckets)
                return notOfTunnel(doing);
            if (size_t(number) >= buckets.size())
                buckets.resize(size_t(number) + 1);
            buckets[size_t(number)] = server;
            ++told;
        }
    }
    if (buckets.empty() || size_t(told) != buckets.size() ||
        std::any_of(buckets.begin(), buckets.end(), [](const auto &bucket) { return bucket.server.isEmpty(); }))
        return notOfTunnel(doing);
    return buckets;
}

Result<UpsertSession> callForUpsert(Client &client, const ServiceRequest &request, const TunnelTarget &target,
                                    Stop stop)
{
    SLUICE_TRY(const QJsonObject json, callForJson(client, request, stop));
    return parseUpsert(json, target, request.doing);
}

Done addPartition(Client &client, const TunnelTarget &target, Log *log, Stop stop)
{
    SqlStatement statement;
    statement.sql = QStringLiteral("ALTER TABLE %1 ADD IF NOT EXISTS PARTITION (%2);")
                        .arg(sqlName(target.table, client.account().project), target.partition.restText());
    if (!target.table.schema.isEmpty())
        statement.settings.insert(QStringLiteral("odps.namespace.schema"), QStringLiteral("true"));
    SLUICE_CHECK(runQuery(client, statement, log, stop));
    return {};
}

ServiceRequest upsertRequest(const Client &client, const UpsertSession &session)
{
    ServiceRequest request = tunnelRequest(client, session.target, "/upserts");
    request.query.emplaceBack("upsertid", session.id);
    return request;
}

ServiceRequest stateRequest(const Client &client, const UpsertSession &session)
{
    ServiceRequest request = upsertRequest(client, session);
    request.doing = QStringLiteral("Looking after the changes to %1").arg(placeOf(session.target));
    return request;
}

} // namespace

Result<UpsertSession> parseUpsert(const QJsonObject &json, const TunnelTarget &target, const QString &doing)
{
    UpsertSession session;
    session.target = target;
    session.id = json[QLatin1String("id")].toString();
    session.status = json[QLatin1String("status")].toString().toLower();
    if (session.id.isEmpty() || session.status.isEmpty())
        return notOfTunnel(doing);
    SLUICE_TRY(session.columns, parseSessionSchema(json[QLatin1String("schema")].toObject()));
    for (const QJsonValue &key : json[QLatin1String("hash_key")].toArray())
        session.keys.append(key.toString());
    SLUICE_TRY(session.hasher, bucketHasher(json[QLatin1String("hasher")].toString(QStringLiteral("default"))));
    session.partialUpdate = json[QLatin1String("enable_partial_update")].toBool();
    SLUICE_TRY(session.buckets, bucketsOf(json[QLatin1String("slots")].toArray(), doing));
    return session;
}

Result<UpsertSession> createUpsert(Client &client, const TunnelTarget &target, int slotCount, Log *log, Stop stop)
{
    ServiceRequest request = tunnelRequest(client, target, "/upserts");
    request.method = "POST";
    request.query.emplaceBack("slotnum", QString::number(std::max(slotCount, 1)));
    request.query.emplaceBack("lifecycle", QString::number(sessionHours));
    request.doing = QStringLiteral("Opening a session to change %1").arg(placeOf(target));
    auto session = callForUpsert(client, request, target, stop);
    if (session.ok() || !session.error().detail.startsWith(QLatin1String("NoSuchPartition")))
        return session;
    SLUICE_CHECK(addPartition(client, target, log, stop));
    return callForUpsert(client, request, target, stop);
}

ServiceRequest flushRequest(const Client &client, const UpsertSession &session, int bucket, qint64 rows,
                            const Transfer &transfer)
{
    const UpsertSession::Bucket &place = session.buckets[size_t(bucket)];
    ServiceRequest request = upsertRequest(client, session);
    request.method = "PUT";
    request.query.emplaceBack("bucketid", QString::number(bucket));
    request.query.emplaceBack("slotid", QString::number(place.slot));
    request.query.emplaceBack("record_count", QString::number(rows));
    request.headers.emplaceBack("Content-Type", "application/octet-stream");
    request.headers.emplaceBack(routedServer, place.server);
    if (const char *encoding = transfer.encoding(); *encoding)
        request.headers.emplaceBack("Content-Encoding", encoding);
    request.doing = QStringLiteral("Sending %1 changes to %2").arg(rows).arg(placeOf(session.target));
    return request;
}

Done commitUpsert(Client &client, const UpsertSession &session, std::chrono::milliseconds patience, Stop stop)
{
    // A session that is gone before the commit was never committed; one that goes during it was.
    SLUICE_TRY(const UpsertSession before, callForUpsert(client, stateRequest(client, session), session.target, stop));
    ServiceRequest request = upsertRequest(client, session);
    request.method = "POST";
    request.headers.emplaceBack(routedServer, before.buckets.front().server);
    request.doing = QStringLiteral("Committing the changes to %1").arg(placeOf(session.target));
    const auto until = Stop::Clock::now() + patience;
    for (auto pause = 100ms;; pause = std::min(pause * 2, std::chrono::milliseconds(5s))) {
        const auto now = callForUpsert(client, request, session.target, stop);
        if (!now.ok() && now.error().code == ErrorCode::NotFound)
            return {};
        if (!now.ok())
            return now.error();
        if (now->status == QLatin1String("committed"))
            return {};
        if (now->status != QLatin1String("committing") && now->status != QLatin1String("normal"))
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("The changes to %1 were not committed: the session is %2. Run again; keys "
                                            "make that harmless.")
                                 .arg(placeOf(session.target), now->status.left(100)));
        if (Stop::Clock::now() >= until)
            return makeError(ErrorCode::Timeout,
                             QStringLiteral("The service has not committed the changes to %1 within %2 s. Raise "
                                            "upsertCommitTimeoutMs, or run again; keys make that harmless.")
                                 .arg(placeOf(session.target))
                                 .arg(patience.count() / 1000));
        SLUICE_CHECK(stop.sleep(pause));
    }
}

void abortUpsert(Client &client, const UpsertSession &session, Stop stop)
{
    ServiceRequest request = upsertRequest(client, session);
    request.method = "DELETE";
    request.headers.emplaceBack(routedServer, session.buckets.front().server);
    request.doing = QStringLiteral("Giving up the changes to %1").arg(placeOf(session.target));
    (void)client.call(request, stop); // what is not given up goes with its session
}

} // namespace sluice
