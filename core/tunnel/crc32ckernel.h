#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

// The two ways to compute CRC-32C as policies for templates, so that a codec's whole row loop is compiled once for each
// and no cell pays for a call. State is the inverted checksum: begin with ~0, the result is ~state.
namespace sluice::crc
{

extern const uint32_t (&tables)[8][256];

inline uint64_t load64(const void *from)
{
    uint64_t word;
    std::memcpy(&word, from, sizeof word);
    return word;
}

// Slicing-by-8 with tables; for processors without the instruction.
struct Tables {
    static uint32_t u8(uint32_t state, uint8_t value) { return tables[0][(state ^ value) & 0xff] ^ (state >> 8); }
    static uint32_t u32(uint32_t state, uint32_t value)
    {
        state ^= value;
        return tables[3][state & 0xff] ^ tables[2][(state >> 8) & 0xff] ^ tables[1][(state >> 16) & 0xff] ^
               tables[0][state >> 24];
    }
    static uint32_t u64(uint32_t state, uint64_t value)
    {
        const uint32_t low = uint32_t(value) ^ state;
        const uint32_t high = uint32_t(value >> 32);
        return tables[7][low & 0xff] ^ tables[6][(low >> 8) & 0xff] ^ tables[5][(low >> 16) & 0xff] ^
               tables[4][low >> 24] ^ tables[3][high & 0xff] ^ tables[2][(high >> 8) & 0xff] ^
               tables[1][(high >> 16) & 0xff] ^ tables[0][high >> 24];
    }
};

#if defined(__x86_64__)
// SSE 4.2's instruction, written as assembly so that it inlines into functions compiled for any x86-64.
struct Hardware {
    static uint32_t u8(uint32_t state, uint8_t value)
    {
        asm("crc32b %1, %0" : "+r"(state) : "q"(value));
        return state;
    }
    static uint32_t u32(uint32_t state, uint32_t value)
    {
        asm("crc32l %1, %0" : "+r"(state) : "r"(value));
        return state;
    }
    static uint32_t u64(uint32_t state, uint64_t value)
    {
        uint64_t wide = state;
        asm("crc32q %1, %0" : "+r"(wide) : "r"(value));
        return uint32_t(wide);
    }
};
inline bool hardware()
{
    static const bool has = __builtin_cpu_supports("sse4.2");
    return has;
}
#else
using Hardware = Tables;
inline bool hardware()
{
    return false;
}
#endif

// Checksums `size` bytes and copies them to `out`, which may be null for no copy.
template <class Crc, bool Copy>
inline uint32_t run(uint32_t state, const uint8_t *from, size_t size, uint8_t *out)
{
    for (; size >= 8; size -= 8, from += 8) {
        const uint64_t word = load64(from);
        state = Crc::u64(state, word);
        if constexpr (Copy) {
            std::memcpy(out, &word, 8);
            out += 8;
        }
    }
    if (size & 4) {
        uint32_t word;
        std::memcpy(&word, from, 4);
        state = Crc::u32(state, word);
        if constexpr (Copy) {
            std::memcpy(out, &word, 4);
            out += 4;
        }
        from += 4;
    }
    for (size &= 3; size > 0; --size) {
        state = Crc::u8(state, *from);
        if constexpr (Copy)
            *out++ = *from;
        ++from;
    }
    return state;
}

} // namespace sluice::crc
