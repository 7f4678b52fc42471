#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/scriptfile.h"
#include "app/cli/workspacescope.h"

namespace sluice::cli
{

namespace
{

// A whole number from `least` to `most`; `otherwise` when the option does not stand.
Result<int> numberOf(const Arguments &arguments, const QString &option, int least, int most, int otherwise)
{
    if (!arguments.has(option))
        return otherwise;
    bool good = false;
    const int number = arguments.value(option).toInt(&good);
    if (!good || number < least || number > most)
        return makeError(ErrorCode::Config,
                         QStringLiteral("--%1 is a whole number from %2 to %3.").arg(option).arg(least).arg(most));
    return number;
}

// What the command line says of the table beyond what the task does.
Done apply(const Arguments &arguments, TableDraft &draft)
{
    SLUICE_TRY(draft.lifecycle, numberOf(arguments, QStringLiteral("lifecycle"), 0, longestLifecycle, draft.lifecycle));
    SLUICE_TRY(draft.buckets, numberOf(arguments, QStringLiteral("buckets"), 1, mostBuckets, draft.buckets));
    return arguments.has(QStringLiteral("key")) ? setKeys(draft, arguments.values(QStringLiteral("key"))) : Done();
}

// How the table that is there compares with the one that would be made.
QString whatIsThere(const TargetTable &target)
{
    const QString there = QStringLiteral("Table \"%1\" is there already in \"%2\".").arg(target.table, target.source);
    return target.differences.isEmpty()
               ? there + QStringLiteral(" It has the columns that the task needs.")
               : there + QLatin1Char(' ') + target.differences.mid(0, 20).join(QLatin1Char(' '));
}

// The exit code of work on a table: what the task or the table is like is its own failure, as in a run.
int failed(const Error &error)
{
    static_cast<void>(fail(error));
    return exitCodeOfWork(error.code);
}

int create(const Probes &probes, const TargetTable &target, const QString &ddl)
{
    if (target.exists) {
        static_cast<void>(fail(makeError(ErrorCode::Conflict, whatIsThere(target))));
        return taskFailed;
    }
    Interrupt interrupt;
    const Done made = interrupt.during([&](Stop stop) { return probes.createTable(target.source, ddl, stop); });
    if (!made.ok())
        return failed(made.error());
    note(QStringLiteral("Table \"%1\" is made in \"%2\".").arg(target.table, target.source));
    return success;
}

} // namespace

int runDdl(const Arguments &arguments)
{
    const QString file = arguments.positional().first();
    auto script = readScript(file);
    if (!script.ok())
        return fail(script.error());
    const auto parameters = parametersOf(arguments);
    if (!parameters.ok())
        return fail(parameters.error());
    auto scope = WorkspaceScope::open(arguments, file);
    if (!scope.ok())
        return fail(scope.error());

    auto target = [&] {
        Interrupt interrupt;
        return interrupt.during([&](Stop stop) { return (*scope)->probes.targetTable(*script, *parameters, stop); });
    }();
    int code = success;
    if (!target.ok()) {
        code = failed(target.error());
    } else if (const Done applied = apply(arguments, target->draft); !applied.ok()) {
        code = fail(applied.error());
    } else {
        const QString ddl = createTableText(target->draft);
        for (const QString &changed : target->draft.notes)
            note(changed);
        print(ddl);
        if (arguments.has(QStringLiteral("run")))
            code = create((*scope)->probes, *target, ddl);
        else if (target->exists)
            note(whatIsThere(*target));
    }
    if (code != stopped)
        leaveWarehouse((*scope)->warehouse);
    return code;
}

} // namespace sluice::cli
