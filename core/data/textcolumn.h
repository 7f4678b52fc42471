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
    // Values given to append() may be read this far beyond their end: short ones are copied in whole blocks.
    static constexpr size_t padding = 16;

    explicit TextColumn(int64_t rowLimit);                               // of texts
    TextColumn(int64_t rowLimit, std::shared_ptr<arrow::DataType> type); // of texts or bytes

    void append(std::string_view value)
    {
        char *const to = place(value.size());
        if (value.size() <= longestShort)
            for (size_t at = 0; at < value.size(); at += padding)
                std::memcpy(to + at, value.data() + at, padding);
        else
            std::memcpy(to, value.data(), value.size());
    }
    // A value of which nothing is read beyond its end.
    void appendBare(std::string_view value)
    {
        char *const to = place(value.size());
        if (!value.empty())
            std::memcpy(to, value.data(), value.size());
    }
    void appendNull();

    // The rows since the last call, at most the limit; begins anew.
    Result<std::shared_ptr<arrow::Array>> finish();

private:
    static constexpr size_t longestShort = 4 * padding;

    // Where a value of this size goes, as the next row.
    char *place(size_t size)
    {
        if (m_size + size + padding > m_capacity) [[unlikely]]
            grow(size);
        char *const to = m_bytes + m_size;
        m_size += size;
        m_offsets[++m_rows] = int32_t(m_size);
        return to;
    }
    void begin(size_t capacity);
    void grow(size_t more);

    int64_t m_limit;
    std::shared_ptr<arrow::DataType> m_type;
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
