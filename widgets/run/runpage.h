#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/run/ratecurve.h"
#include "widgets/run/runstate.h"

#include <QJsonObject>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace sluice
{

class DirtyPane;
class LogPane;
class PreviewPane;
class RateChart;
class RunHeader;
class WaitsPanel;

// What an attempt's folder says beside the counters.
struct AttemptDetails {
    QString script; // as it ran
    std::optional<TaskSpec> task;
    QJsonObject report;   // empty while it runs
    bool arrived = false; // its rows, with another attempt that went on with it
    qint64 rowsKept = 0;  // with the destination, of an attempt that another one can go on with
};

// One attempt of a task on one page: state and numbers, the curve, the waits, log and dirty rows, the destination's
// first rows and the script as it ran. Its panes are made when they are first wanted: most tasks that are opened are
// not run. Polls a running attempt four times a second; files are read in probes.
class RunPage : public QWidget
{
    Q_OBJECT
public:
    // resolvedScript: shows a script read-only; made by the caller, who knows the editor.
    using ScriptShower = std::function<void(const QString &text)>;
    RunPage(const Appearance &look, QWidget *resolvedScript, ScriptShower showScript, QWidget *parent = nullptr);
    ~RunPage() override;

    void setSession(SessionPtr session, const QString &taskPath);
    void setTaskPath(const QString &path) { m_taskPath = path; }

    QString start(const StartRequest &request); // the attempt's id
    void stop();
    void showAttempt(const Attempt &attempt);
    // The newest attempt of the task from the history, where there is one.
    void showNewest();

    const RunView &view() const { return m_view; }
    const AttemptDetails &details() const { return m_details; }
    bool isRunning() const { return m_view.running; }
    // Rows that the attempt has sent and that another one need not send again; 0: none can go on with it.
    qint64 rowsKept() const { return m_view.running ? 0 : m_details.rowsKept; }
    bool hasAttempt() const { return !m_view.attempt.id.isEmpty(); }
    const QList<Attempt> &attempts() const { return m_attempts; }
    QString errorText() const;

    LogPane &log() { return build(), *m_log; }
    DirtyPane &dirty() { return build(), *m_dirty; }
    PreviewPane &preview() { return build(), *m_preview; }
    WaitsPanel &waits() { return build(), *m_waits; }

    void setVisible(bool visible) override;

Q_SIGNALS:
    void changed();                                                   // state, numbers or the attempt shown
    void attemptsChanged();                                           // the list of past attempts
    void placeRequested(const QString &pointer);                      // a cure: go there in the script
    void tableRequested();                                            // a cure: make the table that is missing
    void adviceTaken(const QString &option, const QJsonValue &value); // of the channel control: to be tried

protected:
    bool event(QEvent *event) override;

private:
    void build();
    void tick();
    void attemptChanged(const Attempt &attempt);
    void askDetails();
    void takeDetails(AttemptDetails details);
    void takeReport(const QJsonObject &report);
    void refresh();
    void loadAttempts();
    void showError();
    QString replayObstacle() const; // of the dirty rows; empty: none
    bool lacksTarget() const;       // it failed since the writer's table is not there

    const Appearance &m_look;
    SessionPtr m_session;
    QString m_taskPath;
    RunView m_view;
    AttemptDetails m_details;
    RateCurve m_curve;
    QHash<QString, RateCurve> m_curves; // of attempts that were watched
    QList<Attempt> m_attempts;
    QSet<QString> m_dismissed; // attempts whose error was read
    QTimer m_poll;
    Question m_detailsQuestion{this};
    Question m_attemptsQuestion{this};

    bool m_built = false;
    QWidget *m_resolved;
    ErrorStrip *m_error = nullptr;
    RunHeader *m_header = nullptr;
    RateChart *m_chart;
    WaitsPanel *m_waits;
    LogPane *m_log;
    DirtyPane *m_dirty;
    PreviewPane *m_preview;
    ScriptShower m_showScript;
    PaneTabs *m_leftTabs;
    PaneTabs *m_rightTabs;
    QStackedWidget *m_leftPages;
    QSplitter *m_split;
};

} // namespace sluice
