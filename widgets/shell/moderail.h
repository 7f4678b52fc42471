#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

// The modes of the studio at the left edge; the last ones stand at its foot.
class ModeRail : public Surface
{
    Q_OBJECT
public:
    explicit ModeRail(const Appearance &look, QWidget *parent = nullptr);

    int addMode(const QString &icon, const QString &text, bool atFoot = false);
    void setCurrent(int mode);
    int current() const { return m_current; }

Q_SIGNALS:
    void chosen(int mode);

private:
    class Button;
    QList<Button *> m_buttons;
    int m_current = 0;
};

} // namespace sluice
