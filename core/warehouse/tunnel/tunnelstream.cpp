#include "tunnel/sessionschema.h"
#include "warehouse/tunnel/rowreceiver.h"

#include <QJsonArray>

namespace sluice::warehouse
{

namespace
{

QJsonObject sessionJson(const ServiceCall &call, const StreamInfo &stream)
{
    QJsonArray routes;
    for (int slot = 0; slot < stream.slotCount; ++slot)
        routes.append(QJsonArray{slot, QString::fromStdString(call.server.hostAndPort)});
    const TableInfo &table = stream.table;
    // Clients send what is no partition column in here.
    const TableColumns columns = stream.byRow ? TableColumns{stream.rowColumns(), {}, {}}
                                              : TableColumns{table.columns, table.partitionColumns, table.columnIds};
    return {{QStringLiteral("session_name"), stream.id},
            {QStringLiteral("schema"), sessionSchemaJson(columns)},
            {QStringLiteral("schema_version"), table.schemaVersion},
            {QStringLiteral("status"), QStringLiteral("normal")},
            {QStringLiteral("slots"), routes},
            {QStringLiteral("quota_name"), QStringLiteral("")},
            {QStringLiteral("QuotaName"), QStringLiteral("")}};
}

// PyODPS spells the header differently from the others.
int slotCountOf(const ServiceCall &call)
{
    for (const char *header : {"odps-tunnel-slot-num", "odps-slot-num"}) {
        const std::string_view text = call.request.header(header);
        bool isNumber = false;
        const int count = QByteArray(text.data(), qsizetype(text.size())).trimmed().toInt(&isNumber);
        if (isNumber && count > 0)
            return int(std::min<qint64>(count, maxSlotCount));
    }
    return 1;
}

void failSchema(ServiceCall &call, const Fault &fault, qint64 latest)
{
    HttpResponse answer = faultResponse(fault, call.plane, call.requestId);
    answer.set("odps-tunnel-latest-schema-version", std::to_string(latest));
    call.reply(std::move(answer));
}

void failModified(ServiceCall &call, const TableRef &ref)
{
    const auto present = call.server.warehouse.table(ref);
    if (!present.ok())
        return call.fail(present.error(), "NoSuchTable");
    const TableInfo &table = *present;
    failSchema(call,
               {412, "SchemaModified",
                "The columns of table " + table.ref.text().toStdString() + " are of version " +
                    std::to_string(table.schemaVersion) + " by now. Begin a new stream."},
               table.schemaVersion);
}

// Whether the version that the client knows will do; fails the call otherwise.
bool checkVersion(ServiceCall &call, const TableInfo &table, qint64 otherwise)
{
    const qint64 known = call.number("schema_version", otherwise, std::numeric_limits<qint64>::max());
    if (known > table.schemaVersion) {
        call.fail({404, "NoSuchSchema",
                   "Table " + table.ref.text().toStdString() + " has no columns of version " + std::to_string(known) +
                       " yet."});
        return false;
    }
    if (known == table.schemaVersion || !isTrue(call, "check_latest_schema"))
        return true;
    failModified(call, table.ref);
    return false;
}

void createByRow(ServiceCall &call)
{
    if (call.has("partition"))
        return call.fail(
            {400, "InvalidArgument", "A stream with dynamic_partition has no partition: leave one of the two out."});
    Warehouse &warehouse = call.server.warehouse;
    const auto table = warehouse.table(call.tableRef());
    if (!table.ok())
        return call.fail(table.error(), "NoSuchTable");
    if (!checkVersion(call, *table, table->schemaVersion))
        return;
    const auto stream = warehouse.createStreamByRow(table->ref, slotCountOf(call));
    if (!stream.ok())
        return call.fail(stream.error());
    call.replyJson(sessionJson(call, *stream));
}

void create(ServiceCall &call)
{
    if (isTrue(call, "dynamic_partition"))
        return createByRow(call);
    const auto target = sessionTarget(call);
    if (!target || !checkVersion(call, target->table, target->table.schemaVersion))
        return;
    const auto stream = call.server.warehouse.createStream(target->table.ref, target->partition,
                                                           isTrue(call, "create_partition"), slotCountOf(call));
    if (!stream.ok())
        return call.fail(stream.error(), "NoSuchPartition");
    call.replyJson(sessionJson(call, *stream));
}

void write(ServiceCall &call, const StreamInfo &stream)
{
    bool isNumber = false;
    const int slot = call.value("slotid").toInt(&isNumber);
    if (call.has("slotid") && (!isNumber || slot < 0 || slot >= stream.slotCount))
        return call.fail({400, "InvalidArgument",
                          "The stream has no slot \"" + call.value("slotid").left(40).toStdString() + "\"."});
    const auto table = call.server.warehouse.table(stream.table.ref);
    if (!table.ok())
        return call.fail(table.error(), "NoSuchTable");
    if (!checkVersion(call, *table, stream.table.schemaVersion))
        return;
    const auto partition = stream.byRow ? partitionOf(call) : PartitionSpec();
    if (!partition)
        return;
    auto writer = call.server.warehouse.openStream(stream.id, *partition);
    if (!writer.ok())
        return writer.error().detail == QLatin1String("SchemaModified") ? failModified(call, table->ref)
                                                                        : call.fail(writer.error(), "NoSuchPartition");
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    if (!receiveRows(call, partition->isEmpty() ? stream.rowColumns() : stream.table.columns, format, **writer))
        return;
    if (const Done finished = (*writer)->finish(); !finished.ok())
        return finished.error().detail == QLatin1String("SchemaModified")
                   ? failModified(call, table->ref)
                   : call.fail(finished.error(), "NoSuchPartition");
    HttpResponse answer = call.response();
    answer.set("odps-tunnel-routed-server", call.server.hostAndPort);
    answer.set("odps-tunnel-slot-num", std::to_string(stream.slotCount));
    call.reply(std::move(answer));
}

} // namespace

void tunnelStream(ServiceCall &call)
{
    if (!call.has("uploadid"))
        return call.isPost() ? create(call) : call.failMethod();
    const auto stream = call.server.warehouse.stream(call.value("uploadid"));
    if (!stream.ok() || stream->table.ref != call.tableRef())
        return call.fail(
            {404, "StreamSessionNotFound", "There is no stream of this id for this table. Begin a new one."});
    if (call.isPut())
        return write(call, *stream);
    // A POST is a reload of the Go SDK, or PyODPS's end of the stream, which alone names the server.
    if (call.isPost() && !call.request.header("odps-tunnel-routed-server").empty())
        call.server.warehouse.closeStream(stream->id);
    else if (!call.isGet() && !call.isPost())
        return call.failMethod();
    call.replyJson(sessionJson(call, *stream));
}

} // namespace sluice::warehouse
