#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/numbers.h"
#include "app/cli/runsummary.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"
#include "service/replay.h"
#include "service/runreport.h"
#include "service/runservice.h"

#include <QHash>

#include <algorithm>

namespace sluice::cli
{

namespace
{

// Rows of one cause, and how far they are.
struct CauseLine {
    QString cause;
    QStringList columns;
    QString example;
    QMap<FixState, qint64> states;
    qint64 rows = 0;
};

QList<CauseLine> causesOf(const DirtySet &set)
{
    QList<CauseLine> lines;
    QHash<QString, qsizetype> places;
    for (const FixedRow &row : set.rows()) {
        if (!places.contains(row.came.cause)) {
            places.insert(row.came.cause, lines.size());
            lines.append({row.came.cause, {}, QString::fromUtf8(row.came.raw.left(40)), {}, 0});
        }
        CauseLine &line = lines[places.value(row.came.cause)];
        ++line.rows;
        ++line.states[row.state];
        if (const QString column = row.came.column.isEmpty() ? QStringLiteral("whole row") : row.came.column;
            !line.columns.contains(column))
            line.columns.append(column);
    }
    std::stable_sort(lines.begin(), lines.end(),
                     [](const CauseLine &a, const CauseLine &b) { return a.rows > b.rows; });
    return lines;
}

void printCauses(const DirtySet &set)
{
    QList<QStringList> rows;
    for (const CauseLine &line : causesOf(set)) {
        const auto states = [&](FixState state) { return count(line.states.value(state)); };
        rows.append({line.cause, line.columns.join(QStringLiteral(", ")), line.example.simplified(), count(line.rows),
                     states(FixState::Rejected), states(FixState::Fixed), states(FixState::Dropped),
                     states(FixState::Replayed)});
    }
    print(textTable({QStringLiteral("cause"), QStringLiteral("columns"), QStringLiteral("example"),
                     QStringLiteral("rows"), QStringLiteral("rejected"), QStringLiteral("fixed"),
                     QStringLiteral("dropped"), QStringLiteral("replayed")},
                    rows, {false, false, false, true, true, true, true, true}));
}

// Applies the rules one after another and writes down what they changed.
Done applyRules(const Workspace &workspace, const QString &attempt, const QList<FixRule> &rules, Stop stop)
{
    if (rules.isEmpty())
        return {};
    SLUICE_TRY(DirtySet set, loadDirtyRows(workspace, attempt, true, stop));
    for (const FixRule &rule : rules) {
        if (!rule.column.isEmpty() && set.columns().reader.indexOf(rule.column) < 0)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The task reads no column \"%1\". It reads %2.")
                                 .arg(rule.column, set.columns().reader.names().mid(0, 20).join(QStringLiteral(", "))));
        QList<FixChange> changes = set.changesBy(rule, {});
        for (FixChange &change : changes)
            change.at = QDateTime::currentDateTimeUtc();
        SLUICE_CHECK(set.apply(changes));
        SLUICE_CHECK(appendChanges(workspace.attemptDir(attempt), changes));
        const qsizetype rows = DirtySet::rowsOf(changes);
        note(QStringLiteral("%1: %2 changed")
                 .arg(rule.toText(), rows == 1 ? QStringLiteral("1 row") : count(rows) + QStringLiteral(" rows")));
    }
    return {};
}

} // namespace

int runDirty(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    const auto workspace = workspaceFor(arguments);
    if (!workspace.ok())
        return fail(workspace.error(), json);
    const auto set = loadDirtyRows(*workspace, arguments.positional().first(), false, Stop());
    if (!set.ok())
        return fail(set.error(), json);
    if (json)
        printJson(dirtyRowsJson(*set));
    else
        printCauses(*set);
    if (set->isFull())
        note(QStringLiteral("Only the first %1 rows are shown.").arg(count(DirtySet::mostRows)));
    return success;
}

int runReplay(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    const QString id = arguments.positional().first();
    QList<FixRule> rules;
    for (const QString &text : arguments.values(QStringLiteral("rule"))) {
        const auto rule = FixRule::parse(text);
        if (!rule.ok())
            return fail(rule.error(), json);
        rules.append(*rule);
    }
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error(), json);
    WorkspaceScope &here = **scope;
    auto history = History::open(here.workspace.stateDir() + QLatin1String("/history.sqlite"));
    if (!history.ok())
        return fail(history.error(), json);
    const auto earlier = (*history)->attempt(id);
    if (!earlier.ok())
        return fail(earlier.error(), json);
    if (!*earlier)
        return fail(makeError(ErrorCode::NotFound, QStringLiteral("There is no attempt %1.").arg(id)), json);
    if (const Done applied = applyRules(here.workspace, id, rules, Stop()); !applied.ok())
        return fail(applied.error(), json);

    RunService runs(here.workspace, here.connectors, here.sources, **history, here.warehouse);
    StartRequest request;
    request.taskPath = (*earlier)->taskPath;
    request.replays = id;
    const QString attemptId = runs.start(request);
    const Interrupt interrupt([&] { runs.stop(attemptId); });
    const Attempt attempt = runs.wait(attemptId);
    const QJsonObject report = readReport(attempt.directory).valueOr({});
    if (json)
        printJson(report);
    else
        print(runSummary(report));
    if (attempt.state == QLatin1String("Stopped"))
        return stopped;
    leaveWarehouse(here.warehouse);
    return attempt.state == QLatin1String("Succeeded") ? int(success)
                                                       : exitCodeOfWork(errorCodeFrom(attempt.errorCode));
}

} // namespace sluice::cli
