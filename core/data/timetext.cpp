#include "data/timetext.h"

#include "data/inquotes.h"

#include <array>
#include <cstdio>

namespace sluice
{

namespace
{

// Walks over a text; `bad` collects characters that are not digits, so that a run of reads is tested once.
struct Scanner {
    const char *at;
    const char *end;
    unsigned bad = 0;

    size_t left() const { return size_t(end - at); }
    bool isDigit(size_t i) const { return i < left() && unsigned(at[i] - '0') <= 9; }

    template <int Count>
    int digits()
    {
        int value = 0;
        for (int i = 0; i < Count; ++i) {
            const unsigned digit = unsigned(at[i] - '0');
            bad |= digit > 9;
            value = value * 10 + int(digit);
        }
        at += Count;
        return value;
    }
    bool take(char c)
    {
        if (at == end || *at != c)
            return false;
        ++at;
        return true;
    }
};

TimeFault readZone(Scanner &in, WrittenTime &time)
{
    if (in.take(' ') && in.left() == 0)
        return TimeFault::Form;
    if (in.take('Z') || in.take('z')) {
        time.zoned = true;
        return in.left() == 0 ? TimeFault::None : TimeFault::Form;
    }
    const bool west = in.left() > 0 && *in.at == '-';
    if (!in.take('+') && !in.take('-'))
        return TimeFault::Form;
    if (in.left() != 2 && in.left() != 4 && in.left() != 5)
        return TimeFault::Zone;
    const int hours = in.digits<2>();
    int minutes = 0;
    if (in.left() > 0) {
        in.take(':');
        if (in.left() != 2)
            return TimeFault::Zone;
        minutes = in.digits<2>();
    }
    if (in.bad || hours > 18 || minutes > 59)
        return TimeFault::Zone;
    time.zoned = true;
    time.zoneSeconds = (hours * 3600 + minutes * 60) * (west ? -1 : 1);
    return TimeFault::None;
}

TimeFault readClock(Scanner &in, WrittenTime &time)
{
    if (in.left() < 5)
        return TimeFault::Form;
    time.hour = in.digits<2>();
    if (!in.take(':') || in.left() < 2)
        return TimeFault::Form;
    time.minute = in.digits<2>();
    if (in.take(':')) {
        if (in.left() < 2)
            return TimeFault::Form;
        time.second = in.digits<2>();
        if (in.take('.')) {
            if (!in.isDigit(0))
                return TimeFault::Form;
            int unit = 100'000'000;
            while (in.isDigit(0)) {
                time.nanos += (*in.at++ - '0') * unit;
                unit /= 10;
            }
        }
    }
    if (in.bad)
        return TimeFault::Form;
    return in.left() > 0 ? readZone(in, time) : TimeFault::None;
}

TimeFault checkRanges(const WrittenTime &time)
{
    if (time.year < 1)
        return TimeFault::Year;
    if (time.month < 1 || time.month > 12)
        return TimeFault::Month;
    if (time.day < 1 || (time.day > 28 && time.day > daysOfMonth(time.year, time.month)))
        return TimeFault::Day;
    if (time.hour > 23)
        return TimeFault::Hour;
    if (time.minute > 59)
        return TimeFault::Minute;
    return time.second > 59 ? TimeFault::Second : TimeFault::None;
}

QString monthName(int month)
{
    static const std::array names{"January", "February", "March",     "April",   "May",      "June",
                                  "July",    "August",   "September", "October", "November", "December"};
    return QString::fromLatin1(names[size_t(month) - 1]);
}

void twoDigits(char *out, int value)
{
    out[0] = char('0' + value / 10);
    out[1] = char('0' + value % 10);
}

} // namespace

TimeFault readTime(std::string_view text, WrittenTime &time)
{
    time = {};
    Scanner in{text.data(), text.data() + text.size()};
    if (in.left() < 8)
        return TimeFault::Form;
    time.year = in.digits<4>();
    const char separator = *in.at;
    if (separator == '-' || separator == '/') {
        ++in.at;
        if (in.left() < 5)
            return TimeFault::Form;
        time.month = in.digits<2>();
        if (!in.take(separator))
            return TimeFault::Form;
        time.day = in.digits<2>();
    } else {
        time.month = in.digits<2>();
        time.day = in.digits<2>();
        if (in.left() == 6) {
            time.hour = in.digits<2>();
            time.minute = in.digits<2>();
            time.second = in.digits<2>();
        }
    }
    if (in.bad)
        return TimeFault::Form;
    if (in.left() > 0) {
        if (!in.take(' ') && !in.take('T'))
            return TimeFault::Form;
        if (const TimeFault fault = readClock(in, time); fault != TimeFault::None)
            return fault;
    }
    return checkRanges(time);
}

QString timeFaultText(std::string_view text, TimeFault fault, const WrittenTime &time, const QString &what)
{
    const QString not_ = QStringLiteral("%1 is not a %2: ").arg(inQuotes(text), what);
    switch (fault) {
    case TimeFault::None:
        return {};
    case TimeFault::Form:
        return not_ + (what == QLatin1String("date") ? QStringLiteral("yyyy-MM-dd is expected")
                                                     : QStringLiteral("yyyy-MM-dd HH:mm:ss is expected"));
    case TimeFault::Year:
        return not_ + QStringLiteral("years count from 0001");
    case TimeFault::Month:
        return not_ + QStringLiteral("there is no month %1").arg(time.month);
    case TimeFault::Day: {
        const int days = daysOfMonth(time.year, time.month);
        if (time.day < 1)
            return not_ + QStringLiteral("days count from 1");
        const QString month = time.month == 2 ? QStringLiteral("February %1").arg(time.year) : monthName(time.month);
        char nearest[timeTextLimit];
        const size_t length = writeDate(daysFromCivil(time.year, time.month, days), nearest);
        return not_ + QStringLiteral("%1 has %2 days (nearest %3)")
                          .arg(month)
                          .arg(days)
                          .arg(QString::fromLatin1(nearest, qsizetype(length)));
    }
    case TimeFault::Hour:
        return not_ + QStringLiteral("hours go from 00 to 23");
    case TimeFault::Minute:
        return not_ + QStringLiteral("minutes go from 00 to 59");
    case TimeFault::Second:
        return not_ + QStringLiteral("seconds go from 00 to 59");
    case TimeFault::Zone:
        return not_ + QStringLiteral("its zone is neither Z nor +hh:mm");
    }
    return {};
}

size_t writeDate(int64_t days, char *out)
{
    const CivilDate date = civilFromDays(days);
    if (date.year < 0 || date.year > 9999)
        return size_t(std::snprintf(out, timeTextLimit, "%lld-%02d-%02d", (long long)date.year, date.month, date.day));
    twoDigits(out, int(date.year / 100));
    twoDigits(out + 2, int(date.year % 100));
    out[4] = '-';
    twoDigits(out + 5, date.month);
    out[7] = '-';
    twoDigits(out + 8, date.day);
    return 10;
}

size_t writeDateTime(int64_t wallSeconds, int nanos, char *out)
{
    const int64_t days = floorDiv(wallSeconds, secondsOfDay);
    const int rest = int(wallSeconds - days * secondsOfDay);
    char *at = out + writeDate(days, out);
    *at++ = ' ';
    twoDigits(at, rest / 3600);
    at[2] = ':';
    twoDigits(at + 3, rest / 60 % 60);
    at[5] = ':';
    twoDigits(at + 6, rest % 60);
    at += 8;
    if (nanos != 0) {
        int digits = nanos % 1'000'000 == 0 ? 3 : nanos % 1'000 == 0 ? 6 : 9;
        *at++ = '.';
        for (int unit = 100'000'000; digits-- > 0; unit /= 10)
            *at++ = char('0' + nanos / unit % 10);
    }
    return size_t(at - out);
}

} // namespace sluice
