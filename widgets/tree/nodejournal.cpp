#include "widgets/tree/nodejournal.h"

#include "widgets/common/ask.h"
#include "widgets/tree/workspacemodel.h"

#include <QUndoCommand>

#include <algorithm>

namespace sluice
{

// A change that is on the disk already; undo and redo enqueue the way back and forth.
class NodeCommand final : public QUndoCommand
{
public:
    using Make = std::function<NodeJournal::Step()>;
    NodeCommand(NodeJournal &journal, const QString &text, Make back, Make forth)
        : QUndoCommand(text)
        , m_journal(journal)
        , m_back(std::move(back))
        , m_forth(std::move(forth))
    {
    }

    void undo() override { m_journal.enqueue(m_back()); }
    void redo() override
    {
        if (m_first)
            m_first = false;
        else
            m_journal.enqueue(m_forth());
    }

private:
    NodeJournal &m_journal;
    Make m_back;
    Make m_forth;
    bool m_first = true;
};

NodeJournal::NodeJournal(QObject *parent)
    : QObject(parent)
{
}

void NodeJournal::setSession(SessionPtr session)
{
    m_session = std::move(session);
    m_steps.clear();
    m_stack.clear();
}

void NodeJournal::enqueue(Step step)
{
    m_steps.push_back(std::move(step));
    if (!m_running)
        next();
}

void NodeJournal::next()
{
    if (m_steps.empty() || !m_session)
        return;
    m_running = true;
    Step step = std::move(m_steps.front());
    m_steps.pop_front();
    ask(
        this, [session = m_session, run = std::move(step.run)](Stop) { return run(session->workspace); },
        [this, session = m_session, done = std::move(step.done)](Done result) {
            m_running = false;
            if (session == m_session) { // else another workspace was opened meanwhile
                if (result.ok())
                    done();
                else
                    Q_EMIT failed(result.error());
                Q_EMIT settled();
            }
            next();
        });
}

void NodeJournal::create(const QString &text, bool tasks, std::function<Result<QStringList>(const Workspace &)> make)
{
    auto nodes = std::make_shared<Trashed>();
    enqueue({[nodes, make = std::move(make)](const Workspace &workspace) -> Done {
                 SLUICE_TRY(nodes->paths, make(workspace));
                 return {};
             },
             [=, this] {
                 m_stack.push(new NodeCommand(
                     *this, text, [=, this] { return trashStep(nodes); }, [=, this] { return restoreStep(nodes); }));
                 Q_EMIT created(nodes->paths, tasks);
             }});
}

void NodeJournal::createTask(const QString &folder, const QString &name, const QString &script)
{
    create(tr("create %1").arg(name), true, [=](const Workspace &workspace) -> Result<QStringList> {
        SLUICE_CHECK(workspace.makeFolders(folder));
        SLUICE_TRY(const QString path, workspace.createTask(folder, name, script));
        return QStringList{path};
    });
}

void NodeJournal::createFolder(const QString &folder, const QString &name)
{
    create(tr("create %1").arg(name), false, [=](const Workspace &workspace) -> Result<QStringList> {
        SLUICE_TRY(const QString path, workspace.createFolder(folder, name));
        return QStringList{path};
    });
}

void NodeJournal::duplicateTasks(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    const QString text = paths.size() == 1 ? tr("duplicate %1").arg(nodeName(paths.front()))
                                           : tr("duplicate %n tasks", nullptr, int(paths.size()));
    create(text, true, [=](const Workspace &workspace) -> Result<QStringList> {
        QStringList made;
        for (const QString &path : paths) {
            auto copy = workspace.duplicateTask(path);
            if (!copy.ok()) { // all or nothing
                for (const QString &earlier : made)
                    (void)workspace.trash(earlier);
                return copy.error();
            }
            made.append(*copy);
        }
        return made;
    });
}

NodeJournal::Step NodeJournal::moveStep(const QList<Move> &moves)
{
    return {[=](const Workspace &workspace) -> Done {
                for (qsizetype i = 0; i < moves.size(); ++i) {
                    const auto result = workspace.move(moves[i].from, moves[i].to);
                    if (result.ok())
                        continue;
                    while (--i >= 0) // all or nothing
                        (void)workspace.move(moves[i].to, moves[i].from);
                    return result.error();
                }
                return {};
            },
            [=, this] {
                for (const Move &move : moves)
                    Q_EMIT moved(move.from, move.to);
            }};
}

void NodeJournal::move(const QList<Move> &moves, const QString &text)
{
    if (moves.isEmpty())
        return;
    QList<Move> back;
    for (const Move &move : moves)
        back.prepend({move.to, move.from});
    Step step = moveStep(moves);
    step.done = [=, this, tell = std::move(step.done)] {
        m_stack.push(new NodeCommand(
            *this, text, [=, this] { return moveStep(back); }, [=, this] { return moveStep(moves); }));
        tell();
    };
    enqueue(std::move(step));
}

NodeJournal::Step NodeJournal::trashStep(const TrashedPtr &nodes)
{
    return {[nodes](const Workspace &workspace) -> Done {
                nodes->tokens.clear();
                for (const QString &path : nodes->paths) {
                    auto token = workspace.trash(path);
                    if (!token.ok()) { // all or nothing
                        for (const QString &trashed : nodes->tokens)
                            (void)workspace.restore(trashed);
                        return token.error();
                    }
                    nodes->tokens.append(*token);
                }
                return {};
            },
            [=, this] {
                for (const QString &path : nodes->paths)
                    Q_EMIT removed(path);
            }};
}

NodeJournal::Step NodeJournal::restoreStep(const TrashedPtr &nodes)
{
    return {[nodes](const Workspace &workspace) -> Done {
                for (const QString &token : nodes->tokens)
                    SLUICE_CHECK(workspace.restore(token));
                return {};
            },
            [=, this] {
                for (const QString &path : nodes->paths)
                    Q_EMIT restored(path);
            }};
}

void NodeJournal::trash(const QStringList &paths)
{
    if (paths.isEmpty())
        return;
    auto nodes = std::make_shared<Trashed>(Trashed{paths, {}});
    Step step = trashStep(nodes);
    step.done = [=, this, tell = std::move(step.done)] {
        const QString text = paths.size() == 1 ? tr("delete %1").arg(nodeName(paths.front()))
                                               : tr("delete %n nodes", nullptr, int(paths.size()));
        m_stack.push(new NodeCommand(
            *this, text, [=, this] { return restoreStep(nodes); }, [=, this] { return trashStep(nodes); }));
        tell();
    };
    enqueue(std::move(step));
}

} // namespace sluice
