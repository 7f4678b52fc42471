#include "widgets/shell/settingspage.h"

#include <QFormLayout>

namespace sluice
{

SettingsPage::SettingsPage(Appearance &look, QWidget *parent)
    : Surface(look, Role::Panel, {}, parent)
    , m_look(look)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(56, 40, 56, 32);
    layout->setSpacing(16);
    layout->addWidget(new TextLabel(look, tr("Settings"), TextStyle::Heading, Role::T1, this));
    layout->addSpacing(8);
    layout->addWidget(new TextLabel(look, tr("Appearance"), TextStyle::Section, Role::T1, this));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    m_theme = new SegmentedSwitch(look, {tr("As the system"), tr("Light"), tr("Dark")}, this);
    m_theme->setAccessibleName(tr("Theme"));
    connect(m_theme, &SegmentedSwitch::switched, this, [this](int index) { m_look.setMode(Appearance::Mode(index)); });
    auto *label = new TextLabel(look, tr("Theme"), TextStyle::Base, Role::T2, this);
    label->setMinimumSize(96, 28);
    form->addRow(label, m_theme);
    layout->addLayout(form);
    layout->addStretch(1);
    connect(&look, &Appearance::changed, this, &SettingsPage::follow);
    follow();
}

void SettingsPage::follow()
{
    m_theme->setCurrent(int(m_look.mode()));
}

} // namespace sluice
