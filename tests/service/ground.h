#pragma once

#include "app/common/connectors.h"
#include "service/probes.h"
#include "service/runservice.h"

#include <QFile>
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

    void writeFile(const QString &name, const QByteArray &bytes) const
    {
        QFile file(workspace.directory() + u'/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("%s cannot be written", qPrintable(name));
    }

    // Runs a script as the task orders.job.json, to its end.
    sluice::Attempt run(const QString &script)
    {
        sluice::StartRequest request;
        request.taskPath = QStringLiteral("orders.job.json");
        request.script = script;
        return runs.wait(runs.start(request));
    }
    // Sends the corrected rows of an attempt again.
    sluice::Attempt replay(const sluice::Attempt &earlier)
    {
        sluice::StartRequest request;
        request.taskPath = earlier.taskPath;
        request.replays = earlier.id;
        return runs.wait(runs.start(request));
    }

    // orders.csv into the table of that name.
    static QString ordersTask()
    {
        return QStringLiteral(R"({
  "type": "job",
  "version": "2.0",
  "steps": [
    { "stepType": "file", "name": "Reader", "category": "reader",
      "parameter": { "path": "orders.csv", "fileFormat": "csv", "header": true } },
    { "stepType": "odps", "name": "Writer", "category": "writer",
      "parameter": { "datasource": "odps_first", "table": "orders", "column": [ "*" ], "truncate": true } }
  ],
  "setting": { "errorLimit": { "record": 100 }, "speed": { "concurrent": 1, "throttle": false } },
  "order": { "hops": [ { "from": "Reader", "to": "Writer" } ] }
}
)");
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
