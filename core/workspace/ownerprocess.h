#pragma once

#include <QString>

namespace sluice
{

// Names this process so that another one on the same machine can tell whether it still lives: host, pid and the
// moment it started (pids are used again).
QString ownProcess();

// False only when it is certain: the same host, and no process with that pid and start.
bool mayBeAlive(const QString &process);

} // namespace sluice
