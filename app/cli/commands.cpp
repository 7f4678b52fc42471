#include "app/cli/commands.h"

#include "app/cli/console.h"
#include "app/cli/plannedoption.h"
#include "app/cli/workspacescope.h"
#include "base/nearest.h"

#include <QRegularExpression>

#include <algorithm>

namespace sluice::cli
{

namespace
{

OptionRule flag(const char *name, const char *help)
{
    return {QString::fromLatin1(name), {}, QString::fromUtf8(help)};
}

OptionRule option(const char *name, const char *value, const char *help, bool repeated = false)
{
    return {QString::fromLatin1(name), QString::fromUtf8(value), QString::fromUtf8(help), repeated};
}

OptionRule optional(const char *name, const char *value, const char *help, bool (*isValue)(const QString &))
{
    return {QString::fromLatin1(name), QString::fromUtf8(value), QString::fromUtf8(help), false, isValue};
}

bool isAttemptId(const QString &word)
{
    static const QRegularExpression id(QStringLiteral("^[0-9]{14}[0-9a-f]{4}$"));
    return id.match(word).hasMatch();
}

Command command(const char *name, const char *synopsis, const char *summary, QList<OptionRule> options, int fewest,
                int most, int (*run)(const Arguments &))
{
    return {QString::fromLatin1(name),
            QString::fromUtf8(synopsis),
            QString::fromUtf8(summary),
            std::move(options),
            fewest,
            most,
            run};
}

QString helpOf(const Command &command)
{
    QString text = QStringLiteral("sluice %1 %2\n%3.\n").arg(command.name, command.synopsis, command.summary);
    qsizetype widest = 0;
    QList<QPair<QString, QString>> lines;
    for (const OptionRule &rule : command.options) {
        const QString left =
            QStringLiteral("--") + rule.name + (rule.value.isEmpty() ? QString() : QLatin1Char(' ') + rule.value);
        lines.append({left, rule.help});
        widest = std::max(widest, left.size());
    }
    for (const auto &[left, help] : lines)
        text += QStringLiteral("  ") + left.leftJustified(widest + 2) + help + QLatin1Char('\n');
    return text;
}

QString helpOfAll()
{
    QString text = QStringLiteral("sluice: data integration for MaxCompute, on the command line\n\n");
    for (const Command &command : commands())
        text += QStringLiteral("  sluice %1\n      %2\n")
                    .arg((command.name + QLatin1Char(' ') + command.synopsis).trimmed(), command.summary);
    text +=
        QStringLiteral("\n`sluice help COMMAND` lists a command's options. Exit codes: 0 success, 1 the task failed,\n"
                       "2 wrong usage or an invalid task, 3 not reachable or not authorised, 4 stopped.\n");
    return text;
}

// The command that the words begin with, and how many of them it takes up.
const Command *findCommand(const QStringList &words, int *taken)
{
    for (const Command &command : commands()) {
        const QStringList name = command.name.split(QLatin1Char(' '));
        if (words.mid(0, name.size()) == name) {
            *taken = int(name.size());
            return &command;
        }
    }
    return nullptr;
}

int unknownCommand(const QStringList &words)
{
    QStringList names;
    QStringList ofGroup;
    for (const Command &command : commands()) {
        names.append(command.name);
        names.append(command.name.section(QLatin1Char(' '), 0, 0));
        if (command.name.startsWith(words[0] + QLatin1Char(' ')))
            ofGroup.append(command.name);
    }
    if (!ofGroup.isEmpty()) {
        return fail(makeError(ErrorCode::Config,
                              QStringLiteral("Which one is meant: %1?").arg(ofGroup.join(QLatin1String(", ")))));
    }
    return fail(makeError(ErrorCode::Config, QStringLiteral("There is no command \"%1\".").arg(words[0]) +
                                                 didYouMean(words[0], names) +
                                                 QStringLiteral(" `sluice help` lists them all.")));
}

int runHelp(const QStringList &words)
{
    if (words.isEmpty()) {
        print(helpOfAll());
        return success;
    }
    int taken = 0;
    if (const Command *command = findCommand(words, &taken)) {
        print(helpOf(*command));
        return success;
    }
    QString text;
    for (const Command &command : commands()) {
        if (command.name.startsWith(words[0] + QLatin1Char(' ')))
            text += helpOf(command) + QLatin1Char('\n');
    }
    if (text.isEmpty())
        return unknownCommand(words);
    print(text.chopped(1));
    return success;
}

} // namespace

const QList<Command> &commands()
{
    static const OptionRule parameterOption =
        option("param", "name=value", "the value of a variable ${name}; may stand several times", true);
    static const QList<Command> all = {
        command("new", "DIR [--name NAME]", "Makes a workspace in a new or an empty folder",
                {option("name", "NAME", "its name; without it, the folder's"), jsonOption}, 1, 1, runNew),
        command("run", "FILE.job.json [--param name=value]… [--at TIME] [--resume [ATTEMPT]] [--production] [--json]",
                "Runs a task and reports how it went",
                {parameterOption, atOption, businessDateOption, option("limit", "ROWS", "read at most so many rows"),
                 optional("resume", "[ATTEMPT]",
                          "go on with the attempt of this id; without it, the newest that was cut off", isAttemptId),
                 productionOption, jsonOption, workspaceOption},
                1, 1, runRun),
        command("rehearse", "FILE.job.json [--rows N] [--param name=value]… [--at TIME] [--json]",
                "Tells what a run would do with the first rows, and writes nothing",
                {option("rows", "N", "so many rows of the source; 1,000 by default"), parameterOption, atOption,
                 businessDateOption, jsonOption, workspaceOption},
                1, 1, runRehearse),
        command("dirty", "ATTEMPT [--json]", "Lists the dirty rows of an attempt by cause, and what became of them",
                {jsonOption, workspaceOption}, 1, 1, runDirty),
        command("replay", "ATTEMPT [--rule RULE]… [--json]",
                "Sends the corrected dirty rows of an attempt, and only those, to the same destination",
                {option("rule", "RULE",
                        "correct values that do not fit first: trim, null=TEXT, default=VALUE, number, date=PATTERN, "
                        "cut or drop, perhaps behind COLUMN: ; may stand several times",
                        true),
                 jsonOption, workspaceOption},
                1, 1, runReplay),
        command("validate", "FILE.job.json [--json]", "Tells what is wrong with a task; changes nothing",
                {jsonOption, workspaceOption}, 1, 1, runValidate),
        command("diff", "FILE.job.json OTHER.job.json [--json]",
                "Tells what has changed from one task to another, by what it means", {jsonOption}, 2, 2, runDiff),
        command("ddl", "FILE.job.json [--key COLUMN]… [--lifecycle DAYS] [--buckets N] [--param name=value]… [--run]",
                "Prints the CREATE TABLE for a task's target, made from what its reader delivers",
                {option("key", "COLUMN",
                        "a column of the primary key, which makes it a Delta table; may stand several times", true),
                 option("lifecycle", "DAYS", "after how long rows are forgotten: 30 by default, 0 for never"),
                 option("buckets", "N", "of a Delta table; 16 by default"), parameterOption,
                 flag("run", "also make the table; refused when it is there"), workspaceOption},
                1, 1, runDdl),
        command("sql", "\"SELECT …\" [--source NAME] [--format table|csv|json]",
                "Runs SQL on the local warehouse or another MaxCompute data source; - reads it from standard input",
                {option("source", "NAME", "the data source; without it, the local warehouse"),
                 option("format", "table|csv|json", "how rows are printed; table is the default"),
                 flag("json", "the same as --format json"), workspaceOption},
                1, 1, runSql),
        command(
            "source add", "NAME --type TYPE [--set key=value]… [--description TEXT] [--replace] [--production]",
            "Keeps a data source; asks for its secrets on the terminal or takes them from SLUICE_SECRET_<NAME>_<KEY>",
            {option("type", "TYPE", "the connector: see `sluice connectors`"),
             option("set", "key=value", "an option that is no secret; may stand several times", true),
             option("description", "TEXT", "at most 80 characters"),
             flag("replace", "change one that is there; what is not given stays as it is"), productionOption,
             workspaceOption},
            1, 1, runSourceAdd),
        command("source list", "[--json]", "Lists the data sources", {jsonOption, workspaceOption}, 0, 0,
                runSourceList),
        command("source show", "NAME [--json]", "Shows a data source, without its secrets",
                {jsonOption, workspaceOption}, 1, 1, runSourceShow),
        command("source test", "NAME [--production] [--json]", "Connects to a data source, stage by stage",
                {productionOption, jsonOption, workspaceOption}, 1, 1, runSourceTest),
        command("source remove", "NAME [--force]", "Forgets a data source and its secrets",
                {flag("force", "also when tasks of the workspace use it"), workspaceOption}, 1, 1, runSourceRemove),
        command(
            "warehouse serve",
            "[--port N] [--project P]… [--auto-create-projects] [--access-id ID --access-key-env VAR] "
            "[--lenient-signatures] [--quota NAME]… [--fault-plan FILE] [--print-connection]",
            "Serves the workspace's warehouse until SIGTERM; prints a JSON line with the connection when ready",
            {option("port", "N", "the port of 127.0.0.1; without it, any free one"),
             option("project", "P", "a project, made when absent; the first is the default; may stand several times",
                    true),
             flag("auto-create-projects", "make a project when a client names one that is absent"),
             option("access-id", "ID", "the access key's id; without it, the kept one"),
             option("access-key-env", "VAR", "the environment variable that holds the access key"),
             flag("lenient-signatures", "take any signature of the access id"),
             option("quota", "NAME", "a tunnel resource group that clients may name; may stand several times", true),
             option("fault-plan", "FILE", "break requests on purpose, by the rules of a JSON file"),
             flag("print-connection", "print the JSON line (the default)"), workspaceOption},
            0, 0, runWarehouseServe),
        command("expr", "'EXPRESSION' [--at TIME] [--json]", "Resolves the value of a scheduling parameter",
                {atOption, businessDateOption, jsonOption, workspaceOption}, 1, 1, runExpr),
        command("connectors", "[NAME] [--json]", "Lists the connectors, or the options of one with default and meaning",
                {jsonOption, flag("markdown", "print NAME's page of the documentation")}, 0, 1, runConnectors),
    };
    return all;
}

int runCommand(const QStringList &words)
{
    if (words.isEmpty()) {
        note(helpOfAll().chopped(1));
        return wrongUsage;
    }
    if (words[0] == QLatin1String("help") || words[0] == QLatin1String("--help") || words[0] == QLatin1String("-h"))
        return runHelp(words.mid(1));
    if (words[0] == QLatin1String("--version")) {
        printLine(QStringLiteral("sluice " SLUICE_VERSION));
        return success;
    }
    int taken = 0;
    const Command *command = findCommand(words, &taken);
    if (words.contains(QLatin1String("--help")))
        return runHelp(command ? command->name.split(QLatin1Char(' ')) : words.mid(0, 1));
    if (!command)
        return unknownCommand(words);

    const bool json = words.contains(QLatin1String("--json"));
    auto arguments = Arguments::parse(words.mid(taken), command->options);
    if (!arguments.ok())
        return fail(arguments.error(), json);
    const qsizetype given = arguments->positional().size();
    if (given < command->fewest || given > command->most) {
        return fail(makeError(ErrorCode::Config, QStringLiteral("Wrong number of words. Usage: sluice %1 %2")
                                                     .arg(command->name, command->synopsis)),
                    json);
    }
    return command->run(*arguments);
}

} // namespace sluice::cli
