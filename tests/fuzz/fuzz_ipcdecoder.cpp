// The Storage API's Arrow streams on arbitrary bytes. The first byte chooses how the rest is cut into pieces. What is
// taken must be sound.
#include "tunnel/ipcdecoder.h"

#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <cstdlib>

using namespace sluice;

static Schema schema()
{
    Schema schema;
    for (const char *type : {"bigint", "string", "decimal(18,4)", "timestamp", "array<int>", "map<string,double>",
                             "struct<a:tinyint,b:array<string>>", "date"})
        schema.columns.append(
            {QStringLiteral("c%1").arg(schema.size()), Type::parse(QString::fromLatin1(type)).value(), true, {}});
    return schema;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const Schema columns = schema();
    if (size == 0)
        return 0;
    const size_t pieceSize = size_t(1) << (data[0] % 12);
    const std::string_view bytes(reinterpret_cast<const char *>(data) + 1, size - 1);
    IpcDecoder decoder(columns);
    bool sound = true;
    for (size_t at = 0; sound && at < bytes.size(); at += pieceSize) {
        sound = decoder.feed(bytes.substr(at, pieceSize)).ok();
        while (const auto batch = decoder.take())
            if (!batch->ValidateFull().ok())
                std::abort();
    }
    if (sound)
        (void)decoder.finish();
    return 0;
}
