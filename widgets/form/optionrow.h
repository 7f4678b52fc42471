#pragma once

#include "widgets/common/controls.h"
#include "widgets/form/optionfield.h"
#include "widgets/form/severitymark.h"

namespace sluice
{

// One option on a form: its name, its control, and below what is wrong with it. Its context menu gives the key back to
// the default or takes a variable.
class OptionRow : public QWidget
{
    Q_OBJECT
public:
    OptionRow(const Appearance &look, OptionField *field, int labelWidth, QWidget *parent);

    OptionField &field() { return *m_field; }
    const OptionField &field() const { return *m_field; }
    void setIssue(const Issue *issue); // null: nothing is wrong
    bool hasIssue() const { return m_problem; }
    QString issueText() const { return m_problem ? m_message->text() : QString(); }
    // What stands behind the control: a button that belongs to this option.
    void addBeside(QWidget *widget);
    // A line that is no problem: "The 10:05 run reads 09:00 up to, not including, 10:00".
    void setNote(const QString &note);
    void setReadOnly(bool readOnly);
    void setUndoElsewhere(bool elsewhere) { m_undoElsewhere = elsewhere; }

Q_SIGNALS:
    void edited(const QJsonValue &value, bool typing);
    void cureRequested();

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showMenu(const QPoint &global);
    void showMessage();

    const Appearance &m_look;
    OptionField *m_field;
    TextLabel *m_label;
    QLayout *m_line;
    QWidget *m_below;
    QLabel *m_mark;
    TextLabel *m_message;
    QPushButton *m_cure;
    QString m_note;
    Issue m_issue;
    bool m_problem = false;
    bool m_readOnly = false;
    bool m_undoElsewhere = false;
};

} // namespace sluice
