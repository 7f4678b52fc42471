#include "widgets/run/ratechart.h"

#include "widgets/run/figures.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sluice
{

double axisStep(double limit, int most)
{
    if (limit <= 0)
        return 1;
    const double rough = limit / most;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (factor * power >= rough * 0.999)
            return factor * power;
    return 10 * power;
}

double timeStep(double seconds, int most)
{
    static constexpr double steps[] = {0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600};
    for (const double step : steps)
        if (step * most >= seconds)
            return step;
    return axisStep(seconds / 3600, most) * 3600;
}

RateChart::RateChart(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_switch(new SegmentedSwitch(look, {tr("Rows/s"), tr("MB/s")}, this))
{
    setMinimumSize(320, 150);
    connect(m_switch, &SegmentedSwitch::switched, this, qOverload<>(&QWidget::update));
    connect(&look, &Appearance::changed, this, qOverload<>(&QWidget::update));
}

void RateChart::show(const RateCurve &curve, double expectedSeconds, bool running)
{
    m_curve = curve;
    m_expected = expectedSeconds;
    m_running = running;
    update();
}

double RateChart::readOf(const RateCurve::Point &point) const
{
    return showsBytes() ? point.bytesRead / 1e6 : point.rowsRead;
}

double RateChart::writtenOf(const RateCurve::Point &point) const
{
    return showsBytes() ? point.bytesWritten / 1e6 : point.rowsWritten;
}

QRectF RateChart::plotRect() const
{
    return QRectF(64, 44, width() - 64 - 24, height() - 44 - 30);
}

void RateChart::resizeEvent(QResizeEvent *)
{
    m_switch->move(width() - m_switch->sizeHint().width() - 16, 8);
    m_switch->resize(m_switch->sizeHint());
}

QString RateChart::valueText(double value) const
{
    return value == 0 ? QStringLiteral("0") : shortNumber(value).remove(u' ');
}

void RateChart::paintLegend(QPainter &painter) const
{
    painter.setFont(Appearance::font(TextStyle::DenseStrong));
    painter.setPen(m_look[Role::T1]);
    const QString title = showsBytes() ? tr("Megabytes a second") : tr("Rows a second");
    painter.drawText(QRect(16, 8, 200, 28), Qt::AlignVCenter, title);
    double x = 16 + painter.fontMetrics().horizontalAdvance(title) + 16;
    painter.setFont(Appearance::font(TextStyle::Dense));
    const auto entry = [&](const QString &text, const QPen &pen) {
        painter.setPen(pen);
        painter.drawLine(QPointF(x, 22.5), QPointF(x + 20, 22.5));
        painter.setPen(m_look[Role::T2]);
        painter.drawText(QRectF(x + 27, 8, 120, 28), Qt::AlignVCenter, text);
        x += 27 + painter.fontMetrics().horizontalAdvance(text) + 18;
    };
    entry(tr("written"), QPen(m_look[Role::Chart1], 2));
    QPen dashed(m_look[Role::Chart2], 1.5);
    dashed.setDashPattern({5 / 1.5, 3 / 1.5});
    entry(tr("read"), dashed);
}

void RateChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter);

    const QList<RateCurve::Point> &points = m_curve.points();
    const QRectF plot = plotRect();
    if (points.size() < 2) {
        painter.setFont(Appearance::font(TextStyle::Dense));
        painter.setPen(m_look[Role::T3]);
        painter.drawText(plot, Qt::AlignCenter, m_emptyText);
        return;
    }
    double highest = 0;
    for (const auto &point : points)
        highest = std::max({highest, readOf(point), writtenOf(point)});
    const double step = axisStep(std::max(highest, showsBytes() ? 0.01 : 1.0), 4);
    const double top = step * std::max(1.0, std::ceil(highest / step));
    const double end = std::max({points.back().time, m_expected, 1.0});

    // Grid, values left, times below.
    painter.setFont(Appearance::font(TextStyle::Caption));
    for (double value = 0; value <= top * 1.001; value += step) {
        const double y = std::round(plot.bottom() - plot.height() * value / top) + 0.5;
        painter.setPen(m_look[value == 0 ? Role::Line : Role::Grid]);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(m_look[Role::T3]);
        painter.drawText(QRectF(0, y - 9, plot.left() - 8, 18), Qt::AlignRight | Qt::AlignVCenter, valueText(value));
    }
    const double seconds = timeStep(end, 7);
    for (double time = 0; time <= end * 1.001; time += seconds) {
        const double x = plot.left() + plot.width() * time / end;
        const QString text = seconds >= 60 ? tr("%1 min").arg(time / 60, 0, 'g', 4) : tr("%1 s").arg(time, 0, 'g', 4);
        painter.drawText(QRectF(x - 40, plot.bottom() + 4, 80, 18), Qt::AlignCenter, text);
    }

    const auto place = [&](double time, double value) {
        return QPointF(plot.left() + plot.width() * time / end, plot.bottom() - plot.height() * value / top);
    };
    QPolygonF read, written;
    for (const auto &point : points) {
        read.append(place(point.time, readOf(point)));
        written.append(place(point.time, writtenOf(point)));
    }
    QPainterPath area(QPointF(written.front().x(), plot.bottom()));
    for (const QPointF &point : written)
        area.lineTo(point);
    area.lineTo(written.back().x(), plot.bottom());
    QColor fill = m_look[Role::Chart1];
    fill.setAlphaF(0.10F);
    painter.fillPath(area, fill);
    QPen dashed(m_look[Role::Chart2], 1.5);
    dashed.setDashPattern({5 / 1.5, 3 / 1.5});
    painter.setPen(dashed);
    painter.drawPolyline(read);
    painter.setPen(QPen(m_look[Role::Chart1], 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(written);
    if (m_running) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_look[Role::Chart1]);
        painter.drawEllipse(written.back(), 3.5, 3.5);
    }
}

} // namespace sluice
