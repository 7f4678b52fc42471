#include "tunnel/sessionschema.h"
#include "tunnel/upsertrecord.h"
#include "warehouse/tunnel/rowreceiver.h"

#include <QJsonArray>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 longestLife = 24; // hours

QString statusText(UpsertStatus status)
{
    switch (status) {
    case UpsertStatus::Committed:
        return QStringLiteral("committed");
    case UpsertStatus::Aborted:
        return QStringLiteral("aborted");
    case UpsertStatus::Expired:
        return QStringLiteral("expired");
    case UpsertStatus::Normal:
        break;
    }
    return QStringLiteral("normal");
}

// Bucket b is served by slot b modulo the number of slots; every slot is this server.
QJsonArray slotsJson(const ServiceCall &call, const UpsertInfo &upsert)
{
    QJsonArray all;
    for (int slot = 0; slot < upsert.slotCount; ++slot) {
        QJsonArray buckets;
        for (int bucket = slot; bucket < upsert.table.cluster->buckets; bucket += upsert.slotCount)
            buckets.append(bucket);
        all.append(QJsonObject{{QStringLiteral("slot_id"), slot},
                               {QStringLiteral("buckets"), buckets},
                               {QStringLiteral("worker_addr"), QString::fromStdString(call.server.hostAndPort)}});
    }
    return all;
}

// Every key in every answer: the Java SDK reads them all.
QJsonObject sessionJson(const ServiceCall &call, const UpsertInfo &upsert)
{
    const TableInfo &table = upsert.table;
    return {{QStringLiteral("id"), upsert.id},
            {QStringLiteral("schema"), sessionSchemaJson({table.columns, table.partitionColumns, table.columnIds})},
            {QStringLiteral("hash_key"), QJsonArray::fromStringList(table.primaryKey)},
            {QStringLiteral("hasher"), QStringLiteral("default")},
            {QStringLiteral("slots"), slotsJson(call, upsert)},
            {QStringLiteral("status"), statusText(upsert.status)},
            {QStringLiteral("quota_name"), QStringLiteral("")},
            {QStringLiteral("enable_partial_update"), table.partialUpdates}};
}

void create(ServiceCall &call)
{
    const auto target = sessionTarget(call);
    if (!target)
        return;
    const int slotCount = int(call.number("slotnum", 1, maxSlotCount));
    const int life = int(call.number("lifecycle", longestLife, longestLife));
    const auto upsert = call.server.warehouse.createUpsert(target->table.ref, target->partition, slotCount, life);
    if (!upsert.ok())
        return call.fail(upsert.error(), "NoSuchPartition");
    call.replyJson(sessionJson(call, *upsert));
}

// A number of the query in [0, below); fails the call when it is absent or out of that.
bool checkNumber(ServiceCall &call, std::string_view key, qint64 below)
{
    bool isNumber = false;
    const qint64 number = call.value(key).toLongLong(&isNumber);
    if (isNumber && number >= 0 && number < below)
        return true;
    call.fail({400, "InvalidArgument",
               "The session has no " + std::string(key) + " \"" + call.value(key).left(40).toStdString() +
                   "\": it is a number from 0 to " + std::to_string(below - 1) + "."});
    return false;
}

// Which bucket a row came in does not matter: its key decides.
void flush(ServiceCall &call, const UpsertInfo &upsert)
{
    if (!checkNumber(call, "bucketid", upsert.table.cluster->buckets) || !checkNumber(call, "slotid", upsert.slotCount))
        return;
    auto writer = call.server.warehouse.openUpsert(upsert.id);
    if (!writer.ok())
        return call.fail(writer.error(), "UpsertSessionNotFound");
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    if (!receiveRows(call, upsertColumns(upsert.table.columns), format, **writer))
        return;
    if (const Done finished = (*writer)->finish(); !finished.ok())
        return call.fail(finished.error(), "UpsertSessionNotFound");
    HttpResponse answer = call.response();
    answer.set("odps-tunnel-routed-server", call.server.hostAndPort);
    call.reply(std::move(answer));
}

} // namespace

void tunnelUpsert(ServiceCall &call)
{
    if (!call.has("upsertid"))
        return call.isPost() ? create(call) : call.failMethod();
    Warehouse &warehouse = call.server.warehouse;
    auto upsert = warehouse.upsert(call.value("upsertid"));
    if (!upsert.ok() || upsert->table.ref != call.tableRef())
        return call.fail({404, "UpsertSessionNotFound", "There is no upsert session of this id for this table."});
    if (call.isPut())
        return flush(call, *upsert);
    if (call.isPost())
        upsert = warehouse.commitUpsert(upsert->id);
    else if (call.request.method == "DELETE")
        upsert = warehouse.abortUpsert(upsert->id);
    else if (!call.isGet())
        return call.failMethod();
    if (!upsert.ok())
        return call.fail(upsert.error(), "UpsertSessionNotFound");
    call.replyJson(sessionJson(call, *upsert));
}

} // namespace sluice::warehouse
