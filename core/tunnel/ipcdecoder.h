#pragma once

#include "data/schema.h"
#include "tunnel/rowcodec.h"

namespace sluice
{

// Rows as the Storage API carries them: a whole Arrow IPC stream (schema, batches, end). Columns are found by their
// names, in any order, and cast to the types that arrowType() gives where no value is lost; time zones of instants are
// passed over. Refuses messages of more than 512 MiB, compressed or not, dictionaries and whatever Arrow's full
// validation finds. One thread at a time.
class IpcDecoder final : public RowDecoder
{
public:
    // Rows per batch handed out at most, as ArrowDecoder has it.
    explicit IpcDecoder(const Schema &schema, int64_t batchRows = 4096, TextCheck text = TextCheck::Refuse);
    ~IpcDecoder() override;

    Done feed(std::string_view bytes) override;
    std::shared_ptr<arrow::RecordBatch> take() override;
    Done finish() override;
    int64_t rows() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
