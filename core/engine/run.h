#pragma once

#include "base/log.h"
#include "base/stop.h"
#include "connector/registry.h"
#include "task/taskspec.h"

#include <QDateTime>

#include <array>
#include <atomic>
#include <functional>
#include <memory>

namespace sluice
{

class RunWatch;

enum class RunState { Preparing, Running, Committing, Succeeded, Failed, Stopped };
QString runStateName(RunState state);

struct LaneProgress {
    qint64 rowsWritten = 0;
    double queueFill = 0; // 0…1 of the queue's byte limit
};

// A run's counters at one moment. All times are summed over lanes.
struct RunProgress {
    RunState state = RunState::Preparing;
    qint64 rowsRead = 0;
    qint64 rowsWritten = 0;
    qint64 rowsDirty = 0;
    qint64 rowsReadBefore = 0; // of rowsRead and rowsWritten: by the attempts that this one goes on with
    qint64 rowsWrittenBefore = 0;
    qint64 bytesRead = 0;     // of the values, as batchBytes() counts
    qint64 bytesWritten = 0;  // of the values
    qint64 bytesSent = 0;     // as they went to the destination, compressed
    qint64 rowsExpected = -1; // -1: not known
    double elapsedSeconds = 0;
    double readerWaitSeconds = 0; // writers waiting for rows
    double writerWaitSeconds = 0; // readers waiting for room in the queue
    double throttleSeconds = 0;
    double castSeconds = 0;
    int splitsDone = 0;
    int splitsTotal = 0;
    std::vector<LaneProgress> lanes;
};

// How a run ended.
struct RunReport {
    RunState state = RunState::Failed; // Succeeded, Failed or Stopped
    Error error;                       // when it is not Succeeded
    RunProgress totals;
    bool mayShowRows = false; // when it is not Succeeded: rows may be seen at the destination all the same
    QStringList notes;        // "2 writer columns have no reader column and stay NULL"
};

struct RunRequest {
    QString runId;
    TaskSpec task; // parameters resolved
    DataSource readerSource;
    DataSource writerSource;
    QString workspaceDir;
    QString attemptDir; // exists; dirty.jsonl and journal.jsonl are written here as rows come
    QString resumeDir;  // of an attempt at the same task to go on with, whose journal is taken over; empty: none
    QTimeZone timeZone;
    qint64 queueBytes = 16 * 1024 * 1024; // for each lane
    qint64 batchRows = batchRowLimit;     // tests make it small
    qint64 rowLimit = -1;                 // debug runs; -1: all
    // Where the rows come from when it is not the task's reader: those of an earlier attempt, corrected.
    std::function<Result<std::unique_ptr<Source>>()> rows = {};
    // A rehearsal, looked on by this one (it outlives the run): the rows go through the writer's encoder and end there.
    // Nothing is kept of it, and the source is not told either.
    RunWatch *watch = nullptr;
};

// One run of one task: opens both ends, drives the lanes, commits. Blocking, on the caller's thread; lanes run in a
// pool of their own. progress() may be called from any thread while it runs.
class Run
{
public:
    Run(const ConnectorRegistry &connectors, RunRequest request, Log &log);
    ~Run();

    RunReport execute(Stop stop);
    RunProgress progress() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace sluice
