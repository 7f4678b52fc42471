#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/inquotes.h"

#include <arrow/type.h>

#include <charconv>
#include <cstdio>

// Intervals as text: "-1 02:03:04.5" (days, time) and "-1-6" (years, months).

namespace sluice
{

namespace
{

constexpr int64_t longest = 1'000'000'000'000; // seconds; far beyond what MaxCompute takes

// Digits up to `most`; false when there are none or too many.
bool number(std::string_view &text, int64_t most, int64_t &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0 || value > most || text.front() == '-')
        return false;
    text.remove_prefix(size_t(end - text.data()));
    return true;
}

bool take(std::string_view &text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

bool readYearMonth(std::string_view text, int32_t &out)
{
    const bool negative = take(text, '-');
    if (!negative)
        take(text, '+');
    int64_t years = 0;
    int64_t months = 0;
    if (text.empty() || !number(text, 100'000'000, years) || !take(text, '-') || text.empty() ||
        !number(text, 11, months) || !text.empty())
        return false;
    out = int32_t(years * 12 + months) * (negative ? -1 : 1);
    return true;
}

struct Duration {
    int64_t seconds = 0; // rounded down
    int32_t nanos = 0;   // never negative
};

bool readDayTime(std::string_view text, Duration &out)
{
    const bool negative = take(text, '-');
    if (!negative)
        take(text, '+');
    int64_t days = 0;
    int64_t hours = 0;
    int64_t minutes = 0;
    int64_t seconds = 0;
    if (text.empty() || !number(text, longest / secondsOfDay, days) || !take(text, ' ') || text.empty() ||
        !number(text, 23, hours) || !take(text, ':') || text.empty() || !number(text, 59, minutes) ||
        !take(text, ':') || text.empty() || !number(text, 59, seconds))
        return false;
    int32_t nanos = 0;
    if (take(text, '.')) {
        if (text.empty())
            return false;
        int32_t unit = 100'000'000;
        for (; !text.empty() && unsigned(text.front() - '0') <= 9; text.remove_prefix(1), unit /= 10)
            nanos += (text.front() - '0') * unit;
    }
    if (!text.empty())
        return false;
    const int64_t total = days * secondsOfDay + hours * 3600 + minutes * 60 + seconds;
    out.seconds = negative ? -total - (nanos > 0) : total;
    out.nanos = negative && nanos > 0 ? 1'000'000'000 - nanos : nanos;
    return true;
}

struct TextToYearMonth {
    using In = arrow::StringArray;
    using Out = FixedOut<int32_t>;
    Cell operator()(std::string_view raw, int32_t &out) const
    {
        const std::string_view text = trimmed(raw);
        return text.empty() ? Cell::Null : readYearMonth(text, out) ? Cell::Value : Cell::Refused;
    }
    QString reason(std::string_view raw) const
    {
        return QStringLiteral("%1 is not an interval: years-months is expected, such as 1-6").arg(inQuotes(raw));
    }
};

struct YearMonthToText {
    using In = arrow::Int32Array;
    using Out = TextOut;
    Cell operator()(int32_t months, TextOut &out) const
    {
        char text[32];
        const int64_t size = std::abs(int64_t(months));
        out.append(text, size_t(std::snprintf(text, sizeof text, "%s%lld-%lld", months < 0 ? "-" : "",
                                              (long long)(size / 12), (long long)(size % 12))));
        return Cell::Value;
    }
    QString reason(int32_t) const { return {}; }
};

// The one scalar that is a struct in Arrow, so it has loops of its own.
class TextToDayTime final : public CastKernel
{
public:
    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::StringArray &>(*array);
        const int64_t length = in.length();
        FixedOut<int64_t> seconds(length);
        FixedOut<int32_t> nanos(length);
        Validity validity(in);
        for (int64_t i = 0; i < length; ++i) {
            Duration value;
            if (!validity.isNull(i)) {
                const std::string_view text = trimmed(in.GetView(i));
                if (text.empty() || !readDayTime(text, value)) {
                    validity.setNull(i);
                    if (!text.empty())
                        refused.push_back(
                            {i,
                             QStringLiteral("%1 is not an interval: days and a time are expected, such as 1 02:03:04")
                                 .arg(inQuotes(in.GetView(i)))});
                }
            }
            seconds.slot(i) = value.seconds;
            nanos.slot(i) = value.nanos;
        }
        const auto child = [length](const TypePtr &type, std::vector<std::shared_ptr<arrow::Buffer>> buffers) {
            buffers.insert(buffers.begin(), nullptr);
            return arrow::ArrayData::Make(type, length, std::move(buffers), 0);
        };
        return arrow::MakeArray(arrow::ArrayData::Make(
            arrowType(TypeKind::IntervalDayTime), length, {validity.take()},
            {child(arrow::int64(), seconds.take()), child(arrow::int32(), nanos.take())}, validity.nulls()));
    }
};

class DayTimeToText final : public CastKernel
{
public:
    ArrayPtr apply(const ArrayPtr &array, Refusals &) override
    {
        const auto &in = static_cast<const arrow::StructArray &>(*array);
        const auto &seconds = static_cast<const arrow::Int64Array &>(*in.field(0));
        const auto &nanos = static_cast<const arrow::Int32Array &>(*in.field(1));
        const int64_t length = in.length();
        TextOut out(length);
        Validity validity(in);
        for (int64_t i = 0; i < length; ++i) {
            if (validity.isNull(i)) {
                out.skip(i);
                continue;
            }
            write(seconds.Value(i), nanos.Value(i), out);
            out.seal(i);
        }
        auto buffers = out.take();
        buffers.insert(buffers.begin(), validity.take());
        return arrow::MakeArray(arrow::ArrayData::Make(arrow::utf8(), length, std::move(buffers), validity.nulls()));
    }

private:
    static void write(int64_t seconds, int32_t nanos, TextOut &out)
    {
        const bool negative = seconds < 0;
        auto size = negative ? uint64_t(0) - uint64_t(seconds) : uint64_t(seconds);
        if (negative && nanos > 0) {
            --size;
            nanos = 1'000'000'000 - nanos;
        }
        char text[64];
        int length = std::snprintf(text, sizeof text, "%s%llu %02d:%02d:%02d", negative ? "-" : "",
                                   (unsigned long long)(size / 86400), int(size / 3600 % 24), int(size / 60 % 60),
                                   int(size % 60));
        if (nanos != 0) {
            length += std::snprintf(text + length, sizeof text - size_t(length), ".%09d", nanos);
            while (text[length - 1] == '0')
                --length;
        }
        out.append(text, size_t(length));
    }
};

} // namespace

KernelPtr textToInterval(const Type &to)
{
    if (to.kind() == TypeKind::IntervalYearMonth)
        return rowKernel(to, TextToYearMonth{});
    return std::make_unique<TextToDayTime>();
}

KernelPtr intervalToText(const Type &from)
{
    if (from.kind() == TypeKind::IntervalYearMonth)
        return rowKernel(TypeKind::String, YearMonthToText{});
    return std::make_unique<DayTimeToText>();
}

} // namespace sluice
