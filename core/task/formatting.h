#pragma once

#include "base/result.h"

#include <QString>

namespace sluice
{

// The script laid out anew, with all of its comments: two spaces a level, one member a line; short containers of
// scalars that stood on one line stay on one. Trailing commas go. Config error when it does not parse.
Result<QString> formatScript(const QString &text);

} // namespace sluice
