#include "widgets/run/runstate.h"

#include <QCoreApplication>

#include <algorithm>

namespace sluice
{

WaitShares waitShares(const RunProgress &progress)
{
    // While the limit holds a reader back, its writer waits as well: that is the limit's time, not the source's.
    const double forReader = std::max(0.0, progress.readerWaitSeconds - progress.throttleSeconds);
    const double seconds[WaitShares::PartCount] = {progress.writerWaitSeconds, forReader, progress.castSeconds,
                                                   progress.throttleSeconds};
    double total = 0;
    for (const double part : seconds)
        total += part;
    WaitShares shares;
    shares.known = total > 0.005;
    if (!shares.known)
        return shares;
    for (int i = 0; i < WaitShares::PartCount; ++i) {
        shares.share[i] = seconds[i] / total;
        if (shares.share[i] > shares.share[shares.worst])
            shares.worst = WaitShares::Part(i);
    }
    return shares;
}

QString attemptStateText(const QString &state)
{
    if (state == QLatin1String("Succeeded"))
        return QCoreApplication::translate("RunState", "Succeeded");
    if (state == QLatin1String("Failed"))
        return QCoreApplication::translate("RunState", "Failed");
    if (state == QLatin1String("Stopped"))
        return QCoreApplication::translate("RunState", "Stopped");
    return {};
}

} // namespace sluice
