#pragma once

#include <chrono>

namespace sluice
{

// How long it is waited before something is tried again for the first time; further waits double. Tests are hastier.
struct RetryPace {
    std::chrono::milliseconds failed{200};     // after a broken connection, or a failure of the service
    std::chrono::milliseconds throttled{1000}; // when the service asks to slow down
};

} // namespace sluice
