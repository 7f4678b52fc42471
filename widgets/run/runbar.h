#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/controls.h"

#include <QComboBox>

class QHBoxLayout;

namespace sluice
{

class RunPage;

// The tool bar of the run position: Stop, Run again, Resume where there is something to go on with, what the attempt
// ran with, and the choice of attempts.
class RunBar : public QWidget
{
    Q_OBJECT
public:
    RunBar(const Appearance &look, const ActionRegistry &actions, RunPage &page, QWidget *parent = nullptr);

private:
    void showFacts();
    void fillAttempts();

    const Appearance &m_look;
    RunPage &m_page;
    QPushButton *m_stop;
    QPushButton *m_again;
    QPushButton *m_resume;
    QWidget *m_facts;
    QHBoxLayout *m_factsLayout;
    QStringList m_shown;
    QComboBox *m_attempts;
};

// A push button that stands for a verb of the registry: text, icon, enabled and reason come from it.
QPushButton *makeVerbButton(const ActionRegistry &actions, const QString &id, const char *kind, QWidget *parent);

} // namespace sluice
