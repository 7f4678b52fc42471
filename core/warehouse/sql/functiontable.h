#pragma once

#include <span>

namespace sluice::warehouse
{

enum class Gives { Value, Text, DateTime, Aggregate };

// One way to call a function. In the template $1…$9 are the arguments, #1…#9 the arguments as text, $* all of them,
// #* all as text, $d is DISTINCT when the call says so; @1…@9 and &1…&9 are strings with a format of dates,
// MaxCompute's and Java's, in DuckDB's. An empty template passes the call on to DuckDB unchanged.
struct FunctionRow {
    const char *name;
    int least;
    int most;
    const char *text;
    Gives gives;
};

std::span<const FunctionRow> functionRows();

} // namespace sluice::warehouse
