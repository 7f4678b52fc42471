#pragma once

#include "base/result.h"

#include <QString>

namespace sluice::cli
{

// Asks on the terminal for a line that is not shown while it is typed. Config when there is no terminal.
Result<QString> promptSecret(const QString &question);

} // namespace sluice::cli
