#pragma once

#include "connector/connector.h"

namespace sluice
{

// A Source whose splits end elsewhere each time they are cut, since rows keep coming, while the rows of an earlier cut
// can still be read. An attempt that goes on with another one reads what that one had cut.
class MovingSource
{
public:
    virtual ~MovingSource() = default;
    // Instead of Source::split(): takes over the earlier splits, each of them read as far as `reached` says (empty: not
    // at all). Conflict with the reason when they stand no more.
    virtual Done takeOver(const std::vector<Split> &before, const std::vector<Position> &reached, Stop stop) = 0;
};

} // namespace sluice
