#include "sink/preparedstreams.h"

#include "common/commonrows.h"

#include <arrow/record_batch.h>

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

namespace sluice
{

namespace
{

PreparedStreams::Stream prepare(const Transfer &transfer, int64_t rows)
{
    const Schema schema = commonSchema();
    const auto batches = commonRows(schema, std::min(rows, commonPart));
    std::vector<uint32_t> fields(size_t(schema.size()));
    std::iota(fields.begin(), fields.end(), 1);
    const auto encoder = transfer.encoder(schema, fields);
    const auto compressor = transfer.compression == Compression::Raw ? nullptr : Compressor::make(transfer.compression);

    PreparedStreams::Stream stream;
    stream.file = memfd_create("rows", MFD_CLOEXEC);
    need(stream.file >= 0, "bench_sink: no file in memory can be made");
    std::string plain;
    std::string packed;
    const auto keep = [&](bool last) {
        if (compressor) {
            need(compressor->write(plain, packed).ok() && (!last || compressor->finish(packed).ok()),
                 "bench_sink: compressing failed");
            plain.clear();
        }
        std::string &out = compressor ? packed : plain;
        for (size_t at = 0; at < out.size();) {
            const ssize_t written = write(stream.file, out.data() + at, out.size() - at);
            need(written > 0, "bench_sink: there is no memory for the rows");
            at += size_t(written);
        }
        stream.bytes += int64_t(out.size());
        out.clear();
    };
    for (int64_t done = 0; done < rows;) {
        for (const auto &batch : batches) {
            const int64_t count = std::min(batch->num_rows(), rows - done);
            if (count <= 0)
                break;
            need(encoder->encode(*batch->Slice(0, count), plain).ok(), "bench_sink: encoding failed");
            done += count;
            keep(false);
        }
    }
    encoder->finish(plain);
    keep(true);
    return stream;
}

} // namespace

PreparedStreams::Stream PreparedStreams::stream(const Transfer &transfer, int64_t rows)
{
    const std::lock_guard lock(m_mutex);
    const auto key = std::tuple(transfer.format, transfer.compression, rows);
    auto found = m_streams.find(key);
    if (found == m_streams.end())
        found = m_streams.emplace(key, prepare(transfer, rows)).first;
    return found->second;
}

} // namespace sluice
