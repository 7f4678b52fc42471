#pragma once

#include <QList>

namespace sluice
{

// Speed over the time of a run, from counters that are read four times a second. Bounded: a long run keeps coarser
// points.
class RateCurve
{
public:
    struct Point {
        double time = 0;                      // seconds since the start
        double rowsRead = 0, rowsWritten = 0; // a second
        double bytesRead = 0, bytesWritten = 0;
    };
    struct Totals {
        double time = 0;
        double rowsRead = 0, rowsWritten = 0;
        double bytesRead = 0, bytesWritten = 0;
    };

    void clear() { *this = {}; }
    void add(const Totals &totals);
    const QList<Point> &points() const { return m_points; }

private:
    QList<Point> m_points;
    Totals m_last;
    double m_step = 0.2; // seconds between points
};

} // namespace sluice
