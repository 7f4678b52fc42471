#pragma once

#include "app/common/connectors.h"
#include "service/probes.h"
#include "service/runservice.h"

#include <QTemporaryDir>

// A new workspace with every service of the program, gone with its folder.
struct Ground {
    Ground()
        : workspace(sluice::Workspace::create(folder.filePath(QStringLiteral("ws")), QStringLiteral("My Shop")).value())
        , sources(workspace.directory())
        , warehouse(workspace.directory())
        , keeper(connectors, sources, sluice::SecretStore(workspace.stateDir()), warehouse)
        , probes(workspace, connectors, sources, keeper, warehouse)
        , history(sluice::History::open(workspace.stateDir() + QLatin1String("/history.sqlite")).value())
        , runs(workspace, connectors, sources, *history, warehouse)
    {
        sluice::addConnectors(connectors);
    }

    sluice::Result<sluice::SqlResult> sql(const QString &statement) const
    {
        return probes.runSql(QStringLiteral("odps_first"), statement, sluice::Stop().within(std::chrono::seconds(60)));
    }

    QTemporaryDir folder;
    sluice::Workspace workspace;
    sluice::ConnectorRegistry connectors;
    sluice::SourceStore sources;
    sluice::LocalWarehouse warehouse;
    sluice::SourceKeeper keeper;
    sluice::Probes probes;
    std::unique_ptr<sluice::History> history;
    sluice::RunService runs;
};
