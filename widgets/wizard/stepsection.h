#pragma once

#include "widgets/common/session.h"
#include "widgets/form/optionform.h"
#include "widgets/wizard/sectioncard.h"
#include "widgets/wizard/taskeditor.h"

namespace sluice
{

// What is read, or written: the connector's options as a form.
class StepSection : public SectionCard
{
    Q_OBJECT
public:
    StepSection(const Appearance &look, StepSide side, TaskEditor &editor, SessionPtr session, QWidget *parent);

    void showScript(const ScriptDocument &script) override;
    void showIssues(const Issues &issues) override;
    bool owns(const ScriptDocument &script, const Issue &issue) const override;
    bool goTo(const Issue &issue) override;
    void setReadOnly(bool readOnly) override;

    OptionForm *form() const { return m_form; } // null: the system is not known
    // Of texts with variables; what they come to.
    void setResolver(std::function<QString(const QString &text)> resolver);
    // Why no table can be made for the writer; empty: one can.
    void setTableObstacle(const QString &reason);
    // Of the table, where they are known: said beside an empty partition, with what to write there.
    void setPartitionColumns(const QStringList &names);

Q_SIGNALS:
    void tableRequested();

private:
    void rebuild(const QString &stepType);
    void offerNames(const OptionSpec &option, const QString &prefix, std::function<void(const OfferedNames &)> take);
    QString inWords(const StepSpec &step) const;
    void showPartitionNote();

    StepSide m_side;
    TaskEditor &m_editor;
    SessionPtr m_session;
    QString m_stepType;
    StepSpec m_step;
    OptionSpecs m_options;
    OptionForm *m_form = nullptr;
    EmptyState *m_empty;
    QPushButton *m_makeTable = nullptr;
    QString m_tableObstacle;
    QStringList m_partitionColumns;
    std::function<QString(const QString &)> m_resolver;
    bool m_readOnly = false;
    Question m_names{this};
};

// The option that an issue is about, of those of the step at a pointer; empty: none of them.
QString optionOfIssue(const QString &step, const Issue &issue);

} // namespace sluice
