#include "task/arraymatch.h"

#include <QHash>

#include <algorithm>

namespace sluice
{

// The longest ascending run by `second` of pairs that ascend by `first`.
static std::vector<std::pair<int, int>> longestRun(const std::vector<std::pair<int, int>> &pairs)
{
    std::vector<int> ends; // ends[n]: the pair that ends the best run of n + 1 pairs
    std::vector<int> previous(pairs.size(), -1);
    for (size_t i = 0; i < pairs.size(); ++i) {
        const auto at = std::lower_bound(ends.begin(), ends.end(), pairs[i].second,
                                         [&](int end, int second) { return pairs[size_t(end)].second < second; });
        if (at != ends.begin())
            previous[i] = *(at - 1);
        if (at == ends.end())
            ends.push_back(int(i));
        else
            *at = int(i);
    }
    std::vector<std::pair<int, int>> run;
    for (int i = ends.empty() ? -1 : ends.back(); i >= 0; i = previous[size_t(i)])
        run.push_back(pairs[size_t(i)]);
    std::reverse(run.begin(), run.end());
    return run;
}

std::vector<std::pair<int, int>> matchLists(const QStringList &before, const QStringList &after)
{
    const int shorter = int(std::min(before.size(), after.size()));
    int head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    int tail = 0;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;

    // Where each text stands between head and tail; -1 when it stands more than once.
    const auto places = [&](const QStringList &list) {
        QHash<QString, int> places;
        for (int i = head; i < list.size() - tail; ++i)
            places.insert(list[i], places.contains(list[i]) ? -1 : i);
        return places;
    };
    const QHash<QString, int> old = places(before);
    const QHash<QString, int> fresh = places(after);
    std::vector<std::pair<int, int>> unique;
    for (int i = head; i < before.size() - tail; ++i) {
        if (old.value(before[i]) != i)
            continue;
        if (const int j = fresh.value(before[i], -1); j >= 0)
            unique.emplace_back(i, j);
    }

    std::vector<std::pair<int, int>> pairs;
    for (int i = 0; i < head; ++i)
        pairs.emplace_back(i, i);
    for (const auto &pair : longestRun(unique))
        pairs.push_back(pair);
    for (int i = tail; i > 0; --i)
        pairs.emplace_back(int(before.size()) - i, int(after.size()) - i);
    return pairs;
}

} // namespace sluice
