#pragma once

#include "base/result.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

// How the Arrow tunnel cuts its payload, in either direction: the chunk size, then chunks of that size, each followed
// by its CRC-32C, then what is left (less than a chunk, perhaps nothing) followed by the CRC-32C of all there was.
// Numbers are big-endian.
namespace sluice
{

class ChunkWriter
{
public:
    explicit ChunkWriter(uint32_t chunkSize = 65536)
        : m_chunkSize(chunkSize)
    {
    }

    // Appends a part of the payload to `out`, in chunks.
    void write(const void *data, size_t size, std::string &out);
    // Appends the end. Without any payload the stream is the chunk size and a checksum of 0.
    void finish(std::string &out);

private:
    void begin(std::string &out);

    uint32_t m_chunkSize;
    uint32_t m_filled = 0; // bytes of the chunk that is open
    uint32_t m_crc = 0;    // of them
    uint32_t m_total = 0;  // of all
    bool m_begun = false;
};

// Takes the payload out of foreign bytes again, fed in pieces of any size. One chunk is kept at most, and no more of
// it than has arrived.
class ChunkReader
{
public:
    // Called with one checked part of the payload after the other.
    using Take = std::function<Done(std::string_view)>;

    // Data error on a checksum that does not match and on a chunk size beyond 64 MiB, or what `take` returns.
    Done feed(std::string_view bytes, const Take &take);
    // The end of the bytes. Data error when they stopped before the last checksum, or it does not match.
    Done finish(const Take &take);

private:
    Done check(std::string_view chunk, const Take &take);

    std::string m_pending; // a chunk, or the chunk size, that has not arrived whole
    uint32_t m_chunkSize = 0;
    bool m_begun = false; // the chunk size has come
    uint32_t m_total = 0;
    int64_t m_chunks = 0;
};

} // namespace sluice
