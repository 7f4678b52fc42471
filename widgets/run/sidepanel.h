#pragma once

#include "widgets/common/controls.h"

class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace sluice
{

// What stands right of an editor: a strip of buttons, and one pane at a time beside it. A second click closes the pane.
class SidePanel : public QWidget
{
    Q_OBJECT
public:
    explicit SidePanel(const Appearance &look, QWidget *parent = nullptr);

    // What a pane is made with as its parent, so that it is not styled a second time.
    QWidget *paneParent() const;
    // A pane under a title and an icon; the panel owns it. Its place.
    int add(const QString &icon, const QString &title, QWidget *pane);
    void open(int place);                     // -1: closes
    int current() const { return m_current; } // -1: closed

Q_SIGNALS:
    void opened(int place);

private:
    const Appearance &m_look;
    Surface *m_side;
    TextLabel *m_title;
    QStackedWidget *m_panes;
    QVBoxLayout *m_strip;
    QList<QToolButton *> m_buttons;
    QStringList m_titles;
    int m_current = -1;
};

} // namespace sluice
