#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/session.h"
#include "widgets/document/taskdocument.h"

#include <QWidget>

class QHBoxLayout;
class QSplitter;
class QStackedWidget;

namespace sluice
{

class Breadcrumb;
class Chip;
class CompletionPopup;
class DiffStrip;
class ErrorStrip;
class FindBar;
class PreviewPane;
class ProblemsPane;
class RehearsalPane;
class RunConfigPane;
class RunPage;
class ScriptView;
class SegmentedSwitch;
class SidePanel;
class TextLabel;
class WizardPage;

// A task in a tab: wizard and script, two views of one text, with its problems below; and the run page while a run
// exists. Verbs of the window reach it by
// the functions below; what they may do at the moment is in availability().
class TaskPage : public QWidget
{
    Q_OBJECT
public:
    enum Position { Wizard, Script, Run };

    TaskPage(const Appearance &look, const ActionRegistry &actions, SessionPtr session, const QString &path,
             QWidget *parent = nullptr);
    ~TaskPage() override;

    TaskDocument &document() { return m_document; }
    ScriptView &view() { return *m_view; }
    WizardPage &wizard() { return *m_wizard; }
    DiffStrip &diff() { return *m_diff; }
    RunPage &runPage() { return *m_run; }
    ProblemsPane &problems() { return *m_problems; }
    RunConfigPane &runConfig() { return *m_config; }
    RehearsalPane &rehearsal() { return *m_rehearsal; }
    PreviewPane &sourcePreview() { return *m_sourcePreview; }
    SidePanel &sidePanel() { return *m_side; }
    CompletionPopup &completion() { return *m_completion; }
    const QString &path() const { return m_document.path(); }
    void setPath(const QString &path);

    bool isLoaded() const { return m_loaded; }
    // Reads the file, off the GUI thread; a change on disk replaces a text that is not modified, and is told otherwise.
    void load();
    // Writes the file, off the GUI thread; then tells whether it worked.
    void save(std::function<void(bool)> then = {});

    Position position() const;
    bool wantsWidth() const;             // what is open needs the whole window: the run, the mapper
    void setPosition(Position position); // wizard and script are remembered for the next task
    void toggleWizard();                 // wizard ⇄ script
    void focusContent();

    // Why the task cannot be run now; empty: it can.
    QString runObstacle() const;
    // Why no table can be made for its writer now; empty: one can.
    QString targetObstacle() const;
    void generateTarget(); // asks for nothing; its dialog does the rest
    void run();            // as the run configuration says; opens it when something is missing there
    void rehearse();       // the first rows, without writing
    void showSource();     // its first rows
    void showRunConfig();
    void runAgain(); // with the values of the attempt that is shown
    void resume();   // go on with the attempt that is shown
    void stop();

    void showProblems(); // folds or unfolds the pane
    void compareWithFile();
    void find(bool replace);
    void nextProblem();
    void goToLine();
    void completeHere();
    void cureHere();
    void fail(const Error &error);

Q_SIGNALS:
    void loaded();
    void statusChanged(); // caret, problems, run: what the status bar and the verbs depend on
    void positionChanged(int position);
    void contextMenuRequested(const QPoint &global);

protected:
    void changeEvent(QEvent *event) override;

private:
    void buildToolBar(QWidget *parent, const ActionRegistry &actions);
    void buildViews(QWidget *parent);
    QWidget *buildScript(QWidget *parent);
    void buildRunTools(QHBoxLayout &beside);
    void fitPane();      // a table below needs more room than the problems
    void offerSample();  // a record to look at, while the mapper is open
    void showRunTools(); // what the run configuration and the source preview are about
    void showEditor();   // the wizard or the script
    bool configReady();
    void goTo(const Issue &issue);
    void goToPointer(const QString &pointer);
    void showVerdict();
    void showSwitch();
    // With the values of the attempt that is shown, where it has them all.
    void startLike(const Attempt &last, const QString &resumes);
    void startRun(StartRequest request);
    void takeAdvice(const QString &option, const QJsonValue &value);
    void issuesChanged();
    void caretMoved();

    const Appearance &m_look;
    const ActionRegistry &m_actions;
    SessionPtr m_session;
    TaskDocument m_document;
    bool m_loaded = false;
    int m_saving = 0;      // writes under way
    QStringList m_sources; // names of the workspace's data sources, for completion
    ErrorStrip *m_error;
    ErrorStrip *m_notice;
    QStackedWidget *m_bars;
    SegmentedSwitch *m_switch;
    Chip *m_verdict;
    TextLabel *m_reason;
    QStackedWidget *m_pages; // the views, the run
    QStackedWidget *m_views; // wizard, script
    WizardPage *m_wizard;
    DiffStrip *m_diff;
    Breadcrumb *m_breadcrumb;
    FindBar *m_find;
    ScriptView *m_view;
    ProblemsPane *m_problems;
    CompletionPopup *m_completion;
    QSplitter *m_split;
    int m_paneBefore = 0; // the height of the pane below before it grew for a table
    SidePanel *m_side;
    RunConfigPane *m_config;
    RehearsalPane *m_rehearsal;
    PreviewPane *m_sourcePreview;
    std::optional<StepSpec> m_previewed; // what the source preview is about
    SourceHalf m_previewedHalf = SourceHalf::Development;
    int m_rehearsalPage = 0; // places in the problems' pane
    int m_sourcePage = 0;
    int m_samplePage = -1;
    RunPage *m_run;
    Question m_reading{this};
    Question m_sourcesQuestion{this};
    Question m_comparing{this};
};

} // namespace sluice
