#pragma once

#include <cstddef>
#include <cstdint>

// DECIMAL as plain text and back. The wide integer is the value times 10^scale, as Arrow's decimal128 keeps it.
namespace sluice
{

__extension__ using Int128 = __int128;
__extension__ using UInt128 = unsigned __int128;

// Longest text: sign, 38 digits, point, and the zero before it.
inline constexpr size_t longestDecimal = 41;

// Writes "-12.3400" for (-123400, 4) and returns the end.
uint8_t *writeDecimal(uint8_t *out, Int128 value, int scale);

enum class DecimalOutcome { Ok, NotANumber, OutOfRange };

// Reads plain and exponent forms ("1.5", "-.5", "1E+2"). Digits past the scale are rounded, halves away from zero.
DecimalOutcome readDecimal(const uint8_t *text, size_t size, int precision, int scale, Int128 &value);

} // namespace sluice
