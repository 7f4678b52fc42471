#include "widgets/shell/tasktabs.h"

#include "widgets/run/runpage.h"
#include "widgets/task/scriptview.h"
#include "widgets/task/taskpage.h"
#include "widgets/tree/workspacemodel.h"

#include <QMessageBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace sluice
{

TaskTabs::TaskTabs(const Appearance &look, const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_look(look)
    , m_actions(actions)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new Surface(look, Role::Window, Qt::BottomEdge, this);
    bar->setFixedHeight(36);
    auto *barLayout = new QHBoxLayout(bar);
    barLayout->setContentsMargins(0, 0, 0, 0);
    m_tabs = new DocumentTabs(look, bar);
    barLayout->addWidget(m_tabs, 1);
    layout->addWidget(bar);
    m_pages = new QStackedWidget(this);
    layout->addWidget(m_pages, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
        m_pages->setCurrentIndex(index);
        Q_EMIT currentChanged();
    });
    connect(m_tabs, &QTabBar::tabMoved, this, [this](int from, int to) {
        QWidget *page = m_pages->widget(from);
        m_pages->removeWidget(page);
        m_pages->insertWidget(to, page);
        m_pages->setCurrentIndex(m_tabs->currentIndex());
    });
    connect(m_tabs, &QTabBar::tabCloseRequested, this, &TaskTabs::closeTab);
}

TaskPage *TaskTabs::page(int index) const
{
    return static_cast<TaskPage *>(m_pages->widget(index));
}

TaskPage *TaskTabs::current() const
{
    return static_cast<TaskPage *>(m_pages->currentWidget());
}

int TaskTabs::count() const
{
    return m_pages->count();
}

TaskPage *TaskTabs::find(const QString &path) const
{
    for (int i = 0; i < count(); ++i)
        if (page(i)->path() == path)
            return page(i);
    return nullptr;
}

QStringList TaskTabs::paths() const
{
    QStringList paths;
    for (int i = 0; i < count(); ++i)
        paths.append(page(i)->path());
    return paths;
}

TaskPage *TaskTabs::open(const QString &path, bool focus)
{
    TaskPage *opened = find(path);
    if (!opened) {
        opened = new TaskPage(m_look, m_actions, m_session, path, m_pages);
        connect(opened, &TaskPage::statusChanged, this, [this, opened] {
            tellTabs();
            Q_EMIT marksChanged();
            if (opened == current())
                Q_EMIT statusChanged();
        });
        connect(&opened->document(), &TaskDocument::issuesChanged, this, &TaskTabs::marksChanged);
        connect(opened, &TaskPage::positionChanged, this, &TaskTabs::currentChanged);
        connect(opened, &TaskPage::contextMenuRequested, this, &TaskTabs::contextMenuRequested);
        m_pages->addWidget(opened);
        const int index = m_tabs->addTab(nodeName(path));
        m_tabs->setIcon(index, QStringLiteral("task"));
        m_tabs->setTabToolTip(index, path);
        Q_EMIT pageOpened(opened);
        opened->load();
    }
    m_tabs->setCurrentIndex(m_pages->indexOf(opened));
    m_pages->setCurrentWidget(opened);
    if (focus)
        opened->focusContent();
    Q_EMIT currentChanged();
    return opened;
}

void TaskTabs::tellTabs()
{
    for (int i = 0; i < count(); ++i)
        m_tabs->setUnsaved(i, page(i)->document().isModified());
}

void TaskTabs::remove(TaskPage *page)
{
    const int index = m_pages->indexOf(page);
    if (index < 0)
        return;
    m_pages->removeWidget(page);
    m_tabs->removeTab(index);
    m_pages->setCurrentIndex(m_tabs->currentIndex());
    page->deleteLater();
    Q_EMIT pageClosed(page->path());
    Q_EMIT currentChanged();
    Q_EMIT marksChanged();
    if (count() == 0)
        Q_EMIT emptied();
}

void TaskTabs::askUnsaved(TaskPage *page, std::function<void(bool)> then)
{
    page->view().commit();
    if (!page->document().isModified())
        return then(true);
    m_tabs->setCurrentIndex(m_pages->indexOf(page));
    auto *box = new QMessageBox(QMessageBox::Question, tr("Unsaved changes"),
                                tr("Save the changes to %1?").arg(nodeName(page->path())),
                                QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box->setInformativeText(tr("Without saving, what was changed since the last save is lost."));
    box->setDefaultButton(QMessageBox::Save);
    box->setEscapeButton(QMessageBox::Cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [page = QPointer(page), then = std::move(then)](int answer) {
        if (answer == QMessageBox::Save && page)
            page->save(then);
        else
            then(answer == QMessageBox::Discard);
    });
    box->open();
}

void TaskTabs::closeTab(int index)
{
    TaskPage *closing = page(index);
    if (!closing)
        return;
    askUnsaved(closing, [this, closing = QPointer(closing)](bool mayGo) {
        if (mayGo && closing)
            remove(closing);
    });
}

void TaskTabs::closeNext(std::function<void(bool)> then)
{
    // Unsaved ones first: a Cancel then leaves everything open.
    for (int i = 0; i < count(); ++i) {
        page(i)->view().commit();
        if (!page(i)->document().isModified() || page(i)->property("mayGo").toBool())
            continue;
        return askUnsaved(page(i), [this, asked = QPointer(page(i)), then = std::move(then)](bool mayGo) {
            if (!mayGo) {
                for (int i = 0; i < count(); ++i)
                    page(i)->setProperty("mayGo", false);
                return then(false);
            }
            if (asked)
                asked->setProperty("mayGo", true);
            closeNext(then);
        });
    }
    while (count() > 0)
        remove(page(count() - 1));
    then(true);
}

void TaskTabs::closeAll(std::function<void(bool closed)> then)
{
    closeNext(std::move(then));
}

void TaskTabs::saveAll()
{
    for (int i = 0; i < count(); ++i) {
        page(i)->view().commit();
        if (page(i)->document().isModified())
            page(i)->save();
    }
}

void TaskTabs::step(int direction)
{
    if (count() > 0)
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + direction + count()) % count());
}

void TaskTabs::reloadAll()
{
    for (int i = 0; i < count(); ++i)
        page(i)->load();
}

void TaskTabs::nodeMoved(const QString &from, const QString &to)
{
    for (int i = 0; i < count(); ++i) {
        const QString path = page(i)->path();
        if (path != from && !path.startsWith(from + u'/'))
            continue;
        page(i)->setPath(to + path.mid(from.size()));
        m_tabs->setTabText(i, nodeName(page(i)->path()));
        m_tabs->setTabToolTip(i, page(i)->path());
    }
    Q_EMIT currentChanged();
    Q_EMIT marksChanged();
}

// A deleted task's tab goes; one with unsaved text stays, and saving it makes the file again.
void TaskTabs::nodeRemoved(const QString &path)
{
    for (int i = count() - 1; i >= 0; --i) {
        TaskPage *gone = page(i);
        if ((gone->path() == path || gone->path().startsWith(path + u'/')) && !gone->document().isModified() &&
            !gone->runPage().isRunning())
            remove(gone);
    }
}

QSet<QString> TaskTabs::unsaved() const
{
    QSet<QString> paths;
    for (int i = 0; i < count(); ++i)
        if (page(i)->document().isModified())
            paths.insert(page(i)->path());
    return paths;
}

QSet<QString> TaskTabs::withProblems() const
{
    QSet<QString> paths;
    for (int i = 0; i < count(); ++i)
        if (hasErrors(page(i)->document().issues()))
            paths.insert(page(i)->path());
    return paths;
}

} // namespace sluice
