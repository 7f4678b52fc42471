#include "tunnel/codecs.h"

#include <lz4frame.h>
#include <zstd.h>

#include <algorithm>

// LZ4 and Zstandard frames, by their own libraries.
namespace sluice
{

namespace
{

constexpr size_t lz4Piece = 64 * 1024;
constexpr size_t outputPiece = 128 * 1024;
// A frame may ask for this window and no more: 32 MiB.
constexpr int zstdWindowLog = 25;

// Where a library puts its output before it is appended: growing the string first would clear that room for nothing.
class Room
{
public:
    explicit Room(size_t size)
        : m_bytes(new char[size])
        , m_size(size)
    {
    }
    char *begin() { return m_bytes.get(); }
    size_t size() const { return m_size; }

private:
    std::unique_ptr<char[]> m_bytes;
    size_t m_size;
};

class Lz4Compressor final : public Compressor
{
public:
    Lz4Compressor() { m_bad = LZ4F_isError(LZ4F_createCompressionContext(&m_context, LZ4F_VERSION)); }
    ~Lz4Compressor() override { LZ4F_freeCompressionContext(m_context); }
    Lz4Compressor(const Lz4Compressor &) = delete;
    Lz4Compressor &operator=(const Lz4Compressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        SLUICE_CHECK(begin(out));
        for (; !in.empty(); in.remove_prefix(std::min(in.size(), lz4Piece))) {
            const std::string_view part = in.substr(0, lz4Piece);
            SLUICE_CHECK(keep(
                out, LZ4F_compressUpdate(m_context, m_room.begin(), m_room.size(), part.data(), part.size(), nullptr)));
        }
        return {};
    }

    Done finish(std::string &out) override
    {
        SLUICE_CHECK(begin(out));
        return keep(out, LZ4F_compressEnd(m_context, m_room.begin(), m_room.size(), nullptr));
    }

private:
    Done begin(std::string &out)
    {
        if (m_begun)
            return {};
        m_begun = true;
        if (m_bad)
            return makeError(ErrorCode::Internal, QStringLiteral("LZ4 could not be started."));
        return keep(out, LZ4F_compressBegin(m_context, m_room.begin(), m_room.size(), &m_preferences));
    }

    Done keep(std::string &out, size_t written)
    {
        if (LZ4F_isError(written))
            return makeError(ErrorCode::Internal, QStringLiteral("LZ4 refused its input."), {},
                             QString::fromLatin1(LZ4F_getErrorName(written)));
        out.append(m_room.begin(), written);
        return {};
    }

    static LZ4F_preferences_t preferences()
    {
        LZ4F_preferences_t chosen{};
        chosen.frameInfo.blockSizeID = LZ4F_max64KB;
        chosen.frameInfo.blockMode = LZ4F_blockIndependent; // the Java SDK cannot read linked blocks
        chosen.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
        return chosen;
    }

    LZ4F_cctx *m_context = nullptr;
    LZ4F_preferences_t m_preferences = preferences();
    Room m_room{LZ4F_compressBound(lz4Piece, &m_preferences) + LZ4F_HEADER_SIZE_MAX};
    bool m_bad = false;
    bool m_begun = false;
};

class Lz4Decompressor final : public Decompressor
{
public:
    Lz4Decompressor() { m_bad = LZ4F_isError(LZ4F_createDecompressionContext(&m_context, LZ4F_VERSION)); }
    ~Lz4Decompressor() override { LZ4F_freeDecompressionContext(m_context); }
    Lz4Decompressor(const Lz4Decompressor &) = delete;
    Lz4Decompressor &operator=(const Lz4Decompressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        if (m_bad)
            return makeError(ErrorCode::Internal, QStringLiteral("LZ4 could not be started."));
        size_t written = outputPiece;
        while (!in.empty() || (written == outputPiece && m_inFrame)) {
            written = outputPiece;
            size_t taken = in.size();
            const size_t hint = LZ4F_decompress(m_context, m_room.begin(), &written, in.data(), &taken, nullptr);
            if (LZ4F_isError(hint))
                return brokenStream(Compression::Lz4, LZ4F_getErrorName(hint));
            out.append(m_room.begin(), written);
            in.remove_prefix(taken);
            m_inFrame = hint != 0;
            m_complete = m_complete || hint == 0;
        }
        return {};
    }

