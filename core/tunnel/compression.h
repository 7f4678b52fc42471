#pragma once

#include "base/result.h"

#include <memory>
#include <string>
#include <string_view>

namespace sluice
{

// The tunnel's codecs. Deflate is RFC 1950 zlib, snappy the framing format, lz4 and zstd their frames.
enum class Compression { Raw, Deflate, Snappy, Lz4, Zstd };

// The words of scripts and options: "raw", "zlib" or "deflate", "snappy", "lz4", "zstd"; case is ignored.
Result<Compression> parseCompression(const QString &name);
QString compressionName(Compression compression);

// The token of Content-Encoding and Accept-Encoding: "", "deflate", "x-snappy-framed", "x-lz4-frame", "zstd".
const char *contentEncoding(Compression compression);
// The same of an Arrow stream, where lz4 is "x-odps-lz4-frame".
const char *arrowContentEncoding(Compression compression);
// Reads a token; "", "identity" are raw, "x-odps-lz4-frame" is lz4. Unsupported error for another.
Result<Compression> compressionOf(std::string_view token);

// Compresses one stream, piece by piece. One thread at a time.
class Compressor
{
public:
    virtual ~Compressor() = default;
    // Appends what is ready to `out` (perhaps nothing).
    virtual Done write(std::string_view in, std::string &out) = 0;
    virtual Done finish(std::string &out) = 0;
    static std::unique_ptr<Compressor> make(Compression compression);
};

// Expands one stream of foreign bytes. What a header promises allocates nothing; what a piece expands to is bounded by
// the format's best ratio, so feed pieces of at most compressedPiece and use up `out` in between. One thread at a time.
class Decompressor
{
public:
    virtual ~Decompressor() = default;
    // Takes input and appends the output that is ready. Data error on a broken stream.
    virtual Done write(std::string_view in, std::string &out) = 0;
    // Data error when the stream stopped before its end.
    virtual Done finish() = 0;
    static std::unique_ptr<Decompressor> make(Compression compression);
};

inline constexpr size_t compressedPiece = 8192;

} // namespace sluice
