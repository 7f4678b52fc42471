#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"

#include <QJsonArray>

namespace sluice::cli
{

namespace
{

// Tasks of the workspace with a step that names the data source.
QStringList usersOf(const Workspace &workspace, const QString &name)
{
    QStringList users;
    const QList<Node> nodes = workspace.nodes().valueOr({});
    for (const Node &node : nodes) {
        if (node.kind != Node::Kind::Task)
            continue;
        auto text = workspace.readTask(node.path);
        const ScriptDocument script(text.ok() ? *text : QString());
        const QJsonArray steps = script.value(QStringLiteral("/steps")).toArray();
        for (const QJsonValue &step : steps) {
            if (step[QLatin1String("parameter")][QLatin1String("datasource")].toString() == name) {
                users.append(node.path);
                break;
            }
        }
    }
    return users;
}

// Where each secret is kept, never what it is.
QJsonObject secretStates(const DataSource &source, const Connector *connector, const Workspace &workspace)
{
    QJsonObject states;
    if (!connector || source.local)
        return states;
    const SecretStore secrets(workspace.stateDir());
    for (const OptionSpec &option : connector->info().sourceOptions) {
        if (option.kind != OptionKind::Secret)
            continue;
        auto kept = secrets.read(source.name, option.key);
        const QString state = !kept.ok()          ? kept.error().message
                              : kept->has_value() ? QStringLiteral("kept")
                                                  : QStringLiteral("not kept");
        states.insert(option.key, state);
    }
    return states;
}

Result<TestReport> connectTo(const DataSource &source, const Probes &probes)
{
    Interrupt interrupt;
    return interrupt.during([&](Stop stop) { return probes.testSource(source, stop); });
}

} // namespace

int runSourceList(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error(), json);
    auto sources = (*scope)->sources.list();
    if (!sources.ok())
        return fail(sources.error(), json);

    QList<QStringList> rows;
    QJsonArray array;
    for (const DataSource &source : *sources) {
        rows.append({source.name, source.type, source.description.isNull() ? QStringLiteral("") : source.description});
        array.append(QJsonObject{{QStringLiteral("name"), source.name},
                                 {QStringLiteral("type"), source.type},
                                 {QStringLiteral("description"), source.description},
                                 {QStringLiteral("local"), source.local}});
    }
    if (json)
        printJson(array);
    else
        print(textTable({QStringLiteral("name"), QStringLiteral("type"), QStringLiteral("description")}, rows));
    return success;
}

int runSourceShow(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error(), json);
    auto source = (*scope)->sources.find(arguments.positional().first());
    if (!source.ok())
        return fail(source.error(), json);
    const QJsonObject secrets = secretStates(*source, (*scope)->connectors.find(source->type), (*scope)->workspace);
    const QStringList users = usersOf((*scope)->workspace, source->name);

    if (json) {
        printJson(QJsonObject{{QStringLiteral("name"), source->name},
                              {QStringLiteral("type"), source->type},
                              {QStringLiteral("description"), source->description},
                              {QStringLiteral("local"), source->local},
                              {QStringLiteral("values"), source->values},
                              {QStringLiteral("secrets"), secrets},
                              {QStringLiteral("usedBy"), QJsonArray::fromStringList(users)}});
        return success;
    }
    printLine(QStringLiteral("%1 (%2) %3").arg(source->name, source->type, source->description).trimmed());
    for (auto it = source->values.begin(); it != source->values.end(); ++it)
        printLine(QStringLiteral("  %1 = %2").arg(it.key(), it.value().toVariant().toString()));
    for (auto it = secrets.begin(); it != secrets.end(); ++it)
        printLine(QStringLiteral("  %1: %2").arg(it.key(), it.value().toString()));
    for (const QString &user : users)
        printLine(QStringLiteral("  used by %1").arg(user));
    return success;
}

int runSourceTest(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error(), json);
    auto source = (*scope)->sources.find(arguments.positional().first());
    if (!source.ok())
        return fail(source.error(), json);

    const auto report = connectTo(*source, (*scope)->probes);
    if (!report.ok() && report.error().code == ErrorCode::Stopped)
        return fail(report.error(), json);
    leaveWarehouse((*scope)->warehouse);
    if (!report.ok()) {
        static_cast<void>(fail(report.error(), json));
        return notReachable; // whatever keeps it from connecting
    }
    if (json) {
        printJson(QJsonObject{{QStringLiteral("connected"), true},
                              {QStringLiteral("summary"), report.value().summary},
                              {QStringLiteral("steps"), QJsonArray::fromStringList(report.value().steps)}});
        return success;
    }
    for (const QString &step : report.value().steps)
        printLine(step);
    printLine(QStringLiteral("Connected: ") + report.value().summary);
    return success;
}

int runSourceRemove(const Arguments &arguments)
{
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error());
    const QString name = arguments.positional().first();
    const QStringList users = usersOf((*scope)->workspace, name);
    if (!users.isEmpty() && !arguments.has(QStringLiteral("force"))) {
        return fail(
            makeError(ErrorCode::Conflict,
                      QStringLiteral("The data source \"%1\" is used by %2. Change these tasks first, or add --force.")
                          .arg(name, users.join(QLatin1String(", ")))));
    }
    if (auto removed = (*scope)->keeper.remove(name); !removed)
        return fail(removed.error());
    printLine(QStringLiteral("Removed %1").arg(name));
    return success;
}

} // namespace sluice::cli
