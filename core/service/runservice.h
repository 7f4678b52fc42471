#pragma once

#include "engine/run.h"
#include "schedule/plannedtime.h"
#include "service/localwarehouse.h"
#include "workspace/history.h"
#include "workspace/sourcestore.h"
#include "workspace/workspace.h"

#include <QMap>
#include <QObject>

#include <memory>
#include <optional>

namespace sluice
{

// What a run is asked to do.
struct StartRequest {
    QString taskPath; // in the workspace: "01_quick_start/load_flights.job.json"; empty for a text not saved yet
    QString script;   // the text to run, perhaps not saved
    // By hand; stronger than what the task keeps beside it. Expressions are resolved when a time is planned.
    QMap<QString, QString> parameters;
    // The scheduled time that expressions are made of; without it, a task that keeps expressions takes now.
    std::optional<PlannedTime> planned = std::nullopt;
    qint64 rowLimit = -1;
    std::optional<int> channels = std::nullopt; // instead of the script's setting.speed.concurrent
    // Of the data sources: what a schedule starts uses production. What goes on with an attempt, or replays its rows,
    // uses that attempt's.
    SourceHalf half = SourceHalf::Development;
    QString resumes; // the attempt to go on with, as attemptToResume() chose it; empty: from the beginning
    // Send the corrected dirty rows of this attempt again, and nothing else: task, script and parameters are its own.
    QString replays = {};
    std::optional<qint64> queueBytes; // of each lane; tests make it tiny
    std::optional<qint64> batchRows;  // at most in a batch; tests make it one
};

// Starts, watches and stops attempts. Lives on the thread that made it and answers there; the work is done on its own
// threads. Both the studio and the command line use it.
class RunService : public QObject
{
    Q_OBJECT
public:
    RunService(const Workspace &workspace, const ConnectorRegistry &connectors, SourceStore &sources, History &history,
               LocalWarehouse &warehouse, QObject *parent = nullptr);
    ~RunService() override; // stops what runs and waits for it

    // The attempt's id at once; it is in the history from then on, whatever happens. An invalid task gives a failed
    // attempt with the reason, never silence.
    QString start(const StartRequest &request);
    void stop(const QString &attemptId);

    // Counters of a running attempt, to be polled at 4 Hz; nothing once it has ended (ask the history then).
    std::optional<RunProgress> progress(const QString &attemptId) const;
    bool isRunning(const QString &attemptId) const;
    QStringList running() const;
    // Blocks until the attempt has ended (command line); this thread's events are served meanwhile.
    Attempt wait(const QString &attemptId);

Q_SIGNALS:
    void attemptChanged(const sluice::Attempt &attempt); // started, changed state, ended; on this object's thread

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
