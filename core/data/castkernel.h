#pragma once

#include "base/zoneclock.h"
#include "data/arrowtypes.h"
#include "data/cast.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/memory_pool.h>
#include <arrow/util/bit_util.h>

#include <cstring>
#include <new>
#include <stdexcept>

// Inside of the casts: what every rule of one value is run by. A kernel is one virtual call an array; the loop over
// its rows is compiled for the rule.

namespace sluice
{

using ArrayPtr = std::shared_ptr<arrow::Array>;
using TypePtr = std::shared_ptr<arrow::DataType>;
using Refusals = std::vector<CastRefusal>;

// May throw std::bad_alloc or std::length_error; CastPlan::apply is where they end.
class CastKernel
{
public:
    virtual ~CastKernel() = default;
    // Appends refusals in ascending order of rows; refused cells of the answer are NULL.
    virtual ArrayPtr apply(const ArrayPtr &array, Refusals &refused) = 0;
};

using KernelPtr = std::unique_ptr<CastKernel>;
using ClockPtr = std::shared_ptr<ZoneClock>;

inline std::shared_ptr<arrow::Buffer> allocate(int64_t bytes)
{
    auto buffer = arrow::AllocateBuffer(bytes);
    if (!buffer.ok())
        throw std::bad_alloc();
    return std::move(*buffer);
}

// The NULLs of an array being made: those of its input and more.
class Validity
{
public:
    explicit Validity(const arrow::Array &array)
        : m_length(array.length())
    {
        if (array.null_count() == 0)
            return;
        start();
        for (int64_t i = 0; i < m_length; ++i)
            if (array.IsNull(i))
                setNull(i);
    }
    bool isNull(int64_t i) const { return m_bits && !arrow::bit_util::GetBit(m_bits, i); }
    void setNull(int64_t i)
    {
        if (!m_bits)
            start();
        m_nulls += arrow::bit_util::GetBit(m_bits, i);
        arrow::bit_util::ClearBit(m_bits, i);
    }
    int64_t nulls() const { return m_nulls; }
    std::shared_ptr<arrow::Buffer> take() { return std::move(m_buffer); }

private:
    void start()
    {
        const int64_t bytes = arrow::bit_util::BytesForBits(m_length);
        m_buffer = allocate(bytes);
        m_bits = m_buffer->mutable_data();
        std::memset(m_bits, 0xFF, size_t(bytes));
    }

