#include "common/stopwatch.h"

#include <sys/resource.h>

#include <ctime>

namespace sluice
{

static double cpuSeconds()
{
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) / 1e9;
}

Stopwatch::Stopwatch()
    : m_wall(std::chrono::steady_clock::now())
    , m_cpu(cpuSeconds())
{
}

QJsonObject Stopwatch::result(const QString &name, int64_t rows, int64_t bytes, double limit, double peer) const
{
    const double cpu = cpuSeconds() - m_cpu;
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_wall).count();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto orNull = [](double number) { return number > 0 ? QJsonValue(number) : QJsonValue(QJsonValue::Null); };
    return {{QStringLiteral("name"), name},
            {QStringLiteral("rows"), qint64(rows)},
            {QStringLiteral("wall_s"), wall},
            {QStringLiteral("cpu_s"), cpu},
            {QStringLiteral("rows_per_cpu_s"), double(rows) / cpu},
            {QStringLiteral("mb_per_s"), double(bytes) / 1e6 / wall},
            {QStringLiteral("peak_rss_mb"), double(usage.ru_maxrss) / 1024},
            {QStringLiteral("limit"), orNull(limit)},
            {QStringLiteral("peer"), orNull(peer)}};
}

} // namespace sluice
