#include "schedule/evaluate.h"

#include "base/civildate.h"
#include "base/zoneclock.h"
#include "schedule/builtins.h"

#include <algorithm>
#include <optional>

namespace sluice
{

namespace
{

bool isYearKept(int64_t wall)
{
    return wall >= firstDay * secondsOfDay && wall < (lastDay + 1) * secondsOfDay;
}

// The same day of another month; the month's last day where it has no such day. Nothing outside the years 1 to 9999.
std::optional<int64_t> dayMonthsAway(int64_t day, int64_t months)
{
    const CivilDate date = civilFromDays(day);
    const int64_t month = date.year * 12 + date.month - 1 + months;
    const int64_t year = floorDiv(month, 12);
    if (year < 1 || year > 9999)
        return std::nullopt;
    const int ofYear = int(floorMod(month, 12)) + 1;
    return daysFromCivil(year, ofYear, std::min(date.day, daysOfMonth(year, ofYear)));
}

std::optional<int64_t> movedOnCalendar(int64_t wall, const TimeShift &shift)
{
    const auto day = dayMonthsAway(floorDiv(wall, secondsOfDay), shift.months);
    if (!day)
        return std::nullopt;
    const int64_t moved = (*day + shift.days) * secondsOfDay + floorMod(wall, secondsOfDay);
    return isYearKept(moved) ? std::optional(moved) : std::nullopt;
}

// What the clock shows after the shift: first along the calendar, then in time that passes (SE-15).
std::optional<int64_t> movedWall(const PlannedTime &time, const TimeShift &shift)
{
    auto wall = movedOnCalendar(time.wall, shift);
    if (!wall)
        return wall;
    ZoneClock clock(time.zone);
    int64_t instant = time.instant;
    if (*wall != time.wall) {
        auto there = clock.laterInstantOf(*wall);
        if (!there) { // the clocks went forward over it: the first time that exists
            wall = clock.afterGap(*wall);
            there = clock.laterInstantOf(*wall);
        }
        instant = there.value_or(*wall);
    }
    if (shift.seconds != 0) {
        instant += shift.seconds;
        wall = instant + clock.offsetAt(instant);
    }
    return isYearKept(*wall) ? wall : std::nullopt;
}

void appendNumber(QString &out, int64_t number, int width)
{
    out += QString::number(number).rightJustified(width, QLatin1Char('0'));
}

void appendPart(QString &out, const CivilDate &date, int64_t second, TimePart part)
{
    switch (part) {
    case TimePart::Year:
        return appendNumber(out, date.year, 4);
    case TimePart::ShortYear:
        return appendNumber(out, date.year % 100, 2);
    case TimePart::Month:
        return appendNumber(out, date.month, 2);
    case TimePart::Day:
        return appendNumber(out, date.day, 2);
    case TimePart::Hour:
        return appendNumber(out, second / 3600, 2);
    case TimePart::Minute:
        return appendNumber(out, second / 60 % 60, 2);
    case TimePart::Second:
        return appendNumber(out, second % 60, 2);
    case TimePart::Literal:
        return;
    }
}

QString formatted(int64_t wall, const TimeFormat &format)
{
    const CivilDate date = civilFromDays(floorDiv(wall, secondsOfDay));
    const int64_t second = floorMod(wall, secondsOfDay);
    QString out;
    for (const FormatPiece &piece : format) {
        appendPart(out, date, second, piece.part);
        out += piece.literal;
    }
    return out;
}

QString monthText(int64_t day)
{
    return formatted(day * secondsOfDay, {{TimePart::Year, {}}, {TimePart::Month, {}}});
}

QString dayText(int64_t day)
{
    return formatted(day * secondsOfDay, {{TimePart::Year, {}}, {TimePart::Month, {}}, {TimePart::Day, {}}});
}

QString cycleTime(const PlannedTime &time)
{
    return formatted(time.wall, {{TimePart::Year, {}},
                                 {TimePart::Month, {}},
                                 {TimePart::Day, {}},
                                 {TimePart::Hour, {}},
                                 {TimePart::Minute, {}},
                                 {TimePart::Second, {}}});
}

// The business month; the month before when it is the scheduled time's.
QString businessMonth(const PlannedTime &time)
{
    const QString month = monthText(time.businessDay);
    if (month != monthText(floorDiv(time.wall, secondsOfDay)))
        return month;
    const auto before = dayMonthsAway(time.businessDay, -1);
    return before ? monthText(*before) : QString();
}

struct BuiltIn {
    QLatin1String name;
    QString (*value)(const PlannedTime &time); // empty: it has none here
};

const BuiltIn builtIns[] = {
    {QLatin1String("bizdate"), [](const PlannedTime &time) { return dayText(time.businessDay); }},
    {QLatin1String("cyctime"), cycleTime},
    {QLatin1String("gmtdate"), [](const PlannedTime &time) { return dayText(floorDiv(time.wall, secondsOfDay)); }},
    {QLatin1String("bizmonth"), businessMonth},
    {QLatin1String("jobid"), [](const PlannedTime &time) { return time.jobId; }},
    {QLatin1String("nodeid"), [](const PlannedTime &time) { return time.nodeId; }},
    {QLatin1String("taskid"), [](const PlannedTime &time) { return time.taskId; }},
};

QString builtInValue(const QString &name, const PlannedTime &time)
{
    for (const BuiltIn &builtIn : builtIns) {
        if (name == builtIn.name)
            return builtIn.value(time);
    }
    return {};
}

Result<QString> pieceText(const ValuePiece &piece, const PlannedTime &time)
{
    const QString where = QStringLiteral("position %1").arg(piece.begin + 1);
    if (piece.kind == ValuePiece::Kind::Text)
        return piece.text;
    if (piece.kind == ValuePiece::Kind::BuiltIn) {
        const QString value = builtInValue(piece.text, time);
        if (value.isEmpty())
            return makeError(
                ErrorCode::Config,
                QStringLiteral("$%1 has no value here: only a run of a task gives it one.").arg(piece.text), where);
        return value;
    }
    const auto wall = piece.kind == ValuePiece::Kind::ScheduledTime
                          ? movedWall(time, piece.shift)
                          : movedOnCalendar(time.businessDay * secondsOfDay, piece.shift);
    if (!wall)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The offset leads outside the years 1 to 9999. Make it smaller."), where);
    return formatted(*wall, piece.format);
}

} // namespace

QStringList builtInNames()
{
    QStringList names;
    for (const BuiltIn &builtIn : builtIns)
        names.append(builtIn.name);
    return names;
}

std::optional<QString> builtInInBraces(QStringView name)
{
    for (const QLatin1String known : {QLatin1String("bizdate"), QLatin1String("cyctime")}) {
        if (name == known || name == QLatin1String("bdp.system.") + known)
            return known;
    }
    return std::nullopt;
}

Result<QString> evaluate(const ValueExpression &value, const PlannedTime &time, int *position)
{
    QString out;
    for (const ValuePiece &piece : value.pieces) {
        auto text = pieceText(piece, time);
        if (!text.ok()) {
            if (position)
                *position = int(piece.begin) + 1;
            return text;
        }
        out += *text;
    }
    return out;
}

Result<QString> resolveValue(const QString &value, const PlannedTime &time, int *position)
{
    SLUICE_TRY(const ValueExpression parsed, parseValue(value, position));
    return evaluate(parsed, time, position);
}

} // namespace sluice
