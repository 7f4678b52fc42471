#include "tunnel/codecs.h"

#include <algorithm>

#ifdef SLUICE_ISAL
#include <isa-l/igzip_lib.h>
#else
#include <zlib.h>
#endif

namespace sluice
{

namespace
{

// Room made for a library's output at a time: large enough that its calls cost nothing.
constexpr size_t outputPiece = 256 * 1024;
constexpr size_t inputPiece = 1 << 30;

uint8_t *bytes(std::string_view text)
{
    return reinterpret_cast<uint8_t *>(const_cast<char *>(text.data()));
}

// Where a library puts its output before it is appended: growing the string first would clear that room for nothing.
class Room
{
public:
    uint8_t *begin() { return m_bytes.get(); }
    void moveTo(std::string &out, size_t unused) const
    {
        out.append(reinterpret_cast<const char *>(m_bytes.get()), outputPiece - unused);
    }

private:
    std::unique_ptr<uint8_t[]> m_bytes{new uint8_t[outputPiece]};
};

#ifdef SLUICE_ISAL

// ISA-L: several times the speed of zlib at level 1, with about the same size.
class DeflateCompressor final : public Compressor
{
public:
    DeflateCompressor()
    {
        isal_deflate_init(&m_stream);
        m_stream.level = 1;
        m_stream.level_buf = m_level.get();
        m_stream.level_buf_size = ISAL_DEF_LVL1_DEFAULT;
        m_stream.gzip_flag = IGZIP_ZLIB;
    }

    Done write(std::string_view in, std::string &out) override
    {
        while (!in.empty()) {
            const size_t part = std::min(in.size(), inputPiece);
            m_stream.next_in = bytes(in);
            m_stream.avail_in = uint32_t(part);
            while (m_stream.avail_in > 0)
                SLUICE_CHECK(step(out));
            in.remove_prefix(part);
        }
        return {};
    }

    Done finish(std::string &out) override
    {
        m_stream.next_in = nullptr;
        m_stream.avail_in = 0;
        m_stream.end_of_stream = 1;
        while (m_stream.internal_state.state != ZSTATE_END)
            SLUICE_CHECK(step(out));
        return {};
    }

private:
    Done step(std::string &out)
    {
        m_stream.next_out = m_room.begin();
        m_stream.avail_out = outputPiece;
        const int outcome = isal_deflate(&m_stream);
        m_room.moveTo(out, m_stream.avail_out);
        if (outcome != COMP_OK)
            return makeError(ErrorCode::Internal, QStringLiteral("Deflate refused its input (%1).").arg(outcome));
        return {};
    }

    Room m_room;
    isal_zstream m_stream;
    std::unique_ptr<uint8_t[]> m_level{new uint8_t[ISAL_DEF_LVL1_DEFAULT]};
};

class DeflateDecompressor final : public Decompressor
{
public:
    DeflateDecompressor()
    {
        isal_inflate_init(&m_state);
        m_state.crc_flag = ISAL_ZLIB;
    }

    Done write(std::string_view in, std::string &out) override
    {
        while (!in.empty()) {
            if (ended())
                return brokenStream(Compression::Deflate, "bytes after its end");
            const size_t part = std::min(in.size(), inputPiece);
            m_state.next_in = bytes(in);
            m_state.avail_in = uint32_t(part);
            do {
                m_state.next_out = m_room.begin();
                m_state.avail_out = outputPiece;
                const int outcome = isal_inflate(&m_state);
                m_room.moveTo(out, m_state.avail_out);
                if (outcome == ISAL_INCORRECT_CHECKSUM)
                    return brokenStream(Compression::Deflate, "its checksum does not match");
                if (outcome < 0)
                    return brokenStream(Compression::Deflate, "not a deflate block");
                if (outcome == ISAL_NEED_DICT)
                    return brokenStream(Compression::Deflate, "it asks for a dictionary");
            } while (!ended() && (m_state.avail_in > 0 || m_state.avail_out == 0));
            // Whole bytes past the end may already have been taken into its bit buffer.
            if (ended() && m_state.read_in_length >= 8)
                return brokenStream(Compression::Deflate, "bytes after its end");
            in.remove_prefix(part - m_state.avail_in);
        }
        return {};
    }

