#pragma once

#include "widgets/common/controls.h"
#include "widgets/mapper/mappingeditor.h"

class QVBoxLayout;

namespace sluice
{

// What there is to know of one line, beside the pointer: both types, the verdict and values before and after.
class HoverCard : public QWidget
{
    Q_OBJECT
public:
    HoverCard(const Appearance &look, QWidget *parent);

    void showLine(const MappingEditor &editor, int target, const QPoint &pos);
    int target() const { return m_target; }
    QString text() const; // all that it says, a line each

Q_SIGNALS:
    void unlinkAsked(int target);

protected:
    void paintEvent(QPaintEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    void addText(const QString &text, TextStyle style, Role role);
    void addSample(const SampledCast &sample);
    void clear();

    const Appearance &m_look;
    QVBoxLayout *m_layout;
    QStringList m_said;
    int m_target = -1;
};

} // namespace sluice
