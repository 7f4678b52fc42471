#include "connectors/stream/generator.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/buffer.h>
#include <arrow/scalar.h>
#include <arrow/util/bit_util.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace sluice
{

namespace
{

using ArrayPtr = std::shared_ptr<arrow::Array>;
using BufferPtr = std::shared_ptr<arrow::Buffer>;

// SplitMix64 (Steele, Lea, Flood 2014): one multiplication-rich step from a counter to 64 good bits.
quint64 mixed(quint64 x)
{
    x += 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

// The number behind a value: random, or the row's own where neighbours must differ (keys of a map).
struct Draw {
    quint64 seed = 0;
    bool counted = false;

    quint64 operator()(quint64 row) const { return counted ? row : mixed(row ^ seed); }
};

// Values from low to high, both included.
struct Span {
    qint64 low = 0;
    quint64 size = 0; // 0: all 2^64

    Span(qint64 from, qint64 to)
        : low(from)
        , size(quint64(to) - quint64(from) + 1)
    {
    }
    qint64 at(quint64 draw) const { return qint64(quint64(low) + (size ? draw % size : draw)); }
};

Result<BufferPtr> allocated(qint64 bytes)
{
    auto buffer = arrow::AllocateBuffer(bytes);
    if (!buffer.ok())
        return arrowError(buffer.status());
    return BufferPtr(std::move(*buffer));
}

ArrayPtr arrayOf(const std::shared_ptr<arrow::DataType> &type, qint64 count, std::vector<BufferPtr> buffers)
{
    buffers.insert(buffers.begin(), nullptr);
    return arrow::MakeArray(arrow::ArrayData::Make(type, count, std::move(buffers), 0));
}

// One value again and again: made once for the longest batch, then sliced.
class ConstantGenerator final : public Generator
{
public:
    ConstantGenerator(ArrayPtr value)
        : m_value(std::move(value))
    {
    }

    Result<ArrayPtr> make(quint64, qint64 count) override
    {
        if (!m_repeated || m_repeated->length() < count) {
            const auto scalar = m_value->GetScalar(0);
            const auto repeated = scalar.ok() ? arrow::MakeArrayFromScalar(**scalar, count) : scalar.status();
            if (!repeated.ok())
                return arrowError(repeated.status());
            m_repeated = *repeated;
        }
        return m_repeated->Slice(0, count);
    }
    qint64 valueBytes() const override { return 16 + (m_value->data()->buffers.size() > 2 ? textBytes() : 0); }

private:
    qint64 textBytes() const
    {
        const auto &buffer = m_value->data()->buffers[2];
        return buffer ? buffer->size() : 0;
    }

    ArrayPtr m_value;
    ArrayPtr m_repeated;
};

// Numbers, dates and times: `T` in memory, whole steps of `factor`.
template <typename T>
class WholeGenerator final : public Generator
{
public:
    WholeGenerator(const Type &type, Draw draw, Span span, qint64 factor = 1)
        : m_type(arrowType(type))
        , m_draw(draw)
        , m_span(span)
        , m_factor(factor)
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr buffer, allocated(count * qint64(sizeof(T))));
        T *values = reinterpret_cast<T *>(buffer->mutable_data());
        for (qint64 i = 0; i < count; ++i)
            values[i] = T(m_span.at(m_draw(first + quint64(i))) * m_factor);
        return arrayOf(m_type, count, {buffer});
    }
    qint64 valueBytes() const override { return sizeof(T); }

private:
    std::shared_ptr<arrow::DataType> m_type;
    Draw m_draw;
    Span m_span;
    qint64 m_factor;
};

template <typename T>
class RealGenerator final : public Generator
{
public:
    RealGenerator(const Type &type, Draw draw, double from, double to)
        : m_type(arrowType(type))
        , m_draw(draw)
        , m_from(from)
        , m_to(to)
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr buffer, allocated(count * qint64(sizeof(T))));
        T *values = reinterpret_cast<T *>(buffer->mutable_data());
        for (qint64 i = 0; i < count; ++i) {
            const quint64 draw = m_draw(first + quint64(i));
            // A counted row counts; otherwise 53 random bits between the ends.
            values[i] =
                m_draw.counted ? T(draw % 16'000'000) : T(m_from + double(draw >> 11) * 0x1.0p-53 * (m_to - m_from));
        }
        return arrayOf(m_type, count, {buffer});
    }
    qint64 valueBytes() const override { return sizeof(T); }

