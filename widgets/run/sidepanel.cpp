#include "widgets/run/sidepanel.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QToolButton>

namespace sluice
{

namespace
{

constexpr int paneWidth = 300;
constexpr int stripWidth = 36;

QToolButton *toolButton(const Appearance &look, const QString &icon, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(look.icon(icon));
    button->setFixedSize(28, 28);
    button->setToolTip(text);
    button->setAccessibleName(text);
    QObject::connect(&look, &Appearance::changed, button, [&look, button, icon] { button->setIcon(look.icon(icon)); });
    return button;
}

} // namespace

SidePanel::SidePanel(const Appearance &look, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_side = new Surface(look, Role::Panel, Qt::LeftEdge, this);
    m_side->setFixedWidth(paneWidth);
    auto *side = new QVBoxLayout(m_side);
    side->setContentsMargins(1, 0, 0, 0);
    side->setSpacing(0);
    auto *head = new Surface(look, Role::Panel, Qt::BottomEdge, m_side);
    head->setFixedHeight(36);
    auto *headLayout = new QHBoxLayout(head);
    headLayout->setContentsMargins(12, 0, 4, 1);
    m_title = new TextLabel(look, {}, TextStyle::BaseStrong, Role::T1, head);
    headLayout->addWidget(m_title);
    headLayout->addStretch(1);
    auto *close = toolButton(look, QStringLiteral("close"), tr("Close"), head);
    connect(close, &QToolButton::clicked, this, [this] { open(-1); });
    headLayout->addWidget(close);
    side->addWidget(head);
    m_panes = new QStackedWidget(m_side);
    side->addWidget(m_panes, 1);
    m_side->hide();
    layout->addWidget(m_side);
    auto *strip = new Surface(look, Role::Panel, Qt::LeftEdge, this);
    strip->setFixedWidth(stripWidth);
    m_strip = new QVBoxLayout(strip);
    m_strip->setContentsMargins(4, 6, 3, 6);
    m_strip->setSpacing(4);
    m_strip->addStretch(1);
    layout->addWidget(strip);
}

QWidget *SidePanel::paneParent() const
{
    return m_panes;
}

int SidePanel::add(const QString &icon, const QString &title, QWidget *pane)
{
    const int place = m_panes->addWidget(pane);
    auto *button = toolButton(m_look, icon, title, this);
    button->setCheckable(true);
    m_strip->insertWidget(place, button);
    m_buttons.append(button);
    m_titles.append(title);
    connect(button, &QToolButton::clicked, this, [this, place] { open(m_current == place ? -1 : place); });
    return place;
}

void SidePanel::open(int place)
{
    m_current = place;
    for (int i = 0; i < m_buttons.size(); ++i)
        m_buttons[i]->setChecked(i == place);
    m_side->setVisible(place >= 0);
    if (place >= 0) {
        m_panes->setCurrentIndex(place);
        m_title->setText(m_titles[place]);
    }
    Q_EMIT opened(place);
}

} // namespace sluice
