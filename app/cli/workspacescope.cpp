#include "app/cli/workspacescope.h"

#include "app/cli/console.h"
#include "app/cli/interrupt.h"
#include "app/common/connectors.h"

#include <QDir>
#include <QFileInfo>

namespace sluice::cli
{

const OptionRule workspaceOption{QStringLiteral("workspace"), QStringLiteral("DIR"),
                                 QStringLiteral("the workspace; without it, the one that stands here or above")};
const OptionRule jsonOption{QStringLiteral("json"), {}, QStringLiteral("print one JSON document")};

const OptionRule productionOption{
    QStringLiteral("production"), {}, QStringLiteral("the production half of data sources; without it, development")};

SourceHalf halfOf(const Arguments &arguments)
{
    return arguments.has(productionOption.name) ? SourceHalf::Production : SourceHalf::Development;
}

Result<Workspace> workspaceFor(const Arguments &arguments, const QString &near)
{
    if (arguments.has(workspaceOption.name))
        return Workspace::open(arguments.value(workspaceOption.name));
    if (!near.isEmpty()) {
        // Nearby first: `sluice run shop/load.job.json` means the workspace "shop". One that is broken is not passed
        // by.
        auto found = Workspace::find(QFileInfo(near).absolutePath());
        if (found.ok() || found.error().where != QFileInfo(near).absolutePath())
            return found;
    }
    return Workspace::find(QDir::currentPath());
}

WorkspaceScope::WorkspaceScope(Workspace opened)
    : workspace(std::move(opened))
    , sources(workspace.directory())
    , warehouse(workspace.directory())
    , keeper(connectors, sources, SecretStore(workspace.stateDir()), warehouse)
    , probes(workspace, connectors, sources, keeper, warehouse)
{
    addConnectors(connectors);
}

Result<std::unique_ptr<WorkspaceScope>> WorkspaceScope::open(const Arguments &arguments, const QString &near)
{
    SLUICE_TRY(Workspace workspace, workspaceFor(arguments, near));
    return std::make_unique<WorkspaceScope>(std::move(workspace));
}

QString taskPathIn(const Workspace &workspace, const QString &file)
{
    const QString absolute = QFileInfo(file).canonicalFilePath();
    const QString inside = workspace.directory() + QLatin1Char('/');
    return absolute.startsWith(inside) ? absolute.mid(inside.size()) : absolute;
}

void leaveWarehouse(LocalWarehouse &warehouse)
{
    if (!warehouse.isServing())
        return;
    if (warehouse.isHeld())
        note(QStringLiteral(
            "Another program uses the local warehouse that this one serves; waiting for it (Ctrl-C to leave)."));
    Interrupt interrupt;
    // Interrupted or not, there is nothing more to say: the work itself is done.
    static_cast<void>(interrupt.during([&](Stop stop) { return warehouse.settle(stop); }));
}

} // namespace sluice::cli
