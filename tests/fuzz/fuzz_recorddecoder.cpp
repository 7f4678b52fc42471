// The record decoder and the decompressors before it, on arbitrary bytes. The first byte chooses the compression and
// how the rest is cut into pieces. What is taken must be sound, and what it re-encodes to must decode again.
#include "tunnel/compression.h"
#include "tunnel/recordcodec.h"

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
    const auto expander = Decompressor::make(Compression(data[0] % 5));
    const size_t pieceSize = size_t(1) << (data[0] / 5 % 12);
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);

    RecordDecoder decoder(columns, 16);
    RecordEncoder encoder(columns);
    std::string again;
    const auto drain = [&] {
        while (const auto batch = decoder.take())
            if (!batch->ValidateFull().ok() || !encoder.encode(*batch, again).ok())
                std::abort();
    };
    bool sound = true;
    for (size_t at = 0; sound && at < bytes.size(); at += pieceSize) {
        std::string expanded;
        sound = expander->write(bytes.substr(at, pieceSize), expanded).ok() && decoder.feed(expanded).ok();
        drain();
    }
    if (!sound || !expander->finish().ok() || !decoder.finish().ok())
        return 0;
    drain();
    encoder.finish(again);
    RecordDecoder second(columns);
    if (!second.feed(again).ok() || !second.finish().ok() || second.rows() != decoder.rows())
        std::abort();
    return 0;
}
