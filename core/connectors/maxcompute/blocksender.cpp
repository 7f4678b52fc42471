#include "connectors/maxcompute/blocksender.h"

#include <arrow/record_batch.h>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

// The most that is kept of a block; with compression, rows of several times as many bytes.
constexpr size_t keptBytes = size_t(16) << 20;
// Room for what one batch may add past that.
constexpr size_t margin = size_t(5) << 20;

} // namespace

BlockSender::BlockSender(Account account, std::vector<uint32_t> numbers, Transfer transfer, Log *log)
    : m_client(std::move(account), runTries)
    , m_numbers(std::move(numbers))
    , m_transfer(transfer)
    , m_log(log)
{
}

Done BlockSender::open(const UploadSession &session, int blockId)
{
    m_session = session;
    m_blockId = blockId;
    m_encoder = m_transfer.encoder(session.columns.columns, m_numbers);
    m_compressor = m_transfer.compression == Compression::Raw ? nullptr : Compressor::make(m_transfer.compression);
    m_rows.clear();
    m_rawBytes = 0;
    m_body.bytes.clear();
    m_body.bytes.reserve(keptBytes + margin);
    m_body.complete = false;
    m_trouble.reset();
    return startSending();
}

int64_t BlockSender::rows() const
{
    return m_encoder ? m_encoder->rows() : 0;
}

bool BlockSender::isFull(qint64 blockBytes) const
{
    return m_rawBytes >= blockBytes || m_body.bytes.size() >= keptBytes;
}

Done BlockSender::startSending()
{
    m_trouble.reset();
    const auto request = blockRequest(m_client, m_session, m_blockId, m_transfer);
    SLUICE_CHECK(m_client.begin(request, &m_body));
    m_sending = true;
    return {};
}

// The sending is void: the block will be sent again when it is complete.
void BlockSender::interrupted(const Error &error)
{
    m_client.lane().cancel();
    m_sending = false;
    m_trouble = Refusal{error, {}, mayRetry(error), {}};
}

// Lets the connection take what it can.
void BlockSender::push(Stop stop)
{
    if (!m_sending)
        return;
    const Done moved = m_client.lane().drive(0ms, SIZE_MAX, stop);
    if (!moved.ok())
        interrupted(moved.error());
    else if (!m_client.lane().active()) { // an answer before the end of the block can only be a refusal
        m_sending = false;
        m_trouble = m_client.refusal(QStringLiteral("Sending block %1").arg(m_blockId), stop);
    }
}

Done BlockSender::write(const arrow::RecordBatch &rows, Stop stop)
{
    std::string &to = m_compressor ? m_rows : m_body.bytes;
    const size_t before = to.size();
    SLUICE_CHECK(m_encoder->encode(rows, to));
    m_rawBytes += qint64(to.size() - before);
    if (m_compressor) {
        SLUICE_CHECK(m_compressor->write(m_rows, m_body.bytes));
        m_rows.clear();
    }
    push(stop);
    if (m_trouble && !m_trouble->retry)
        return m_trouble->error;
    return {};
}

// Drives the sending of the whole block to its answer. True when the server has it, false when it may be tried again.
Result<bool> BlockSender::answer(Stop stop)
{
    HttpLane &lane = m_client.lane();
    while (lane.active() && lane.inbox().empty()) {
        const Done moved = lane.drive(1s, 0, stop);
        if (!moved.ok()) {
            interrupted(moved.error());
            break;
        }
    }
    if (!m_trouble && lane.status() / 100 != 2)
        m_trouble = m_client.refusal(QStringLiteral("Sending block %1").arg(m_blockId), stop);
    if (!m_trouble) {
        while (lane.active()) { // the rest of an answer that nobody reads
            lane.inbox().clear();
            if (!lane.drive(1s, 0, stop).ok())
                break;
        }
        return true;
    }
    // A block that reached the server damaged, or not whole, is as good as one that did not reach it.
    const bool damaged = m_trouble->error.code == ErrorCode::Data;
    if (!m_trouble->retry && !damaged)
        return m_trouble->error;
    return false;
}

Result<qint64> BlockSender::finish(Stop stop)
{
    std::string &to = m_compressor ? m_rows : m_body.bytes;
    m_encoder->finish(to);
    if (m_compressor) {
        SLUICE_CHECK(m_compressor->write(m_rows, m_body.bytes));
        SLUICE_CHECK(m_compressor->finish(m_body.bytes));
    }
    m_body.complete = true;
    Backoff backoff(runTries);
    for (;;) {
        if (m_sending) {
            SLUICE_TRY(const bool taken, answer(stop));
            m_sending = false;
            if (taken)
                break;
        }
        const Refusal trouble = m_trouble.value_or(Refusal());
        if (m_log)
            m_log->warning(QStringLiteral("Block %1 is sent again: %2").arg(m_blockId).arg(trouble.error.text()));
        SLUICE_CHECK(backoff.next(trouble.error, trouble.wait, stop));
        SLUICE_CHECK(startSending());
    }
    const qint64 bytes = qint64(m_body.bytes.size());
    m_encoder.reset();
    m_compressor.reset();
    return bytes;
}

} // namespace sluice