    int64_t m_length;
    int64_t m_nulls = 0;
    uint8_t *m_bits = nullptr;
    std::shared_ptr<arrow::Buffer> m_buffer;
};

// Where a rule puts its values: numbers of one width …
template <typename T>
class FixedOut
{
public:
    explicit FixedOut(int64_t length)
        : m_buffer(allocate(length * int64_t(sizeof(T))))
        , m_values(reinterpret_cast<T *>(m_buffer->mutable_data()))
    {
    }
    T &slot(int64_t i) { return m_values[i]; }
    void seal(int64_t) {}
    void skip(int64_t i) { m_values[i] = T(); }
    std::vector<std::shared_ptr<arrow::Buffer>> take() { return {std::move(m_buffer)}; }

private:
    std::shared_ptr<arrow::Buffer> m_buffer;
    T *m_values;
};

// … bits …
class BitOut
{
public:
    explicit BitOut(int64_t length)
        : m_buffer(allocate(arrow::bit_util::BytesForBits(length)))
    {
        std::memset(m_buffer->mutable_data(), 0, size_t(m_buffer->size()));
    }
    bool &slot(int64_t) { return m_value = false; }
    void seal(int64_t i) { arrow::bit_util::SetBitTo(m_buffer->mutable_data(), i, m_value); }
    void skip(int64_t) {}
    std::vector<std::shared_ptr<arrow::Buffer>> take() { return {std::move(m_buffer)}; }

private:
    std::shared_ptr<arrow::Buffer> m_buffer;
    bool m_value = false;
};

// … or texts, written one after the other.
class TextOut
{
public:
    explicit TextOut(int64_t length)
        : m_offsets(allocate((length + 1) * 4))
    {
        reinterpret_cast<int32_t *>(m_offsets->mutable_data())[0] = 0;
        m_text.reserve(size_t(length) * 16);
    }
    TextOut &slot(int64_t) { return *this; }
    void append(const char *text, size_t length) { m_text.append(text, length); }
    void append(std::string_view text) { m_text.append(text); }
    std::string &text() { return m_text; }
    void seal(int64_t i)
    {
        if (m_text.size() > size_t(INT32_MAX))
            throw std::length_error("more than 2 GiB of text in one batch");
        m_end = int32_t(m_text.size());
        reinterpret_cast<int32_t *>(m_offsets->mutable_data())[i + 1] = m_end;
    }
    void skip(int64_t i)
    {
        m_text.resize(size_t(m_end));
        seal(i);
    }
    std::vector<std::shared_ptr<arrow::Buffer>> take()
    {
        return {std::move(m_offsets), arrow::Buffer::FromString(std::move(m_text))};
    }

private:
    std::shared_ptr<arrow::Buffer> m_offsets;
    std::string m_text;
    int32_t m_end = 0;
};

enum class Cell { Value, Null, Refused };

// Runs a rule over an array. A rule names its input array (In) and its output (Out), is called with each value that
// is not NULL and the slot for the result, and explains a refusal afterwards, off the hot path.
template <typename Rule>
class RowKernel final : public CastKernel
{
public:
    RowKernel(TypePtr type, Rule rule)
        : m_type(std::move(type))
        , m_rule(std::move(rule))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const typename Rule::In &>(*array);
        const int64_t length = in.length();
        typename Rule::Out out(length);
        Validity validity(in);
        for (int64_t i = 0; i < length; ++i) {
            if (validity.isNull(i)) {
                out.skip(i);
                continue;
            }
            const Cell cell = m_rule(in.GetView(i), out.slot(i));
            if (cell == Cell::Value) [[likely]] {
                out.seal(i);
                continue;
            }
            out.skip(i);
            validity.setNull(i);
            if (cell == Cell::Refused)
                refused.push_back({i, m_rule.reason(in.GetView(i))});
        }
        std::vector<std::shared_ptr<arrow::Buffer>> buffers = out.take();
        buffers.insert(buffers.begin(), validity.take());
        return arrow::MakeArray(arrow::ArrayData::Make(m_type, length, std::move(buffers), validity.nulls()));
    }

private:
    TypePtr m_type;
    Rule m_rule;
};

template <typename Rule>
KernelPtr rowKernel(const Type &to, Rule rule)
{
    return std::make_unique<RowKernel<Rule>>(arrowType(to), std::move(rule));
}

// One cast after another.
KernelPtr chain(KernelPtr first, KernelPtr second);

// The rules by their subject; null when there is no such cast.
KernelPtr textToScalar(const Type &to, const ClockPtr &clock);
KernelPtr textToInterval(const Type &to);
KernelPtr scalarToText(const Type &from, const ClockPtr &clock);
KernelPtr intervalToText(const Type &from);
KernelPtr numberToNumber(const Type &from, const Type &to);
KernelPtr timeToTime(const Type &from, const Type &to, const ClockPtr &clock);
// Texts and binary that keep their bytes: checked for UTF-8, length, JSON.
KernelPtr bytesToBytes(const Type &from, const Type &to);
KernelPtr checkLength(const Type &to);
// Any value as JSON text.
KernelPtr valueToJson(const Type &from, const ClockPtr &clock);
// JSON text in the shape of a nested type, with texts for leaves: what jsonShape() says.
KernelPtr jsonToShape(const Type &shape);
Type jsonShape(const Type &type);
// JSON scalars as plain text.
KernelPtr jsonToText();
// Any pair; `known` is false when there is no such cast, and the kernel null when values pass through.
struct Compiled {
    bool known = false;
    KernelPtr kernel;
};
Compiled nestedToNested(const Type &from, const Type &to, const ClockPtr &clock);
Compiled compileCast(const Type &from, const Type &to, const ClockPtr &clock);

} // namespace sluice
