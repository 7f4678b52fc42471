#include "tunnel/transfer.h"

#include "tunnel/arrowcodec.h"
#include "tunnel/recordcodec.h"

namespace sluice
{

const char *Transfer::encoding() const
{
    return format == RowFormat::Arrow ? arrowContentEncoding(compression) : contentEncoding(compression);
}

std::unique_ptr<RowEncoder> Transfer::encoder(const Schema &table, const std::vector<uint32_t> &fields) const
{
    if (format == RowFormat::Arrow)
        return std::make_unique<ArrowEncoder>(table, fields);
    Schema chosen;
    for (const uint32_t field : fields)
        chosen.columns.append(table.columns[qsizetype(field) - 1]);
    return std::make_unique<RecordEncoder>(chosen, fields);
}

std::unique_ptr<RowDecoder> Transfer::decoder(const Schema &schema, int64_t batchRows, TextCheck text) const
{
    if (format == RowFormat::Arrow)
        return std::make_unique<ArrowDecoder>(schema, batchRows, text);
    return std::make_unique<RecordDecoder>(schema, batchRows, text);
}

} // namespace sluice
