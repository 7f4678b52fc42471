#pragma once

#include <cstddef>

namespace sluice
{

inline constexpr size_t realTextLimit = 40;

// The fewest digits that read back as the same number: "3.0", "0.1", "1e+20", "NaN", "-Infinity". Writes into at least
// realTextLimit bytes and returns the length.
size_t writeReal(double value, char *out);
size_t writeReal(float value, char *out);

} // namespace sluice
