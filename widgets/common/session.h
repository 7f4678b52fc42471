#pragma once

#include "service/localwarehouse.h"
#include "service/probes.h"
#include "service/runservice.h"
#include "workspace/drafts.h"
#include "workspace/history.h"
#include "workspace/sourcestore.h"
#include "workspace/tasksearch.h"
#include "workspace/workspace.h"

#include <functional>
#include <memory>

namespace sluice
{

// The open workspace and the services that belong to it, built in app/. Shared so that a probe may outlive the screen
// that asked it; the run service lives, and the whole is destroyed, on the GUI thread.
struct Session {
    Workspace workspace;
    StepCatalog catalog; // of the program's connectors
    std::unique_ptr<SourceStore> sources;
    std::unique_ptr<History> history;
    std::unique_ptr<DraftStore> drafts;
    std::unique_ptr<TaskSearch> search;
    std::unique_ptr<LocalWarehouse> warehouse;
    std::unique_ptr<SourceKeeper> keeper;
    std::unique_ptr<Probes> probes;
    std::unique_ptr<RunService> runs; // goes first: it uses the others
};
using SessionPtr = std::shared_ptr<Session>;

// How app/ lends its hands to the window. `open` blocks on the disk and is called off the GUI thread; `start` finishes
// on the GUI thread what must live there.
struct SessionFactory {
    std::function<Result<SessionPtr>(const QString &directory)> open;
    std::function<void(Session &session)> start;
};

} // namespace sluice
