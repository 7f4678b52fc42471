#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/timetext.h"

// Dates, instants and wall-clock times among each other, and instants as milliseconds.

namespace sluice
{

namespace
{

constexpr int64_t milli = 1'000;
constexpr int64_t nano = 1'000'000'000;

// A date, an instant or a wall-clock reading, taken apart into seconds of the wall clock or of UTC.
enum class Shape { Date, Instant, Wall };

template <Shape From, int64_t FromPerSecond, Shape To, int64_t ToPerSecond>
struct TimeRule {
    using In = std::conditional_t<From == Shape::Date, arrow::Date32Array, arrow::TimestampArray>;
    using Value = std::conditional_t<From == Shape::Date, int32_t, int64_t>;
    using Target = std::conditional_t<To == Shape::Date, int32_t, int64_t>;
    using Out = FixedOut<Target>;
    Type to;
    ClockPtr clock;

    Cell operator()(Value value, Target &out) const
    {
        int64_t seconds = 0;
        int64_t nanos = 0;
        split(value, seconds, nanos);
        if constexpr (From == Shape::Instant && To != Shape::Instant) {
            seconds += clock->offsetAt(seconds);
        } else if constexpr (From != Shape::Instant && To == Shape::Instant) {
            const std::optional<int64_t> instant = clock->instantOf(seconds);
            if (!instant)
                return Cell::Refused;
            seconds = *instant;
        }
        if constexpr (To == Shape::Date) {
            const int64_t days = floorDiv(seconds, secondsOfDay);
            out = int32_t(days);
            return days >= firstDay && days <= lastDay ? Cell::Value : Cell::Refused;
        } else {
            return scaleTime(seconds, nanos, ToPerSecond, out) ? Cell::Value : Cell::Refused;
        }
    }

    QString reason(Value value) const
    {
        int64_t seconds = 0;
        int64_t nanos = 0;
        split(value, seconds, nanos);
        if (From != Shape::Instant && To == Shape::Instant && !clock->instantOf(seconds))
            return skippedByClocks(shownTime(seconds, int(nanos)), seconds, *clock);
        if (From == Shape::Date)
            return outOfRange(shownDate(value), to);
        if (From == Shape::Instant)
            seconds += clock->offsetAt(seconds);
        return outOfRange(shownTime(seconds, int(nanos)), to);
    }

private:
    static void split(Value value, int64_t &seconds, int64_t &nanos)
    {
        if constexpr (From == Shape::Date) {
            seconds = int64_t(value) * secondsOfDay;
        } else {
            seconds = floorDiv(value, FromPerSecond);
            nanos = floorMod(value, FromPerSecond) * (nano / FromPerSecond);
        }
    }
};

template <int64_t PerSecond>
struct MillisToInstant {
    using In = arrow::Int64Array;
    using Out = FixedOut<int64_t>;
    Type to;
    Cell operator()(int64_t value, int64_t &out) const
    {
        constexpr int64_t least = firstDay * secondsOfDay * milli;
        constexpr int64_t most = (lastDay + 1) * secondsOfDay * milli - 1;
        const bool fits = value >= least && value <= most && !__builtin_mul_overflow(value, PerSecond / milli, &out);
        return fits ? Cell::Value : Cell::Refused;
    }
    QString reason(int64_t value) const { return outOfRange(QStringLiteral("%1 ms").arg(value), to); }
};

template <int64_t PerSecond>
struct InstantToMillis {
    using In = arrow::TimestampArray;
    using Out = FixedOut<int64_t>;
    Cell operator()(int64_t value, int64_t &out) const
    {
        out = floorDiv(value, PerSecond / milli);
        return Cell::Value;
    }
    QString reason(int64_t) const { return {}; }
};

template <Shape From, int64_t FromPerSecond>
KernelPtr fromTime(const Type &to, const ClockPtr &clock)
{
    switch (to.kind()) {
    case TypeKind::Date:
        return rowKernel(to, TimeRule<From, FromPerSecond, Shape::Date, 1>{to, clock});
    case TypeKind::DateTime:
        return rowKernel(to, TimeRule<From, FromPerSecond, Shape::Instant, milli>{to, clock});
    case TypeKind::Timestamp:
        return rowKernel(to, TimeRule<From, FromPerSecond, Shape::Instant, nano>{to, clock});
    case TypeKind::TimestampNtz:
        return rowKernel(to, TimeRule<From, FromPerSecond, Shape::Wall, nano>{to, clock});
    case TypeKind::BigInt:
        if constexpr (From == Shape::Instant)
            return rowKernel(to, InstantToMillis<FromPerSecond>{});
        return nullptr;
    default:
        return nullptr;
    }
}

} // namespace

KernelPtr timeToTime(const Type &from, const Type &to, const ClockPtr &clock)
{
    switch (from.kind()) {
    case TypeKind::Date:
        return fromTime<Shape::Date, 1>(to, clock);
    case TypeKind::DateTime:
        return fromTime<Shape::Instant, milli>(to, clock);
    case TypeKind::Timestamp:
        return fromTime<Shape::Instant, nano>(to, clock);
    case TypeKind::TimestampNtz:
        return fromTime<Shape::Wall, nano>(to, clock);
    case TypeKind::BigInt:
        if (to.kind() == TypeKind::DateTime)
            return rowKernel(to, MillisToInstant<milli>{to});
        if (to.kind() == TypeKind::Timestamp)
            return rowKernel(to, MillisToInstant<nano>{to});
        return nullptr;
    default:
        return nullptr;
    }
}

} // namespace sluice
