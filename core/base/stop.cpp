#include "base/stop.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace sluice
{

Stop Stop::within(std::chrono::milliseconds time) const
{
    return Stop(m_token, std::min(m_deadline, Clock::now() + time));
}

Done Stop::check() const
{
    if (requested())
        return makeError(ErrorCode::Stopped, QStringLiteral("Stopped on request."));
    if (expired())
        return makeError(ErrorCode::Timeout, QStringLiteral("No answer before the deadline."));
    return {};
}

Done Stop::sleep(std::chrono::milliseconds time) const
{
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_until(lock, m_token, std::min(m_deadline, Clock::now() + time), [] { return false; });
    return check();
}

} // namespace sluice
