#include "tunnel/decimaltext.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sluice
{

namespace
{

constexpr auto makePowers()
{
    std::array<Int128, 39> powers{};
    powers[0] = 1;
    for (size_t i = 1; i < powers.size(); ++i)
        powers[i] = powers[i - 1] * 10;
    return powers;
}
constexpr auto powers = makePowers();

constexpr auto makePairs()
{
    std::array<char, 200> pairs{};
    for (size_t i = 0; i < 100; ++i) {
        pairs[2 * i] = char('0' + i / 10);
        pairs[2 * i + 1] = char('0' + i % 10);
    }
    return pairs;
}
constexpr auto pairs = makePairs();

// Writes the digits of `value` so that they end before `end`; returns their begin.
uint8_t *digitsBefore(uint8_t *end, uint64_t value)
{
    while (value >= 100) {
        end -= 2;
        std::memcpy(end, &pairs[size_t(value % 100) * 2], 2);
        value /= 100;
    }
    if (value >= 10) {
        end -= 2;
        std::memcpy(end, &pairs[size_t(value) * 2], 2);
    } else {
        *--end = uint8_t('0' + value);
    }
    return end;
}

// The same with zeros before, to exactly `width` digits.
void digitsPadded(uint8_t *out, uint64_t value, int width)
{
    uint8_t *begin = digitsBefore(out + width, value);
    while (begin > out)
        *--begin = '0';
}

bool isDigit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

} // namespace

uint8_t *writeDecimal(uint8_t *out, Int128 value, int scale)
{
    UInt128 magnitude = UInt128(value);
    if (value < 0) {
        *out++ = '-';
        magnitude = 0 - magnitude;
    }
    uint8_t digits[40];
    uint8_t *const end = digits + sizeof digits;
    uint8_t *begin;
    constexpr uint64_t billions = 1'000'000'000'000'000'000u;
    if (magnitude < billions) {
        begin = digitsBefore(end, uint64_t(magnitude));
    } else {
        digitsPadded(end - 18, uint64_t(magnitude % billions), 18);
        magnitude /= billions;
        if (magnitude < billions) {
            begin = digitsBefore(end - 18, uint64_t(magnitude));
        } else {
            digitsPadded(end - 36, uint64_t(magnitude % billions), 18);
            begin = digitsBefore(end - 36, uint64_t(magnitude / billions));
        }
    }
    while (end - begin <= scale)
        *--begin = '0';
    const size_t whole = size_t(end - begin) - size_t(scale);
    std::memcpy(out, begin, whole);
    out += whole;
    if (scale > 0) {
        *out++ = '.';
        std::memcpy(out, begin + whole, size_t(scale));
        out += scale;
    }
    return out;
}

DecimalOutcome readDecimal(const uint8_t *text, size_t size, int precision, int scale, Int128 &value)
{
    const uint8_t *at = text;
    const uint8_t *const end = text + size;
    const bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        ++at;

    // The fast way: at most 18 digits, a point where the scale wants it, nothing else. Nearly every value is so.
    const uint8_t *const begin = at;
    uint64_t number = 0;
    int fraction = -1; // digits after the point, once it was seen
    if (end - at <= 19) {
        for (; at < end; ++at) {
            const unsigned digit = unsigned(*at) - '0';
            if (digit < 10) {
                number = number * 10 + digit;
                fraction += fraction >= 0;
            } else if (*at == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        const auto count = (end - begin) - (fraction >= 0 ? 1 : 0);
        const int missing = scale - std::max(fraction, 0);
        if (at == end && count > 0 && count <= 18 && missing >= 0 && missing <= 20) {
            const Int128 magnitude = Int128(number) * powers[size_t(missing)];
            if (magnitude < powers[size_t(precision)]) {
                value = negative ? -magnitude : magnitude;
                return DecimalOutcome::Ok;
            }
        }
        at = begin;
    }

    // The general way: significant digits and a decimal exponent, then moved to the scale.
    UInt128 digits = 0;
    int64_t exponent = 0; // of the last digit in `digits`
    int held = 0;         // significant digits in it
    int next = -1;        // the first digit that had no room, for rounding
    bool point = false;
    bool any = false;
    for (; at < end; ++at) {
        if (*at == '.' && !point) {
            point = true;
        } else if (isDigit(*at)) {
            any = true;
            if (held == 38) { // more than any DECIMAL holds
                if (next < 0)
                    next = *at - '0';
                exponent += !point;
            } else {
                digits = digits * 10 + UInt128(*at - '0');
                held += digits != 0;
                exponent -= point;
            }
        } else {
            break;
        }
    }
    if (!any)
        return DecimalOutcome::NotANumber;
    if (at < end && (*at == 'e' || *at == 'E')) {
        ++at;
        const bool minus = at < end && *at == '-';
        if (at < end && (*at == '-' || *at == '+'))
            ++at;
        int64_t given = 0;
        const uint8_t *const first = at;
        for (; at < end && isDigit(*at); ++at)
            given = std::min<int64_t>(given * 10 + (*at - '0'), 1'000'000'000);
        if (at == first)
            return DecimalOutcome::NotANumber;
        exponent += minus ? -given : given;
    }
    if (at != end)
        return DecimalOutcome::NotANumber;

    const int64_t shift = exponent + scale;
    if (digits == 0) {
        value = 0;
        return DecimalOutcome::Ok;
    }
    if (shift >= 0) {
        if (held + shift > 38)
            return DecimalOutcome::OutOfRange;
        digits *= UInt128(powers[size_t(shift)]);
        digits += next >= 5;
    } else if (shift < -38) {
        digits = 0;
    } else {
        const UInt128 divisor = UInt128(powers[size_t(-shift)]);
        const UInt128 rest = digits % divisor;
        digits /= divisor;
        if (rest >= divisor - rest)
            ++digits;
    }
    if (digits >= UInt128(powers[size_t(precision)]))
        return DecimalOutcome::OutOfRange;
    value = negative ? -Int128(digits) : Int128(digits);
    return DecimalOutcome::Ok;
}

} // namespace sluice
