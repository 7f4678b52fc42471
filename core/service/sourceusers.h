#pragma once

#include "base/stop.h"
#include "service/sourcekeeper.h"
#include "workspace/workspace.h"

#include <QMap>
#include <QStringList>

namespace sluice
{

// The tasks of the workspace that name each data source, saved ones, by path. Reads every task: off the GUI thread.
Result<QMap<QString, QStringList>> sourceUsers(const Workspace &workspace, Stop stop);

// Renames a data source and its name in every task that uses it; comments and layout of the tasks stay. All of it or
// nothing: what was changed before a failure is changed back. The tasks that were changed. Conflict when the name is
// taken, or a task that seems to use the source does not parse.
Result<QStringList> renameSource(const Workspace &workspace, const SourceKeeper &keeper, const QString &from,
                                 const QString &to, Stop stop);

} // namespace sluice
