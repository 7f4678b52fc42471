#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/decimaltext.h"
#include "data/inquotes.h"
#include "data/timetext.h"

#include <charconv>
#include <cmath>

// Texts into scalars: the hot half of loading a file.

namespace sluice
{

namespace
{

QString shownNumber(std::string_view text)
{
    return inQuotes(text).mid(1).chopped(1);
}

template <typename T>
struct TextToWhole {
    using In = arrow::StringArray;
    using Out = FixedOut<T>;
    Type to;

    Cell operator()(std::string_view raw, T &out) const
    {
        std::string_view text = trimmed(raw);
        if (text.empty())
            return Cell::Null;
        if (text.front() == '+' && text.size() > 1 && unsigned(text[1] - '0') <= 9)
            text.remove_prefix(1);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (error == std::errc() && end == text.data() + text.size()) [[likely]]
            return Cell::Value;
        Int128 value = 0;
        if (fault(text, value) != DecimalFault::None)
            return Cell::Refused;
        out = T(value);
        return Cell::Value;
    }

    // "517.0" and "1e3" are whole too.
    static DecimalFault fault(std::string_view text, Int128 &value)
    {
        if (const DecimalFault fault = readDecimal(text, 38, 18, value); fault != DecimalFault::None)
            return fault;
        const Int128 unit = powerOfTen(18);
        if (value % unit != 0)
            return DecimalFault::Form;
        value /= unit;
        const bool fits = value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
        return fits ? DecimalFault::None : DecimalFault::Range;
    }

    QString reason(std::string_view raw) const
    {
        const std::string_view text = trimmed(raw);
        Int128 value = 0;
        if (fault(text, value) == DecimalFault::Range)
            return outOfRange(shownNumber(text), to);
        return QStringLiteral("%1 is not a whole number").arg(inQuotes(raw));
    }
};

template <typename T>
struct TextToReal {
    using In = arrow::StringArray;
    using Out = FixedOut<T>;
    Type to;

    Cell operator()(std::string_view raw, T &out) const
    {
        const std::string_view text = unsignedPlus(trimmed(raw));
        if (text.empty())
            return Cell::Null;
        const char *last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data(), last, out);
        if (end != last || error == std::errc::invalid_argument) [[unlikely]]
            return Cell::Refused;
        if (error == std::errc::result_out_of_range) [[unlikely]] {
            // Too small is zero, too large is refused; a wider type tells which.
            long double wide = 0;
            const auto read = std::from_chars(text.data(), last, wide);
            if (read.ec != std::errc() || std::fabs(wide) > 1)
                return Cell::Refused;
            out = T(wide);
        }
        return Cell::Value;
    }

    static std::string_view unsignedPlus(std::string_view text)
    {
        if (text.size() > 1 && text[0] == '+' && text[1] != '-')
            text.remove_prefix(1);
        return text;
    }

    QString reason(std::string_view raw) const
    {
        const std::string_view text = unsignedPlus(trimmed(raw));
        T value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc::result_out_of_range && end == text.data() + text.size())
            return outOfRange(shownNumber(text), to);
        return QStringLiteral("%1 is not a number").arg(inQuotes(raw));
    }
};

struct TextToDecimal {
    using In = arrow::StringArray;
    using Out = FixedOut<Int128>;
    Type to;

    Cell operator()(std::string_view raw, Int128 &out) const
    {
        const std::string_view text = trimmed(raw);
        if (text.empty())
            return Cell::Null;
        return readDecimal(text, to.precision(), to.scale(), out) == DecimalFault::None ? Cell::Value : Cell::Refused;
    }

    QString reason(std::string_view raw) const
    {
        const std::string_view text = trimmed(raw);
        Int128 value = 0;
        if (readDecimal(text, to.precision(), to.scale(), value) == DecimalFault::Range)
            return outOfRange(shownNumber(text), to);
        return QStringLiteral("%1 is not a number").arg(inQuotes(raw));
    }
};

struct TextToBoolean {
    using In = arrow::StringArray;
    using Out = BitOut;

