#include "data/decimaltext.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace sluice
{

static constexpr auto powers = [] {
    std::array<Int128, 39> table{};
    Int128 power = 1;
    for (size_t i = 0; i < table.size(); ++i) {
        table[i] = power;
        if (i + 1 < table.size())
            power *= 10;
    }
    return table;
}();

Int128 powerOfTen(int exponent)
{
    return powers[size_t(exponent)];
}

static bool isDigit(char c)
{
    return unsigned(c - '0') <= 9;
}

// Any length, any exponent: `digits` are those before and behind the point, `exponent` that of the last one.
static DecimalFault fromDigits(std::string_view digits, int64_t exponent, int precision, int scale, Int128 &value)
{
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    value = 0;
    if (digits.empty())
        return DecimalFault::None;
    const int64_t shift = exponent + scale; // what is left to do after reading the digits as a whole number
    bool up = false;
    if (shift < 0) {
        const auto drop = uint64_t(-shift);
        if (drop > digits.size())
            return DecimalFault::None;
        up = digits[digits.size() - drop] >= '5';
        digits.remove_suffix(drop);
    }
    if (int64_t(digits.size()) + std::max<int64_t>(shift, 0) > 38)
        return DecimalFault::Range;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    if (shift > 0)
        value *= powers[size_t(shift)];
    value += up;
    return value < powers[size_t(precision)] ? DecimalFault::None : DecimalFault::Range;
}

static DecimalFault readSlowly(std::string_view text, int precision, int scale, Int128 &value)
{
    std::string digits;
    int64_t exponent = 0;
    size_t i = 0;
    bool point = false;
    for (; i < text.size() && (isDigit(text[i]) || (text[i] == '.' && !point)); ++i) {
        if (text[i] == '.') {
            point = true;
            continue;
        }
        digits += text[i];
        exponent -= point;
    }
    if (digits.empty())
        return DecimalFault::Form;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && text[i] == '+' && i + 1 < text.size() && isDigit(text[i + 1]))
            ++i;
        int64_t power = 0;
        const bool negative = i < text.size() && text[i] == '-';
        const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), power);
        if (error == std::errc::invalid_argument)
            return DecimalFault::Form;
        i = size_t(end - text.data());
        // Beyond ten million every value is zero or too large; the clamp keeps the sums from overflowing.
        exponent += error == std::errc() ? std::clamp<int64_t>(power, -10'000'000, 10'000'000)
                    : negative           ? -10'000'000
                                         : 10'000'000;
    }
    if (i != text.size())
        return DecimalFault::Form;
    return fromDigits(digits, exponent, precision, scale, value);
}

DecimalFault readDecimal(std::string_view text, int precision, int scale, Int128 &value)
{
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+'))
        text.remove_prefix(1);

    // The usual case: up to 18 digits, no exponent, no more decimals than the type has.
    uint64_t mantissa = 0;
    int decimals = 0;
    int digits = 0;
    size_t i = 0;
    if (text.size() <= 19) {
        for (; i < text.size() && isDigit(text[i]); ++i, ++digits)
            mantissa = mantissa * 10 + uint64_t(text[i] - '0');
        if (i < text.size() && text[i] == '.') {
            for (++i; i < text.size() && isDigit(text[i]); ++i, ++digits, ++decimals)
                mantissa = mantissa * 10 + uint64_t(text[i] - '0');
        }
    }
    DecimalFault fault = DecimalFault::None;
    if (i == text.size() && digits > 0 && digits <= 18 && decimals <= scale && scale - decimals <= 19) {
        value = Int128(mantissa) * powers[size_t(scale - decimals)];
        if (value >= powers[size_t(precision)])
            fault = DecimalFault::Range;
    } else {
        fault = readSlowly(text, precision, scale, value);
    }
    if (negative)
        value = -value;
    return fault;
}

DecimalFault rescale(Int128 value, int fromScale, int precision, int scale, Int128 &out)
{
    const Int128 limit = powers[size_t(precision)];
    if (scale >= fromScale) {
        const Int128 factor = powers[size_t(scale - fromScale)];
        if (value > limit / factor || value < -(limit / factor))
            return DecimalFault::Range;
        out = value * factor;
    } else {
        const Int128 factor = powers[size_t(fromScale - scale)];
        const Int128 rest = value % factor;
        out = value / factor;
        if (rest >= factor - rest && rest > 0)
            ++out;
        else if (-rest >= factor + rest && rest < 0)
            --out;
    }
    return out < limit && out > -limit ? DecimalFault::None : DecimalFault::Range;
}

size_t writeDecimal(Int128 value, int scale, char *out)
{
    __extension__ using Unsigned = unsigned __int128;
    char *at = out;
    Unsigned rest = value < 0 ? -Unsigned(value) : Unsigned(value);
    if (value < 0)
        *at++ = '-';
    char reversed[40];
    int digits = 0;
    while (rest > UINT64_MAX) { // at most 20 divisions of the wide kind
        reversed[digits++] = char('0' + int(rest % 10));
        rest /= 10;
    }
    for (auto low = uint64_t(rest); low != 0; low /= 10)
        reversed[digits++] = char('0' + low % 10);
    while (digits <= scale)
        reversed[digits++] = '0';
    int last = 0; // trailing zeros behind the point are not written
    while (last < scale && reversed[last] == '0')
        ++last;
    for (int i = digits - 1; i >= last; --i) {
        *at++ = reversed[i];
        if (i == scale && last < scale)
            *at++ = '.';
    }
    return size_t(at - out);
}

double decimalToDouble(Int128 value, int scale)
{
    // Both sides exact in a double: one correctly rounded division.
    constexpr Int128 exact = Int128(1) << 53;
    static constexpr std::array<double, 23> tens{1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (scale < int(tens.size()) && value <= exact && value >= -exact)
        return double(value) / tens[size_t(scale)];
    char text[decimalTextLimit];
    const size_t length = writeDecimal(value, scale, text);
    double result = 0;
    std::from_chars(text, text + length, result);
    return result;
}

} // namespace sluice
