#include "widgets/task/linediff.h"

#include <QList>
#include <QStringView>

#include <algorithm>

namespace sluice
{

namespace
{

// Beyond this the lines between the first and the last difference count as changed without a closer look.
constexpr qsizetype largestTable = 4'000'000;

// A run of lines that was replaced by another one.
void mark(std::vector<LineChange> &changes, qsizetype first, qsizetype removed, qsizetype inserted)
{
    for (qsizetype i = 0; i < inserted; ++i)
        changes[size_t(first + i)] = i < removed ? LineChange::Changed : LineChange::Added;
}

} // namespace

std::vector<LineChange> lineChanges(const QString &before, const QString &now)
{
    const QList<QStringView> old = QStringView(before).split(u'\n');
    const QList<QStringView> lines = QStringView(now).split(u'\n');
    std::vector<LineChange> changes(size_t(lines.size()), LineChange::Same);
    qsizetype head = 0;
    while (head < std::min(old.size(), lines.size()) && old[head] == lines[head])
        ++head;
    qsizetype tail = 0;
    while (tail < std::min(old.size(), lines.size()) - head &&
           old[old.size() - 1 - tail] == lines[lines.size() - 1 - tail])
        ++tail;
    const qsizetype n = old.size() - head - tail, m = lines.size() - head - tail;
    if (n == 0 || m == 0 || n * m > largestTable) {
        mark(changes, head, n, m);
        return changes;
    }
    // The longest common subsequence of what is between, from the end.
    std::vector<int> common(size_t((n + 1) * (m + 1)), 0);
    const auto at = [&](qsizetype i, qsizetype j) -> int & { return common[size_t(i * (m + 1) + j)]; };
    for (qsizetype i = n - 1; i >= 0; --i)
        for (qsizetype j = m - 1; j >= 0; --j)
            at(i, j) = old[head + i] == lines[head + j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    qsizetype i = 0, j = 0;
    while (i < n || j < m) {
        const qsizetype removedFrom = i, insertedFrom = j;
        while ((i < n || j < m) && !(i < n && j < m && old[head + i] == lines[head + j])) {
            if (j >= m || (i < n && at(i + 1, j) >= at(i, j + 1)))
                ++i;
            else
                ++j;
        }
        mark(changes, head + insertedFrom, i - removedFrom, j - insertedFrom);
        while (i < n && j < m && old[head + i] == lines[head + j])
            ++i, ++j;
    }
    return changes;
}

} // namespace sluice
