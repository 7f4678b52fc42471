#include "app/common/memory.h"

#include <QByteArray>

namespace sluice
{

void shareMemory()
{
    constexpr const char *pool = "ARROW_DEFAULT_MEMORY_POOL";
    if (!qEnvironmentVariableIsSet(pool))
        qputenv(pool, QByteArrayLiteral("system"));
}

} // namespace sluice
