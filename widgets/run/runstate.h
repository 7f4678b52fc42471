#pragma once

#include "service/runservice.h"
#include "workspace/history.h"

#include <QElapsedTimer>

#include <optional>

namespace sluice
{

// What the run page shows of one attempt: live counters while it runs, history and report afterwards.
struct RunView {
    Attempt attempt;
    RunProgress progress; // of the last look
    bool running = false;
    bool stopping = false;
    QElapsedTimer stoppingFor; // while it is stopping
    bool hasWaits = false;     // the waits are known
    double readRate = 0;       // rows a second, just now
    double writeRate = 0;
    double byteRate = 0;
    std::optional<qint64> dirtyAllowed;
    std::optional<double> dirtyShareAllowed;
    QString source;      // "flights.csv", for the sentence under the bar
    QString destination; // "flights"
    qint64 rowLimit = -1;
    int channels = 0;            // as the script has them that it ran; 0: not known yet
    double megabytesAllowed = 0; // a second; 0: no limit

    // 0…1, negative when nobody knows.
    double share() const
    {
        if (!running)
            return attempt.state == QLatin1String("Succeeded") ? 1 : -1;
        if (progress.rowsExpected > 0)
            return std::min(0.999, double(progress.rowsRead) / double(progress.rowsExpected));
        if (progress.splitsTotal > 1)
            return std::min(0.999, double(progress.splitsDone) / double(progress.splitsTotal));
        return -1;
    }
    // Seconds to go, negative when nobody knows.
    double remaining() const
    {
        const double done = share();
        const double before =
            progress.rowsExpected > 0 ? double(progress.rowsReadBefore) / double(progress.rowsExpected) : 0;
        return running && done - before > 0.02 ? progress.elapsedSeconds * (1 - done) / (done - before) : -1;
    }
};

// Where the time of a run went.
struct WaitShares {
    enum Part { Writer, Reader, Cast, Throttle, PartCount };
    double share[PartCount] = {};
    bool known = false;
    Part worst = Writer;
};
WaitShares waitShares(const RunProgress &progress);

// The state an attempt has ended in, as history spells it, in the user's language; empty while it has not ended.
QString attemptStateText(const QString &state);

} // namespace sluice
