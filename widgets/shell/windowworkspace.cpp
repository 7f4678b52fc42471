// The window and its workspace: opening one, what belongs to it, leaving it.
#include "widgets/shell/draftkeeper.h"
#include "widgets/shell/mainwindow.h"
#include "widgets/shell/runguard.h"
#include "widgets/shell/statusbar.h"
#include "widgets/shell/taskfinder.h"
#include "widgets/shell/tasktabs.h"
#include "widgets/shell/welcomepage.h"
#include "widgets/shell/workspacekey.h"
#include "widgets/source/sourcespage.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/treepanel.h"

#include <QMenu>
#include <QTimer>

namespace sluice
{

namespace
{

constexpr int mostRecent = 8;
const Setting<QStringList> recentSetting{"workspaces/recent", {}};

} // namespace

QStringList MainWindow::recentWorkspaces()
{
    return recentSetting.value();
}

void MainWindow::fillRecentMenu()
{
    m_recentMenu->clear();
    for (const QString &directory : recentWorkspaces())
        m_recentMenu->addAction(directory, this, [this, directory] { openWorkspace(directory); });
    m_recentMenu->menuAction()->setEnabled(!m_recentMenu->isEmpty());
}

void MainWindow::openWorkspace(const QString &directory)
{
    leave([this, directory](bool left) {
        if (!left)
            return;
        m_error->dismiss();
        m_opening.ask(
            [open = m_sessions.open, directory](Stop) { return open(directory); },
            [this, directory](Result<SessionPtr> session) {
                if (!session.ok())
                    return m_error->show(
                        tr("The workspace %1 could not be opened. %2").arg(directory, session.error().message),
                        session.error().detail);
                setSession(std::move(*session));
            });
    });
}

void MainWindow::createWorkspace(const QString &directory)
{
    m_error->dismiss();
    m_opening.ask(
        [directory](Stop) -> Done {
            SLUICE_CHECK(Workspace::create(directory));
            return {};
        },
        [this, directory](Done done) {
            if (!done.ok())
                return m_error->show(done.error().message, directory);
            openWorkspace(directory);
        });
}

void MainWindow::setSession(SessionPtr session)
{
    m_sessions.start(*session);
    m_session = std::move(session);
    m_treeRead = false;
    m_hasRun = false;
    const QString directory = m_session->workspace.directory();
    QStringList recent = recentWorkspaces();
    recent.removeAll(directory);
    recent.prepend(directory);
    recentSetting.set(recent.mid(0, mostRecent));
    m_workspaceName->setText(m_session->workspace.name());
    m_workspaceName->setToolTip(directory);
    m_tabsToOpen = QSettings().value(workspaceKey("tabs", directory)).toStringList();
    QSettings().setValue(workspaceKey("opened", directory), QDate::currentDate());
    m_welcome->setRecent(recentWorkspaces());
    m_tabs->setSession(m_session);
    m_drafts->setSession(m_session);
    m_finder->setSession(m_session);
    m_tree->setSession(m_session);
    m_sources->setSession(m_session);
    connect(m_session->runs.get(), &RunService::attemptChanged, this, [this](const Attempt &attempt) {
        m_hasRun = m_hasRun || attempt.state == QLatin1String("Succeeded");
        updateStatus();
        updateWelcome();
    });
    updateActions();
    showTabs();
    askHistory();
    startWarehouse();
}

void MainWindow::askHistory()
{
    m_history.ask([session = m_session](Stop) { return session->history->attempts({}, 50); },
                  [this](Result<QList<Attempt>> attempts) {
                      for (const Attempt &attempt : attempts.valueOr({}))
                          m_hasRun = m_hasRun || attempt.state == QLatin1String("Succeeded");
                      updateWelcome();
                  });
}

void MainWindow::startWarehouse()
{
    if (!m_session)
        return;
    m_warehouseError.clear();
    m_status->warehouse().set(tr("Local warehouse is starting"), Glyph::Waiting);
    m_warehouse.ask([session = m_session](Stop) { return session->warehouse->ensure(); },
                    [this](Result<DataSource> source) {
                        if (source.ok()) {
                            const QString endpoint = m_session->warehouse->endpoint();
                            m_status->warehouse().set(
                                tr("Local warehouse on %1")
                                    .arg(QString(endpoint).remove(QStringLiteral("http://")).section(u'/', 0, 0)),
                                Glyph::Done);
                        } else {
                            m_warehouseError = source.error().message;
                            m_status->warehouse().set(tr("Local warehouse is not running"), Glyph::Failed);
                            m_status->warehouse().setToolTip(source.error().text());
                        }
                        updateWelcome();
                        Q_EMIT warehouseReady();
                    });
}

void MainWindow::rememberTabs()
{
    if (m_session && m_tabsToOpen.isEmpty() && !m_closing) {
        const QString directory = m_session->workspace.directory();
        QSettings().setValue(workspaceKey("tabs", directory), m_tabs->paths());
        QSettings().setValue(workspaceKey("currentTab", directory),
                             m_tabs->current() ? m_tabs->current()->path() : QString());
    }
}

// One in each turn of the event loop: a page takes its time.
void MainWindow::openRememberedTabs()
{
    if (m_tabsToOpen.isEmpty())
        return;
    const QString current = QSettings().value(workspaceKey("currentTab", m_session->workspace.directory())).toString();
    if (const QString path = m_tabsToOpen.takeFirst(); m_tree->model().indexOf(path).isValid())
        m_tabs->open(path);
    if (!m_tabsToOpen.isEmpty())
        QTimer::singleShot(0, this, &MainWindow::openRememberedTabs);
    else if (m_tabs->find(current))
        m_tabs->open(current);
}

// Away from the workspace, asking for what runs and what is not saved. The tabs that close now are the ones to open
// next time, so what closing does to them is not remembered.
void MainWindow::leave(std::function<void(bool)> then)
{
    if (m_closing)
        return; // it is being asked already
    rememberTabs();
    m_closing = true;
    const auto ended = [this, then = std::move(then)](bool left) {
        m_closing = false;
        then(left);
    };
    m_guard->ask(m_session, [this, ended](bool mayStop) {
        if (!mayStop)
            return ended(false);
        m_tabs->closeAll([this, ended](bool closed) {
            if (!closed)
                return ended(false);
            m_guard->stop(m_session, [ended] { ended(true); });
            if (m_closing)
                m_status->run().set(tr("Stopping what runs…"), Glyph::Running, Role::Running);
        });
    });
}

} // namespace sluice
