#include "tunnel/codecs.h"
#include "tunnel/crc32c.h"

#include <snappy.h>

#include <algorithm>
#include <cstring>

// The snappy framing format: a stream identifier, then chunks of at most 64 KiB of data, each with the masked CRC-32C
// of its uncompressed bytes.
namespace sluice
{

namespace
{

constexpr size_t blockLimit = 65536;
constexpr std::string_view identifier("\xff\x06\x00\x00sNaPpY", 10);
constexpr uint8_t compressedChunk = 0x00;
constexpr uint8_t plainChunk = 0x01;
constexpr uint8_t identifierChunk = 0xff;

uint32_t maskedChecksum(std::string_view data)
{
    const uint32_t crc = crc32c(0, data.data(), data.size());
    return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

class SnappyCompressor final : public Compressor
{
public:
    Done write(std::string_view in, std::string &out) override
    {
        if (!m_held.empty()) {
            const size_t take = std::min(in.size(), blockLimit - m_held.size());
            m_held.append(in.substr(0, take));
            in.remove_prefix(take);
            if (m_held.size() < blockLimit)
                return {};
            chunk(m_held, out);
            m_held.clear();
        }
        for (; in.size() >= blockLimit; in.remove_prefix(blockLimit))
            chunk(in.substr(0, blockLimit), out);
        m_held.append(in);
        return {};
    }

    Done finish(std::string &out) override
    {
        if (!m_held.empty())
            chunk(m_held, out);
        m_held.clear();
        begin(out);
        return {};
    }

private:
    void begin(std::string &out)
    {
        if (!m_begun)
            out.append(identifier);
        m_begun = true;
    }

    void chunk(std::string_view data, std::string &out)
    {
        begin(out);
        const uint32_t checksum = maskedChecksum(data);
        const size_t start = out.size();
        char *head = grow(out, 8 + snappy::MaxCompressedLength(data.size()));
        size_t size = 0;
        snappy::RawCompress(data.data(), data.size(), head + 8, &size);
        uint8_t kind = compressedChunk;
        if (size >= data.size()) { // nothing gained: as it is
            kind = plainChunk;
            size = data.size();
            std::memcpy(head + 8, data.data(), size);
        }
        const uint32_t length = uint32_t(size + 4);
        const uint32_t header = kind | length << 8;
        std::memcpy(head, &header, 4);
        std::memcpy(head + 4, &checksum, 4);
        out.resize(start + 8 + size);
    }

    std::string m_held;
    bool m_begun = false;
};

class SnappyDecompressor final : public Decompressor
{
public:
    Done write(std::string_view in, std::string &out) override
    {
        while (!in.empty()) {
            if (m_skip > 0) {
                const size_t take = std::min(in.size(), m_skip);
                in.remove_prefix(take);
                m_skip -= take;
                continue;
            }
            const size_t wanted = m_held.size() < 4 ? 4 : 4 + m_length;
            const size_t take = std::min(in.size(), wanted - m_held.size());
            m_held.append(in.substr(0, take));
            in.remove_prefix(take);
            if (m_held.size() < wanted)
                return {};
            if (wanted == 4)
                SLUICE_CHECK(header());
            if (m_held.size() >= 4 && m_held.size() == 4 + m_length) {
                SLUICE_CHECK(chunk(out));
                m_held.clear();
            }
        }
        return {};
    }

    Done finish() override
    {
        if (!m_begun || !m_held.empty() || m_skip > 0)
            return truncatedStream(Compression::Snappy);
        return {};
    }

private:
    uint8_t kind() const { return uint8_t(m_held[0]); }

    // Four bytes of a chunk are here: its kind and length.
    Done header()
    {
        uint32_t word;
        std::memcpy(&word, m_held.data(), 4);
        m_length = word >> 8;
        if (!m_begun && kind() != identifierChunk)
            return brokenStream(Compression::Snappy, "it does not begin with the stream identifier");
        if (kind() >= 0x80 && kind() != identifierChunk) { // padding and reserved kinds that may be skipped
            m_skip = m_length;
            m_held.clear();
            return {};
        }
        size_t least = 4;
        size_t most = 0;
        if (kind() == compressedChunk)
            most = 4 + snappy::MaxCompressedLength(blockLimit);
        else if (kind() == plainChunk)
            most = 4 + blockLimit;
        else if (kind() == identifierChunk)
            least = most = 6;
        if (m_length < least || m_length > most)
            return brokenStream(Compression::Snappy, "a chunk of an unknown kind or an impossible length");
        return {};
    }

    Done chunk(std::string &out)
    {
        if (kind() == identifierChunk) {
            if (m_held != identifier)
                return brokenStream(Compression::Snappy, "its stream identifier is wrong");
            m_begun = true;
            return {};
        }
        uint32_t checksum;
        std::memcpy(&checksum, m_held.data() + 4, 4);
        const std::string_view body = std::string_view(m_held).substr(8);
        const size_t start = out.size();
        if (kind() == plainChunk) {
            out.append(body);
        } else {
            size_t size = 0;
            if (!snappy::GetUncompressedLength(body.data(), body.size(), &size) || size > blockLimit)
                return brokenStream(Compression::Snappy, "a chunk claims more than 64 KiB");
            if (!snappy::RawUncompress(body.data(), body.size(), grow(out, size))) {
                out.resize(start);
                return brokenStream(Compression::Snappy, "a chunk cannot be expanded");
            }
        }
        if (maskedChecksum(std::string_view(out).substr(start)) != checksum)
            return brokenStream(Compression::Snappy, "a chunk's checksum does not match");
        return {};
    }

    std::string m_held; // header and body of the chunk that is arriving
    size_t m_length = 0;
    size_t m_skip = 0;
    bool m_begun = false;
};

} // namespace

std::unique_ptr<Compressor> makeSnappyCompressor()
{
    return std::make_unique<SnappyCompressor>();
}

std::unique_ptr<Decompressor> makeSnappyDecompressor()
{
    return std::make_unique<SnappyDecompressor>();
}

} // namespace sluice
