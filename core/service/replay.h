#pragma once

#include "connector/connector.h"
#include "service/dirtyset.h"
#include "workspace/history.h"
#include "workspace/workspace.h"

#include <QJsonObject>

namespace sluice
{

// The refused rows of an attempt, from its folder, with what was done to them so far. With `openOnly`, those that are
// dropped or replayed leave room for others. Blocks on the disk. NotFound when the attempt refused none.
Result<DirtySet> loadDirtyRows(const Workspace &workspace, const QString &attemptId, bool openOnly, Stop stop);
// The same, made into a set with no rows yet: for one that reads the file as it grows.
Result<DirtySet> beginDirtyRows(const Workspace &workspace, const QString &attemptId);

// Reads the texts that were corrected by hand anew, as the step `reader` does.
Done readTexts(DirtySet &rows, const Connector &connector, const OpenRequest &reader, Stop stop);

// The step that adds corrected rows to what a writer step wrote: the same place, and nothing is emptied.
StepSpec addingWriter(const StepSpec &writer);

// Conflict when a later attempt of the task has replaced what `earlier` wrote by `writer`: its rows came again with all
// others then.
Done checkNotReplaced(const History &history, const Attempt &earlier, const StepSpec &writer);

// The corrected rows as a source of a run: the writer's columns.
Result<std::unique_ptr<Source>> openReplay(const DirtySet &rows);

// For `sluice dirty --json`.
QJsonObject dirtyRowsJson(const DirtySet &rows);

} // namespace sluice
