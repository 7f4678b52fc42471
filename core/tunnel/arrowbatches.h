#pragma once

#include <arrow/ipc/options.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <deque>
#include <memory>

// What the two decoders of Arrow batches share; private to this folder.
namespace sluice
{

// So much of a message is taken in at most, compressed or not.
inline constexpr int64_t arrowMessageLimit = int64_t(512) << 20;

// The type with text as plain bytes: Arrow's validation would refuse what is not UTF-8, and the caller may not want to.
std::shared_ptr<arrow::DataType> textAsBytes(const std::shared_ptr<arrow::DataType> &type);

// The same buffers under another type of the same layout.
std::shared_ptr<arrow::ArrayData> retyped(const arrow::ArrayData &data, const std::shared_ptr<arrow::DataType> &type);

// For batches of foreign bytes, on the caller's thread.
arrow::ipc::IpcReadOptions foreignBatches();

// Batches as they came, handed out in parts of at most so many rows, fewer where these take more than batchByteLimit.
class BatchQueue
{
public:
    explicit BatchQueue(int64_t batchRows);

    void add(std::shared_ptr<arrow::RecordBatch> rows, int64_t bytes);
    // Null when there is none.
    std::shared_ptr<arrow::RecordBatch> take();
    int64_t rows() const { return m_rows; } // of all that were added

private:
    struct Whole {
        std::shared_ptr<arrow::RecordBatch> rows;
        int64_t step = 0;
        int64_t taken = 0;
    };

    int64_t m_batchRows;
    int64_t m_rows = 0;
    std::deque<Whole> m_waiting;
};

} // namespace sluice
