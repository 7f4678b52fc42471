#include "widgets/shell/mainwindow.h"

#include "widgets/run/figures.h"
#include "widgets/run/rehearsalpane.h"
#include "widgets/run/runpage.h"
#include "widgets/shell/draftkeeper.h"
#include "widgets/shell/moderail.h"
#include "widgets/shell/palette.h"
#include "widgets/shell/recoverydialog.h"
#include "widgets/shell/runguard.h"
#include "widgets/shell/settingspage.h"
#include "widgets/shell/statusbar.h"
#include "widgets/shell/taskfinder.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/tutorialpage.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/source/sourcespage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QApplication>
#include <QCloseEvent>
#include <QGridLayout>
#include <QMenuBar>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QUndoGroup>

namespace sluice
{

namespace
{

constexpr int leastMain = 480;
const Setting<QByteArray> geometrySetting{"window/geometry", {}};
const Setting<QByteArray> splitSetting{"window/split", {}};
const Setting<bool> treeSetting{"view/tree", true};
const Setting<bool> treeBesideWideSetting{"view/treeBesideWide", false};

class PaintedIcon : public QWidget
{
public:
    PaintedIcon(const Appearance &look, QString name, Role role, int size, QWidget *parent)
        : QWidget(parent)
        , m_look(look)
        , m_name(std::move(name))
        , m_role(role)
    {
        setFixedSize(size, size);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.drawPixmap(0, 0, m_look.pixmap(m_name, m_role, width(), devicePixelRatioF()));
    }

private:
    const Appearance &m_look;
    QString m_name;
    Role m_role;
};

} // namespace

MainWindow::MainWindow(Appearance &look, SessionFactory sessions, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_sessions(std::move(sessions))
    , m_actions(look, this)
    , m_undo(new QUndoGroup(this))
{
    setWindowTitle(QStringLiteral("Sluice"));
    setWindowIcon(look.icon(QStringLiteral("logo"), Role::Accent));
    resize(1440, 900);
    setMinimumSize(880, 560);
    declareFileActions();
    declareEditActions();
    declareViewActions();
    declareRunActions();
    declareHelpActions();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    QWidget *top = makeTopBar();
    QWidget *centre = makeCentre();
    m_status = new StatusBar(look, this);
    layout->addWidget(top);
    layout->addWidget(centre, 1);
    layout->addWidget(m_status);

    connectParts();
    restoreGeometry(geometrySetting.value());
    m_split->restoreState(splitSetting.value());
    m_welcome->setRecent(recentWorkspaces());
    showTreeAsSet();
    updateActions();
    updateWelcome();
    m_welcome->setFocus();
}

// The parts use the verbs, which are a member: they go first, and without leading to each other any more.
MainWindow::~MainWindow()
{
    qApp->disconnect(this);
    for (QObject *part : findChildren<QObject *>())
        part->disconnect(this);
    delete m_finder;
    delete m_drafts;
    qDeleteAll(findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
}

QWidget *MainWindow::makeTopBar()
{
    auto *bar = new Surface(m_look, Role::Window, Qt::BottomEdge, this);
    bar->setFixedHeight(36);
    auto *grid = new QGridLayout(bar);
    grid->setContentsMargins(14, 0, 12, 1);
    grid->setHorizontalSpacing(0);
    auto *left = new QHBoxLayout;
    left->addWidget(new PaintedIcon(m_look, QStringLiteral("logo"), Role::Accent, 18, bar));
    left->addSpacing(18);
    auto *menus = new QMenuBar(bar);
    menus->setNativeMenuBar(false);
    menus->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred);
    const std::pair<QString, const char *> names[] = {{tr("&File"), "file"},
                                                      {tr("&Edit"), "edit"},
                                                      {tr("&View"), "view"},
                                                      {tr("&Run"), "run"},
                                                      {tr("&Help"), "help"}};
    for (const auto &[title, id] : names) {
        QMenu *menu = menus->addMenu(title);
        m_actions.fillMenu(*menu, QLatin1String(id));
        if (qstrcmp(id, "file") == 0) {
            m_recentMenu = new QMenu(tr("Recent workspaces"), menu);
            menu->insertMenu(menu->actions().at(2), m_recentMenu);
            connect(m_recentMenu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
            connect(menu, &QMenu::aboutToShow, this, &MainWindow::fillRecentMenu);
        }
    }
    left->addWidget(menus, 0, Qt::AlignVCenter);
    left->addStretch(1);
    grid->addLayout(left, 0, 0);
    m_palette = new CommandPalette(m_look, m_actions, this, bar);
    grid->addWidget(m_palette, 0, 1);
    auto *right = new QHBoxLayout;
    right->addStretch(1);
    right->setSpacing(8);
    right->addWidget(new PaintedIcon(m_look, QStringLiteral("folder"), Role::T2, 16, bar));
    m_workspaceName = new TextLabel(m_look, tr("no workspace"), TextStyle::Base, Role::T2, bar);
    right->addWidget(m_workspaceName);
    grid->addLayout(right, 0, 2);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(2, 1);
    return bar;
}

QWidget *MainWindow::makeCentre()
{
    auto *centre = new QWidget(this);
    auto *layout = new QHBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_rail = new ModeRail(m_look, centre);
    m_rail->addMode(QStringLiteral("develop"), tr("Develop"));
    m_rail->addMode(QStringLiteral("plug"), tr("Sources"));
    m_rail->addMode(QStringLiteral("settings"), tr("Settings"), true);
    layout->addWidget(m_rail);

    m_modes = new QStackedWidget(centre);
    m_split = new QSplitter(Qt::Horizontal, m_modes);
    m_split->setChildrenCollapsible(false);
    m_tree = new TreePanel(m_look, m_actions, m_split);
    auto *main = new QWidget(m_split);
    main->setMinimumWidth(leastMain); // whatever the pages would like: the tree keeps its width
    auto *mainLayout = new QVBoxLayout(main);
    mainLayout->setContentsMargins(0, 0, 0, 0);
    mainLayout->setSpacing(0);
    m_error = new ErrorStrip(m_look, main);
    mainLayout->addWidget(m_error);
    m_recovery = new ErrorStrip(m_look, main, Tone::Warn);
    mainLayout->addWidget(m_recovery);
    m_develop = new QStackedWidget(main);
    m_welcome = new WelcomePage(m_look, m_actions, m_develop);
    m_tabs = new TaskTabs(m_look, m_actions, m_develop);
    m_develop->addWidget(m_welcome);
    m_develop->addWidget(m_tabs);
    m_tutorial = new TutorialPage(m_look, m_develop);
    m_develop->addWidget(m_tutorial);
    m_drafts = new DraftKeeper(*m_tabs, this);
    m_finder = new TaskFinder(*m_palette, *m_tabs, this);
    m_guard = new RunGuard(this);
    m_nothing = new EmptyState(m_look, QStringLiteral("task"), tr("No task is open"),
                               tr("Open one from the tree at the left, or with Ctrl+K."), tr("Show the welcome page"),
                               m_develop);
    m_develop->addWidget(m_nothing);
    mainLayout->addWidget(m_develop, 1);
    m_split->addWidget(m_tree);
    m_split->addWidget(main);
    m_split->setStretchFactor(0, 0);
    m_split->setStretchFactor(1, 1);
    m_split->setSizes({256, 1120});
    m_modes->addWidget(m_split);
    m_sources = new SourcesPage(m_look, m_actions, m_modes);
    m_modes->addWidget(m_sources);
    m_modes->addWidget(new SettingsPage(m_look, m_modes));
    layout->addWidget(m_modes, 1);
    return centre;
}

void MainWindow::connectParts()
{
    connect(m_rail, &ModeRail::chosen, m_modes, &QStackedWidget::setCurrentIndex);
    connect(m_sources, &SourcesPage::tasksChanged, this, [this] { m_tree->refresh(); });
    m_sources->verbs().setUnsavedTasks([this] { return m_tabs->unsaved().values(); });
    connect(m_palette, &CommandPalette::taskChosen, this, [this](const QString &path) { m_tabs->open(path); });
    connect(m_split, &QSplitter::splitterMoved, this, [this] { splitSetting.set(m_split->saveState()); });

    connect(m_tree, &TreePanel::taskActivated, this, [this](const QString &path) { m_tabs->open(path); });
    connect(m_tree, &TreePanel::taskCreated, this,
            [this](const QString &path) { m_tabs->open(path)->setPosition(TaskPage::Wizard); });
    connect(m_tree, &TreePanel::failed, this, [this](const Error &error) { m_error->show(error.text()); });
    connect(m_tree, &TreePanel::nodesRead, this, [this] {
        m_palette->setTasks(m_tree->model().taskPaths());
        openRememberedTabs();
        m_tabs->reloadAll();
        updateMarks();
        updateWelcome();
        if (!std::exchange(m_treeRead, true))
            Q_EMIT workspaceOpened();
    });
    connect(&m_tree->journal(), &NodeJournal::moved, m_tabs, &TaskTabs::nodeMoved);
    connect(&m_tree->journal(), &NodeJournal::removed, m_tabs, &TaskTabs::nodeRemoved);
    m_undo->addStack(&m_tree->journal().undoStack());

    connect(m_tabs, &TaskTabs::currentChanged, this, [this] {
        m_modes->setCurrentIndex(0);
        m_rail->setCurrent(0);
        showTabs();
        showTreeAsSet();
        if (TaskPage *page = m_tabs->current()) {
            QUndoStack &stack = page->document().undoStack();
            if (!m_undo->stacks().contains(&stack))
                m_undo->addStack(&stack);
            m_tree->select(page->path());
        }
        followFocus(QApplication::focusWidget());
        rememberTabs();
        updateActions();
        updateStatus();
        updateWelcome();
    });
    connect(m_tabs, &TaskTabs::statusChanged, this, [this] {
        updateActions();
        updateStatus();
    });
    connect(m_tabs, &TaskTabs::marksChanged, this, &MainWindow::updateMarks);
    connect(m_tabs, &TaskTabs::contextMenuRequested, this, [this](const QPoint &global) {
        QMenu menu;
        m_actions.fillMenu(menu, {QStringLiteral("edit.cut"), QStringLiteral("edit.copy"), QStringLiteral("edit.paste"),
                                  QStringLiteral("-"), QStringLiteral("edit.complete"), QStringLiteral("edit.cure"),
                                  QStringLiteral("edit.comment"), QStringLiteral("edit.format"), QStringLiteral("-"),
                                  QStringLiteral("run.start"), QStringLiteral("task.generateTarget")});
        menu.exec(global);
    });

    connect(m_welcome, &WelcomePage::workspaceChosen, this, &MainWindow::openWorkspace);
    connect(m_welcome, &WelcomePage::firstTaskRequested, this, [this] {
        if (const QStringList tasks = m_tree->model().taskPaths(); !tasks.isEmpty())
            m_tabs->open(tasks.front());
    });
    connect(m_nothing, &EmptyState::triggered, this, &MainWindow::showWelcome);
    connect(m_tutorial, &TutorialPage::closed, this, &MainWindow::showTabs);
    connect(m_drafts, &DraftKeeper::foundChanged, this, &MainWindow::tellRecovery);
    connect(m_drafts, &DraftKeeper::failed, this, [this](const Error &error) { m_error->show(error.text()); });
    connect(m_recovery, &ErrorStrip::cureRequested, this, [this] {
        auto *dialog = new RecoveryDialog(m_look, *m_drafts, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_undo, &QUndoGroup::canUndoChanged, this, &MainWindow::updateActions);
    connect(m_undo, &QUndoGroup::canRedoChanged, this, &MainWindow::updateActions);
    connect(m_undo, &QUndoGroup::undoTextChanged, this, [this](const QString &text) {
        m_actions.action(QStringLiteral("edit.undo"))->setText(text.isEmpty() ? tr("Undo") : tr("Undo %1").arg(text));
    });
    connect(m_undo, &QUndoGroup::redoTextChanged, this, [this](const QString &text) {
        m_actions.action(QStringLiteral("edit.redo"))->setText(text.isEmpty() ? tr("Redo") : tr("Redo %1").arg(text));
    });
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (now) // not while another window is in front
            followFocus(now);
    });
}

// Undo means the tree where the tree has the focus, and the task in front otherwise.
void MainWindow::followFocus(QWidget *now)
{
    const TaskPage *page = m_tabs->current();
    const bool tree = !page || (now && (now == m_tree || m_tree->isAncestorOf(now)));
    m_undo->setActiveStack(tree ? &m_tree->journal().undoStack() : &m_tabs->current()->document().undoStack());
}

void MainWindow::showSources()
{
    const int mode = m_modes->indexOf(m_sources);
    m_rail->setCurrent(mode);
    m_modes->setCurrentIndex(mode);
    m_sources->view().setFocus();
}

void MainWindow::updateMarks()
{
    m_tree->model().setMarks(m_tabs->unsaved(), m_tabs->withProblems());
    m_actions.setAvailable(QStringLiteral("file.saveAll"), !m_tabs->unsaved().isEmpty(), tr("Everything is saved"));
}

void MainWindow::updateActions()
{
    TaskPage *page = m_tabs->current();
    const QString noWorkspace = tr("No workspace is open"), noTask = tr("No task is open");
    for (const char *id : {"file.newTask", "file.newFolder", "warehouse.start", "view.filter"})
        m_actions.setAvailable(QLatin1String(id), bool(m_session), noWorkspace);
    for (const char *id :
         {"file.close",       "edit.cut",      "edit.copy",        "edit.paste",    "edit.find",
          "edit.replace",     "edit.goTo",     "edit.complete",    "edit.cure",     "edit.comment",
          "edit.format",      "view.problems", "view.script",      "view.wizard",   "view.toggleWizard",
          "task.compareFile", "view.nextTab",  "view.previousTab", "run.configure", "run.source"})
        m_actions.setAvailable(QLatin1String(id), page, noTask);
    m_actions.setAvailable(QStringLiteral("edit.nextProblem"), page && !page->document().issues().isEmpty(),
                           page ? tr("There are no problems") : noTask);
    m_actions.setAvailable(QStringLiteral("file.save"), page && page->document().isModified(),
                           page ? tr("Nothing is unsaved") : noTask);
    m_actions.setAvailable(QStringLiteral("file.saveAll"), !m_tabs->unsaved().isEmpty(), tr("Everything is saved"));
    m_actions.setAvailable(QStringLiteral("edit.undo"), m_undo->canUndo(), tr("Nothing to undo"));
    m_actions.setAvailable(QStringLiteral("edit.redo"), m_undo->canRedo(), tr("Nothing to redo"));

    const QString obstacle = page ? page->runObstacle() : noTask;
    m_actions.setAvailable(QStringLiteral("run.start"), obstacle.isEmpty(), obstacle);
    const bool rehearsing = page && page->rehearsal().isRunning();
    m_actions.setAvailable(QStringLiteral("run.rehearse"), obstacle.isEmpty() && !rehearsing,
                           rehearsing ? tr("It is being rehearsed") : obstacle);
    const QString untargeted = page ? page->targetObstacle() : noTask;
    m_actions.setAvailable(QStringLiteral("task.generateTarget"), untargeted.isEmpty(), untargeted);
    const bool tried = page && page->runPage().hasAttempt();
    m_actions.setAvailable(QStringLiteral("run.again"), obstacle.isEmpty() && tried,
                           obstacle.isEmpty() ? tr("It has not run yet") : obstacle);
    const bool cutOff = page && page->runPage().rowsKept() > 0;
    m_actions.setAvailable(QStringLiteral("run.resume"), obstacle.isEmpty() && cutOff,
                           obstacle.isEmpty() ? tr("The attempt that is shown left nothing to go on with") : obstacle);
    const bool running = page && page->runPage().isRunning();
    m_actions.setAvailable(QStringLiteral("run.stop"), running && !page->runPage().view().stopping,
                           running ? tr("It is stopping")
                           : page  ? tr("It is not running")
                                   : noTask);
    m_actions.setAvailable(QStringLiteral("view.run"), page && (tried || !page->runPage().attempts().isEmpty()),
                           page ? tr("It has not run yet") : noTask);
}

void MainWindow::updateStatus()
{
    TaskPage *page = m_tabs->current();
    const bool script = page && page->position() == TaskPage::Script;
    m_status->caret().set(
        script ? tr("Line %1, column %2").arg(page->view().caretLine()).arg(page->view().caretColumn()) : QString());
    m_status->format().set(script ? tr("JSON with comments, UTF-8, LF") : QString());
    QString run;
    for (int i = 0; i < m_tabs->count() && run.isEmpty(); ++i) {
        const RunPage &runs = m_tabs->page(i)->runPage();
        if (!runs.isRunning())
            continue;
        const double share = runs.view().share();
        run = nodeName(m_tabs->page(i)->path()) + u' ' + (share >= 0 ? percentText(share) : tr("running"));
    }
    if (const int hidden = m_session ? int(m_session->runs->running().size()) : 0; run.isEmpty() && hidden > 0)
        run = tr("%n task(s) running", nullptr, hidden); // their tabs are closed
    m_status->run().set(run, Glyph::Running, Role::Running);
    setWindowTitle(
        page ? QStringLiteral("%1 – %2 – Sluice")
                   .arg(nodeName(page->path()) + (page->document().isModified() ? QStringLiteral(" •") : QString()),
                        m_session->workspace.name())
        : m_session ? QStringLiteral("%1 – Sluice").arg(m_session->workspace.name())
                    : QStringLiteral("Sluice"));
}

void MainWindow::updateWelcome()
{
    if (m_develop->currentIndex() != 0)
        return;
    WelcomeState state;
    if (m_session) {
        state.workspace = m_session->workspace.name();
        state.endpoint = m_session->warehouse->endpoint();
        state.warehouseError = m_warehouseError;
        state.tasks = m_tree->model().taskCount();
        state.hasRun = m_hasRun;
    }
    m_welcome->show(state);
}

// Run page and mapper want the whole width; whether the tree stays beside them is remembered apart.
const Setting<bool> &MainWindow::treeSettingHere() const
{
    TaskPage *page = m_tabs->current();
    return page && page->wantsWidth() ? treeBesideWideSetting : treeSetting;
}

void MainWindow::showTreeAsSet()
{
    const bool visible = treeSettingHere().value();
    m_tree->setVisible(visible);
    m_actions.action(QStringLiteral("view.tree"))->setChecked(visible);
}

void MainWindow::toggleTree()
{
    treeSettingHere().set(m_actions.action(QStringLiteral("view.tree"))->isChecked());
    showTreeAsSet();
}

void MainWindow::tellRecovery()
{
    const auto count = int(m_drafts->found().size());
    if (count == 0)
        return m_recovery->dismiss();
    m_recovery->show(tr("The studio ended before %n task(s) were saved. Their texts are kept.", nullptr, count), {},
                     tr("Look at them…"));
}

void MainWindow::showTutorial(int index)
{
    m_tutorial->show(tutorials().at(index));
    m_modes->setCurrentIndex(0);
    m_rail->setCurrent(0);
    m_develop->setCurrentWidget(m_tutorial);
    m_tutorial->setFocus();
}

void MainWindow::showTabs()
{
    if (m_tabs->count() > 0)
        m_develop->setCurrentWidget(m_tabs);
    else if (m_session && !m_welcome->isWanted())
        m_develop->setCurrentWidget(m_nothing);
    else
        m_develop->setCurrentWidget(m_welcome);
    updateWelcome();
}

void MainWindow::showWelcome()
{
    m_modes->setCurrentIndex(0);
    m_rail->setCurrent(0);
    m_develop->setCurrentWidget(m_welcome);
    updateWelcome();
    m_welcome->setFocus();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    geometrySetting.set(saveGeometry());
    if (m_mayClose)
        return event->accept();
    leave([this](bool left) {
        m_mayClose = left;
        if (left)
            close(); // does nothing while the window is being closed, that is, when there was nothing to ask
    });
    event->setAccepted(m_mayClose);
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && m_tree)
        m_tree->refresh();
}

} // namespace sluice
