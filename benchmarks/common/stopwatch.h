#pragma once

#include <QJsonObject>

#include <chrono>

namespace sluice
{

// Wall and processor time of this process since it was made.
class Stopwatch
{
public:
    Stopwatch();
    // A row of the table of benchmarks/run. A limit or peer of 0 is none.
    QJsonObject result(const QString &name, int64_t rows, int64_t bytes, double limit = 0, double peer = 0) const;

private:
    std::chrono::steady_clock::time_point m_wall;
    double m_cpu;
};

} // namespace sluice
