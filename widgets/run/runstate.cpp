#include "widgets/run/runstate.h"

namespace sluice
{

WaitShares waitShares(const RunProgress &progress)
{
    const double seconds[WaitShares::PartCount] = {progress.writerWaitSeconds, progress.readerWaitSeconds,
                                                   progress.castSeconds, progress.throttleSeconds};
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

} // namespace sluice
