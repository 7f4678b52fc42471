#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/session.h"
#include "widgets/shell/documenttabs.h"

#include <QPointer>
#include <QSet>

class QStackedWidget;

namespace sluice
{

class TaskPage;

// The open tasks: tabs above, a page each below. Asks before unsaved text goes.
class TaskTabs : public QWidget
{
    Q_OBJECT
public:
    TaskTabs(const Appearance &look, const ActionRegistry &actions, QWidget *parent = nullptr);

    // For the pages that are opened from now on; the old ones must be closed before.
    void setSession(SessionPtr session) { m_session = std::move(session); }

    TaskPage *open(const QString &path, bool focus = true);
    TaskPage *current() const;
    TaskPage *page(int index) const;
    TaskPage *find(const QString &path) const;
    int count() const;
    QStringList paths() const;

    void closeTab(int index);
    // Closes all; asks for each unsaved one in turn. then(false): a person thought better of it.
    void closeAll(std::function<void(bool closed)> then);
    void saveAll();
    void step(int direction);
    void reloadAll();

    void nodeMoved(const QString &from, const QString &to);
    void nodeRemoved(const QString &path);
    QSet<QString> unsaved() const;
    QSet<QString> withProblems() const;

Q_SIGNALS:
    void currentChanged();
    void statusChanged(); // of the current page
    void marksChanged();
    void emptied();
    void pageOpened(sluice::TaskPage *page);
    void pageClosed(const QString &path);
    void contextMenuRequested(const QPoint &global);

private:
    void remove(TaskPage *page);
    // Save, Discard or Cancel; then(true): the page may go.
    void askUnsaved(TaskPage *page, std::function<void(bool)> then);
    void closeNext(std::function<void(bool)> then);
    void tellTabs();

    const Appearance &m_look;
    const ActionRegistry &m_actions;
    SessionPtr m_session;
    DocumentTabs *m_tabs;
    QStackedWidget *m_pages;
};

} // namespace sluice
