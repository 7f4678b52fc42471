#pragma once

#include "service/fixrule.h"
#include "widgets/common/controls.h"

#include <QComboBox>

namespace sluice
{

// Chooses a rule for values that do not fit, its text and the columns it is for; says how many rows it takes.
class RuleBar : public Surface
{
    Q_OBJECT
public:
    explicit RuleBar(const Appearance &look, QWidget *parent = nullptr);

    // What the rule may be for: the columns of a cause, and the text to begin with.
    void offer(const QStringList &columns, const QString &example);
    FixRule rule() const;
    void setRule(const FixRule &rule);
    void setCount(qsizetype rows); // -1: being counted
    void setUsable(bool usable);
    QPushButton &applyButton() { return *m_apply; }

Q_SIGNALS:
    void ruleChanged();
    void applyRequested();

private:
    void kindChanged();

    QComboBox *m_kind;
    QLineEdit *m_text;
    QComboBox *m_columns;
    QPushButton *m_apply;
    QStringList m_offered;
    QString m_example;
    bool m_usable = false;
    qsizetype m_count = 0;
};

} // namespace sluice
