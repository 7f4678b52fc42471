#include "data/textcolumn.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/memory_pool.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <algorithm>
#include <limits>
#include <new>
#include <stdexcept>

namespace sluice
{

// As everywhere in a program that shows its memory use, an allocation that fails is the end of it.
template <typename T>
static T must(arrow::Result<T> made)
{
    if (!made.ok())
        throw std::bad_alloc();
    return std::move(made).ValueUnsafe();
}

TextColumn::TextColumn(int64_t rowLimit)
    : TextColumn(rowLimit, arrow::utf8())
{
}

TextColumn::TextColumn(int64_t rowLimit, std::shared_ptr<arrow::DataType> type)
    : m_limit(rowLimit)
    , m_type(std::move(type))
{
    begin(4096);
}

void TextColumn::begin(size_t capacity)
{
    m_data = must(arrow::AllocateResizableBuffer(int64_t(capacity)));
    m_offsetData = must(arrow::AllocateBuffer((m_limit + 1) * int64_t(sizeof(int32_t))));
    m_validity = nullptr;
    m_bytes = reinterpret_cast<char *>(m_data->mutable_data());
    m_offsets = reinterpret_cast<int32_t *>(m_offsetData->mutable_data());
    m_offsets[0] = 0;
    m_size = 0;
    m_capacity = capacity;
    m_rows = 0;
    m_nulls = 0;
}

void TextColumn::grow(size_t more)
{
    if (more > size_t(std::numeric_limits<int32_t>::max()) - m_size)
        throw std::length_error("a column of a batch has no room for a value of this length");
    m_capacity = std::max(m_capacity * 2, m_size + more + padding);
    if (!m_data->Resize(int64_t(m_capacity), false).ok())
        throw std::bad_alloc();
    m_bytes = reinterpret_cast<char *>(m_data->mutable_data());
}

void TextColumn::appendNull()
{
    if (!m_validity) {
        m_validity = must(arrow::AllocateBuffer(arrow::bit_util::BytesForBits(m_limit)));
        std::memset(m_validity->mutable_data(), 0xFF, size_t(m_validity->size()));
    }
    arrow::bit_util::ClearBit(m_validity->mutable_data(), m_rows);
    ++m_nulls;
    m_offsets[++m_rows] = int32_t(m_size);
}

Result<std::shared_ptr<arrow::Array>> TextColumn::finish()
{
    if (!m_data->Resize(int64_t(m_size), false).ok())
        throw std::bad_alloc();
    auto array = arrow::MakeArray(arrow::ArrayData::Make(m_type, m_rows, {m_validity, m_offsetData, m_data}, m_nulls));
    // The next batch will be much like this one.
    begin(std::max<size_t>(m_size + m_size / 8 + 1024, 4096));
    return array;
}

} // namespace sluice
