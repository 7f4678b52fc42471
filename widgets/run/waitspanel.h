#pragma once

#include "widgets/common/controls.h"
#include "widgets/run/advice.h"

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
    const Advice &advice() const { return m_advice; }

Q_SIGNALS:
    void adviceTaken(const QString &option, const QJsonValue &value);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QRect adviceArea() const;
    void paintLegend(QPainter &painter, const QRect &area) const;
    void paintLanes(QPainter &painter, const QRect &area) const;
    void place();

    const Appearance &m_look;
    Chip *m_chip;
    QPushButton *m_try;
    RunView m_view;
    WaitShares m_shares;
    Advice m_advice;
};

} // namespace sluice
