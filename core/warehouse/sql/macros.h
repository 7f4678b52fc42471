#pragma once

#include <QStringList>

namespace sluice::warehouse
{

// DuckDB macros that the translated functions use: what MaxCompute's functions do and DuckDB's do not, by type of the
// argument (typeof() is a constant to DuckDB's planner, so the choice costs nothing at run time).
QStringList macroStatements();

} // namespace sluice::warehouse
