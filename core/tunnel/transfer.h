#pragma once

#include "data/schema.h"
#include "tunnel/compression.h"
#include "tunnel/rowcodec.h"

#include <vector>

namespace sluice
{

// How a session's rows travel: their form, and the compression around it. A value.
struct Transfer {
    RowFormat format = RowFormat::Record;
    Compression compression = Compression::Raw;

    // The token of Content-Encoding and Accept-Encoding; "" for raw.
    const char *encoding() const;
    // `table`: all columns of the table; `fields`: the place in it, from 1, that each column of a batch has, ascending.
    std::unique_ptr<RowEncoder> encoder(const Schema &table, const std::vector<uint32_t> &fields) const;
    std::unique_ptr<RowDecoder> decoder(const Schema &schema, int64_t batchRows, TextCheck text) const;
};

} // namespace sluice
