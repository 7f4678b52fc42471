#include "widgets/run/ratecurve.h"

namespace sluice
{

namespace
{

constexpr qsizetype mostPoints = 600;

}

void RateCurve::add(const Totals &totals)
{
    const double span = totals.time - m_last.time;
    if (m_points.isEmpty())
        m_points.append(Point{});
    if (span < m_step)
        return;
    m_points.append({totals.time, (totals.rowsRead - m_last.rowsRead) / span,
                     (totals.rowsWritten - m_last.rowsWritten) / span, (totals.bytesRead - m_last.bytesRead) / span,
                     (totals.bytesWritten - m_last.bytesWritten) / span});
    m_last = totals;
    if (m_points.size() < mostPoints)
        return;
    // Neighbours become one point; the spans are equal, so the mean is right.
    QList<Point> coarse;
    for (qsizetype i = 0; i + 1 < m_points.size(); i += 2) {
        const Point &a = m_points[i], &b = m_points[i + 1];
        coarse.append({b.time, (a.rowsRead + b.rowsRead) / 2, (a.rowsWritten + b.rowsWritten) / 2,
                       (a.bytesRead + b.bytesRead) / 2, (a.bytesWritten + b.bytesWritten) / 2});
    }
    m_points = coarse;
    m_step *= 2;
}

} // namespace sluice
