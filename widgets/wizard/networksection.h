#pragma once

#include "widgets/wizard/networkend.h"
#include "widgets/wizard/sectioncard.h"

class QBoxLayout;

namespace sluice
{

// Where the rows come from and go to, where the task runs, and whether both ends can be reached from there. The other
// sections wait for that, or for the person to go on offline.
class NetworkSection : public SectionCard
{
    Q_OBJECT
public:
    NetworkSection(const Appearance &look, TaskEditor &editor, SessionPtr session, QWidget *parent);

    void showScript(const ScriptDocument &script) override;
    void showIssues(const Issues &issues) override;
    bool owns(const ScriptDocument &script, const Issue &issue) const override;
    bool goTo(const Issue &issue) override;
    void setReadOnly(bool readOnly) override;

    // Reads the list of data sources, off the GUI thread, and tests what was not tested.
    void refresh();
    void test();
    // Both ends pass, or the person goes on without.
    bool mayGoOn() const;
    void goOffline();
    // The place where the task runs has this much memory for it.
    void showMemory(const QString &words);
    QString placeText() const { return m_place->text(); }
    NetworkEnd &end(StepSide side) { return side == StepSide::Reader ? *m_source : *m_target; }

Q_SIGNALS:
    void gateChanged();

private:
    void tell();
    QWidget *makePlace();
    StepSide sideOf(const Issue &issue) const;

    SessionPtr m_session;
    NetworkEnd *m_source;
    NetworkEnd *m_target;
    TextLabel *m_place;
    QPushButton *m_test;
    QPushButton *m_offlineVerb;
    bool m_offline = false;
    bool m_open = false; // what gateChanged() told last
    ScriptDocument m_script;
    Issues m_issues;
    Question m_sources{this};
};

} // namespace sluice
