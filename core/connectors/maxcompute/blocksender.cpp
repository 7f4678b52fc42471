#include "connectors/maxcompute/blocksender.h"

#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

// The most that is kept of a block; with compression, rows of several times as many bytes.
constexpr size_t keptBytes = size_t(16) << 20;
// Room for what one batch may add past that.
constexpr size_t margin = size_t(5) << 20;

} // namespace

BlockSender::BlockSender(Account account, Log *log)
    : m_sender(std::move(account), log)
{
}

Done BlockSender::open(ServiceRequest request, int blockId, std::unique_ptr<RowEncoder> encoder,
                       Compression compression)
{
    m_blockId = blockId;
    m_encoder = std::move(encoder);
    m_compressor = compression == Compression::Raw ? nullptr : Compressor::make(compression);
    m_rows.clear();
    m_rawBytes = 0;
    return m_sender.start(std::move(request), keptBytes + margin);
}

int64_t BlockSender::rows() const
{
    return m_encoder ? m_encoder->rows() : 0;
}

bool BlockSender::isFull(qint64 blockBytes)
{
    return m_rawBytes >= blockBytes || m_sender.body().size() >= keptBytes;
}

Done BlockSender::write(const arrow::RecordBatch &rows, Stop stop)
{
    std::string &to = m_compressor ? m_rows : m_sender.body();
    const size_t before = to.size();
    SLUICE_CHECK(m_encoder->encode(rows, to));
    m_rawBytes += qint64(to.size() - before);
    if (m_compressor) {
        SLUICE_CHECK(m_compressor->write(m_rows, m_sender.body()));
        m_rows.clear();
    }
    return m_sender.push(stop);
}

Result<qint64> BlockSender::finish(Stop stop)
{
    m_encoder->finish(m_compressor ? m_rows : m_sender.body());
    if (m_compressor) {
        SLUICE_CHECK(m_compressor->write(m_rows, m_sender.body()));
        SLUICE_CHECK(m_compressor->finish(m_sender.body()));
    }
    m_sender.complete();
    SLUICE_CHECK(m_sender.finish(stop));
    m_encoder.reset();
    m_compressor.reset();
    return qint64(m_sender.body().size());
}

} // namespace sluice
