#pragma once

#include "widgets/shell/welcomepage.h"

namespace sluice
{

// The four steps of the Welcome page in a frame: done ones with a tick, the next one on accent with its verb, later
// ones with the reason why not yet.
class WelcomePage::Checklist : public QWidget
{
public:
    struct Step {
        QString title;
        QString text;
        QString verb;     // of the button while it is the next step
        QString doneNote; // right, when done
        bool done = false;
        std::function<void()> act;
    };

    explicit Checklist(const Appearance &look, QWidget *parent);
    void show(const QList<Step> &steps);
    int done() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void place();
    int next() const;

    const Appearance &m_look;
    QList<Step> m_steps;
    QList<QPushButton *> m_buttons;
};

} // namespace sluice
