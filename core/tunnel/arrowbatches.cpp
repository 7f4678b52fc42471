#include "tunnel/arrowbatches.h"

#include "data/batch.h"
#include "tunnel/nestedtype.h"

#include <arrow/array/data.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

std::shared_ptr<arrow::DataType> textAsBytes(const std::shared_ptr<arrow::DataType> &type)
{
    return withLeaves(type, [](const std::shared_ptr<arrow::DataType> &leaf) {
        return leaf->id() == arrow::Type::STRING         ? arrow::binary()
               : leaf->id() == arrow::Type::LARGE_STRING ? arrow::large_binary()
                                                         : leaf;
    });
}

std::shared_ptr<arrow::ArrayData> retyped(const arrow::ArrayData &data, const std::shared_ptr<arrow::DataType> &type)
{
    auto copy = data.Copy();
    copy->type = type;
    for (size_t i = 0; i < copy->child_data.size(); ++i)
        copy->child_data[i] = retyped(*data.child_data[i], type->field(int(i))->type());
    return copy;
}

arrow::ipc::IpcReadOptions foreignBatches()
{
    arrow::ipc::IpcReadOptions options;
    options.use_threads = false;
    options.ensure_alignment = arrow::ipc::Alignment::kDataTypeSpecificAlignment; // foreign offsets may be odd
    return options;
}

BatchQueue::BatchQueue(int64_t batchRows)
    : m_batchRows(std::max<int64_t>(batchRows, 1))
{
}

void BatchQueue::add(std::shared_ptr<arrow::RecordBatch> rows, int64_t bytes)
{
    const int64_t count = rows->num_rows();
    if (count == 0)
        return;
    const int64_t byBytes = int64_t(double(batchByteLimit) / double(std::max<int64_t>(bytes, 1)) * double(count));
    m_waiting.push_back({std::move(rows), std::clamp<int64_t>(byBytes, 1, m_batchRows)});
    m_rows += count;
}

std::shared_ptr<arrow::RecordBatch> BatchQueue::take()
{
    if (m_waiting.empty())
        return nullptr;
    Whole &whole = m_waiting.front();
    auto part = whole.rows->Slice(whole.taken, whole.step);
    whole.taken += whole.step;
    if (whole.taken >= whole.rows->num_rows())
        m_waiting.pop_front();
    return part;
}

} // namespace sluice
