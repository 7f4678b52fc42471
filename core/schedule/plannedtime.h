#pragma once

#include "base/result.h"

#include <QTimeZone>

#include <cstdint>

namespace sluice
{

// What an instance's expressions are made of: the time it is planned for, which is not when it starts. A value.
struct PlannedTime {
    int64_t wall = 0;        // on the clock of `zone`, seconds since 1970-01-01 00:00 there
    int64_t instant = 0;     // seconds since 1970-01-01 UTC
    int64_t businessDay = 0; // days since 1970-01-01: the day before, unless a backfill chose another
    QTimeZone zone = QTimeZone::utc();

    // What $jobid, $nodeid and $taskid stand for; empty outside a run.
    QString jobId;
    QString nodeId;
    QString taskId;

    // Of two readings, where clocks went back, the second is meant. Config when clocks went forward over it, with the
    // nearest time that exists, or when the year is not 1 to 9999.
    static Result<PlannedTime> at(int64_t wall, const QTimeZone &zone);
    // A moment of the real clock, rounded down to the minute.
    static PlannedTime atMinuteOf(int64_t instant, const QTimeZone &zone);

    QString text() const;         // "2023-04-23 19:00:00"
    QString businessDate() const; // "2023-04-22"
};

} // namespace sluice
