#pragma once

#include "task/taskspec.h"
#include "widgets/common/controls.h"

namespace sluice
{

// What running a task once more does to rows that are there already.
struct RerunNote {
    Tone tone = Tone::Neutral;
    QString title; // for a chip: "Safe to rerun"; empty: nothing is known
    QString text;  // a sentence or two
};
RerunNote rerunNote(const StepSpec &writer);

} // namespace sluice