    Cell operator()(std::string_view raw, bool &out) const
    {
        const std::string_view text = trimmed(raw);
        if (text.empty())
            return Cell::Null;
        char lower[8] = {};
        if (text.size() > 5)
            return Cell::Refused;
        for (size_t i = 0; i < text.size(); ++i)
            lower[i] = char(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]);
        const std::string_view word(lower, text.size());
        out = word == "true" || word == "1" || word == "t" || word == "yes" || word == "y";
        const bool no = word == "false" || word == "0" || word == "f" || word == "no" || word == "n";
        return out || no ? Cell::Value : Cell::Refused;
    }

    QString reason(std::string_view raw) const
    {
        return QStringLiteral("%1 is neither true nor false").arg(inQuotes(raw));
    }
};

struct TextToDate {
    using In = arrow::StringArray;
    using Out = FixedOut<int32_t>;

    Cell operator()(std::string_view raw, int32_t &out) const
    {
        const std::string_view text = trimmed(raw);
        if (text.empty())
            return Cell::Null;
        WrittenTime time;
        if (readTime(text, time) != TimeFault::None) [[unlikely]]
            return Cell::Refused;
        out = int32_t(time.days());
        return Cell::Value;
    }

    QString reason(std::string_view raw) const
    {
        WrittenTime time;
        const TimeFault fault = readTime(trimmed(raw), time);
        return timeFaultText(raw, fault, time, QStringLiteral("date"));
    }
};

// `PerSecond` is the unit of the target; `Wall` asks for the reading of the clock, not the instant.
template <int64_t PerSecond, bool Wall>
struct TextToTime {
    using In = arrow::StringArray;
    using Out = FixedOut<int64_t>;
    Type to;
    ClockPtr clock;

    Cell operator()(std::string_view raw, int64_t &out) const
    {
        const std::string_view text = trimmed(raw);
        if (text.empty())
            return Cell::Null;
        WrittenTime time;
        if (readTime(text, time) != TimeFault::None) [[unlikely]]
            return Cell::Refused;
        int64_t seconds = time.wallSeconds();
        if (time.zoned) {
            seconds -= time.zoneSeconds;
            if constexpr (Wall)
                seconds += clock->offsetAt(seconds);
        } else if constexpr (!Wall) {
            const std::optional<int64_t> instant = clock->instantOf(seconds);
            if (!instant) [[unlikely]]
                return Cell::Refused;
            seconds = *instant;
        }
        return scaleTime(seconds, time.nanos, PerSecond, out) ? Cell::Value : Cell::Refused;
    }

    QString reason(std::string_view raw) const
    {
        WrittenTime time;
        const TimeFault fault = readTime(trimmed(raw), time);
        if (fault != TimeFault::None)
            return timeFaultText(raw, fault, time, QStringLiteral("time"));
        if (!Wall && !time.zoned && !clock->instantOf(time.wallSeconds()))
            return skippedByClocks(inQuotes(raw), time.wallSeconds(), *clock);
        return outOfRange(shownNumber(raw), to);
    }
};

} // namespace

KernelPtr textToScalar(const Type &to, const ClockPtr &clock)
{
    switch (to.kind()) {
    case TypeKind::Boolean:
        return rowKernel(to, TextToBoolean{});
    case TypeKind::TinyInt:
        return rowKernel(to, TextToWhole<int8_t>{to});
    case TypeKind::SmallInt:
        return rowKernel(to, TextToWhole<int16_t>{to});
    case TypeKind::Int:
        return rowKernel(to, TextToWhole<int32_t>{to});
    case TypeKind::BigInt:
        return rowKernel(to, TextToWhole<int64_t>{to});
    case TypeKind::Float:
        return rowKernel(to, TextToReal<float>{to});
    case TypeKind::Double:
        return rowKernel(to, TextToReal<double>{to});
    case TypeKind::Decimal:
        return rowKernel(to, TextToDecimal{to});
    case TypeKind::Date:
        return rowKernel(to, TextToDate{});
    case TypeKind::DateTime:
        return rowKernel(to, TextToTime<1'000, false>{to, clock});
    case TypeKind::Timestamp:
        return rowKernel(to, TextToTime<1'000'000'000, false>{to, clock});
    case TypeKind::TimestampNtz:
        return rowKernel(to, TextToTime<1'000'000'000, true>{to, clock});
    case TypeKind::IntervalDayTime:
    case TypeKind::IntervalYearMonth:
        return textToInterval(to);
    default:
        return nullptr;
    }
}

} // namespace sluice
