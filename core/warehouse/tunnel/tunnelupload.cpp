#include "tunnel/arrowcodec.h"
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"
#include "tunnel/sessionschema.h"
#include "warehouse/server/servertext.h"
#include "warehouse/tunnel/tunnel.h"

#include <QJsonArray>

#include <arrow/record_batch.h>

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

bool isTrue(const QString &text)
{
    return text.isEmpty() || text.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
           text == QLatin1String("1");
}

void create(ServiceCall &call)
{
    const auto table = call.server.warehouse.table(call.tableRef());
    if (!table.ok())
        return call.fail(table.error(), "NoSuchTable");
    const auto partition = partitionOf(call);
    if (!partition)
        return;
    if (partition->isEmpty() && table->partitionColumns.size() > 0)
        return call.fail({400, "MissingPartitionSpec",
                          "Table " + table->ref.text().toStdString() + " is partitioned: name the partition."});
    const bool createPartition = call.has("create_partition") && isTrue(call.value("create_partition"));
    const bool overwrite = call.has("overwrite") && isTrue(call.value("overwrite"));
    const auto upload = call.server.warehouse.createUpload(table->ref, *partition, overwrite, createPartition);
    if (!upload.ok())
        return call.fail(upload.error(), "NoSuchPartition");
    call.replyJson(sessionJson(call, *upload));
}

// Feeds the body through the codec into the block, piece by piece: memory does not grow with the body.
class BlockReceiver
{
public:
    BlockReceiver(const Schema &schema, RowFormat format, Compression compression, BlockWriter &block)
        : m_decompressor(compression == Compression::Raw ? nullptr : Decompressor::make(compression))
        , m_mayBeEmpty(format == RowFormat::Arrow)
        , m_block(block)
    {
        if (format == RowFormat::Arrow)
            m_decoder = std::make_unique<ArrowDecoder>(schema);
        else
            m_decoder = std::make_unique<RecordDecoder>(schema);
    }

    Done receive(HttpExchange &http)
    {
        bool isEmpty = true;
        for (;;) {
            SLUICE_TRY(const std::string_view bytes, http.nextBody());
            if (bytes.empty())
                break;
            isEmpty = false;
            SLUICE_CHECK(m_decompressor ? expand(bytes) : decode(bytes));
        }
        if (isEmpty && m_mayBeEmpty) // the Java SDK sends no byte of an Arrow block without rows
            return {};
        if (m_decompressor)
            SLUICE_CHECK(m_decompressor->finish());
        SLUICE_CHECK(m_decoder->finish());
        return store();
    }

private:
    Done expand(std::string_view bytes)
    {
        while (!bytes.empty()) {
            m_expanded.clear();
            SLUICE_CHECK(m_decompressor->write(bytes.substr(0, compressedPiece), m_expanded));
            SLUICE_CHECK(decode(m_expanded));
            bytes.remove_prefix(std::min(bytes.size(), compressedPiece));
        }
        return {};
    }

    Done decode(std::string_view bytes)
    {
        SLUICE_CHECK(m_decoder->feed(bytes));
        return store();
    }

    Done store()
    {
        while (const std::shared_ptr<arrow::RecordBatch> rows = m_decoder->take())
            SLUICE_CHECK(m_block.append(*rows));
        return {};
    }

    std::unique_ptr<Decompressor> m_decompressor;
    std::unique_ptr<RowDecoder> m_decoder;
    bool m_mayBeEmpty;
    BlockWriter &m_block;
    std::string m_expanded;
};

void writeBlock(ServiceCall &call, const UploadInfo &upload)
{
    bool isNumber = false;
    const qint64 blockId = call.value("blockid").toLongLong(&isNumber);
    if (!isNumber || blockId < 0 || blockId > lastBlockId)
        return call.fail({400, "InvalidBlockID", "A block's id is a number from 0 to 19999."});
    if (upload.committed)
        return call.fail({409, "StatusConflict", "The upload is committed; create a new one for more rows."});
    const auto compression = compressionOf(call.request.header("content-encoding"));
    if (!compression.ok())
        return call.fail({400, "MalformedHeaderValue", compression.error().message.toStdString()});
    auto block = call.server.warehouse.openBlock(upload.id, int(blockId));
    if (!block.ok())
        return call.fail(block.error(), "NoSuchUpload");
    const RowFormat format = call.has("arrow") ? RowFormat::Arrow : RowFormat::Record;
    const Done received = BlockReceiver(upload.columns, format, *compression, **block).receive(call.http);
    if (!received.ok())
        return call.fail(received.error());
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
    if (!upload.ok() || upload->table.table != call.table || upload->table.project != call.project)
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
