#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/decimaltext.h"
#include "data/realtext.h"
#include "data/timetext.h"

#include <charconv>

// Scalars into texts, in MaxCompute's spelling.

namespace sluice
{

namespace
{

template <typename Array>
struct WholeToText {
    using In = Array;
    using Out = TextOut;
    Cell operator()(int64_t value, TextOut &out) const
    {
        char text[24];
        out.append(text, size_t(std::to_chars(text, text + sizeof text, value).ptr - text));
        return Cell::Value;
    }
    QString reason(int64_t) const { return {}; }
};

template <typename Array, typename T>
struct RealToText {
    using In = Array;
    using Out = TextOut;
    Cell operator()(T value, TextOut &out) const
    {
        char text[realTextLimit];
        out.append(text, writeReal(value, text));
        return Cell::Value;
    }
    QString reason(T) const { return {}; }
};

struct BooleanToText {
    using In = arrow::BooleanArray;
    using Out = TextOut;
    Cell operator()(bool value, TextOut &out) const
    {
        out.append(value ? "true" : "false");
        return Cell::Value;
    }
    QString reason(bool) const { return {}; }
};

struct DecimalToText {
    using In = arrow::Decimal128Array;
    using Out = TextOut;
    int scale;
    Cell operator()(std::string_view bytes, TextOut &out) const
    {
        Int128 value;
        std::memcpy(&value, bytes.data(), sizeof value);
        char text[decimalTextLimit];
        out.append(text, writeDecimal(value, scale, text));
        return Cell::Value;
    }
    QString reason(std::string_view) const { return {}; }
};

struct DateToText {
    using In = arrow::Date32Array;
    using Out = TextOut;
    Cell operator()(int32_t days, TextOut &out) const
    {
        char text[timeTextLimit];
        out.append(text, writeDate(days, text));
        return Cell::Value;
    }
    QString reason(int32_t) const { return {}; }
};

template <int64_t PerSecond, bool Wall>
struct TimeToText {
    using In = arrow::TimestampArray;
    using Out = TextOut;
    ClockPtr clock;
    Cell operator()(int64_t value, TextOut &out) const
    {
        int64_t seconds = floorDiv(value, PerSecond);
        const int nanos = int(floorMod(value, PerSecond) * (1'000'000'000 / PerSecond));
        if constexpr (!Wall)
            seconds += clock->offsetAt(seconds);
        char text[timeTextLimit];
        out.append(text, writeDateTime(seconds, nanos, text));
        return Cell::Value;
    }
    QString reason(int64_t) const { return {}; }
};

} // namespace

KernelPtr scalarToText(const Type &from, const ClockPtr &clock)
{
    const Type text(TypeKind::String);
    switch (from.kind()) {
    case TypeKind::Boolean:
        return rowKernel(text, BooleanToText{});
    case TypeKind::TinyInt:
        return rowKernel(text, WholeToText<arrow::Int8Array>{});
    case TypeKind::SmallInt:
        return rowKernel(text, WholeToText<arrow::Int16Array>{});
    case TypeKind::Int:
        return rowKernel(text, WholeToText<arrow::Int32Array>{});
    case TypeKind::BigInt:
        return rowKernel(text, WholeToText<arrow::Int64Array>{});
    case TypeKind::Float:
        return rowKernel(text, RealToText<arrow::FloatArray, float>{});
    case TypeKind::Double:
        return rowKernel(text, RealToText<arrow::DoubleArray, double>{});
    case TypeKind::Decimal:
        return rowKernel(text, DecimalToText{from.scale()});
    case TypeKind::Date:
        return rowKernel(text, DateToText{});
    case TypeKind::DateTime:
        return rowKernel(text, TimeToText<1'000, false>{clock});
    case TypeKind::Timestamp:
        return rowKernel(text, TimeToText<1'000'000'000, false>{clock});
    case TypeKind::TimestampNtz:
        return rowKernel(text, TimeToText<1'000'000'000, true>{clock});
    case TypeKind::IntervalDayTime:
    case TypeKind::IntervalYearMonth:
        return intervalToText(from);
    default:
        return nullptr;
    }
}

} // namespace sluice
