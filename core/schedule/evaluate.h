#pragma once

#include "schedule/expression.h"
#include "schedule/plannedtime.h"

namespace sluice
{

// The value's text at a planned time. Exact: integers only. Config error with "position N" as its place when a result
// leaves the years 1 to 9999 or a built-in has no value here.
Result<QString> evaluate(const ValueExpression &value, const PlannedTime &time, int *position = nullptr);

// parseValue() and evaluate().
Result<QString> resolveValue(const QString &value, const PlannedTime &time, int *position = nullptr);

} // namespace sluice
