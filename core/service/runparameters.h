#pragma once

#include "schedule/parameters.h"
#include "workspace/workspace.h"

#include <QMap>
#include <QStringList>

#include <optional>

namespace sluice
{

// What the variables of a script stand for in a run by hand.
struct RunParameters {
    QMap<QString, QString> values;
    PlannedTime time;              // that expressions were made of
    bool isTimed = false;          // whether a time had to be known at all
    QList<ScheduleParameter> kept; // those that the task keeps beside it and that were not given by hand
};

// `given` by hand wins over what the task keeps beside it; values are expressions where a time is `planned`, and with
// the task's own. `used`: the names in the script, for the built-in ones.
// Reads the task's schedule from the disk.
Result<RunParameters> runParameters(const Workspace &workspace, const QString &taskPath,
                                    const QMap<QString, QString> &given, const std::optional<PlannedTime> &planned,
                                    const QStringList &used, const QString &attemptId = {});

} // namespace sluice
