#pragma once

#include "connectors/maxcompute/bodysender.h"
#include "tunnel/compression.h"
#include "tunnel/rowcodec.h"

#include <arrow/type_fwd.h>

namespace sluice
{

// Sends one block after another of one lane's rows, each while it is made. One thread at a time.
class BlockSender
{
public:
    BlockSender(Account account, Log *log);

    const Client &client() const { return m_sender.client(); }

    // The block that the next rows belong to: how they travel, and what is around that. No block may be open.
    Done open(ServiceRequest request, int blockId, std::unique_ptr<RowEncoder> encoder, Compression compression);
    bool isOpen() const { return m_encoder != nullptr; }
    int blockId() const { return m_blockId; }
    int64_t rows() const;
    // Whether the block is large enough: by its rows' bytes, or by what must be kept of it.
    bool isFull(qint64 blockBytes);

    // Encodes rows and sends what the connection takes without waiting.
    Done write(const arrow::RecordBatch &rows, Stop stop);
    // Ends the block and waits until the server has it. Returns the bytes it took.
    Result<qint64> finish(Stop stop);
    // What the server has answered to that.
    const QByteArray &answer() const { return m_sender.answer(); }

private:
    BodySender m_sender;
    int m_blockId = -1;
    std::unique_ptr<RowEncoder> m_encoder;
    std::unique_ptr<Compressor> m_compressor;
    std::string m_rows; // encoded, not compressed yet
    qint64 m_rawBytes = 0;
};

} // namespace sluice
