#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "workspace/workspace.h"

namespace sluice::cli
{

int runNew(const Arguments &arguments)
{
    const bool json = arguments.has(QStringLiteral("json"));
    auto workspace = Workspace::create(arguments.positional().first(), arguments.value(QStringLiteral("name")));
    if (!workspace.ok())
        return fail(workspace.error(), json);
    if (json) {
        printJson(QJsonObject{{QStringLiteral("workspace"), workspace->directory()},
                              {QStringLiteral("name"), workspace->name()}});
        return success;
    }
    printLine(QStringLiteral("Workspace %1 in %2").arg(workspace->name(), workspace->directory()));
    return success;
}

} // namespace sluice::cli
