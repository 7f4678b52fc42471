#pragma once

#include "workspace/history.h"
#include "workspace/workspace.h"

#include <QJsonObject>

namespace sluice
{

// How many rows of an attempt that did not succeed are with the destination, so that another one can go on behind them;
// nothing where none can.
std::optional<qint64> rowsKept(const QString &attemptDir);

// The attempt at a task that a new one can go on with: the named one; without a name the newest that can, unless a
// newer one has succeeded. Config, NotFound or Conflict with the reason when there is none.
Result<Attempt> attemptToResume(const History &history, const QString &taskPath, const QString &id = {});

// The rows of an attempt that was cut off arrive with the one that goes on with it and succeeds.
struct Arrival {
    QString with;       // the id of that one; empty: there is none
    bool whole = false; // it has met none of the dirty rows again
};
Arrival arrivalOf(const QString &attemptDir);
// Notes so in the folders of all attempts before this one.
Done tellArrived(const Workspace &workspace, const History &history, const Attempt &succeeded);

// Config with the places when two scripts, as they ran, do not move the same rows in the same way. Limits of errors and
// speed may differ.
Done checkSameRows(const QJsonObject &before, const QJsonObject &now);

} // namespace sluice
