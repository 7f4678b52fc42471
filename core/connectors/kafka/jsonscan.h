#pragma once

#include <string_view>

namespace sluice
{

// The ends of JSON's plain values, many bytes a step. A text's end is known by the 0 behind it, and up to 16 bytes
// behind it are read.

// Behind a number, true, false or null that begins here; null when there is none.
const char *plainEnd(const char *at);

struct StringScan {
    const char *end = nullptr; // its closing quote; null: not a string
    bool hasEscapes = false;   // all good ones
    bool isAscii = true;       // else not checked for UTF-8
};
// `at` stands behind the opening quote.
StringScan scanString(const char *at, const char *end);

} // namespace sluice
