#include "schedule/plannedtime.h"

#include "base/civildate.h"
#include "base/zoneclock.h"

namespace sluice
{

namespace
{

QString dateText(int64_t day)
{
    const CivilDate date = civilFromDays(day);
    return QStringLiteral("%1-%2-%3")
        .arg(date.year, 4, 10, QLatin1Char('0'))
        .arg(date.month, 2, 10, QLatin1Char('0'))
        .arg(date.day, 2, 10, QLatin1Char('0'));
}

QString wallText(int64_t wall)
{
    const int64_t second = floorMod(wall, secondsOfDay);
    return QStringLiteral("%1 %2:%3:%4")
        .arg(dateText(floorDiv(wall, secondsOfDay)))
        .arg(second / 3600, 2, 10, QLatin1Char('0'))
        .arg(second / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(second % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

Result<PlannedTime> PlannedTime::at(int64_t wall, const QTimeZone &zone)
{
    const int64_t day = floorDiv(wall, secondsOfDay);
    if (day < firstDay || day > lastDay)
        return makeError(ErrorCode::Config, QStringLiteral("The time is outside the years 1 to 9999."));
    ZoneClock clock(zone);
    const auto instant = clock.laterInstantOf(wall);
    if (!instant) {
        const QString nearest = wallText(clock.afterGap(wall));
        return makeError(ErrorCode::Config,
                         QStringLiteral("There is no %1 in %2: the clocks go forward over it. The nearest time that "
                                        "exists is %3.")
                             .arg(wallText(wall), QString::fromUtf8(zone.id()), nearest));
    }
    PlannedTime time;
    time.wall = wall;
    time.instant = *instant;
    time.businessDay = day - 1;
    time.zone = zone;
    return time;
}

PlannedTime PlannedTime::atMinuteOf(int64_t instant, const QTimeZone &zone)
{
    PlannedTime time;
    time.wall = instant + ZoneClock(zone).offsetAt(instant);
    const int64_t rest = floorMod(time.wall, 60);
    time.wall -= rest;
    time.instant = instant - rest;
    time.businessDay = floorDiv(time.wall, secondsOfDay) - 1;
    time.zone = zone;
    return time;
}

QString PlannedTime::text() const
{
    return wallText(wall);
}

QString PlannedTime::businessDate() const
{
    return dateText(businessDay);
}

} // namespace sluice
