#pragma once

#include "task/optionspec.h"

namespace sluice
{

// The keys of a task outside the steps' parameters, described like a connector's options: for validation,
// completion and the documentation.
const OptionSpecs &taskOptions();       // the whole
const OptionSpecs &stepOptions();       // /steps/0
const OptionSpecs &settingOptions();    // /setting
const OptionSpecs &errorLimitOptions(); // /setting/errorLimit
const OptionSpecs &speedOptions();      // /setting/speed
const OptionSpecs &orderOptions();      // /order
const OptionSpecs &hopOptions();        // /order/hops/0

// What a step of MaxCompute may spell out instead of naming a data source (SJ-7).
const QStringList &connectionKeys();

QStringList keysOf(const OptionSpecs &options);
// The option with this key; null when there is none.
const OptionSpec *optionWithKey(const OptionSpecs &options, const QString &key);

} // namespace sluice
