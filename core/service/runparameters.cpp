#include "service/runparameters.h"

#include "workspace/taskschedule.h"

#include <QDateTime>

namespace sluice
{

Result<RunParameters> runParameters(const Workspace &workspace, const QString &taskPath,
                                    const QMap<QString, QString> &given, const std::optional<PlannedTime> &planned,
                                    const QStringList &used, const QString &attemptId)
{
    RunParameters run;
    if (!taskPath.isEmpty()) {
        SLUICE_TRY(TaskSchedule schedule, loadSchedule(workspace.absolute(taskPath)));
        run.kept = std::move(schedule.parameters);
        run.kept.removeIf([&](const ScheduleParameter &p) { return given.contains(p.name); });
    }
    if (!planned && run.kept.isEmpty()) {
        run.values = given;
        return run;
    }
    run.isTimed = true;
    run.time = planned ? *planned : PlannedTime::atMinuteOf(QDateTime::currentSecsSinceEpoch(), workspace.timeZone());
    // $jobid is the workspace, $nodeid the task, $taskid the attempt.
    run.time.jobId = workspace.name();
    run.time.nodeId = taskPath;
    run.time.taskId = attemptId;
    run.values = builtInParameters(run.time);
    run.values.removeIf([&](const auto &builtIn) { return !used.contains(builtIn.key()); });
    QList<ScheduleParameter> all = run.kept;
    for (auto it = given.begin(); it != given.end(); ++it) {
        if (planned)
            all.append({it.key(), it.value()});
        else
            run.values.insert(it.key(), it.value());
    }
    SLUICE_TRY(const auto resolved, resolveParameters(all, run.time));
    run.values.insert(resolved);
    return run;
}

} // namespace sluice
