#include "data/utf8.h"

#include <cstring>

namespace sluice
{

bool isAscii(const char *bytes, size_t length)
{
    uint64_t seen = 0;
    size_t i = 0;
    for (; i + 32 <= length; i += 32) {
        uint64_t words[4];
        std::memcpy(words, bytes + i, 32);
        seen |= (words[0] | words[1]) | (words[2] | words[3]);
    }
    for (; i + 8 <= length; i += 8) {
        uint64_t word;
        std::memcpy(&word, bytes + i, 8);
        seen |= word;
    }
    for (; i < length; ++i)
        seen |= uint64_t(uint8_t(bytes[i]));
    return (seen & 0x8080808080808080ULL) == 0;
}

// Length of the well-formed sequence at `at` (Unicode 15, table 3-7), or 0.
static size_t sequence(std::string_view text, size_t at)
{
    const auto byte = [&](size_t i) { return at + i < text.size() ? uint8_t(text[at + i]) : uint8_t(0); };
    const auto continues = [&](size_t i) { return (byte(i) & 0xC0) == 0x80; };
    const uint8_t lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const uint8_t least = lead == 0xE0 ? 0xA0 : 0x80;
        const uint8_t most = lead == 0xED ? 0x9F : 0xBF;
        return byte(1) >= least && byte(1) <= most && continues(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const uint8_t least = lead == 0xF0 ? 0x90 : 0x80;
        const uint8_t most = lead == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= least && byte(1) <= most && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

int64_t firstInvalidUtf8(std::string_view text)
{
    size_t i = 0;
    while (i < text.size()) {
        while (i + 8 <= text.size() && isAscii(text.data() + i, 8))
            i += 8;
        if (i >= text.size())
            break;
        const size_t length = sequence(text, i);
        if (length == 0)
            return int64_t(i);
        i += length;
    }
    return -1;
}

int64_t utf8Length(std::string_view text)
{
    int64_t characters = 0;
    for (const char c : text)
        characters += (uint8_t(c) & 0xC0) != 0x80;
    return characters;
}

} // namespace sluice
