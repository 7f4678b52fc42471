#include "connectors/maxcompute/rowfilter.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/buffer.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

namespace sluice
{

static constexpr size_t cellLimit = 64 * 1024;

Result<std::shared_ptr<arrow::RecordBatch>> withoutRows(const std::shared_ptr<arrow::RecordBatch> &rows,
                                                        const std::vector<int64_t> &left)
{
    arrow::RecordBatchVector kept;
    int64_t from = 0;
    for (size_t i = 0; i <= left.size(); ++i) {
        const int64_t to = i < left.size() ? left[i] : rows->num_rows();
        if (to > from)
            kept.push_back(rows->Slice(from, to - from));
        from = to + 1;
    }
    if (kept.empty())
        return std::shared_ptr<arrow::RecordBatch>();
    if (kept.size() == 1)
        return kept.front();
    auto joined = arrow::ConcatenateRecordBatches(kept);
    if (!joined.ok())
        return arrowError(joined.status());
    return std::move(joined).ValueUnsafe();
}

std::string cellText(const arrow::Array &array, int64_t row)
{
    if (array.IsNull(row))
        return {};
    if (array.type_id() == arrow::Type::STRING || array.type_id() == arrow::Type::BINARY)
        return std::string(static_cast<const arrow::BinaryArray &>(array).GetView(row).substr(0, cellLimit));
    const auto scalar = array.GetScalar(row);
    return scalar.ok() ? scalar.ValueUnsafe()->ToString().substr(0, cellLimit) : std::string();
}

std::shared_ptr<arrow::Array> emptyAsNull(const std::shared_ptr<arrow::Array> &array)
{
    const auto &text = static_cast<const arrow::BinaryArray &>(*array);
    const int64_t length = text.length();
    const int64_t offset = text.offset();
    std::shared_ptr<arrow::Buffer> validity;
    int64_t nulls = text.null_count();
    for (int64_t row = 0; row < length; ++row) {
        if (text.IsNull(row) || text.value_length(row) > 0)
            continue;
        if (!validity) {
            auto made = arrow::AllocateBuffer(arrow::bit_util::BytesForBits(offset + length));
            if (!made.ok())
                return nullptr;
            validity = std::move(made).ValueUnsafe();
            uint8_t *const bits = validity->mutable_data();
            std::fill(bits, bits + validity->size(), uint8_t(0xff));
            for (int64_t i = 0; i < length; ++i)
                if (text.IsNull(i))
                    arrow::bit_util::ClearBit(bits, offset + i);
        }
        arrow::bit_util::ClearBit(validity->mutable_data(), offset + row);
        ++nulls;
    }
    if (!validity)
        return array;
    auto data = array->data()->Copy();
    data->buffers[0] = std::move(validity);
    data->null_count = nulls;
    return arrow::MakeArray(std::move(data));
}

} // namespace sluice
