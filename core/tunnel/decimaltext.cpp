#include "tunnel/decimaltext.h"

#include <array>
#include <cstring>

namespace sluice
{

namespace
{

__extension__ using UInt128 = unsigned __int128;

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

} // namespace

uint8_t *writePlainDecimal(uint8_t *out, Int128 value, int scale)
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

} // namespace sluice
