#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice
{

// True when no byte has its high bit set; eight bytes a step.
bool isAscii(const char *bytes, size_t length);

// Position of the first byte that is not UTF-8 (overlong forms and surrogates are not), or -1.
int64_t firstInvalidUtf8(std::string_view text);

// Characters (code points) of valid UTF-8.
int64_t utf8Length(std::string_view text);

} // namespace sluice
