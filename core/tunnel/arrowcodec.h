#pragma once

#include "data/schema.h"
#include "tunnel/rowcodec.h"

#include <vector>

// Rows as MaxCompute's Arrow tunnel carries them: Arrow IPC record batches without a schema before them or a mark after
// them, cut into chunks. Both ends know the schema from the session, and every type lies in its buffers as arrowType()
// says, so nothing is converted on the way.
namespace sluice
{

// One thread at a time.
class ArrowEncoder final : public RowEncoder
{
public:
    // `table`: all columns of the table, for all of them travel. `fields`: the place in it that each column of a batch
    // has, counted from 1, ascending; empty: batches have them all. What a batch has not is null.
    explicit ArrowEncoder(const Schema &table, const std::vector<uint32_t> &fields = {});
    ~ArrowEncoder() override;

    Done encode(const arrow::RecordBatch &rows, std::string &out) override;
    void finish(std::string &out) override;
    int64_t rows() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

// Refuses messages of more than 512 MiB, compressed ones (compression belongs around the stream) and whatever Arrow's
// full validation finds. One thread at a time.
class ArrowDecoder final : public RowDecoder
{
public:
    // Rows per batch handed out at most, fewer where they take more than about 4 MiB. Batches may share their buffers.
    explicit ArrowDecoder(const Schema &schema, int64_t batchRows = 4096, TextCheck text = TextCheck::Refuse);
    ~ArrowDecoder() override;

    Done feed(std::string_view bytes) override;
    std::shared_ptr<arrow::RecordBatch> take() override;
    Done finish() override;
    int64_t rows() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
