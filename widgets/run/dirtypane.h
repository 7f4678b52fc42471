#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/run/dirtymodel.h"

#include <QTableView>
#include <QTimer>

class QListView;
class QStackedWidget;

namespace sluice
{

class RuleBar;

// The workbench of an attempt's refused rows: causes left, rows right. They are corrected in the grid or by a rule, and
// sent again by themselves. Reads dirty.jsonl piece by piece, off the GUI thread; every correction goes to the trail
// in the attempt's folder as it is made.
class DirtyPane : public QWidget
{
    Q_OBJECT
public:
    explicit DirtyPane(const Appearance &look, QWidget *parent = nullptr);

    void setSession(SessionPtr session) { m_session = std::move(session); }
    void setAttempt(const QString &id); // another attempt, or the same anew
    void setReader(const std::optional<StepSpec> &reader);
    // Why the rows cannot be replayed for a reason outside this pane; empty: they can.
    void setObstacle(const QString &reason);
    void poll();
    void setCount(qint64 rowsDirty); // of the whole attempt

    qint64 rowsRead() const { return m_set ? qint64(m_set->rows().size()) : 0; }
    DirtyModel &model() { return m_model; }
    CauseModel &causes() { return m_causes; }
    RuleBar &ruleBar() { return *m_rules; }
    QTableView &table() { return *m_table; }
    QPushButton &replayButton() { return *m_replay; }
    QString note() const { return m_note->text(); }
    void chooseCause(const QString &cause);
    bool isBusy() const { return m_working.pending() || m_writing.pending(); }

Q_SIGNALS:
    void replayRequested(const QString &attempt);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void take(Result<std::shared_ptr<DirtySet>> begun);
    void readOn();
    void readWhatWasPutOff();
    void change(QList<FixChange> changes);
    void changeCurrent(const std::function<std::optional<FixChange>(size_t place, int column)> &make);
    void applyRule();
    void countRule();
    void readLines();
    void keep(const QList<FixChange> &changes);
    void write();
    void showTrail();
    void contextMenu(const QPoint &at);
    void changed();
    void showColumns();
    void refresh();
    DirtySet &own(); // the set, for changing it

    const Appearance &m_look;
    SessionPtr m_session;
    QString m_attempt;
    std::optional<StepSpec> m_reader;
    QString m_obstacle;
    std::shared_ptr<DirtySet> m_set;
    DirtyModel m_model;
    CauseModel m_causes;
    QListView *m_causeList;
    RuleBar *m_rules;
    QTableView *m_table;
    QStackedWidget *m_pages;
    ErrorStrip *m_error;
    TextLabel *m_note;
    QPushButton *m_replay;
    QPushButton *m_trail;
    QString m_cause; // empty: all
    QStringList m_faultyFirst;
    qint64 m_offset = 0; // read so far
    qint64 m_lines = 0;
    bool m_putOff = false; // a piece came while a rule was at work
    qint64 m_count = 0;
    QList<std::pair<QString, QList<FixChange>>> m_unwritten; // with the attempt's folder
    QTimer m_counting;
    Question m_reading{this};
    Question m_working{this}; // a rule, or lines that are read anew
    Question m_estimating{this};
    Question m_writing{this};
};

} // namespace sluice
