#include "base/nearest.h"

#include <algorithm>
#include <vector>

namespace sluice
{

// Optimal string alignment distance: insert, delete, replace, swap neighbours.
static int distance(const QString &a, const QString &b)
{
    const auto width = size_t(b.size()) + 1;
    std::vector<int> before(width), last(width), row(width);
    for (size_t j = 0; j < width; ++j)
        last[j] = int(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        row[0] = int(i);
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const int same = a[i - 1] == b[j - 1] ? 0 : 1;
            int best = std::min({last[size_t(j)] + 1, row[size_t(j) - 1] + 1, last[size_t(j) - 1] + same});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = std::min(best, before[size_t(j) - 2] + 1);
            row[size_t(j)] = best;
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last.back();
}

QString nearest(const QString &name, const QStringList &candidates)
{
    const QString wanted = name.toLower().left(128);
    int bestDistance = std::max<int>(1, int(wanted.size()) / 3) + 1;
    QString best;
    for (const QString &candidate : candidates) {
        const int d = distance(wanted, candidate.toLower().left(128));
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

QString didYouMean(const QString &name, const QStringList &candidates)
{
    const QString best = nearest(name, candidates);
    return best.isEmpty() ? QString() : QStringLiteral(" Did you mean \"%1\"?").arg(best);
}

} // namespace sluice
