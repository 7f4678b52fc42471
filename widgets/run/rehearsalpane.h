#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/run/rehearsalmodel.h"

#include <QElapsedTimer>
#include <QTimer>

class QStackedWidget;
class QTableView;

namespace sluice
{

// "As it will land": the first rows of a task as a run would write them, and what would be refused. Asks off the GUI
// thread; can be cancelled.
class RehearsalPane : public QWidget
{
    Q_OBJECT
public:
    explicit RehearsalPane(const Appearance &look, QWidget *parent = nullptr);

    void setSession(SessionPtr session) { m_session = std::move(session); }
    void rehearse(const RehearsalRequest &request);
    void cancel();
    bool isRunning() const { return m_question.pending(); }
    // The script is not the one that was rehearsed any more.
    void setOutdated();

    RehearsalModel &model() { return m_model; }
    QString summary() const { return m_summary->text(); }
    QString note() const { return m_note->text(); }
    QString emptyText() const { return m_emptyText; }

Q_SIGNALS:
    void rehearseRequested();
    void changed(); // begun or ended

private:
    void take(Result<Rehearsal> rehearsal);
    void say(const QString &title, const QString &why);
    void tick();
    void refreshButtons();
    void spanLines();

    SessionPtr m_session;
    RehearsalModel m_model;
    QTableView *m_grid;
    EmptyState *m_empty;
    QString m_emptyText;
    QStackedWidget *m_pages;
    TextLabel *m_summary;
    TextLabel *m_note;
    SegmentedSwitch *m_show;
    QPushButton *m_again;
    QPushButton *m_cancel;
    QElapsedTimer m_clock;
    QTimer m_tick;
    Question m_question{this};
};

} // namespace sluice
