#pragma once

#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/form/choicefields.h"
#include "widgets/wizard/taskeditor.h"

#include <QElapsedTimer>

namespace sluice
{

// One end in "Network and resources": which system, which data source of it, and whether it can be reached from here.
// Tests off the GUI thread.
class NetworkEnd : public QWidget
{
    Q_OBJECT
public:
    enum class State {
        NotChosen, // no system, or no data source of one that takes one
        NotNeeded, // nothing to connect to, or the script spells its connection out
        Missing,   // the data source is not there
        Untested,
        Testing,
        Connected,
        Failed,
    };

    NetworkEnd(const Appearance &look, StepSide side, TaskEditor &editor, SessionPtr session, QWidget *parent);

    void showStep(const StepSpec &step);
    // What the workspace has, and how each was tested last.
    struct Known {
        DataSource source;
        SourceStatus::State tested;
    };
    void setSources(const QList<Known> &sources);
    void setReadOnly(bool readOnly);
    void setIssue(const Issue *issue);
    void test();
    void cancel();
    State state() const { return m_state; }
    // It passed now, or at an earlier time and has not failed since.
    bool passed() const;
    const QString &detail() const { return m_detailText; }
    ChoiceBox &types() { return *m_types; }
    ChoiceBox &names() { return *m_names; }

Q_SIGNALS:
    void stateChanged();

private:
    void fillNames();
    void settle();
    void settleWithoutSource();
    void show(State state, const QString &detail = {});
    const Known *known(const QString &name) const; // null: there is none
    QString productionInWords() const;

    const Appearance &m_look;
    StepSide m_side;
    TaskEditor &m_editor;
    SessionPtr m_session;
    StepSpec m_step;
    QList<Known> m_sources;
    bool m_sourcesKnown = false;
    State m_state = State::NotChosen;
    QString m_tested; // the data source that the state is about
    QString m_detailText;
    ChoiceBox *m_types;
    ChoiceBox *m_names;
    Chip *m_chip;
    TextLabel *m_detail;
    TextLabel *m_issue;
    QElapsedTimer m_since;
    QTimer m_clock;
    Question m_question{this};
};

} // namespace sluice
