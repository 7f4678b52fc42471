#include "tunnel/sessionschema.h"
#include "warehouse/server/servertext.h"
#include "warehouse/tunnel/rowreceiver.h"
#include "warehouse/tunnel/tunnel.h"

#include <QJsonArray>

namespace sluice::warehouse
{

namespace
{

constexpr qint64 lastBlockId = 19999;
constexpr qint64 maxFieldSize = 8 * 1024 * 1024;

QJsonObject sessionJson(const ServiceCall &call, const UploadInfo &upload)
{
    QJsonArray blocks;
    for (const BlockInfo &block : upload.blocks) {
        const qint64 time = block.created.toSecsSinceEpoch();
        blocks.append(QJsonObject{{QStringLiteral("BlockID"), block.id},
                                  {QStringLiteral("CreateTime"), time},
                                  {QStringLiteral("Date"), time},
                                  {QStringLiteral("FileName"), QStringLiteral("%1_%2").arg(upload.id).arg(block.id)},
                                  {QStringLiteral("RecordCount"), block.rows},
                                  {QStringLiteral("Version"), 0}});
    }
    return {{QStringLiteral("UploadID"), upload.id},
            {QStringLiteral("Status"), upload.committed ? QStringLiteral("CLOSED") : QStringLiteral("NORMAL")},
            {QStringLiteral("Schema"), sessionSchemaJson({upload.columns, upload.partitionColumns})},
            {QStringLiteral("UploadedBlockList"), blocks},
            {QStringLiteral("MaxFieldSize"), maxFieldSize},
            {QStringLiteral("Initiated"), QString::fromStdString(httpDate(upload.created))},
            {QStringLiteral("Owner"), call.server.owner()},
            {QStringLiteral("IsOverwrite"), upload.overwrite},
            {QStringLiteral("QuotaName"), QString()}};
}

void create(ServiceCall &call)
{
    const auto target = sessionTarget(call);
    if (!target)
        return;
    const bool createPartition = isTrue(call, "create_partition");
    const bool overwrite = isTrue(call, "overwrite");
    const auto upload =
        call.server.warehouse.createUpload(target->table.ref, target->partition, overwrite, createPartition);
    if (!upload.ok())
        return call.fail(upload.error(), "NoSuchPartition");
    call.replyJson(sessionJson(call, *upload));
}

void writeBlock(ServiceCall &call, const UploadInfo &upload)
{
    bool isNumber = false;
    const qint64 blockId = call.value("blockid").toLongLong(&isNumber);
    if (!isNumber || blockId < 0 || blockId > lastBlockId)
        return call.fail({400, "InvalidBlockID", "A block's id is a number from 0 to 19999."});
    if (upload.committed)
        return call.fail({409, "StatusConflict", "The upload is committed; create a new one for more rows."});
    auto block = call.server.warehouse.openBlock(upload.id, int(blockId));
    if (!block.ok())
        return call.fail(block.error(), "NoSuchUpload");
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    if (!receiveRows(call, upload.columns, format, **block))
        return;
    if (const Done finished = (*block)->finish(); !finished.ok())
        return call.fail(finished.error(), "NoSuchUpload");
    call.replyEmpty();
}

} // namespace

void tunnelUpload(ServiceCall &call)
{
    if (call.has("uploads")) {
        if (!call.isPost())
            return call.failMethod();
        return create(call);
    }
    const auto upload = call.server.warehouse.upload(call.value("uploadid"));
    if (!upload.ok() || upload->table != call.tableRef())
        return call.fail({404, "NoSuchUpload", "There is no upload of this id for this table; it may be too old."});
    if (call.isPut())
        return writeBlock(call, *upload);
    if (call.isGet())
        return call.replyJson(sessionJson(call, *upload));
    if (!call.isPost())
        return call.failMethod();
    const auto committed = call.server.warehouse.commitUpload(upload->id);
    if (!committed.ok())
        return call.fail(committed.error(), "NoSuchUpload");
    call.replyJson(sessionJson(call, *committed));
}

} // namespace sluice::warehouse
