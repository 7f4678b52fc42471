#pragma once

#include "widgets/common/controls.h"
#include "widgets/run/runstate.h"

namespace sluice
{

// Where the time goes: the bottleneck as a sentence, the shares as a bar with their legend, each lane's queue, and
// what would help.
class WaitsPanel : public QWidget
{
    Q_OBJECT
public:
    explicit WaitsPanel(const Appearance &look, QWidget *parent = nullptr);
    void show(const RunView &view);
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QString advice() const;
    void paintLegend(QPainter &painter, const QRect &area) const;
    void paintLanes(QPainter &painter, const QRect &area) const;
    void placeChip();

    const Appearance &m_look;
    Chip *m_chip;
    RunView m_view;
    WaitShares m_shares;
};

} // namespace sluice
