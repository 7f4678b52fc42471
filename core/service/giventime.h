#pragma once

#include "schedule/plannedtime.h"

#include <QString>

namespace sluice
{

// Times that a person gives by hand: "2023-04-23 19:00:00", "2023-04-23T19:00", "2023-04-23" (midnight),
// "20230423190000". Strict: an impossible one gives a Config error with the reason and the nearest that exists.
Result<PlannedTime> readPlannedTime(const QString &text, const QTimeZone &zone);
// "2023-04-22" or "20230422"; days since 1970-01-01.
Result<int64_t> readBusinessDay(const QString &text);

} // namespace sluice
