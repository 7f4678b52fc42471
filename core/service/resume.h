#pragma once

#include "workspace/history.h"

#include <QJsonObject>

namespace sluice
{

// How many rows of an attempt that did not succeed are with the destination, so that another one can go on behind them;
// nothing where none can.
std::optional<qint64> rowsKept(const QString &attemptDir);

// The attempt at a task that a new one can go on with: the named one; without a name the newest that can, unless a
// newer one has succeeded. Config, NotFound or Conflict with the reason when there is none.
Result<Attempt> attemptToResume(const History &history, const QString &taskPath, const QString &id = {});

// Config with the places when two scripts, as they ran, do not move the same rows in the same way. Limits of errors and
// speed may differ.
Done checkSameRows(const QJsonObject &before, const QJsonObject &now);

} // namespace sluice
