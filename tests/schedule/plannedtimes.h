#pragma once

#include "schedule/plannedtime.h"

namespace sluice
{

// "2023-04-23 19:00:00" on the clock of a zone, without the help of what is tested; the time must exist.
PlannedTime planned(const QString &text, const QByteArray &zone = "UTC");
int64_t wallOf(const QString &text);

} // namespace sluice
