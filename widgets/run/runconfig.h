#pragma once

#include "schedule/plannedtime.h"
#include "task/datasource.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace sluice
{

// How a debug run differs from what the task says; remembered for each task. A value.
struct RunConfig {
    QMap<QString, QString> parameters; // given by hand; what is empty is left to the task's schedule
    QString scheduledTime;             // "2022-11-22 10:05:00"; empty: now
    int channels = 0;                  // 0: as the script has it
    qint64 rowLimit = -1;              // -1: all rows
    int rehearsedRows = 1000;
    SourceHalf half = SourceHalf::Development; // not remembered: production is chosen anew each time
    QStringList secrets;                       // the parameters that are kept nowhere

    // memory: where in the settings this task's configuration is kept.
    static RunConfig remembered(const QString &memory, const QStringList &parameters);
    // Also forgets what was once kept of a parameter that is a secret now.
    void remember(const QString &memory) const;

    // Those that were given by hand.
    QMap<QString, QString> given() const;
    // The time that is given; without one, now where a built-in parameter needs a time, else nothing. Config when it
    // is no time.
    Result<std::optional<PlannedTime>> planned(const QTimeZone &zone) const;
};

} // namespace sluice