private:
    std::shared_ptr<arrow::DataType> m_type;
    Draw m_draw;
    double m_from;
    double m_to;
};

class DecimalGenerator final : public Generator
{
public:
    DecimalGenerator(const Type &type, Draw draw, Span span)
        : m_type(arrowType(type))
        , m_draw(draw)
        , m_span(span)
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr buffer, allocated(count * 16));
        qint64 *words = reinterpret_cast<qint64 *>(buffer->mutable_data());
        for (qint64 i = 0; i < count; ++i) {
            words[2 * i] = m_span.at(m_draw(first + quint64(i)));
            words[2 * i + 1] = words[2 * i] < 0 ? -1 : 0;
        }
        return arrayOf(m_type, count, {buffer});
    }
    qint64 valueBytes() const override { return 16; }

private:
    std::shared_ptr<arrow::DataType> m_type;
    Draw m_draw;
    Span m_span;
};

class BooleanGenerator final : public Generator
{
public:
    BooleanGenerator(Draw draw, qint64 falseParts, qint64 trueParts)
        : m_draw(draw)
        , m_false(quint64(falseParts))
        , m_all(quint64(falseParts + trueParts))
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr buffer, allocated(arrow::bit_util::BytesForBits(count)));
        uint8_t *bits = buffer->mutable_data();
        std::memset(bits, 0, size_t(buffer->size()));
        for (qint64 i = 0; i < count; ++i)
            arrow::bit_util::SetBitTo(bits, i, m_draw(first + quint64(i)) % m_all >= m_false);
        return arrayOf(arrow::boolean(), count, {buffer});
    }
    qint64 valueBytes() const override { return 1; }

private:
    Draw m_draw;
    quint64 m_false;
    quint64 m_all;
};

// Letters and digits, or any bytes.
class TextGenerator final : public Generator
{
public:
    TextGenerator(const Type &type, Draw draw, qint64 shortest, qint64 longest)
        : m_type(arrowType(type))
        , m_letters(type.kind() != TypeKind::Binary)
        , m_draw(draw)
        , m_span(shortest, longest)
        , m_longest(longest)
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr offsets, allocated((count + 1) * 4));
        int32_t *ends = reinterpret_cast<int32_t *>(offsets->mutable_data());
        ends[0] = 0;
        for (qint64 i = 0; i < count; ++i)
            ends[i + 1] = ends[i] + int32_t(m_span.at(mixed(~m_draw(first + quint64(i)))));
        SLUICE_TRY(BufferPtr bytes, allocated(ends[count]));
        for (qint64 i = 0; i < count; ++i)
            fill(bytes->mutable_data() + ends[i], ends[i + 1] - ends[i], m_draw(first + quint64(i)));
        return arrayOf(m_type, count, {offsets, bytes});
    }
    qint64 valueBytes() const override { return m_longest + 4; }

private:
    void fill(uint8_t *out, int32_t length, quint64 draw) const
    {
        static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ae";
        for (int32_t at = 0; at < length;) {
            quint64 bits = draw;
            for (int letter = 0; letter < (m_letters ? 10 : 8) && at < length; ++letter) {
                out[at++] = m_letters ? uint8_t(alphabet[bits & 63]) : uint8_t(bits);
                bits >>= m_letters ? 6 : 8;
            }
            draw = mixed(draw);
        }
    }

    std::shared_ptr<arrow::DataType> m_type;
    bool m_letters;
    Draw m_draw;
    Span m_span;
    qint64 m_longest;
};

