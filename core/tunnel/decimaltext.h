#pragma once

#include "data/decimaltext.h"

namespace sluice
{

// Longest text of a DECIMAL: sign, 38 digits, point, and the zero before it.
inline constexpr size_t longestDecimal = 41;

// Writes a decimal with all its decimals, "-12.3400" for (-123400, 4), and returns the end: the form of the tunnel,
// where readers take the scale from the text.
uint8_t *writePlainDecimal(uint8_t *out, Int128 value, int scale);

} // namespace sluice
