#pragma once

#include "task/taskspec.h"
#include "widgets/common/controls.h"
#include "widgets/form/severitymark.h"

#include <QFrame>

namespace sluice
{

// What is wrong at a place of the script, with its cure: opens on hover or Alt+Enter, never over its own line.
class IssueCard : public QWidget
{
    Q_OBJECT
public:
    IssueCard(const Appearance &look, QWidget *parent);

    // `above` and `below`: where the issue's line begins and ends, in the parent's coordinates.
    void show(const Issue &issue, const QPoint &above, const QPoint &below);
    const Issue &issue() const { return m_issue; }

Q_SIGNALS:
    void cureRequested(const sluice::Issue &issue);

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Appearance &m_look;
    Issue m_issue;
    QLabel *m_text;
    QPushButton *m_cure;
};

} // namespace sluice
