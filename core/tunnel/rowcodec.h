#pragma once

#include "base/result.h"

#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace sluice
{

// The two ways in which rows travel through a tunnel.
enum class RowFormat {
    Record, // RecordEncoder, RecordDecoder
    Arrow,  // ArrowEncoder, ArrowDecoder
};

// Writes rows in one of them: batches in, bytes out. One thread at a time.
class RowEncoder
{
public:
    virtual ~RowEncoder() = default;
    // Appends every row of the batch to `out`.
    virtual Done encode(const arrow::RecordBatch &rows, std::string &out) = 0;
    // Appends what ends the stream; nothing may follow.
    virtual void finish(std::string &out) = 0;
    virtual int64_t rows() const = 0;
};

// What a decoder does about text that is not UTF-8 (MaxCompute's STRING holds any bytes).
enum class TextCheck {
    Refuse, // a Data error
    None,   // handed on: the caller looks with invalidText()
};

// Reads rows in one of them from foreign bytes, fed in pieces of any size, and hands them on in batches. Every length
// is checked against what has arrived; nothing large is allocated on a promise. One thread at a time.
class RowDecoder
{
public:
    virtual ~RowDecoder() = default;
    // Takes bytes. Data error, which stays, when they are damaged. Batches made before an error can still be taken.
    virtual Done feed(std::string_view bytes) = 0;
    // The next batch, or null when more bytes are needed. After finish(): the rest, then null.
    virtual std::shared_ptr<arrow::RecordBatch> take() = 0;
    // To be called at the end of the bytes. Data error when the stream's own end has not come or does not match.
    virtual Done finish() = 0;
    virtual int64_t rows() const = 0;
};

} // namespace sluice
