#pragma once

#include "widgets/common/ask.h"
#include "widgets/common/session.h"

#include <QHash>
#include <QPointer>
#include <QTimer>

namespace sluice
{

class TaskPage;
class TaskTabs;

// A text that a studio left behind unsaved which is gone, against the task's file as it is now.
struct FoundDraft {
    enum class File { AsItWas, Changed, Gone };
    Draft draft;
    File file = File::AsItWas;
    QStringList lines; // of the text that differ from the file, with their numbers
};

// Keeps the unsaved texts of open tasks on disk while they are edited, and finds those that a crash left. Nothing is
// brought back unless restore() is asked for it. GUI thread; the disk is touched off it.
class DraftKeeper : public QObject
{
    Q_OBJECT
public:
    DraftKeeper(TaskTabs &tabs, QObject *parent);

    void setSession(SessionPtr session); // looks for what was left behind
    const QList<FoundDraft> &found() const { return m_found; }

    // Opens the task with the text in it, unsaved and undoable; a task that is gone is made again.
    void restore(const QStringList &files);
    void discard(const QStringList &files);

Q_SIGNALS:
    void foundChanged();
    void failed(const sluice::Error &error);

private:
    void watch(TaskPage *page);
    void keepDue();
    void forget(const QString &path);
    void put(TaskPage *page, const FoundDraft &found);
    void run(std::function<Done(DraftStore &)> work);
    QList<FoundDraft> take(const QStringList &files);

    TaskTabs &m_tabs;
    SessionPtr m_session;
    quint64 m_ticket = 0;
    QList<QPointer<TaskPage>> m_due;
    QTimer m_pause;
    QList<FoundDraft> m_found;
    Question m_looking{this};
};

} // namespace sluice
