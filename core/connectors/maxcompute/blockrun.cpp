#include "connectors/maxcompute/blockrun.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <arrow/record_batch.h>

#include <utility>

namespace sluice
{

namespace
{

class BlockWriter final : public Writer
{
public:
    BlockWriter(std::shared_ptr<BlockRun> run, int lane)
        : m_run(std::move(run))
        , m_lane(lane)
        , m_sender(m_run->account, m_run->log)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const PreparedRows prepared, m_run->shape.prepare(batch, dirty));
        const std::shared_ptr<arrow::RecordBatch> &rows = prepared.rows;
        if (!rows || rows->num_rows() == 0)
            return {};
        if (!m_sender.isOpen())
            SLUICE_CHECK(m_run->open(m_sender, m_lane, stop));
        SLUICE_CHECK(m_sender.write(*rows, stop));
        return m_sender.isFull(m_run->parameters.blockBytes) ? finishBlock(stop) : Done();
    }

    Result<Receipt> seal(Stop stop) override
    {
        SLUICE_CHECK(finishBlock(stop));
        return blocksReceipt(std::exchange(m_blocks, {}));
    }

    bool atBoundary() const override { return !m_sender.isOpen() && !m_blocks.isEmpty(); }

private:
    Done finishBlock(Stop stop)
    {
        if (!m_sender.isOpen())
            return {};
        SLUICE_TRY(const qint64 bytes, m_sender.finish(stop));
        m_run->bytesSent += bytes;
        SLUICE_TRY(const QJsonValue block, m_run->sent(m_sender, m_lane));
        m_blocks.append(block);
        return {};
    }

    std::shared_ptr<BlockRun> m_run;
    const int m_lane;
    BlockSender m_sender;
    QJsonArray m_blocks; // sent since the last seal
};

const QString blocksKey = QStringLiteral("blocks");

} // namespace

BlockRun::BlockRun(Account account, WriteParameters parameters, WriteShape shape, Log *log)
    : account(std::move(account))
    , parameters(std::move(parameters))
    , shape(std::move(shape))
    , log(log)
{
}

std::unique_ptr<Writer> makeBlockWriter(std::shared_ptr<BlockRun> run, int lane)
{
    return std::make_unique<BlockWriter>(std::move(run), lane);
}

Receipt blocksReceipt(const QJsonArray &blocks)
{
    return QJsonDocument(QJsonObject{{blocksKey, blocks}}).toJson(QJsonDocument::Compact);
}

QJsonArray blocksOf(const std::vector<Receipt> &receipts)
{
    QJsonArray blocks;
    for (const Receipt &receipt : receipts)
        for (const QJsonValue &block : QJsonDocument::fromJson(receipt).object()[blocksKey].toArray())
            blocks.append(block);
    return blocks;
}

} // namespace sluice
