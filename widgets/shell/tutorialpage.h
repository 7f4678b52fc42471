#pragma once

#include "widgets/common/controls.h"
#include "widgets/shell/tutorials.h"

class QTextBrowser;

namespace sluice
{

// A tutorial to read in the window.
class TutorialPage : public Surface
{
    Q_OBJECT
public:
    explicit TutorialPage(const Appearance &look, QWidget *parent = nullptr);

    void show(const Tutorial &tutorial);
    QTextBrowser &text() { return *m_text; }

Q_SIGNALS:
    void closed();

private:
    void style();

    TextLabel *m_title;
    TextLabel *m_length;
    QTextBrowser *m_text;
    Tutorial m_tutorial;
};

} // namespace sluice
