#pragma once

#include "widgets/common/controls.h"

namespace sluice
{

// The few settings there are, each at work at once: no page to apply.
class SettingsPage : public Surface
{
    Q_OBJECT
public:
    SettingsPage(Appearance &look, QWidget *parent = nullptr);

private:
    void follow();
    Appearance &m_look;
    SegmentedSwitch *m_theme;
};

} // namespace sluice
