#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <memory>
#include <string_view>

namespace sluice::warehouse
{

// Reads a whole Arrow IPC stream of foreign bytes, fed in pieces of any size: schema, batches, end. Columns are found
// by their names, in any order, and cast to the types that arrowType() gives (without time zones) where no value is
// lost. Refuses messages of more than 512 MiB, compressed or not, dictionaries and whatever Arrow's full validation
// finds. One thread at a time.
class IpcDecoder
{
public:
    explicit IpcDecoder(const Schema &schema);
    ~IpcDecoder();

    Done feed(std::string_view bytes);
    // The next batch, columns as the schema has them; null when more bytes are needed.
    std::shared_ptr<arrow::RecordBatch> take();
    // Data error when the stream stopped within a message. A stream without a byte is one without rows.
    Done finish();
    int64_t rows() const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice::warehouse
