#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/decimaltext.h"
#include "data/realtext.h"

#include <charconv>
#include <cmath>
#include <type_traits>

// Numbers and booleans among each other.

namespace sluice
{

namespace
{

struct Decimal {
    Int128 unscaled;
};

// How each kind of array hands out its values.
template <typename Array>
struct Source {
    using In = Array;
    int scale = 0;
    auto read(typename Array::value_type value) const { return value; }
};

template <>
struct Source<arrow::BooleanArray> {
    using In = arrow::BooleanArray;
    int scale = 0;
    int8_t read(bool value) const { return value; }
};

template <>
struct Source<arrow::Decimal128Array> {
    using In = arrow::Decimal128Array;
    int scale = 0;
    Decimal read(std::string_view bytes) const
    {
        Decimal value;
        std::memcpy(&value.unscaled, bytes.data(), sizeof value.unscaled);
        return value;
    }
};

template <typename T>
QString shown(T value, int scale)
{
    char text[decimalTextLimit];
    size_t length = 0;
    if constexpr (std::is_same_v<T, Decimal>)
        length = writeDecimal(value.unscaled, scale, text);
    else if constexpr (std::is_floating_point_v<T>)
        length = writeReal(value, text);
    else
        length = size_t(std::to_chars(text, text + sizeof text, value).ptr - text);
    return QString::fromLatin1(text, qsizetype(length));
}

template <typename T>
bool toWhole(Int128 value, T &out)
{
    out = T(value);
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

// One value into the target; false when it does not fit.
template <typename From, typename To>
bool convert(From value, int fromScale, const Type &to, To &out)
{
    if constexpr (std::is_same_v<To, bool>) {
        if constexpr (std::is_same_v<From, Decimal>)
            out = value.unscaled != 0;
        else if constexpr (std::is_floating_point_v<From>) {
            out = value != 0;
            return !std::isnan(value);
        } else
            out = value != 0;
        return true;
    } else if constexpr (std::is_same_v<To, Int128>) {
        if constexpr (std::is_same_v<From, Decimal>) {
            return rescale(value.unscaled, fromScale, to.precision(), to.scale(), out) == DecimalFault::None;
        } else if constexpr (std::is_floating_point_v<From>) {
            char text[realTextLimit];
            const size_t length = writeReal(value, text); // 0.1 means 0.1, not its 55 binary digits
            return readDecimal({text, length}, to.precision(), to.scale(), out) == DecimalFault::None;
        } else {
            return rescale(value, 0, to.precision(), to.scale(), out) == DecimalFault::None;
        }
    } else if constexpr (std::is_floating_point_v<To>) {
        if constexpr (std::is_same_v<From, Decimal>) {
            out = To(decimalToDouble(value.unscaled, fromScale));
            return true;
        } else {
            out = To(value);
            if constexpr (std::is_floating_point_v<From>)
                return std::isfinite(out) || !std::isfinite(value);
            return true;
        }
    } else {
        if constexpr (std::is_same_v<From, Decimal>) {
            return toWhole(value.unscaled / powerOfTen(fromScale), out);
        } else if constexpr (std::is_floating_point_v<From>) {
            // The limits are powers of two, exact in every float; the comparison is false for NaN.
            const From whole = std::trunc(value);
            const From least = From(std::numeric_limits<To>::min());
            if (!(whole >= least && whole < -least))
                return false;
            out = To(whole);
            return true;
        } else {
            return toWhole(value, out);
        }
    }
}

template <typename Array, typename To>
struct NumberRule {
    using In = Array;
    using Out = std::conditional_t<std::is_same_v<To, bool>, BitOut, FixedOut<To>>;
    Source<Array> source;
    Type to;

    template <typename View>
    Cell operator()(View view, To &out) const
    {
        return convert(source.read(view), source.scale, to, out) ? Cell::Value : Cell::Refused;
    }
    template <typename View>
    QString reason(View view) const
    {
        const QString value = shown(source.read(view), source.scale);
        if (to.kind() == TypeKind::Boolean)
            return QStringLiteral("%1 is neither true nor false").arg(value);
        return outOfRange(value, to);
    }
};

template <typename Array>
KernelPtr fromNumbers(const Type &from, const Type &to)
{
    const Source<Array> source{from.scale()};
    switch (to.kind()) {
    case TypeKind::Boolean:
        return rowKernel(to, NumberRule<Array, bool>{source, to});
    case TypeKind::TinyInt:
        return rowKernel(to, NumberRule<Array, int8_t>{source, to});
    case TypeKind::SmallInt:
        return rowKernel(to, NumberRule<Array, int16_t>{source, to});
    case TypeKind::Int:
        return rowKernel(to, NumberRule<Array, int32_t>{source, to});
    case TypeKind::BigInt:
        return rowKernel(to, NumberRule<Array, int64_t>{source, to});
    case TypeKind::Float:
        return rowKernel(to, NumberRule<Array, float>{source, to});
    case TypeKind::Double:
        return rowKernel(to, NumberRule<Array, double>{source, to});
    case TypeKind::Decimal:
        return rowKernel(to, NumberRule<Array, Int128>{source, to});
    default:
        return nullptr;
    }
}

} // namespace

KernelPtr numberToNumber(const Type &from, const Type &to)
{
    switch (from.kind()) {
    case TypeKind::Boolean:
        return fromNumbers<arrow::BooleanArray>(from, to);
    case TypeKind::TinyInt:
        return fromNumbers<arrow::Int8Array>(from, to);
    case TypeKind::SmallInt:
        return fromNumbers<arrow::Int16Array>(from, to);
    case TypeKind::Int:
        return fromNumbers<arrow::Int32Array>(from, to);
    case TypeKind::BigInt:
        return fromNumbers<arrow::Int64Array>(from, to);
    case TypeKind::Float:
        return fromNumbers<arrow::FloatArray>(from, to);
    case TypeKind::Double:
        return fromNumbers<arrow::DoubleArray>(from, to);
    case TypeKind::Decimal:
        return fromNumbers<arrow::Decimal128Array>(from, to);
    default:
        return nullptr;
    }
}

} // namespace sluice
