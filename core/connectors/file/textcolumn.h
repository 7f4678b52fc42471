#pragma once

#include "base/result.h"

#include <arrow/type_fwd.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace sluice
{

// One column of texts on its way into an Arrow array. Values are copied once, straight into the array's own buffers;
// nothing is allocated for a row.
class TextColumn
{
public:
    // Values given to append() may be read this far beyond their end: short ones are copied as one block.
    static constexpr size_t padding = 16;

    explicit TextColumn(int64_t rowLimit);

    void append(std::string_view value)
    {
        if (m_size + value.size() + padding > m_capacity) [[unlikely]]
            grow(value.size());
        char *to = m_bytes + m_size;
        if (value.size() <= padding)
            std::memcpy(to, value.data(), padding);
        else
            std::memcpy(to, value.data(), value.size());
        m_size += value.size();
        m_offsets[++m_rows] = int32_t(m_size);
    }
    void appendNull();

    // The rows since the last call, at most the limit; begins anew.
    Result<std::shared_ptr<arrow::Array>> finish();

private:
    void begin(size_t capacity);
    void grow(size_t more);

    int64_t m_limit;
    std::shared_ptr<arrow::ResizableBuffer> m_data;
    std::shared_ptr<arrow::Buffer> m_offsetData;
    std::shared_ptr<arrow::Buffer> m_validity;
    char *m_bytes = nullptr;
    int32_t *m_offsets = nullptr;
    size_t m_size = 0;
    size_t m_capacity = 0;
    int64_t m_rows = 0;
    int64_t m_nulls = 0;
};

} // namespace sluice
