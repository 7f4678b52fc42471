#pragma once

#include "app/cli/arguments.h"
#include "connector/registry.h"
#include "service/probes.h"
#include "service/sourcekeeper.h"
#include "workspace/sourcestore.h"
#include "workspace/workspace.h"

#include <memory>

namespace sluice::cli
{

extern const OptionRule workspaceOption;
extern const OptionRule jsonOption;
extern const OptionRule productionOption;
SourceHalf halfOf(const Arguments &arguments); // --production

// The workspace that a command means: --workspace, else the one that `near` (a file of it) stands in or below, else
// the one that the program was started in.
Result<Workspace> workspaceFor(const Arguments &arguments, const QString &near = {});

// A workspace with what the commands ask of it. What is borrowed stands before what borrows it.
struct WorkspaceScope {
    explicit WorkspaceScope(Workspace opened);

    Workspace workspace;
    ConnectorRegistry connectors;
    SourceStore sources;
    LocalWarehouse warehouse;
    SourceKeeper keeper;
    Probes probes;

    static Result<std::unique_ptr<WorkspaceScope>> open(const Arguments &arguments, const QString &near = {});
};

// A task's path within its workspace; the whole path when it stands elsewhere.
QString taskPathIn(const Workspace &workspace, const QString &file);

// A process that serves the warehouse for others as well stays until they are done, and says so.
void leaveWarehouse(LocalWarehouse &warehouse);

} // namespace sluice::cli
