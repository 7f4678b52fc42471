#pragma once

#include <QString>

namespace sluice
{

// Why a row was refused, with quoted values and numbers taken out: rows that fail alike share it. `"NA" is not a whole
// number` is "Not a whole number".
QString causeOf(const QString &reason);

} // namespace sluice
