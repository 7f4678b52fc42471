#pragma once

#include "task/taskspec.h"
#include "widgets/common/glyph.h"

namespace sluice
{

// How an issue is marked, wherever it is shown.
Glyph glyphOf(Severity severity);
Role roleOf(Severity severity);

} // namespace sluice
