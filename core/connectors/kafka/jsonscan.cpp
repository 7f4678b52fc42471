#include "connectors/kafka/jsonscan.h"

namespace sluice
{

static bool isHex(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

const char *escapeEnd(const char *at)
{
    ++at;
    if (*at != 'u')
        return *at != 0 && std::strchr("\"\\/bfnrt", *at) ? at + 1 : nullptr;
    for (int i = 0; i < 4; ++i)
        if (!isHex(*++at))
            return nullptr;
    return at + 1;
}

} // namespace sluice
