#pragma once

#include "base/civildate.h"

#include <QString>

#include <cstdint>
#include <string_view>

namespace sluice
{

// Seconds and nanoseconds in units of 1/perSecond, rounded down; false when they do not fit.
constexpr bool scaleTime(int64_t seconds, int64_t nanos, int64_t perSecond, int64_t &out)
{
    __extension__ using Wide = __int128;
    const Wide value = Wide(seconds) * perSecond + nanos / (1'000'000'000 / perSecond);
    out = int64_t(value);
    return Wide(out) == value;
}

// A date or time as it was written.
struct WrittenTime {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int nanos = 0;
    bool zoned = false; // Z or an offset stood behind it
    int zoneSeconds = 0;

    int64_t days() const { return daysFromCivil(year, month, day); }
    int64_t wallSeconds() const { return days() * secondsOfDay + hour * 3600 + minute * 60 + second; }
};

enum class TimeFault { None, Form, Year, Month, Day, Hour, Minute, Second, Zone };

// Reads a date with an optional time. Dates: yyyy-MM-dd, yyyy/MM/dd, yyyyMMdd. Times, after a space or `T`: HH:mm or
// HH:mm:ss with up to nine digits of fraction (more are dropped); yyyyMMddHHmmss too. Zones: Z, +hh, +hhmm, +hh:mm.
// Strict: 31 June is a fault. Surrounding blanks are the caller's to trim.
TimeFault readTime(std::string_view text, WrittenTime &time);

// What is wrong, for people: `"2023-06-31" is not a date: June has 30 days (nearest 2023-06-30)`.
QString timeFaultText(std::string_view text, TimeFault fault, const WrittenTime &time, const QString &what);

inline constexpr size_t timeTextLimit = 48;
// Writes into at least timeTextLimit bytes and returns the length: "2023-06-30".
size_t writeDate(int64_t days, char *out);
// "2023-06-30 17:00:00", with a fraction of 3, 6 or 9 digits when there is one. `wallSeconds` since 1970-01-01 00:00.
size_t writeDateTime(int64_t wallSeconds, int nanos, char *out);

} // namespace sluice
