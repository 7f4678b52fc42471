#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

// The tunnel's record format in numbers (a subset of protocol buffers), shared by encoder and decoder.
namespace sluice::wire
{

enum WireType : uint32_t { Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5 };

inline constexpr uint32_t endRecord = 33553408;
inline constexpr uint32_t schemaEnd = 33553920;
inline constexpr uint32_t endMetrics = 33554176;
inline constexpr uint32_t metaCount = 33554430;
inline constexpr uint32_t metaChecksum = 33554431;
// Every tag below this is a column's.
inline constexpr uint32_t firstReservedField = endRecord;

inline constexpr size_t longestVarint = 10;

constexpr uint32_t tag(uint32_t field, WireType type)
{
    return field << 3 | type;
}

constexpr uint64_t zigzag(int64_t value)
{
    return (uint64_t(value) << 1) ^ uint64_t(value >> 63);
}

constexpr int64_t unzigzag(uint64_t value)
{
    return int64_t(value >> 1) ^ -int64_t(value & 1);
}

// Writes a varint and returns the end. Up to 10 bytes are touched. Values of up to 56 bits take no data-dependent
// branch: their 7-bit groups are spread over a word in three steps.
inline uint8_t *writeVarint(uint8_t *out, uint64_t value)
{
    if (value < 0x80) {
        *out = uint8_t(value);
        return out + 1;
    }
    if (value < uint64_t(1) << 56) {
        uint64_t word = (value & 0x000000000fffffff) | (value & 0x00fffffff0000000) << 4;
        word = (word & 0x00003fff00003fff) | (word & 0x0fffc0000fffc000) << 2;
        word = (word & 0x007f007f007f007f) | (word & 0x3f803f803f803f80) << 1;
        const int bytes = (std::bit_width(value) + 6) / 7;
        word |= 0x8080808080808080u & ((uint64_t(1) << (8 * (bytes - 1))) - 1);
        std::memcpy(out, &word, 8);
        return out + bytes;
    }
    while (value >= 0x80) {
        *out++ = uint8_t(value) | 0x80;
        value >>= 7;
    }
    *out = uint8_t(value);
    return out + 1;
}

// Reads a varint that ends before `end`; returns the byte after it, or null when it is cut off there. A varint of more
// than ten bytes returns `tooLong`.
inline const uint8_t tooLongMark = 0;
inline const uint8_t *const tooLong = &tooLongMark;

inline const uint8_t *readVarintSlowly(const uint8_t *from, const uint8_t *end, uint64_t &value)
{
    value = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (from == end)
            return nullptr;
        const uint8_t byte = *from++;
        value |= shift < 64 ? uint64_t(byte & 0x7f) << shift : 0;
        if (byte < 0x80)
            return from;
    }
    return tooLong;
}

inline const uint8_t *readVarint(const uint8_t *from, const uint8_t *end, uint64_t &value)
{
    if (end - from >= 8) {
        if (*from < 0x80) {
            value = *from;
            return from + 1;
        }
        uint64_t word;
        std::memcpy(&word, from, 8);
        const uint64_t stops = ~word & 0x8080808080808080u;
        if (stops != 0) {
            word &= stops ^ (stops - 1); // up to and with the last byte
            word &= 0x7f7f7f7f7f7f7f7fu;
            word = (word & 0x007f007f007f007f) | (word & 0x7f007f007f007f00) >> 1;
            word = (word & 0x00003fff00003fff) | (word & 0x3fff00003fff0000) >> 2;
            value = (word & 0x000000000fffffff) | (word & 0x0fffffff00000000) >> 4;
            return from + (std::countr_zero(stops) / 8 + 1);
        }
    }
    return readVarintSlowly(from, end, value);
}

} // namespace sluice::wire
