#pragma once

#include "widgets/common/controls.h"
#include "widgets/run/ratecurve.h"

namespace sluice
{

// The curve of a run: written as a line with a soft fill, read as a dashed line; the axis of time ends at the estimate,
// not at now. A painted widget (docs/decisions): exactly the picture, nothing to fight.
class RateChart : public QWidget
{
    Q_OBJECT
public:
    explicit RateChart(const Appearance &look, QWidget *parent = nullptr);

    // expectedSeconds: when the run will have ended, as far as one can tell; 0: not known.
    void show(const RateCurve &curve, double expectedSeconds, bool running);
    void setEmptyText(const QString &text) { m_emptyText = text; }
    bool showsBytes() const { return m_switch->current() == 1; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    double readOf(const RateCurve::Point &point) const;
    double writtenOf(const RateCurve::Point &point) const;
    QRectF plotRect() const;
    void paintLegend(QPainter &painter) const;
    QString valueText(double value) const;

    const Appearance &m_look;
    SegmentedSwitch *m_switch;
    RateCurve m_curve;
    double m_expected = 0;
    bool m_running = false;
    QString m_emptyText;
};

// Round steps of an axis: the least of 1, 2, 5 × 10^n so that at most `most` steps reach `limit`.
double axisStep(double limit, int most);
// The same for seconds, which go by 1, 2, 5, 10, 15, 30 and minutes.
double timeStep(double seconds, int most);

} // namespace sluice