    Done finish() override
    {
        if (!ended())
            return truncatedStream(Compression::Deflate);
        return {};
    }

private:
    bool ended() const { return m_state.block_state == ISAL_BLOCK_FINISH; }

    Room m_room;
    inflate_state m_state;
};

#else

class DeflateCompressor final : public Compressor
{
public:
    DeflateCompressor() { m_ready = deflateInit(&m_stream, 1) == Z_OK; }
    ~DeflateCompressor() override { deflateEnd(&m_stream); }
    DeflateCompressor(const DeflateCompressor &) = delete;
    DeflateCompressor &operator=(const DeflateCompressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        while (!in.empty()) {
            const size_t part = std::min(in.size(), inputPiece);
            m_stream.next_in = bytes(in);
            m_stream.avail_in = uInt(part);
            while (m_stream.avail_in > 0)
                SLUICE_CHECK(step(out, Z_NO_FLUSH));
            in.remove_prefix(part);
        }
        return {};
    }

    Done finish(std::string &out) override
    {
        for (;;) {
            SLUICE_TRY(const bool ended, step(out, Z_FINISH));
            if (ended)
                return {};
        }
    }

private:
    static Done failure()
    {
        return makeError(ErrorCode::Internal, QStringLiteral("Deflate could not be started or refused its input."));
    }

    Result<bool> step(std::string &out, int flush)
    {
        if (!m_ready)
            return failure().error();
        m_stream.next_out = m_room.begin();
        m_stream.avail_out = outputPiece;
        const int outcome = deflate(&m_stream, flush);
        m_room.moveTo(out, m_stream.avail_out);
        if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
            return failure().error();
        return outcome == Z_STREAM_END;
    }

    Room m_room;
    z_stream m_stream{};
    bool m_ready = false;
};

class DeflateDecompressor final : public Decompressor
{
public:
    DeflateDecompressor() { m_ready = inflateInit(&m_stream) == Z_OK; }
    ~DeflateDecompressor() override { inflateEnd(&m_stream); }
    DeflateDecompressor(const DeflateDecompressor &) = delete;
    DeflateDecompressor &operator=(const DeflateDecompressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        if (!m_ready)
            return makeError(ErrorCode::Internal, QStringLiteral("Inflate could not be started."));
        while (!in.empty()) {
            if (m_ended)
                return brokenStream(Compression::Deflate, "bytes after its end");
            const size_t part = std::min(in.size(), inputPiece);
            m_stream.next_in = bytes(in);
            m_stream.avail_in = uInt(part);
            do {
                m_stream.next_out = m_room.begin();
                m_stream.avail_out = outputPiece;
                const int outcome = inflate(&m_stream, Z_NO_FLUSH);
                m_room.moveTo(out, m_stream.avail_out);
                m_ended = outcome == Z_STREAM_END;
                if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
                    return brokenStream(Compression::Deflate, m_stream.msg ? m_stream.msg : "not a deflate block");
            } while (!m_ended && (m_stream.avail_in > 0 || m_stream.avail_out == 0));
            in.remove_prefix(part - m_stream.avail_in);
        }
        return {};
    }

    Done finish() override
    {
        if (!m_ended)
            return truncatedStream(Compression::Deflate);
        return {};
    }

private:
    Room m_room;
    z_stream m_stream{};
    bool m_ready = false;
    bool m_ended = false;
};

#endif

} // namespace

std::unique_ptr<Compressor> makeDeflateCompressor()
{
    return std::make_unique<DeflateCompressor>();
}

std::unique_ptr<Decompressor> makeDeflateDecompressor()
{
    return std::make_unique<DeflateDecompressor>();
}

} // namespace sluice