    Done finish() override
    {
        if (m_inFrame || !m_complete)
            return truncatedStream(Compression::Lz4);
        return {};
    }

private:
    LZ4F_dctx *m_context = nullptr;
    Room m_room{outputPiece};
    bool m_bad = false;
    bool m_inFrame = false;
    bool m_complete = false; // at least one frame came whole
};

class ZstdCompressor final : public Compressor
{
public:
    ZstdCompressor()
        : m_context(ZSTD_createCCtx())
    {
        if (m_context) {
            ZSTD_CCtx_setParameter(m_context, ZSTD_c_compressionLevel, 1);
            ZSTD_CCtx_setParameter(m_context, ZSTD_c_checksumFlag, 1);
        }
    }
    ~ZstdCompressor() override { ZSTD_freeCCtx(m_context); }
    ZstdCompressor(const ZstdCompressor &) = delete;
    ZstdCompressor &operator=(const ZstdCompressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        ZSTD_inBuffer input{in.data(), in.size(), 0};
        while (input.pos < input.size)
            SLUICE_CHECK(step(input, ZSTD_e_continue, out));
        return {};
    }

    Done finish(std::string &out) override
    {
        ZSTD_inBuffer input{nullptr, 0, 0};
        for (;;) {
            SLUICE_TRY(const size_t left, step(input, ZSTD_e_end, out));
            if (left == 0)
                return {};
        }
    }

private:
    Result<size_t> step(ZSTD_inBuffer &input, ZSTD_EndDirective directive, std::string &out)
    {
        if (!m_context)
            return makeError(ErrorCode::Internal, QStringLiteral("Zstandard could not be started."));
        ZSTD_outBuffer output{m_room.begin(), m_room.size(), 0};
        const size_t left = ZSTD_compressStream2(m_context, &output, &input, directive);
        out.append(m_room.begin(), output.pos);
        if (ZSTD_isError(left))
            return makeError(ErrorCode::Internal, QStringLiteral("Zstandard refused its input."), {},
                             QString::fromLatin1(ZSTD_getErrorName(left)));
        return left;
    }

    ZSTD_CCtx *m_context;
    Room m_room{outputPiece};
};

class ZstdDecompressor final : public Decompressor
{
public:
    ZstdDecompressor()
        : m_context(ZSTD_createDCtx())
    {
        if (m_context)
            ZSTD_DCtx_setParameter(m_context, ZSTD_d_windowLogMax, zstdWindowLog);
    }
    ~ZstdDecompressor() override { ZSTD_freeDCtx(m_context); }
    ZstdDecompressor(const ZstdDecompressor &) = delete;
    ZstdDecompressor &operator=(const ZstdDecompressor &) = delete;

    Done write(std::string_view in, std::string &out) override
    {
        if (!m_context)
            return makeError(ErrorCode::Internal, QStringLiteral("Zstandard could not be started."));
        ZSTD_inBuffer input{in.data(), in.size(), 0};
        bool full = false;
        while (input.pos < input.size || full) {
            ZSTD_outBuffer output{m_room.begin(), m_room.size(), 0};
            const size_t left = ZSTD_decompressStream(m_context, &output, &input);
            out.append(m_room.begin(), output.pos);
            if (ZSTD_isError(left))
                return brokenStream(Compression::Zstd, ZSTD_getErrorName(left));
            m_inFrame = left != 0;
            m_complete = m_complete || left == 0;
            full = m_inFrame && output.pos == output.size;
        }
        return {};
    }

    Done finish() override
    {
        if (m_inFrame || !m_complete)
            return truncatedStream(Compression::Zstd);
        return {};
    }

private:
    ZSTD_DCtx *m_context;
    Room m_room{outputPiece};
    bool m_inFrame = false;
    bool m_complete = false;
};

} // namespace

std::unique_ptr<Compressor> makeLz4Compressor()
{
    return std::make_unique<Lz4Compressor>();
}

std::unique_ptr<Decompressor> makeLz4Decompressor()
{
    return std::make_unique<Lz4Decompressor>();
}

std::unique_ptr<Compressor> makeZstdCompressor()
{
    return std::make_unique<ZstdCompressor>();
}

std::unique_ptr<Decompressor> makeZstdDecompressor()
{
    return std::make_unique<ZstdDecompressor>();
}

} // namespace sluice
