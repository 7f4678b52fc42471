#include "tunnel/compression.h"

#include "base/nearest.h"
#include "tunnel/codecs.h"

#include <array>

namespace sluice
{

namespace
{

struct Codec {
    Compression compression;
    const char *name;
    const char *token;
};

constexpr std::array codecs{
    Codec{Compression::Raw, "raw", ""},
    Codec{Compression::Deflate, "zlib", "deflate"},
    Codec{Compression::Snappy, "snappy", "x-snappy-framed"},
    Codec{Compression::Lz4, "lz4", "x-lz4-frame"},
    Codec{Compression::Zstd, "zstd", "zstd"},
};

const Codec &codec(Compression compression)
{
    return codecs[size_t(compression)];
}

class RawCompressor final : public Compressor
{
public:
    Done write(std::string_view in, std::string &out) override
    {
        out.append(in);
        return {};
    }
    Done finish(std::string &) override { return {}; }
};

class RawDecompressor final : public Decompressor
{
public:
    Done write(std::string_view in, std::string &out) override
    {
        out.append(in);
        return {};
    }
    Done finish() override { return {}; }
};

} // namespace

Result<Compression> parseCompression(const QString &name)
{
    const QString word = name.trimmed().toLower();
    if (word == QLatin1String("deflate"))
        return Compression::Deflate;
    QStringList names;
    for (const Codec &codec : codecs) {
        if (word == QLatin1String(codec.name))
            return codec.compression;
        names.append(QString::fromLatin1(codec.name));
    }
    return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is not a compression of the tunnel; use %2.%3")
                                            .arg(name, names.join(QStringLiteral(", ")), didYouMean(word, names)));
}

QString compressionName(Compression compression)
{
    return QString::fromLatin1(codec(compression).name);
}

const char *contentEncoding(Compression compression)
{
    return codec(compression).token;
}

const char *arrowContentEncoding(Compression compression)
{
    return compression == Compression::Lz4 ? "x-odps-lz4-frame" : contentEncoding(compression);
}

Result<Compression> compressionOf(std::string_view token)
{
    if (token == "identity")
        return Compression::Raw;
    if (token == "x-odps-lz4-frame")
        return Compression::Lz4;
    for (const Codec &codec : codecs)
        if (token == codec.token)
            return codec.compression;
    return makeError(ErrorCode::Unsupported,
                     QStringLiteral("The content encoding \"%1\" is not one of the tunnel's.")
                         .arg(QString::fromUtf8(token.data(), qsizetype(token.size())).left(100)));
}

std::unique_ptr<Compressor> Compressor::make(Compression compression)
{
    switch (compression) {
    case Compression::Raw:
        break;
    case Compression::Deflate:
        return makeDeflateCompressor();
    case Compression::Snappy:
        return makeSnappyCompressor();
    case Compression::Lz4:
        return makeLz4Compressor();
    case Compression::Zstd:
        return makeZstdCompressor();
    }
    return std::make_unique<RawCompressor>();
}

std::unique_ptr<Decompressor> Decompressor::make(Compression compression)
{
    switch (compression) {
    case Compression::Raw:
        break;
    case Compression::Deflate:
        return makeDeflateDecompressor();
    case Compression::Snappy:
        return makeSnappyDecompressor();
    case Compression::Lz4:
        return makeLz4Decompressor();
    case Compression::Zstd:
        return makeZstdDecompressor();
    }
    return std::make_unique<RawDecompressor>();
}

Error brokenStream(Compression compression, const char *what)
{
    return makeError(ErrorCode::Data, QStringLiteral("The %1 stream is damaged.").arg(compressionName(compression)), {},
                     QString::fromUtf8(what));
}

Error truncatedStream(Compression compression)
{
    return makeError(ErrorCode::Data,
                     QStringLiteral("The %1 stream stopped before its end.").arg(compressionName(compression)));
}

} // namespace sluice
