#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/cli/texttable.h"
#include "app/cli/workspacescope.h"
#include "service/sourceusers.h"

#include <QJsonArray>

namespace sluice::cli
{

namespace
{

QStringList usersOf(const Workspace &workspace, const QString &name)
{
    return sourceUsers(workspace, {}).valueOr({}).value(name);
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
        auto kept = secrets.read(source.name, source.secretKey(option.key));
        const QString state = !kept.ok()          ? kept.error().message
                              : kept->has_value() ? QStringLiteral("kept")
                                                  : QStringLiteral("not kept");
        states.insert(option.key, state);
    }
    return states;
}

TestReport connectTo(const DataSource &source, const Probes &probes)
{
    Interrupt interrupt;
    return interrupt.during([&](Stop stop) { return probes.testSource(source, stop); });
}

// "Connected", or for halves of their own "Connected, production Untested".
QString statusOf(const SourceStore &sources, const DataSource &source)
{
    const QString development = sourceStateName(sources.status(source, SourceHalf::Development).state);
    if (!source.production)
        return development;
    return QStringLiteral("%1, production %2")
        .arg(development, sourceStateName(sources.status(source, SourceHalf::Production).state));
}

QJsonArray stagesOf(const TestReport &report)
{
    QJsonArray stages;
    for (const TestStage &stage : report.stages)
        stages.append(QJsonObject{{QStringLiteral("stage"), stageName(stage.stage)},
                                  {QStringLiteral("state"), stageStateName(stage.state)},
                                  {QStringLiteral("milliseconds"), double(stage.took.count()) / 1000},
                                  {QStringLiteral("detail"), stage.detail}});
    return stages;
}

void printStages(const TestReport &report)
{
    for (const TestStage &stage : report.stages) {
        const QString time = stage.took.count() > 0
                                 ? QStringLiteral(" (%1 ms)").arg(double(stage.took.count()) / 1000, 0, 'f', 1)
                                 : QString();
        const bool tells = stage.state == TestStage::State::Passed || stage.state == TestStage::State::Skipped;
        printLine(QStringLiteral("%1 %2%3").arg((stageName(stage.stage) + u':').leftJustified(13),
                                                tells ? stage.detail : stageStateName(stage.state), time));
    }
}

void printHalf(const QJsonObject &values, const QJsonObject &secrets)
{
    for (auto it = values.begin(); it != values.end(); ++it)
        printLine(QStringLiteral("  %1 = %2").arg(it.key(), it.value().toVariant().toString()));
    for (auto it = secrets.begin(); it != secrets.end(); ++it)
        printLine(QStringLiteral("  %1: %2").arg(it.key(), it.value().toString()));
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
        const QString status = statusOf((*scope)->sources, source);
        rows.append(
            {source.name, source.type, status, source.description.isNull() ? QStringLiteral("") : source.description});
        array.append(QJsonObject{{QStringLiteral("name"), source.name},
                                 {QStringLiteral("type"), source.type},
                                 {QStringLiteral("description"), source.description},
                                 {QStringLiteral("status"), status},
                                 {QStringLiteral("local"), source.local}});
    }
    if (json)
        printJson(array);
    else
        print(textTable(
            {QStringLiteral("name"), QStringLiteral("type"), QStringLiteral("status"), QStringLiteral("description")},
            rows));
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
    const Connector *connector = (*scope)->connectors.find(source->type);
    const DataSource production = source->inHalf(SourceHalf::Production);
    const QJsonObject secrets = secretStates(*source, connector, (*scope)->workspace);
    const QJsonObject productionSecrets =
        source->production ? secretStates(production, connector, (*scope)->workspace) : QJsonObject();
    const QStringList users = usersOf((*scope)->workspace, source->name);

    if (json) {
        QJsonObject object{{QStringLiteral("name"), source->name},
                           {QStringLiteral("type"), source->type},
                           {QStringLiteral("description"), source->description},
                           {QStringLiteral("local"), source->local},
                           {QStringLiteral("values"), source->values},
                           {QStringLiteral("secrets"), secrets},
                           {QStringLiteral("usedBy"), QJsonArray::fromStringList(users)}};
        if (source->production)
            object.insert(QStringLiteral("production"), QJsonObject{{QStringLiteral("values"), production.values},
                                                                    {QStringLiteral("secrets"), productionSecrets}});
        printJson(object);
        return success;
    }
    printLine(QStringLiteral("%1 (%2) %3").arg(source->name, source->type, source->description).trimmed());
    printHalf(source->values, secrets);
    if (source->production) {
        printLine(QStringLiteral("  production:"));
        printHalf(production.values, productionSecrets);
    }
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

    const SourceHalf half = halfOf(arguments);
    const TestReport report = connectTo(source->inHalf(half), (*scope)->probes);
    if (!report.ok() && report.error().code == ErrorCode::Stopped)
        return fail(report.error(), json);
    leaveWarehouse((*scope)->warehouse);
    const DataSource tested = source->inHalf(half);
    if (const Done kept = (*scope)->keeper.keepTest(source->name, tested.half, report); !kept.ok())
        note(QStringLiteral("sluice: ") + kept.error().text());
    if (!json)
        printStages(report);
    if (!report.ok()) {
        static_cast<void>(fail(report.error(), json));
        return notReachable; // whatever keeps it from connecting
    }
    if (json) {
        printJson(QJsonObject{{QStringLiteral("connected"), true},
                              {QStringLiteral("half"), sourceHalfName(tested.half)},
                              {QStringLiteral("summary"), report.summary},
                              {QStringLiteral("milliseconds"), qint64(report.took.count())},
                              {QStringLiteral("stages"), stagesOf(report)}});
        return success;
    }
    printLine(QStringLiteral("Connected: %1, %2 ms").arg(report.summary).arg(report.took.count()));
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
