#pragma once

#include "widgets/form/optionform.h"
#include "widgets/wizard/sectioncard.h"
#include "widgets/wizard/taskeditor.h"

namespace sluice
{

// How the task runs: channels, throttle, what dirty rows are allowed; and how much memory this computer gives, which is
// no part of the script.
class ChannelSection : public SectionCard
{
    Q_OBJECT
public:
    ChannelSection(const Appearance &look, TaskEditor &editor, QWidget *parent);

    void showScript(const ScriptDocument &script) override;
    void showIssues(const Issues &issues) override;
    bool owns(const ScriptDocument &script, const Issue &issue) const override;
    bool goTo(const Issue &issue) override;
    void setReadOnly(bool readOnly) override { m_form->setReadOnly(readOnly); }

    OptionForm &form() { return *m_form; }
    // Bytes of rows that may wait in each channel, by the memory that this computer gives; nothing: the usual.
    static std::optional<qint64> queueBytes(int channels);
    static QString memoryInWords(); // "16 MB a channel", "512 MB"

Q_SIGNALS:
    void memoryChanged(const QString &words);

private:
    QWidget *makeMemory();
    void tell();

    OptionForm *m_form;
    ScriptDocument m_script;
    Issues m_issues;
};

} // namespace sluice
