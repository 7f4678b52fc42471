#pragma once

#include "base/result.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

#include <mutex>

namespace sluice
{

// The text of a task that somebody was editing and has not saved.
struct Draft {
    QString path; // of the task
    QString text;
    QByteArray base; // textMark() of the file that the edits began with
    QDateTime kept;
    QString file; // where it is kept
};

// By this two texts are known to be the same.
QByteArray textMark(const QString &text);

// Unsaved texts in `.sluice/drafts/`, private to the user, so that a crash does not take them along. Each process keeps
// its own. Calls block on the disk and may come from any thread, in any order: a call about a task does nothing when
// one with a later ticket was served before it.
class DraftStore
{
public:
    explicit DraftStore(const QString &stateDir);

    Done keep(const QString &path, const QString &text, const QByteArray &base, quint64 ticket);
    Done forget(const QString &path, quint64 ticket);

    // What processes left behind that are gone, oldest first; files that are none of ours are left out.
    Result<QList<Draft>> abandoned() const;
    Done discard(const Draft &draft) const;

private:
    bool isLate(const QString &path, quint64 ticket);
    QString fileOf(const QString &path) const;

    QString m_directory;
    std::mutex m_mutex;
    QHash<QString, quint64> m_served;
};

} // namespace sluice
