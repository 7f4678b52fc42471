#pragma once

#include "tunnel/compression.h"

// The codecs behind Compressor::make() and Decompressor::make(); private to this folder.
namespace sluice
{

std::unique_ptr<Compressor> makeDeflateCompressor();
std::unique_ptr<Compressor> makeSnappyCompressor();
std::unique_ptr<Compressor> makeLz4Compressor();
std::unique_ptr<Compressor> makeZstdCompressor();

std::unique_ptr<Decompressor> makeDeflateDecompressor();
std::unique_ptr<Decompressor> makeSnappyDecompressor();
std::unique_ptr<Decompressor> makeLz4Decompressor();
std::unique_ptr<Decompressor> makeZstdDecompressor();

// Appends `room` bytes to `out` for a library to fill; shrink with resize() after.
inline char *grow(std::string &out, size_t room)
{
    const size_t size = out.size();
    out.resize(size + room);
    return out.data() + size;
}

// The Data errors all codecs share.
Error brokenStream(Compression compression, const char *what);
Error truncatedStream(Compression compression);

} // namespace sluice
