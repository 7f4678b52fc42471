#pragma once

#include "schedule/parameters.h"
#include "task/taskspec.h"

namespace sluice
{

// How a task is scheduled: `<name>.schedule.json` beside `<name>.job.json`, made of a format version and the parameters
// with their value expressions. Comments are tolerated, as in the script.
struct TaskSchedule {
    QList<ScheduleParameter> parameters;
};

// "daily/load.job.json" → "daily/load.schedule.json".
QString scheduleFileOf(const QString &taskFile);

// What the text holds. `issues`, when given, receives all that is wrong with it, expressions included, and hints; a
// schedule with errors keeps what is right.
TaskSchedule readSchedule(const QString &text, Issues *issues = nullptr);

// The schedule that a task's file (absolute) has beside it; an empty one without. The Config error is the first of its
// issues, with the file and line.
Result<TaskSchedule> loadSchedule(const QString &taskFile);
// The same, with its issues.
Result<Issues> checkSchedule(const QString &taskFile);

} // namespace sluice
