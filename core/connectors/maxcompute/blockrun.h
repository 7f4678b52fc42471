#pragma once

#include "connector/connector.h"
#include "connectors/maxcompute/blocksender.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/writeshape.h"

#include <QJsonValue>

#include <atomic>

namespace sluice
{

// What the lanes of a run share that send rows in numbered blocks. How a block is begun, and what its commit needs to
// know of it, depends on the way that the rows take.
class BlockRun
{
public:
    BlockRun(Account account, WriteParameters parameters, WriteShape shape, Log *log);
    virtual ~BlockRun() = default;

    // Begins the lane's next block in its session of the current epoch. Called by the lanes' threads.
    virtual Done open(BlockSender &sender, int lane, Stop stop) = 0;
    // For the receipt: the block that the lane's sender has finished.
    virtual Result<QJsonValue> sent(const BlockSender &sender, int lane) const = 0;

    const Account account;
    const WriteParameters parameters;
    const WriteShape shape;
    Log *const log;
    std::atomic<qint64> bytesSent{0};
};

// Writes one lane's rows.
std::unique_ptr<Writer> makeBlockWriter(std::shared_ptr<BlockRun> run, int lane);

// A writer's receipt for blocks it has sent, and what all receipts tell of theirs.
Receipt blocksReceipt(const QJsonArray &blocks);
QJsonArray blocksOf(const std::vector<Receipt> &receipts);

} // namespace sluice
