#pragma once

#include "widgets/common/actionregistry.h"
#include "widgets/common/ask.h"
#include "widgets/common/controls.h"
#include "widgets/common/session.h"
#include "widgets/tree/nodejournal.h"
#include "widgets/tree/workspacemodel.h"

#include <QFileSystemWatcher>
#include <QTimer>

class QAbstractItemView;
class QSortFilterProxyModel;
class QStackedWidget;

namespace sluice
{

class NodeView;

// "Workspace Directories": the folders and tasks of the open workspace, with a filter, marks and their legend.
class TreePanel : public Surface
{
    Q_OBJECT
public:
    TreePanel(const Appearance &look, ActionRegistry &actions, QWidget *parent = nullptr);
    ~TreePanel() override;

    void setSession(SessionPtr session);
    // Reads the folder again, off the GUI thread; expansion and selection stay.
    void refresh();

    WorkspaceModel &model() { return m_model; }
    NodeJournal &journal() { return m_journal; }
    QAbstractItemView *view() const;
    void select(const QString &path);
    // The folder that a new node goes into: the selected one, or that of the selected task.
    QString currentFolder() const;
    void focusFilter();

    void newTask();   // asks what it is
    void newFolder(); // asks for its name in the tree

Q_SIGNALS:
    void taskActivated(const QString &path);
    void taskCreated(const QString &path);
    void failed(const sluice::Error &error);
    void nodesRead();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void declareActions(ActionRegistry &actions);
    void takeNodes(const QList<Node> &nodes);
    QStringList selectedPaths() const; // without nodes that go along with a selected folder
    void removeSelected();
    void moveSelected();
    void moveNodes(const QStringList &paths, const QString &folder);
    void selectNext();
    void updateActions();
    QString freeName(const QString &folder, const QString &base) const;
    void showRightPage();

    const Appearance &m_look;
    ActionRegistry &m_actions;
    SessionPtr m_session;
    WorkspaceModel m_model;
    NodeJournal m_journal;
    QSortFilterProxyModel *m_filter;
    FilterField *m_field;
    NodeView *m_view;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    Question m_reading{this};
    QFileSystemWatcher m_watcher;
    QTimer m_refreshTimer;
    bool m_nodesKnown = false;
    QStringList m_selectNext; // selected, and with m_editNext renamed, once the tree shows them
    bool m_editNext = false;
};

} // namespace sluice
