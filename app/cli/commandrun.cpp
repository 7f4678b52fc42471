#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/plannedoption.h"
#include "app/cli/progressbar.h"
#include "app/cli/runsummary.h"
#include "app/cli/scriptfile.h"
#include "app/cli/workspacescope.h"
#include "service/resume.h"
#include "service/runreport.h"
#include "service/runservice.h"

#include <QTimer>

namespace sluice::cli
{

namespace
{

constexpr int drawEveryMs = 250;

Result<qint64> rowLimitOf(const Arguments &arguments)
{
    if (!arguments.has(QStringLiteral("limit")))
        return qint64(-1);
    bool good = false;
    const qint64 limit = arguments.value(QStringLiteral("limit")).toLongLong(&good);
    if (!good || limit < 1)
        return makeError(ErrorCode::Config, QStringLiteral("--limit needs a number of rows, at least 1."));
    return limit;
}

Result<StartRequest> requestOf(const Arguments &arguments, const Workspace &workspace)
{
    StartRequest request;
    SLUICE_TRY(request.script, readScript(arguments.positional().first()));
    SLUICE_TRY(request.parameters, parametersOf(arguments));
    SLUICE_TRY(request.planned, plannedTimeOf(arguments, workspace.timeZone()));
    SLUICE_TRY(request.rowLimit, rowLimitOf(arguments));
    request.half = halfOf(arguments);
    request.taskPath = taskPathIn(workspace, arguments.positional().first());
    if (arguments.has(QStringLiteral("resume")) && request.rowLimit >= 0)
        return makeError(ErrorCode::Config, QStringLiteral("--resume goes on to the end, so it takes no --limit."));
    return request;
}

// Goes on with an earlier attempt, with its parameters unless they are given anew.
Done resume(StartRequest &request, const History &history, const QString &id)
{
    SLUICE_TRY(const Attempt attempt, attemptToResume(history, request.taskPath, id));
    request.resumes = attempt.id;
    for (auto it = attempt.parameters.begin(); it != attempt.parameters.end(); ++it)
        if (!request.parameters.contains(it.key()))
            request.parameters.insert(it.key(), it.value());
    return {};
}

// Runs to the end, drawing the progress; Ctrl-C asks it to stop.
Attempt perform(RunService &runs, const StartRequest &request)
{
    const QString id = runs.start(request);
    ProgressBar bar;
    const Interrupt interrupt([&] {
        bar.clear();
        note(QStringLiteral("Stopping…"));
        runs.stop(id);
    });
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &runs, [&] {
        if (const auto progress = runs.progress(id))
            bar.draw(*progress);
    });
    timer.start(drawEveryMs);
    return runs.wait(id);
}

} // namespace

int runRun(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto scope = WorkspaceScope::open(arguments, arguments.positional().first());
    if (!scope.ok())
        return fail(scope.error(), json);
    WorkspaceScope &here = **scope;
    auto request = requestOf(arguments, here.workspace);
    if (!request.ok())
        return fail(request.error(), json);
    auto history = History::open(here.workspace.stateDir() + QLatin1String("/history.sqlite"));
    if (!history.ok())
        return fail(history.error(), json);
    if (auto closed = (*history)->closeAbandoned(); !closed.ok())
        return fail(closed.error(), json);
    if (const QString option = QStringLiteral("resume"); arguments.has(option))
        if (const Done found = resume(*request, **history, arguments.value(option)); !found.ok())
            return fail(found.error(), json);

    RunService runs(here.workspace, here.connectors, here.sources, **history, here.warehouse);
    const Attempt attempt = perform(runs, *request);

    // The disk may be full: the history knows the outcome even when the report could not be written.
    QJsonObject report = readReport(attempt.directory).valueOr({});
    if (report.isEmpty())
        report = {{QStringLiteral("attempt"), attempt.id},
                  {QStringLiteral("state"), attempt.state},
                  {QStringLiteral("rowsWritten"), attempt.rowsWritten},
                  {QStringLiteral("error"), QJsonObject{{QStringLiteral("code"), attempt.errorCode},
                                                        {QStringLiteral("message"), attempt.error}}}};
    if (json) {
        printJson(report);
        if (!attempt.error.isEmpty())
            note(QStringLiteral("sluice: ") + attempt.error);
    } else {
        print(runSummary(report));
    }
    if (attempt.state == QLatin1String("Stopped"))
        return stopped;
    leaveWarehouse(here.warehouse);
    return attempt.state == QLatin1String("Succeeded") ? int(success)
                                                       : exitCodeOfWork(errorCodeFrom(attempt.errorCode));
}

} // namespace sluice::cli
