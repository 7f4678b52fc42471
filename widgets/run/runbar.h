#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/controls.h"

#include <QComboBox>

namespace sluice
{

class FactsRow;
class RunPage;

// The tool bar of the run position: Stop, Run again, Resume where there is something to go on with, what the attempt
// ran with, and the choice of attempts.
class RunBar : public QWidget
{
    Q_OBJECT
public:
    RunBar(const Appearance &look, const ActionRegistry &actions, RunPage &page, QWidget *parent = nullptr);

    FactsRow &facts() { return *m_facts; }
    QComboBox &attempts() { return *m_attempts; }

private:
    void showFacts();
    void fillAttempts();

    const Appearance &m_look;
    RunPage &m_page;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_resume;
    FactsRow *m_facts;
    QComboBox *m_attempts;
};

// A push button that stands for a verb of the registry: text, icon, enabled and reason come from it.
QPushButton *makeVerbButton(const ActionRegistry &actions, const QString &id, const char *kind, QWidget *parent);

} // namespace sluice
