#pragma once

#include "widgets/common/session.h"

#include <QObject>
#include <QUndoStack>

#include <deque>

namespace sluice
{

// Changes to the workspace's folder that a person makes in the tree: create, rename, move, delete; each can be undone.
// The disk is touched off the GUI thread, one change after the other; a change joins the undo stack when it is done.
class NodeJournal : public QObject
{
    Q_OBJECT
public:
    struct Move {
        QString from;
        QString to;
    };

    explicit NodeJournal(QObject *parent = nullptr);

    void setSession(SessionPtr session); // forgets the undo stack of the last workspace
    QUndoStack &undoStack() { return m_stack; }

    void createTask(const QString &folder, const QString &name, const QString &script); // makes the folder along
    void duplicateTasks(const QStringList &paths);
    void createFolder(const QString &folder, const QString &name);
    void move(const QList<Move> &moves, const QString &text);
    void trash(const QStringList &paths);
    bool busy() const { return m_running; }

Q_SIGNALS:
    void created(const QStringList &paths, bool tasks);
    void moved(const QString &path, const QString &newPath);
    void removed(const QString &path);
    void restored(const QString &path);
    void failed(const sluice::Error &error);
    void settled(); // the folder may look different now

private:
    friend class NodeCommand;
    // One change of the disk: run() off the GUI thread, done() on it when run() succeeded.
    struct Step {
        std::function<Done(const Workspace &)> run;
        std::function<void()> done;
    };
    // Nodes in the trash, or on their way there and back.
    struct Trashed {
        QStringList paths;
        QStringList tokens;
    };
    using TrashedPtr = std::shared_ptr<Trashed>;

    void create(const QString &text, bool tasks, std::function<Result<QStringList>(const Workspace &)> make);
    Step moveStep(const QList<Move> &moves);
    Step trashStep(const TrashedPtr &nodes);
    Step restoreStep(const TrashedPtr &nodes);
    void enqueue(Step step);
    void next();

    SessionPtr m_session;
    QUndoStack m_stack;
    std::deque<Step> m_steps;
    bool m_running = false;
};

} // namespace sluice
