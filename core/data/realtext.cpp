#include "data/realtext.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>

namespace sluice
{

template <typename T>
static size_t write(T value, char *out)
{
    const auto word = [&](std::string_view text) {
        std::memcpy(out, text.data(), text.size());
        return text.size();
    };
    if (std::isnan(value))
        return word("NaN");
    if (std::isinf(value))
        return word(value < 0 ? "-Infinity" : "Infinity");
    const T size = std::fabs(value);
    if (size != 0 && (size < T(1e-5) || size >= T(1e15)))
        return size_t(std::to_chars(out, out + realTextLimit, value, std::chars_format::scientific).ptr - out);
    char *end = std::to_chars(out, out + realTextLimit, value, std::chars_format::fixed).ptr;
    if (!std::memchr(out, '.', size_t(end - out))) {
        *end++ = '.';
        *end++ = '0';
    }
    return size_t(end - out);
}

size_t writeReal(double value, char *out)
{
    return write(value, out);
}

size_t writeReal(float value, char *out)
{
    return write(value, out);
}

} // namespace sluice
