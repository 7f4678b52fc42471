#pragma once

#include <QStringList>

#include <utility>
#include <vector>

namespace sluice
{

// Pairs of positions (old, new), ascending in both, of elements that two lists share: the equal head and tail, and
// between them the longest run in order of those that are unique in both. What is not paired has changed.
std::vector<std::pair<int, int>> matchLists(const QStringList &before, const QStringList &after);

} // namespace sluice
