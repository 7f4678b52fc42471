#include "widgets/run/advice.h"

#include "task/taskspec.h"
#include "widgets/run/waitspanel.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace sluice
{

namespace
{

// Twice as many, as far as there are pieces to read and lanes to have; 0: no more help.
int moreChannels(const RunView &view, int most)
{
    const int pieces = view.progress.splitsTotal > 0 ? view.progress.splitsTotal : most;
    const int wanted = std::min({view.channels * 2, most, pieces, mostLanes});
    return view.channels > 0 && wanted > view.channels ? wanted : 0;
}

Advice withChannels(const QString &words, int channels)
{
    if (channels == 0)
        return {words, {}, {}, {}};
    return {words, WaitsPanel::tr("Try %1 channels").arg(channels), QStringLiteral("concurrent"), channels};
}

// "12 MB/s" doubled, as the script writes numbers.
Advice withLimit(const QString &words, double megabytes)
{
    if (!(megabytes > 0))
        return {words, {}, {}, {}};
    const double raised = std::ceil(megabytes * 2);
    const QString text = QString::number(raised, 'f', 0);
    return {words, WaitsPanel::tr("Try %1 MB/s").arg(QLocale().toString(raised, 'f', 0)), QStringLiteral("mbps"), text};
}

} // namespace

Advice adviceFor(const RunView &view, const WaitShares &shares, int cores)
{
    if (!shares.known)
        return {view.running ? WaitsPanel::tr("Shares appear with the first batches.") : QString(), {}, {}, {}};
    switch (shares.worst) {
    case WaitShares::Writer:
        return withChannels(
            WaitsPanel::tr("The destination takes rows more slowly than they are read. More channels help only "
                           "where it takes them side by side."),
            moreChannels(view, mostLanes));
    case WaitShares::Reader: {
        const int more = moreChannels(view, mostLanes);
        return withChannels(
            more > 0
                ? WaitsPanel::tr("The source gives rows more slowly than they are written. More channels may help.")
                : WaitsPanel::tr(
                      "The source gives rows more slowly than they are written, and has no more pieces to read "
                      "side by side."),
            more);
    }
    case WaitShares::Cast: {
        const int more = moreChannels(view, cores);
        return withChannels(
            more > 0
                ? WaitsPanel::tr("Conversions take most of the time. More channels help up to the number of cores.")
                : WaitsPanel::tr("Conversions take most of the time, on every core there is."),
            more);
    }
    default:
        return withLimit(WaitsPanel::tr("The speed limit holds the run back."), view.megabytesAllowed);
    }
}

} // namespace sluice
