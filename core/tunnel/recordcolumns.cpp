#include "tunnel/recordcolumns.h"

#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/memory_pool.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <algorithm>

namespace sluice
{

namespace
{

int64_t bytesFor(Cell cell, int64_t rows)
{
    switch (cell) {
    case Cell::Bool:
        return arrow::bit_util::BytesForBits(rows);
    case Cell::Int8:
        return rows;
    case Cell::Int16:
        return rows * 2;
    case Cell::Int32:
    case Cell::Float:
        return rows * 4;
    case Cell::Int64:
    case Cell::Double:
    case Cell::Nanos:
        return rows * 8;
    case Cell::Decimal:
        return rows * 16;
    case Cell::Bytes:
    case Cell::List:
    case Cell::Map:
        return (rows + 1) * 4;
    case Cell::DayTime:
    case Cell::Struct:
        return 0;
    }
    return 0;
}

bool hasOffsets(Cell cell)
{
    return cell == Cell::Bytes || cell == Cell::List || cell == Cell::Map;
}

// Gives a finished buffer its true size; never fails, as nothing is allocated.
std::shared_ptr<arrow::Buffer> shortened(std::shared_ptr<arrow::ResizableBuffer> &buffer, int64_t size)
{
    (void)buffer->Resize(size, false);
    return std::move(buffer);
}

bool resize(std::shared_ptr<arrow::ResizableBuffer> &buffer, int64_t size)
{
    if (buffer)
        return buffer->Resize(size, false).ok();
    auto made = arrow::AllocateResizableBuffer(size);
    if (!made.ok())
        return false;
    buffer = std::move(made).ValueUnsafe();
    return true;
}

} // namespace

ColumnStore::ColumnStore(const Type &type, std::shared_ptr<arrow::DataType> arrowType)
    : m_cell(cellOf(type.kind()))
    , m_precision(type.precision())
    , m_scale(type.scale())
    , m_type(std::move(arrowType))
{
    if (m_cell == Cell::DayTime) {
        m_children.emplace_back(Type(TypeKind::BigInt), m_type->field(0)->type());
        m_children.emplace_back(Type(TypeKind::Int), m_type->field(1)->type());
        return;
    }
    const arrow::DataType &parent = m_cell == Cell::Map ? *m_type->field(0)->type() : *m_type;
    for (size_t i = 0; i < type.children().size(); ++i)
        m_children.emplace_back(type.children()[i], parent.field(int(i))->type());
}

Done ColumnStore::begin(int64_t rows)
{
    m_validityBuffer.reset();
    m_valueBuffer.reset();
    m_textBuffer.reset();
    m_validity = m_values = m_text = nullptr;
    m_offsets = nullptr;
    m_textCapacity = 0;
    m_capacity = 0;
    m_hasNulls = false;
    bool ok = resizeBuffers(rows);
    if (ok && m_cell == Cell::Bytes)
        ok = growText(std::max<size_t>(m_textHint + m_textHint / 8, 64));
    if (!ok)
        return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for a batch of %1 rows.").arg(rows));
    const bool sameLength = m_cell == Cell::Struct || m_cell == Cell::DayTime;
    for (ColumnStore &child : m_children)
        SLUICE_CHECK(child.begin(sameLength ? rows : 0));
    return {};
}

// Sizes every buffer for `rows` values, keeping what is there.
bool ColumnStore::resizeBuffers(int64_t rows)
{
    if (!resize(m_valueBuffer, bytesFor(m_cell, rows)))
        return false;
    uint8_t *const values = m_valueBuffer->mutable_data();
    if (hasOffsets(m_cell)) {
        m_offsets = reinterpret_cast<int32_t *>(values);
        if (m_capacity == 0)
            m_offsets[0] = 0;
    } else {
        m_values = values;
        if (m_cell == Cell::Bool) {
            const int64_t kept = bytesFor(m_cell, m_capacity);
            std::fill(values + kept, values + m_valueBuffer->size(), uint8_t(0));
        }
    }
    if (m_hasNulls) {
        const int64_t kept = m_validityBuffer->size();
        if (!resize(m_validityBuffer, arrow::bit_util::BytesForBits(rows)))
            return false;
        m_validity = m_validityBuffer->mutable_data();
        std::fill(m_validity + kept, m_validity + m_validityBuffer->size(), uint8_t(0xff));
    }
    m_capacity = rows;
    return true;
}

bool ColumnStore::growRows(int64_t rows)
{
    const int64_t wanted = std::max<int64_t>({rows, m_capacity * 2, 64});
    if (!resizeBuffers(wanted))
        return false;
    if (m_cell == Cell::Struct || m_cell == Cell::DayTime)
        for (ColumnStore &child : m_children)
            if (!child.reserve(wanted))
                return false;
    return true;
}

bool ColumnStore::growText(size_t size)
{
    const size_t wanted = std::max(size, m_textCapacity * 2);
    if (!resize(m_textBuffer, int64_t(wanted)))
        return false;
    m_text = m_textBuffer->mutable_data();
    m_textCapacity = wanted;
    return true;
}

bool ColumnStore::setNull(int64_t at)
{
    if (!m_hasNulls) {
        if (!resize(m_validityBuffer, arrow::bit_util::BytesForBits(m_capacity)))
            return false;
        m_validity = m_validityBuffer->mutable_data();
        std::fill(m_validity, m_validity + m_validityBuffer->size(), uint8_t(0xff));
        m_hasNulls = true;
    }
    arrow::bit_util::ClearBit(m_validity, at);
    if (m_offsets) {
        m_offsets[at + 1] = m_offsets[at];
    } else if (m_cell == Cell::Struct || m_cell == Cell::DayTime) {
        for (ColumnStore &child : m_children)
            if (!child.setNull(at))
                return false;
    } else if (m_cell == Cell::Bool) {
        setBool(at, false);
    } else {
        const int64_t width = bytesFor(m_cell, 1);
        std::fill_n(m_values + at * width, width, uint8_t(0));
    }
    return true;
}

void ColumnStore::markValid(int64_t at)
{
    arrow::bit_util::SetBit(m_validity, at);
}

std::shared_ptr<arrow::ArrayData> ColumnStore::take(int64_t rows)
{
    const int64_t end = m_offsets ? m_offsets[rows] : rows;
    std::vector<std::shared_ptr<arrow::Buffer>> buffers;
    buffers.push_back(m_hasNulls ? shortened(m_validityBuffer, arrow::bit_util::BytesForBits(rows)) : nullptr);
    if (m_cell != Cell::Struct && m_cell != Cell::DayTime)
        buffers.push_back(shortened(m_valueBuffer, bytesFor(m_cell, rows)));
    if (m_cell == Cell::Bytes) {
        m_textHint = size_t(end);
        buffers.push_back(shortened(m_textBuffer, end));
    }
    std::vector<std::shared_ptr<arrow::ArrayData>> children;
    for (ColumnStore &child : m_children)
        children.push_back(child.take(end));
    if (m_cell == Cell::Map) {
        auto entries = arrow::ArrayData::Make(m_type->field(0)->type(), end, {nullptr}, std::move(children), 0);
        children = {std::move(entries)};
    }
    return arrow::ArrayData::Make(m_type, rows, std::move(buffers), std::move(children),
                                  m_hasNulls ? arrow::kUnknownNullCount : 0);
}

} // namespace sluice