class JsonGenerator final : public Generator
{
public:
    JsonGenerator(Draw draw)
        : m_draw(draw)
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr offsets, allocated((count + 1) * 4));
        int32_t *ends = reinterpret_cast<int32_t *>(offsets->mutable_data());
        ends[0] = 0;
        std::string text;
        for (qint64 i = 0; i < count; ++i) {
            text += "{\"id\":" + std::to_string(m_draw(first + quint64(i)) % 1'000'000) + '}';
            ends[i + 1] = int32_t(text.size());
        }
        return arrayOf(arrow::utf8(), count, {offsets, arrow::Buffer::FromString(std::move(text))});
    }
    qint64 valueBytes() const override { return 16; }

private:
    Draw m_draw;
};

// Arrays of three elements and maps of two entries: a fixed number, so an element's number follows from its row's.
class ListGenerator final : public Generator
{
public:
    ListGenerator(const Type &type, int length, std::vector<std::unique_ptr<Generator>> children)
        : m_type(arrowType(type))
        , m_length(length)
        , m_children(std::move(children))
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        SLUICE_TRY(BufferPtr offsets, allocated((count + 1) * 4));
        int32_t *ends = reinterpret_cast<int32_t *>(offsets->mutable_data());
        for (qint64 i = 0; i <= count; ++i)
            ends[i] = int32_t(i) * m_length;
        std::vector<std::shared_ptr<arrow::ArrayData>> parts;
        for (const auto &child : m_children) {
            SLUICE_TRY(ArrayPtr part, child->make(first * quint64(m_length), count * m_length));
            parts.push_back(part->data());
        }
        std::shared_ptr<arrow::ArrayData> inner = parts[0];
        if (m_children.size() == 2) // a map's entries
            inner = arrow::ArrayData::Make(m_type->field(0)->type(), count * m_length, {nullptr}, parts, 0);
        return arrow::MakeArray(arrow::ArrayData::Make(m_type, count, {nullptr, offsets}, {inner}, 0));
    }
    qint64 valueBytes() const override
    {
        qint64 bytes = 4;
        for (const auto &child : m_children)
            bytes += m_length * child->valueBytes();
        return bytes;
    }

private:
    std::shared_ptr<arrow::DataType> m_type;
    int m_length;
    std::vector<std::unique_ptr<Generator>> m_children;
};

class StructGenerator final : public Generator
{
public:
    StructGenerator(std::shared_ptr<arrow::DataType> type, std::vector<std::unique_ptr<Generator>> children)
        : m_type(std::move(type))
        , m_children(std::move(children))
    {
    }

    Result<ArrayPtr> make(quint64 first, qint64 count) override
    {
        std::vector<std::shared_ptr<arrow::ArrayData>> parts;
        for (const auto &child : m_children) {
            SLUICE_TRY(ArrayPtr part, child->make(first, count));
            parts.push_back(part->data());
        }
        return arrow::MakeArray(arrow::ArrayData::Make(m_type, count, {nullptr}, parts, 0));
    }
    qint64 valueBytes() const override
    {
        qint64 bytes = 0;
        for (const auto &child : m_children)
            bytes += child->valueBytes();
        return bytes;
    }

private:
    std::shared_ptr<arrow::DataType> m_type;
    std::vector<std::unique_ptr<Generator>> m_children;
};

// Ten years from 2020 on, for dates and times that no range limits.
constexpr qint64 firstDay = 18262;
constexpr qint64 lastDay = firstDay + 3652;
constexpr qint64 msOfDay = 86'400'000;

qint64 largestDecimal(const Type &type)
{
    qint64 most = 1;
    for (int i = 0; i < std::min(type.precision(), 9); ++i)
        most *= 10;
    return most - 1;
}

std::unique_ptr<Generator> generatorOf(const Type &type, const std::optional<RandomRange> &range, Draw draw);

std::unique_ptr<Generator> wholeOf(const Type &type, Span span, Draw draw)
{
    switch (type.kind()) {
    case TypeKind::TinyInt:
        return std::make_unique<WholeGenerator<int8_t>>(type, draw, span);
    case TypeKind::SmallInt:
        return std::make_unique<WholeGenerator<int16_t>>(type, draw, span);
    case TypeKind::BigInt:
    case TypeKind::DateTime:
        return std::make_unique<WholeGenerator<int64_t>>(type, draw, span);
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return std::make_unique<WholeGenerator<int64_t>>(type, draw, span, 1'000'000);
    default: // INT, DATE, INTERVAL_YEAR_MONTH
        return std::make_unique<WholeGenerator<int32_t>>(type, draw, span);
    }
}

