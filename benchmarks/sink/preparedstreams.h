#pragma once

#include "tunnel/transfer.h"

#include <map>
#include <mutex>
#include <tuple>

namespace sluice
{

// Streams of common rows, encoded once and kept as files in memory, so that sending them costs next to nothing.
// Thread-safe.
class PreparedStreams
{
public:
    struct Stream {
        int file = -1; // open as long as the program runs
        int64_t bytes = 0;
    };
    Stream stream(const Transfer &transfer, int64_t rows);

private:
    std::mutex m_mutex;
    std::map<std::tuple<RowFormat, Compression, int64_t>, Stream> m_streams;
};

} // namespace sluice
