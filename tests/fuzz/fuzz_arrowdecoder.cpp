// The Arrow decoder on arbitrary bytes. The first byte chooses how the rest is cut into pieces and whether it is a
// whole stream, or a payload to which chunks and checksums are made here: so that messages are reached that no guess of
// a checksum would let pass. What is taken must be sound, and what it re-encodes to must decode again.
#include "tunnel/arrowchunks.h"
#include "tunnel/arrowcodec.h"

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <cstdlib>

using namespace sluice;

static Schema schema()
{
    Schema schema;
    for (const char *type :
         {"bigint", "string", "decimal(18,4)", "boolean", "timestamp", "array<int>", "map<string,double>",
          "struct<a:tinyint,b:array<string>>", "interval_day_time", "binary", "float", "date"})
        schema.columns.append(
            {QStringLiteral("c%1").arg(schema.size()), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Schema columns = schema();
    if (size == 0)
        return 0;
    const size_t pieceSize = size_t(1) << (data[0] / 2 % 12);
    std::string bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    if (data[0] % 2) {
        ChunkWriter chunks(64);
        std::string stream;
        chunks.write(bytes.data(), bytes.size(), stream);
        chunks.finish(stream);
        bytes = std::move(stream);
    }

    ArrowDecoder decoder(columns, 16);
    ArrowEncoder encoder(columns);
    std::string again;
    const auto drain = [&] {
        while (const auto batch = decoder.take())
            if (!batch->ValidateFull().ok() || !encoder.encode(*batch, again).ok())
                std::abort();
    };
    bool sound = true;
    for (size_t at = 0; sound && at < bytes.size(); at += pieceSize) {
        sound = decoder.feed(std::string_view(bytes).substr(at, pieceSize)).ok();
        drain();
    }
    if (!sound || !decoder.finish().ok())
        return 0;
    drain();
    encoder.finish(again);
    ArrowDecoder second(columns);
    if (!second.feed(again).ok() || !second.finish().ok() || second.rows() != decoder.rows())
        std::abort();
    return 0;
}
