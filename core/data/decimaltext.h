#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice
{

// The unscaled value of a decimal of up to 38 digits.
__extension__ using Int128 = __int128;

Int128 powerOfTen(int exponent); // 0 to 38

enum class DecimalFault { None, Form, Range };

// Reads "-12.5", "+1e3", ".5", "5." exactly into `scale` decimals, at most `precision` digits in all. Digits beyond
// the scale are rounded half up (away from zero).
DecimalFault readDecimal(std::string_view text, int precision, int scale, Int128 &value);

// Brings a value to another scale, rounding half up; Range when it has more than `precision` digits then.
DecimalFault rescale(Int128 value, int fromScale, int precision, int scale, Int128 &out);

inline constexpr size_t decimalTextLimit = 48;
// Plain digits without trailing zeros behind the point ("12.5", "-0.01", "12"), as MaxCompute prints decimals. Writes
// into at least decimalTextLimit bytes and returns the length.
size_t writeDecimal(Int128 value, int scale, char *out);

// The nearest double.
double decimalToDouble(Int128 value, int scale);

} // namespace sluice
