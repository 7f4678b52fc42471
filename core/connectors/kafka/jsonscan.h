#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace sluice
{

// The ends of JSON's plain values, many bytes a step. A text's end is known by the 0 behind it, and up to 16 bytes
// behind it are read. Inline, since every value of every record goes through here.

// Behind an escape that begins with the backslash here; null when it is none.
const char *escapeEnd(const char *at);

namespace scan
{

static_assert(std::endian::native == std::endian::little, "the first byte of a word is its lowest");

inline constexpr uint64_t ones = 0x0101010101010101;
inline constexpr uint64_t highs = 0x8080808080808080;

inline uint64_t wordAt(const char *at)
{
    uint64_t word;
    std::memcpy(&word, at, 8);
    return word;
}

// The lowest of the high bits that are set is right; those above it need not be.
inline uint64_t notDigits(uint64_t word)
{
    const uint64_t off = word ^ (ones * '0');
    return (off | (off + ones * (0x80 - 10))) & highs;
}

// Sixteen bytes of a string, a bit for each.
struct StringBlock {
    unsigned stops; // quotes, backslashes, control characters
    unsigned highs; // bytes of other characters than ASCII's
};

#ifdef __SSE2__
inline StringBlock stringBlock(const char *at)
{
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(at));
    const __m128i controls = _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes);
    const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
    const __m128i slashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
    return {unsigned(_mm_movemask_epi8(_mm_or_si128(controls, _mm_or_si128(quotes, slashes)))),
            unsigned(_mm_movemask_epi8(bytes))};
}
#else
inline StringBlock stringBlock(const char *at)
{
    StringBlock block{0, 0};
    for (unsigned i = 0; i < 16; ++i) {
        const auto byte = uint8_t(at[i]);
        block.stops |= unsigned(byte < 0x20 || byte == '"' || byte == '\\') << i;
        block.highs |= unsigned(byte >= 0x80) << i;
    }
    return block;
}
#endif

// Behind the digits; null when there are none.
inline const char *digitsEnd(const char *at)
{
    const char *const start = at;
    uint64_t stops;
    while ((stops = notDigits(wordAt(at))) == 0)
        at += 8;
    at += std::countr_zero(stops) / 8;
    return at > start ? at : nullptr;
}

// RFC 8259's grammar; how large a number is does not matter here.
inline const char *numberEnd(const char *at)
{
    if (*at == '-')
        ++at;
    if (*at == '0')
        ++at;
    else if (!(at = digitsEnd(at)))
        return nullptr;
    if (*at == '.' && !(at = digitsEnd(at + 1)))
        return nullptr;
    if ((*at | 0x20) == 'e') {
        ++at;
        if (*at == '+' || *at == '-')
            ++at;
        at = digitsEnd(at);
    }
    return at;
}

} // namespace scan

// Behind a number, true, false or null that begins here; null when there is none.
inline const char *plainEnd(const char *at)
{
    switch (*at) {
    case 't':
        return std::strncmp(at, "true", 4) == 0 ? at + 4 : nullptr;
    case 'f':
        return std::strncmp(at, "false", 5) == 0 ? at + 5 : nullptr;
    case 'n':
        return std::strncmp(at, "null", 4) == 0 ? at + 4 : nullptr;
    default:
        return scan::numberEnd(at);
    }
}

struct StringScan {
    const char *end = nullptr; // its closing quote; null: not a string
    bool hasEscapes = false;   // all good ones
    bool isAscii = true;       // else not checked for UTF-8
};
// `at` stands behind the opening quote.
inline StringScan scanString(const char *at, const char *end)
{
    StringScan found;
    unsigned highs = 0;
    while (at < end) {
        const scan::StringBlock block = scan::stringBlock(at);
        if (block.stops == 0) {
            highs |= block.highs;
            at += 16;
            continue;
        }
        const int before = std::countr_zero(block.stops);
        highs |= block.highs & ((1U << before) - 1);
        at += before;
        if (at >= end)
            break;
        if (*at == '\\') {
            found.hasEscapes = true;
            at = escapeEnd(at);
            if (!at)
                break;
            continue;
        }
        if (*at == '"')
            found.end = at;
        break; // else a control character
    }
    found.isAscii = highs == 0;
    return found;
}

} // namespace sluice
