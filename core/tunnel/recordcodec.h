#pragma once

#include "data/schema.h"
#include "tunnel/rowcodec.h"

#include <span>
#include <vector>

namespace sluice
{

// Writes rows in the record format of MaxCompute's tunnel: columns tagged by position, a CRC-32C for each record, a
// footer with the count and the checksum of checksums. Columns arrive as arrowType() says. One thread at a time.
class RecordEncoder final : public RowEncoder
{
public:
    // `fields`: the number each column has on the wire, counted from 1, ascending; empty: all of a table's columns.
    // What is left out is null to the reader.
    explicit RecordEncoder(const Schema &schema, std::vector<uint32_t> fields = {});
    ~RecordEncoder() override;
    RecordEncoder(RecordEncoder &&) noexcept;

    // Appends every row of the batch to `out`.
    Done encode(const arrow::RecordBatch &rows, std::string &out) override;
    // Appends some rows of the batch, by their places in it: what goes to one of several streams.
    Done encodeSome(const arrow::RecordBatch &rows, std::span<const int32_t> places, std::string &out);
    // Appends the footer; nothing may follow.
    void finish(std::string &out) override;
    int64_t rows() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

// Reads such a stream from foreign bytes, fed in pieces of any size, and hands rows on in batches. Every length is
// checked against what has arrived; nothing is allocated on a promise. One thread at a time.
class RecordDecoder final : public RowDecoder
{
public:
    // Rows per batch handed out, fewer where a batch has grown to about 4 MiB; the last one may be shorter.
    explicit RecordDecoder(const Schema &schema, int64_t batchRows = 4096, TextCheck text = TextCheck::Refuse);
    ~RecordDecoder() override;
    RecordDecoder(RecordDecoder &&) noexcept;

    // Takes bytes. Data error (with the record's number) on a bad tag, length, checksum or value, and on bytes after
    // the footer. Batches made before an error can still be taken.
    Done feed(std::string_view bytes) override;
    // The next full batch, or null when more bytes are needed. After finish(): the rest, then null.
    std::shared_ptr<arrow::RecordBatch> take() override;
    // To be called at the end of the bytes. Data error when the footer has not come, or its count or checksum is off.
    Done finish() override;
    int64_t rows() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
