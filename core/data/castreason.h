#pragma once

#include "base/zoneclock.h"
#include "data/timetext.h"
#include "data/type.h"

#include <QString>

#include <limits>
#include <string_view>

// The words of refusals, shared by the rules.

namespace sluice
{

// `300 is out of the range of TINYINT (-128 to 127)`.
QString outOfRange(const QString &value, const Type &type);

// `"2024-03-10 02:30:00" did not exist in America/New_York: the clocks went forward (nearest 2024-03-10 03:00:00)`.
QString skippedByClocks(const QString &shown, int64_t wall, ZoneClock &clock);

QString shownDate(int64_t days);
QString shownTime(int64_t wallSeconds, int nanos);

// Blanks around a value do not count.
inline std::string_view trimmed(std::string_view text)
{
    const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
    while (!text.empty() && blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && blank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace sluice