std::vector<std::unique_ptr<Generator>> childrenOf(const Type &type, Draw draw)
{
    std::vector<std::unique_ptr<Generator>> children;
    for (size_t i = 0; i < type.children().size(); ++i) {
        const bool isKey = type.kind() == TypeKind::Map && i == 0;
        children.push_back(generatorOf(type.children()[i], {}, {mixed(draw.seed + i), isKey || draw.counted}));
    }
    return children;
}

std::unique_ptr<Generator> generatorOf(const Type &type, const std::optional<RandomRange> &range, Draw draw)
{
    const auto spanOr = [&](qint64 low, qint64 high) {
        return range ? Span(range->low, range->high) : Span(low, high);
    };
    switch (type.kind()) {
    case TypeKind::Boolean:
        return std::make_unique<BooleanGenerator>(draw, range ? range->low : 1, range ? range->high : 1);
    case TypeKind::TinyInt:
        return wholeOf(type, spanOr(0, 127), draw);
    case TypeKind::SmallInt:
        return wholeOf(type, spanOr(0, 32767), draw);
    case TypeKind::Int:
    case TypeKind::BigInt:
        return wholeOf(type, spanOr(0, 999'999'999), draw);
    case TypeKind::IntervalYearMonth:
        return wholeOf(type, spanOr(0, 1199), draw);
    case TypeKind::Date:
        return wholeOf(type, spanOr(firstDay, lastDay), draw);
    case TypeKind::DateTime:
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return wholeOf(type, spanOr(firstDay * msOfDay, lastDay * msOfDay), draw);
    case TypeKind::Float:
        return std::make_unique<RealGenerator<float>>(type, draw, range ? range->from : 0, range ? range->to : 1000);
    case TypeKind::Double:
        return std::make_unique<RealGenerator<double>>(type, draw, range ? range->from : 0, range ? range->to : 1000);
    case TypeKind::Decimal:
        return std::make_unique<DecimalGenerator>(type, draw, spanOr(0, largestDecimal(type)));
    case TypeKind::String:
        return std::make_unique<TextGenerator>(type, draw, range ? range->low : 8, range ? range->high : 16);
    case TypeKind::Char:
    case TypeKind::VarChar: {
        const qint64 most = std::min(type.length(), 16);
        return std::make_unique<TextGenerator>(type, draw, range ? range->low : (most + 1) / 2,
                                               range ? range->high : most);
    }
    case TypeKind::Binary:
        return std::make_unique<TextGenerator>(type, draw, range ? range->low : 8, range ? range->high : 8);
    case TypeKind::Json:
        return std::make_unique<JsonGenerator>(draw);
    case TypeKind::IntervalDayTime: {
        std::vector<std::unique_ptr<Generator>> parts;
        parts.push_back(wholeOf(TypeKind::BigInt, Span(0, 10 * 86400), draw));
        parts.push_back(wholeOf(TypeKind::Int, Span(0, 999'999'999), {mixed(draw.seed), draw.counted}));
        return std::make_unique<StructGenerator>(arrowType(type), std::move(parts));
    }
    case TypeKind::Array:
        return std::make_unique<ListGenerator>(type, 3, childrenOf(type, draw));
    case TypeKind::Map:
        return std::make_unique<ListGenerator>(type, 2, childrenOf(type, draw));
    case TypeKind::Struct:
        return std::make_unique<StructGenerator>(arrowType(type), childrenOf(type, draw));
    }
    return nullptr;
}

} // namespace

std::unique_ptr<Generator> makeGenerator(const StreamColumn &column, quint64 seed)
{
    if (column.constant)
        return std::make_unique<ConstantGenerator>(column.constant);
    return generatorOf(column.column.type, column.range, {mixed(seed), false});
}

} // namespace sluice
