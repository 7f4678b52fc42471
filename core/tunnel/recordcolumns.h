#pragma once

#include "base/result.h"
#include "tunnel/recordcell.h"

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

namespace sluice
{

// The buffers that one column of a batch (or a part of a nested column) is decoded into; they become an Arrow array
// without a copy. Every write names its position, so that a row broken off in the middle is simply written again.
class ColumnStore
{
public:
    ColumnStore(const Type &type, std::shared_ptr<arrow::DataType> arrowType);

    // Fresh buffers for `rows` values.
    Done begin(int64_t rows);
    // The first `rows` values; the store must begin() again before it is written.
    std::shared_ptr<arrow::ArrayData> take(int64_t rows);

    // Makes positions below `rows` writable; only the parts of nested columns need to ask.
    bool reserve(int64_t rows) { return rows <= m_capacity || growRows(rows); }
    // Room for `size` bytes of text behind the text at `start`; null when memory is out.
    uint8_t *textRoom(int64_t start, size_t size)
    {
        return size_t(start) + size <= m_textCapacity || growText(size_t(start) + size) ? m_text + start : nullptr;
    }

    // False when memory is out.
    bool setNull(int64_t at);
    void setValid(int64_t at)
    {
        if (m_hasNulls)
            markValid(at);
    }

    template <typename T>
    void set(int64_t at, T value)
    {
        std::memcpy(m_values + size_t(at) * sizeof(T), &value, sizeof(T));
    }
    void setBool(int64_t at, bool value)
    {
        const uint8_t bit = uint8_t(1u << (at & 7));
        uint8_t &byte = m_values[at >> 3];
        byte = uint8_t(value ? byte | bit : byte & ~bit);
    }
    // Text and lists: where value `at` begins in its text or elements, and where it ends.
    int32_t start(int64_t at) const { return m_offsets[at]; }
    void setEnd(int64_t at, int64_t end) { m_offsets[at + 1] = int32_t(end); }

    Cell cell() const { return m_cell; }
    int precision() const { return m_precision; }
    int scale() const { return m_scale; }
    std::vector<ColumnStore> &children() { return m_children; }

private:
    bool growRows(int64_t rows);
    bool growText(size_t size);
    void markValid(int64_t at);
    bool resizeBuffers(int64_t rows);

    Cell m_cell;
    bool m_hasNulls = false;
    int m_precision;
    int m_scale;
    uint8_t *m_values = nullptr;
    int32_t *m_offsets = nullptr;
    uint8_t *m_text = nullptr;
    uint8_t *m_validity = nullptr;
    int64_t m_capacity = 0;
    size_t m_textCapacity = 0;
    size_t m_textHint = 0; // bytes the last batch needed
    std::shared_ptr<arrow::DataType> m_type;
    std::shared_ptr<arrow::ResizableBuffer> m_validityBuffer;
    std::shared_ptr<arrow::ResizableBuffer> m_valueBuffer; // values, or offsets
    std::shared_ptr<arrow::ResizableBuffer> m_textBuffer;
    std::vector<ColumnStore> m_children;
};

} // namespace sluice
