#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/ask.h"
#include "widgets/common/session.h"
#include "widgets/common/setting.h"

#include <QWidget>

class QMenu;
class QSplitter;
class QStackedWidget;
class QUndoGroup;

namespace sluice
{

class CommandPalette;
class DraftKeeper;
class EmptyState;
class ErrorStrip;
class ModeRail;
class RunGuard;
class SourcesPage;
class StatusBar;
class TaskFinder;
class TaskPage;
class TaskTabs;
class TextLabel;
class TreePanel;
class TutorialPage;
class WelcomePage;

// The window of the studio. It lays out its parts and leads verbs to them; what a part does, it does itself.
class MainWindow : public QWidget
{
    Q_OBJECT
public:
    MainWindow(Appearance &look, SessionFactory sessions, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Opens a workspace in place of the present one; asks for unsaved work first.
    void openWorkspace(const QString &directory);
    void createWorkspace(const QString &directory);
    const SessionPtr &session() const { return m_session; }

    ActionRegistry &actions() { return m_actions; }
    TreePanel &tree() { return *m_tree; }
    TaskTabs &tabs() { return *m_tabs; }
    WelcomePage &welcome() { return *m_welcome; }
    CommandPalette &palette() { return *m_palette; }
    DraftKeeper &drafts() { return *m_drafts; }
    SourcesPage &sources() { return *m_sources; }
    void showSources();
    static QStringList recentWorkspaces();

Q_SIGNALS:
    void workspaceOpened(); // its tree is read
    void warehouseReady();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void declareFileActions();
    void declareEditActions();
    void declareViewActions();
    void declareRunActions();
    void declareHelpActions();
    QWidget *makeTopBar();
    QWidget *makeCentre();
    void connectParts();
    void fillRecentMenu();

    void setSession(SessionPtr session);
    void startWarehouse();
    void askHistory();
    void updateActions();
    void updateMarks();
    void updateStatus();
    void updateWelcome();
    void showTreeAsSet();
    void followFocus(QWidget *now);
    void toggleTree();
    const Setting<bool> &treeSettingHere() const;
    void rememberTabs();
    void openRememberedTabs();
    void tellRecovery();
    void showTutorial(int index);
    void showTabs();
    void leave(std::function<void(bool)> then);
    void showWelcome();
    void forTask(void (TaskPage::*verb)());

    Appearance &m_look;
    SessionFactory m_sessions;
    ActionRegistry m_actions;
    SessionPtr m_session;
    CommandPalette *m_palette = nullptr;
    TextLabel *m_workspaceName = nullptr;
    QMenu *m_recentMenu = nullptr;
    ModeRail *m_rail = nullptr;
    QSplitter *m_split = nullptr;
    TreePanel *m_tree = nullptr;
    ErrorStrip *m_error = nullptr;
    ErrorStrip *m_recovery = nullptr;    // unsaved texts were found
    QStackedWidget *m_modes = nullptr;   // Develop, Sources, Settings
    QStackedWidget *m_develop = nullptr; // Welcome, tabs, a tutorial, nothing
    EmptyState *m_nothing = nullptr;     // instead of the welcome page, where that is not wanted
    TaskTabs *m_tabs = nullptr;
    WelcomePage *m_welcome = nullptr;
    TutorialPage *m_tutorial = nullptr;
    DraftKeeper *m_drafts = nullptr;
    TaskFinder *m_finder = nullptr;
    RunGuard *m_guard = nullptr;
    SourcesPage *m_sources = nullptr;
    StatusBar *m_status = nullptr;
    QUndoGroup *m_undo = nullptr;
    QString m_warehouseError;
    bool m_hasRun = false;
    bool m_mayClose = false;
    bool m_closing = false;
    bool m_treeRead = false;
    QStringList m_tabsToOpen; // of the last time, once the tree is read
    Question m_opening{this};
    Question m_warehouse{this};
    Question m_history{this};
};

} // namespace sluice
