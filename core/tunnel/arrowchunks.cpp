#include "tunnel/arrowchunks.h"

#include "tunnel/crc32c.h"

#include <algorithm>

namespace sluice
{

namespace
{

constexpr size_t wordSize = 4;
constexpr uint32_t chunkSizeLimit = uint32_t(64) << 20;

void appendWord(uint32_t value, std::string &out)
{
    const char bytes[wordSize] = {char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
    out.append(bytes, wordSize);
}

uint32_t readWord(std::string_view bytes)
{
    uint32_t value = 0;
    for (const char byte : bytes.substr(0, wordSize))
        value = value << 8 | uint8_t(byte);
    return value;
}

} // namespace

void ChunkWriter::begin(std::string &out)
{
    if (!m_begun)
        appendWord(m_chunkSize, out);
    m_begun = true;
}

void ChunkWriter::write(const void *data, size_t size, std::string &out)
{
    begin(out);
    const char *from = static_cast<const char *>(data);
    while (size > 0) {
        const size_t part = std::min<size_t>(size, m_chunkSize - m_filled);
        out.append(from, part);
        m_crc = crc32c(m_crc, from, part);
        m_total = crc32c(m_total, from, part);
        from += part;
        size -= part;
        m_filled += uint32_t(part);
        if (m_filled == m_chunkSize) {
            appendWord(m_crc, out);
            m_crc = 0;
            m_filled = 0;
        }
    }
}

void ChunkWriter::finish(std::string &out)
{
    begin(out);
    appendWord(m_total, out);
}

Done ChunkReader::check(std::string_view chunk, const Take &take)
{
    const std::string_view payload = chunk.substr(0, m_chunkSize);
    ++m_chunks;
    if (crc32c(0, payload.data(), payload.size()) != readWord(chunk.substr(m_chunkSize)))
        return makeError(
            ErrorCode::Data,
            QStringLiteral("The Arrow stream is damaged: the checksum of chunk %1 does not match.").arg(m_chunks));
    m_total = crc32c(m_total, payload.data(), payload.size());
    return take(payload);
}

Done ChunkReader::feed(std::string_view bytes, const Take &take)
{
    while (!bytes.empty()) {
        if (m_begun && m_chunkSize == 0)
            return makeError(ErrorCode::Data, QStringLiteral("The Arrow stream is damaged: its chunks have no size."));
        const size_t whole = m_begun ? size_t(m_chunkSize) + wordSize : wordSize;
        std::string_view piece = bytes.substr(0, whole - m_pending.size());
        bytes.remove_prefix(piece.size());
        if (!m_pending.empty() || piece.size() < whole) {
            m_pending.append(piece);
            if (m_pending.size() < whole)
                return {};
            piece = m_pending;
        }
        if (m_begun) {
            SLUICE_CHECK(check(piece, take));
        } else {
            m_chunkSize = readWord(piece);
            m_begun = true;
            if (m_chunkSize > chunkSizeLimit)
                return makeError(
                    ErrorCode::Data,
                    QStringLiteral("The Arrow stream is damaged: it claims chunks of %1 bytes.").arg(m_chunkSize));
        }
        m_pending.clear();
    }
    return {};
}

Done ChunkReader::finish(const Take &take)
{
    if (m_begun && m_chunkSize == 0) // all that PyODPS sends of an empty block: a checksum of nothing, without a size
        return {};
    if (!m_begun || m_pending.size() < wordSize)
        return makeError(ErrorCode::Data, QStringLiteral("The Arrow stream stopped before its last checksum."));
    const std::string_view payload = std::string_view(m_pending).substr(0, m_pending.size() - wordSize);
    if (crc32c(m_total, payload.data(), payload.size()) != readWord(std::string_view(m_pending).substr(payload.size())))
        return makeError(ErrorCode::Data,
                         QStringLiteral("The Arrow stream is damaged or stopped early: the checksum of the whole does "
                                        "not match."));
    return payload.empty() ? Done() : take(payload);
}

} // namespace sluice
