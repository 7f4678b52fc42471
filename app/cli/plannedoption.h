#pragma once

#include "app/cli/arguments.h"
#include "schedule/plannedtime.h"

#include <optional>

namespace sluice::cli
{

extern const OptionRule atOption;
extern const OptionRule businessDateOption;

// The scheduled time of --at, on the clock of `zone`; its business date is that of --business-date, or the day before.
// With --business-date alone, the midnight behind that day. Nothing without both.
Result<std::optional<PlannedTime>> plannedTimeOf(const Arguments &arguments, const QTimeZone &zone);

} // namespace sluice::cli
