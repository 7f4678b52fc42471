#pragma once

#include "schedule/plannedtime.h"

#include <QList>
#include <QMap>

namespace sluice
{

// A scheduling parameter of a task: the name used as ${name}, and the value expression assigned to it.
struct ScheduleParameter {
    QString name;
    QString value;
};

// Names are letters, digits, '_', '-' and '.'; Config error otherwise.
Done checkParameterName(const QString &name);

// What every task may use without assigning it: bizdate, cyctime, bdp.system.bizdate, bdp.system.cyctime.
QMap<QString, QString> builtInParameters(const PlannedTime &time);

// Every parameter's text at a planned time. The Config error of the first one that cannot be had names it as its place
// ("startTime, position 12").
Result<QMap<QString, QString>> resolveParameters(const QList<ScheduleParameter> &parameters, const PlannedTime &time);

} // namespace sluice
