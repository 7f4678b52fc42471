#pragma once

#include "widgets/common/controls.h"
#include "widgets/run/runstate.h"

#include <QElapsedTimer>
#include <QTimer>

namespace sluice
{

// First line of the run page: state, progress bar, and the five numbers.
class RunHeader : public Surface
{
    Q_OBJECT
public:
    explicit RunHeader(const Appearance &look, QWidget *parent = nullptr);
    void show(const RunView &view);
    QString stateText() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void paintState(QPainter &painter, const QRect &area) const;
    void paintFigure(QPainter &painter, const QRect &area, const QString &label, const QString &number,
                     const QString &below, Role role) const;
    void paintWhere(QPainter &painter, const QRect &area) const;
    QString stoppingText() const;
    QString sentence() const;
    void spin();

    RunView m_view;
    QTimer m_turn;
    QElapsedTimer m_clock;
};

} // namespace sluice
