#pragma once

#include "base/result.h"

#include <QString>

namespace sluice::cli
{

// The text of a task's file. Config when it is not UTF-8.
Result<QString> readScript(const QString &file);

} // namespace sluice::cli
