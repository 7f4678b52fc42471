#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/numbers.h"
#include "app/cli/plannedoption.h"
#include "app/cli/scriptfile.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"

#include <algorithm>

namespace sluice::cli
{

namespace
{

constexpr qsizetype shownRows = 20; // of each kind

Result<RehearsalRequest> requestOf(const Arguments &arguments, const Workspace &workspace)
{
    RehearsalRequest request;
    const QString file = arguments.positional().first();
    SLUICE_TRY(request.script, readScript(file));
    SLUICE_TRY(request.parameters, parametersOf(arguments));
    SLUICE_TRY(request.planned, plannedTimeOf(arguments, workspace.timeZone()));
    request.taskPath = taskPathIn(workspace, file);
    if (arguments.has(QStringLiteral("rows"))) {
        bool good = false;
        request.rows = arguments.value(QStringLiteral("rows")).toInt(&good);
        if (!good || request.rows < 1 || request.rows > mostRehearsedRows)
            return makeError(ErrorCode::Config,
                             QStringLiteral("--rows is a whole number from 1 to %1.").arg(count(mostRehearsedRows)));
    }
    return request;
}

QString quoted(const QString &value)
{
    return value.isNull() ? QStringLiteral("NULL") : u'"' + value.left(60) + u'"';
}

// The values that change on their way, one a line: "12: price "1.256" becomes "1.26"".
void printNarrowed(const Rehearsal &rehearsal)
{
    qsizetype shown = 0;
    for (const RehearsedRow &row : rehearsal.rows)
        for (qsizetype i = 0; i < row.verdicts.size() && shown < shownRows; ++i)
            if (row.verdicts[i] == CellVerdict::Narrowed) {
                printLine(QStringLiteral("  row %1, %2: %3 becomes %4")
                              .arg(row.number < 0 ? QStringLiteral("?") : count(row.number),
                                   rehearsal.writer.columns[i].name, quoted(row.before.value(i)),
                                   quoted(row.after.value(i))));
                ++shown;
            }
}

void printSummary(const Rehearsal &rehearsal)
{
    const qint64 rows = rehearsal.rows.size();
    printLine(QStringLiteral("%1 rehearsed: %2 would arrive, %3 would be dirty, %4 would lose something. Nothing was "
                             "written.")
                  .arg(rows == 1 ? QStringLiteral("1 row") : count(rows) + QStringLiteral(" rows"),
                       count(rehearsal.encodedRows), count(rehearsal.dirtyRows),
                       rehearsal.narrowedValues == 1 ? QStringLiteral("1 value")
                                                     : count(rehearsal.narrowedValues) + QStringLiteral(" values")));
    if (!rehearsal.causes.isEmpty()) {
        QList<QStringList> lines;
        for (const RehearsedCause &cause : rehearsal.causes)
            lines.append(
                {cause.cause,
                 cause.columns.isEmpty() ? QStringLiteral("whole row") : cause.columns.join(QStringLiteral(", ")),
                 count(cause.rows)});
        print(textTable({QStringLiteral("dirty because"), QStringLiteral("columns"), QStringLiteral("rows")}, lines,
                        {false, false, true}));
    }
    printNarrowed(rehearsal);
    if (rehearsal.encodedRows > 0)
        printLine(QStringLiteral("%1 bytes a row as they would be sent.")
                      .arg(count(rehearsal.encodedBytes / rehearsal.encodedRows)));
    if (rehearsal.estimatedSeconds >= 0)
        printLine(QStringLiteral("Estimate for about %1 rows: %2 and %3, on one lane and without the way to the "
                                 "destination.")
                      .arg(count(rehearsal.rowsExpected), seconds(rehearsal.estimatedSeconds),
                           bytes(rehearsal.estimatedBytes)));
    for (const QString &line : rehearsal.notes)
        note(line);
}

} // namespace

int runRehearse(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto scope = WorkspaceScope::open(arguments, arguments.positional().first());
    if (!scope.ok())
        return fail(scope.error(), json);
    const auto request = requestOf(arguments, (*scope)->workspace);
    if (!request.ok())
        return fail(request.error(), json);
    const auto rehearsal = [&] {
        Interrupt interrupt;
        return interrupt.during([&](Stop stop) { return (*scope)->probes.rehearse(*request, stop); });
    }();
    if (!rehearsal.ok()) {
        static_cast<void>(fail(rehearsal.error(), json));
        if (rehearsal.error().code == ErrorCode::Stopped)
            return stopped;
        leaveWarehouse((*scope)->warehouse);
        return rehearsal.error().code == ErrorCode::Config ? int(wrongUsage) : exitCodeOfWork(rehearsal.error().code);
    }
    if (json)
        printJson(rehearsalJson(*rehearsal));
    else
        printSummary(*rehearsal);
    leaveWarehouse((*scope)->warehouse);
    return success;
}

} // namespace sluice::cli
