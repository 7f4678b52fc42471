// The verbs of the window, declared once each; menus, tool bars, the palette and shortcuts find them by id.
#include "widgets/run/runpage.h"
#include "widgets/shell/mainwindow.h"
#include "widgets/shell/palette.h"
#include "widgets/shell/shortcutsdialog.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/tutorials.h"
#include "widgets/task/problemspane.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QApplication>
#include <QFileDialog>
#include <QMessageBox>
#include <QUndoGroup>

namespace sluice
{

namespace
{

void chooseFolder(QWidget *parent, const QString &title, std::function<void(const QString &)> chosen)
{
    auto *dialog = new QFileDialog(parent, title, QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

} // namespace

void MainWindow::forTask(void (TaskPage::*verb)())
{
    if (TaskPage *page = m_tabs->current())
        (page->*verb)();
}

void MainWindow::declareFileActions()
{
    const QString menu = QStringLiteral("file");
    m_actions.add({.id = QStringLiteral("file.newWorkspace"),
                   .text = tr("New workspace…"),
                   .icon = QStringLiteral("folder-plus"),
                   .keys = {},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Make a workspace in an empty folder")},
                  [this] {
                      chooseFolder(this, tr("New workspace in an empty folder"),
                                   [this](const QString &d) { createWorkspace(d); });
                  });
    m_actions.add({.id = QStringLiteral("file.openWorkspace"),
                   .text = tr("Open workspace…"),
                   .icon = QStringLiteral("folder"),
                   .keys = {QKeySequence::Open},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Open a folder that is a workspace")},
                  [this] { chooseFolder(this, tr("Open workspace"), [this](const QString &d) { openWorkspace(d); }); });
    m_actions.add({.id = QStringLiteral("file.newTask"),
                   .text = tr("New task…"),
                   .icon = QStringLiteral("task"),
                   .keys = {QKeySequence::New},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("New task in the selected folder, from a template")},
                  [this] { m_tree->newTask(); });
    m_actions.add({.id = QStringLiteral("file.newFolder"),
                   .text = tr("New folder"),
                   .icon = QStringLiteral("folder-plus"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_N},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("New folder in the selected folder")},
                  [this] { m_tree->newFolder(); });
    m_actions.add({.id = QStringLiteral("file.save"),
                   .text = tr("Save"),
                   .icon = QStringLiteral("save"),
                   .keys = {QKeySequence::Save},
                   .menu = menu,
                   .group = 3,
                   .hint = tr("Save the task")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->save();
                  });
    m_actions.add({.id = QStringLiteral("file.saveAll"),
                   .text = tr("Save all"),
                   .icon = QStringLiteral("save-all"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_S},
                   .menu = menu,
                   .group = 3,
                   .hint = tr("Save every open task")},
                  [this] { m_tabs->saveAll(); });
    m_actions.add({.id = QStringLiteral("file.close"),
                   .text = tr("Close"),
                   .icon = QStringLiteral("close"),
                   .keys = {Qt::CTRL | Qt::Key_W},
                   .menu = menu,
                   .group = 4,
                   .hint = tr("Close the tab")},
                  [this] {
                      m_tabs->closeTab(
                          m_tabs->paths().indexOf(m_tabs->current() ? m_tabs->current()->path() : QString()));
                  });
    m_actions.add({.id = QStringLiteral("file.quit"),
                   .text = tr("Quit"),
                   .icon = QStringLiteral("exit"),
                   .keys = {QKeySequence::Quit},
                   .menu = menu,
                   .group = 4,
                   .hint = {}},
                  [this] { close(); });
}

void MainWindow::declareEditActions()
{
    const QString menu = QStringLiteral("edit");
    m_actions.add({.id = QStringLiteral("edit.undo"),
                   .text = tr("Undo"),
                   .icon = QStringLiteral("undo"),
                   .keys = {QKeySequence::Undo},
                   .menu = menu,
                   .group = 0,
                   .hint = {}},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->view().commit();
                      m_undo->undo();
                  });
    m_actions.add({.id = QStringLiteral("edit.redo"),
                   .text = tr("Redo"),
                   .icon = QStringLiteral("redo"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_Z, Qt::CTRL | Qt::Key_Y},
                   .menu = menu,
                   .group = 0,
                   .hint = {}},
                  [this] { m_undo->redo(); });
    const auto view = [this](auto verb) {
        return [this, verb] {
            if (TaskPage *page = m_tabs->current()) {
                page->setPosition(TaskPage::Script);
                (page->view().*verb)();
            }
        };
    };
    m_actions.add({.id = QStringLiteral("edit.cut"),
                   .text = tr("Cut"),
                   .icon = {},
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = {}},
                  view(&QsciScintilla::cut));
    m_actions.add({.id = QStringLiteral("edit.copy"),
                   .text = tr("Copy"),
                   .icon = QStringLiteral("copy"),
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = {}},
                  view(&QsciScintilla::copy));
    m_actions.add({.id = QStringLiteral("edit.paste"),
                   .text = tr("Paste"),
                   .icon = {},
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = {}},
                  view(&QsciScintilla::paste));
    m_actions.add({.id = QStringLiteral("edit.find"),
                   .text = tr("Find"),
                   .icon = QStringLiteral("search"),
                   .keys = {QKeySequence::Find},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Find in the script")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->find(false);
                  });
    m_actions.add({.id = QStringLiteral("edit.replace"),
                   .text = tr("Replace"),
                   .icon = {},
                   .keys = {Qt::CTRL | Qt::Key_H},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Find and replace in the script")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->find(true);
                  });
    m_actions.add({.id = QStringLiteral("edit.goTo"),
                   .text = tr("Go to line…"),
                   .icon = QStringLiteral("goto"),
                   .keys = {Qt::CTRL | Qt::Key_G},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Go to a line or a path of the script")},
                  [this] { forTask(&TaskPage::goToLine); });
    m_actions.add({.id = QStringLiteral("edit.complete"),
                   .text = tr("Complete"),
                   .icon = {},
                   .keys = {Qt::CTRL | Qt::Key_Space},
                   .menu = menu,
                   .group = 3,
                   .hint = tr("Keys and values that may stand at the caret")},
                  [this] { forTask(&TaskPage::completeHere); });
    m_actions.add({.id = QStringLiteral("edit.cure"),
                   .text = tr("Cure the problem"),
                   .icon = {},
                   .keys = {Qt::ALT | Qt::Key_Return},
                   .menu = menu,
                   .group = 3,
                   .hint = tr("Show the problem at the caret; again takes its cure")},
                  [this] { forTask(&TaskPage::cureHere); });
    m_actions.add({.id = QStringLiteral("edit.nextProblem"),
                   .text = tr("Next problem"),
                   .icon = QStringLiteral("problem"),
                   .keys = {Qt::Key_F8},
                   .menu = menu,
                   .group = 3,
                   .hint = {}},
                  [this] { forTask(&TaskPage::nextProblem); });
    m_actions.add({.id = QStringLiteral("edit.comment"),
                   .text = tr("Comment or uncomment"),
                   .icon = QStringLiteral("comment"),
                   .keys = {Qt::CTRL | Qt::Key_Slash},
                   .menu = menu,
                   .group = 4,
                   .hint = tr("Put // before the selected lines, or take it away")},
                  view(&ScriptView::commentLines));
    m_actions.add({.id = QStringLiteral("edit.format"),
                   .text = tr("Format"),
                   .icon = QStringLiteral("indent"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_I},
                   .menu = menu,
                   .group = 4,
                   .hint = tr("Indent the script by its brackets")},
                  view(&ScriptView::indentAll));
}

void MainWindow::declareViewActions()
{
    const QString menu = QStringLiteral("view");
    m_actions.add({.id = QStringLiteral("view.palette"),
                   .text = tr("Go to anything"),
                   .icon = QStringLiteral("search"),
                   .keys = {Qt::CTRL | Qt::Key_K},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Find a task, table, column, option or command")},
                  [this] { m_palette->open(); });
    m_actions.add({.id = QStringLiteral("view.filter"),
                   .text = tr("Filter nodes"),
                   .icon = QStringLiteral("filter"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_F},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Filter the workspace's tasks and folders")},
                  [this] {
                      m_actions.action(QStringLiteral("view.tree"))->setChecked(true);
                      toggleTree();
                      m_tree->focusFilter();
                  });
    m_actions.add({.id = QStringLiteral("view.sources"),
                   .text = tr("Data Sources"),
                   .icon = QStringLiteral("plug"),
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_D},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("The workspace's data sources: make, test and change them")},
                  [this] { showSources(); });
    m_actions.add({.id = QStringLiteral("view.tree"),
                   .text = tr("Workspace Directories"),
                   .icon = QStringLiteral("panel-left"),
                   .keys = {Qt::CTRL | Qt::Key_B},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("Show or hide the tree"),
                   .checkable = true},
                  [this] { toggleTree(); });
    m_actions.add({.id = QStringLiteral("view.problems"),
                   .text = tr("Problems"),
                   .icon = QStringLiteral("panel-bottom"),
                   .keys = {Qt::CTRL | Qt::Key_J},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("Fold or unfold the pane under the task")},
                  [this] {
                      if (TaskPage *page = m_tabs->current()) {
                          page->showProblems();
                      }
                  });
    m_actions.add({.id = QStringLiteral("view.wizard"),
                   .text = tr("Wizard"),
                   .icon = QStringLiteral("task"),
                   .keys = {},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Show the task as a page of forms")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->setPosition(TaskPage::Wizard);
                  });
    m_actions.add({.id = QStringLiteral("view.toggleWizard"),
                   .text = tr("Wizard or script"),
                   .icon = {},
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_M},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("The other view of the same text")},
                  [this] { forTask(&TaskPage::toggleWizard); });
    m_actions.add({.id = QStringLiteral("view.script"),
                   .text = tr("Script"),
                   .icon = QStringLiteral("develop"),
                   .keys = {Qt::CTRL | Qt::Key_1},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Show the task's script")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->setPosition(TaskPage::Script);
                  });
    m_actions.add({.id = QStringLiteral("view.run"),
                   .text = tr("Run page"),
                   .icon = QStringLiteral("play"),
                   .keys = {Qt::CTRL | Qt::Key_2},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("Show the task's runs")},
                  [this] {
                      if (TaskPage *page = m_tabs->current())
                          page->setPosition(TaskPage::Run);
                  });
    m_actions.add({.id = QStringLiteral("view.nextTab"),
                   .text = tr("Next tab"),
                   .icon = {},
                   .keys = {Qt::CTRL | Qt::Key_Tab, Qt::CTRL | Qt::Key_PageDown},
                   .menu = menu,
                   .group = 3,
                   .hint = {}},
                  [this] { m_tabs->step(1); });
    m_actions.add({.id = QStringLiteral("view.previousTab"),
                   .text = tr("Previous tab"),
                   .icon = {},
                   .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_Tab, Qt::CTRL | Qt::Key_PageUp},
                   .menu = menu,
                   .group = 3,
                   .hint = {}},
                  [this] { m_tabs->step(-1); });
    const std::tuple<const char *, QString, const char *, Appearance::Mode> themes[] = {
        {"view.themeSystem", tr("Theme of the system"), "settings", Appearance::Mode::System},
        {"view.themeLight", tr("Light theme"), "sun", Appearance::Mode::Light},
        {"view.themeDark", tr("Dark theme"), "moon", Appearance::Mode::Dark}};
    for (const auto &[id, text, icon, mode] : themes) {
        QAction *action = m_actions.add({.id = QLatin1String(id),
                                         .text = text,
                                         .icon = QLatin1String(icon),
                                         .keys = {},
                                         .menu = menu,
                                         .group = 4,
                                         .hint = {},
                                         .checkable = true},
                                        [this, mode = mode] { m_look.setMode(mode); });
        const auto follow = [this, action, mode = mode] { action->setChecked(m_look.mode() == mode); };
        connect(&m_look, &Appearance::changed, action, follow);
        follow();
    }
}

void MainWindow::declareRunActions()
{
    const QString menu = QStringLiteral("run");
    m_actions.add({.id = QStringLiteral("run.start"),
                   .text = tr("Run"),
                   .icon = QStringLiteral("play"),
                   .keys = {Qt::Key_F5},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Run the text as it is, saved or not")},
                  [this] { forTask(&TaskPage::run); });
    m_actions.add({.id = QStringLiteral("run.rehearse"),
                   .text = tr("Rehearse"),
                   .icon = QStringLiteral("flask"),
                   .keys = {Qt::SHIFT | Qt::Key_F5},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Show how the first rows will land; nothing is written")},
                  [this] { forTask(&TaskPage::rehearse); });
    m_actions.add({.id = QStringLiteral("run.again"),
                   .text = tr("Run again"),
                   .icon = QStringLiteral("refresh"),
                   .keys = {Qt::CTRL | Qt::Key_F5},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Run with the values of the attempt that is shown")},
                  [this] { forTask(&TaskPage::runAgain); });
    m_actions.add({.id = QStringLiteral("run.resume"),
                   .text = tr("Resume"),
                   .icon = QStringLiteral("play"),
                   .keys = {},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Go on with the attempt that is shown; what it has sent is not sent again")},
                  [this] { forTask(&TaskPage::resume); });
    m_actions.add({.id = QStringLiteral("run.stop"),
                   .text = tr("Stop"),
                   .icon = QStringLiteral("stop"),
                   .keys = {Qt::CTRL | Qt::Key_Period},
                   .menu = menu,
                   .group = 0,
                   .hint = tr("Stop the run; nothing uncommitted stays")},
                  [this] { forTask(&TaskPage::stop); });
    m_actions.add(
        {.id = QStringLiteral("run.configure"),
         .text = tr("Run configuration"),
         .icon = QStringLiteral("settings"),
         .keys = {Qt::CTRL | Qt::SHIFT | Qt::Key_F5},
         .menu = menu,
         .group = 1,
         .hint = tr("Parameters, scheduled time, half of the data sources, channels and row limit of the next run")},
        [this] { forTask(&TaskPage::showRunConfig); });
    m_actions.add({.id = QStringLiteral("run.source"),
                   .text = tr("Source preview"),
                   .icon = QStringLiteral("table"),
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("The first rows of the source, as a run reads them")},
                  [this] { forTask(&TaskPage::showSource); });
    m_actions.add({.id = QStringLiteral("task.compareFile"),
                   .text = tr("Compare with file…"),
                   .icon = QStringLiteral("copy"),
                   .keys = {},
                   .menu = menu,
                   .group = 2,
                   .hint = tr("What has changed against another task, in words")},
                  [this] { forTask(&TaskPage::compareWithFile); });
    m_actions.add({.id = QStringLiteral("task.generateTarget"),
                   .text = tr("Generate target table…"),
                   .icon = QStringLiteral("table"),
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("Make the table that the task writes to, from the columns of its source")},
                  [this] { forTask(&TaskPage::generateTarget); });
    m_actions.add({.id = QStringLiteral("warehouse.start"),
                   .text = tr("Start the local warehouse"),
                   .icon = QStringLiteral("database"),
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("The workspace's own MaxCompute on this computer")},
                  [this] { startWarehouse(); });
}

void MainWindow::declareHelpActions()
{
    const QString menu = QStringLiteral("help");
    for (int i = 0; i < tutorials().size(); ++i)
        m_actions.add({.id = tutorialVerb(i),
                       .text = tutorials()[i].title,
                       .icon = QStringLiteral("book"),
                       .keys = {},
                       .menu = menu,
                       .group = 0,
                       .hint = tutorials()[i].summary},
                      [this, i] { showTutorial(i); });
    m_actions.add({.id = QStringLiteral("help.welcome"),
                   .text = tr("Welcome page"),
                   .icon = QStringLiteral("info"),
                   .keys = {},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("What to do next, tutorials and recent workspaces")},
                  [this] { showWelcome(); });
    m_actions.add({.id = QStringLiteral("help.shortcuts"),
                   .text = tr("Keyboard shortcuts…"),
                   .icon = QStringLiteral("keyboard"),
                   .keys = {Qt::CTRL | Qt::Key_F1},
                   .menu = menu,
                   .group = 1,
                   .hint = tr("Every verb that has a key")},
                  [this] {
                      auto *dialog = new ShortcutsDialog(m_look, m_actions, this);
                      dialog->setAttribute(Qt::WA_DeleteOnClose);
                      dialog->open();
                  });
    m_actions.add(
        {.id = QStringLiteral("help.about"),
         .text = tr("About Sluice"),
         .icon = QStringLiteral("info"),
         .keys = {},
         .menu = menu,
         .group = 2,
         .hint = {}},
        [this] {
            auto *box =
                new QMessageBox(QMessageBox::NoIcon, tr("About Sluice"),
                                tr("Sluice %1").arg(QApplication::applicationVersion()), QMessageBox::Close, this);
            box->setInformativeText(tr("A desktop Data Studio for MaxCompute: design a task, run it at once, look at "
                                       "its rows. Free software under GPL-3.0-or-later."));
            box->setIconPixmap(m_look.pixmap(QStringLiteral("logo"), Role::Accent, 40, devicePixelRatioF()));
            box->setAttribute(Qt::WA_DeleteOnClose);
            box->open();
        });
}

} // namespace sluice
