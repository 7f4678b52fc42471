#pragma once

#include "base/stop.h"
#include "workspace/workspace.h"

#include <QDateTime>
#include <QHash>
#include <QMap>

#include <mutex>

namespace sluice
{

// Something in a task that answers a search.
struct TaskHit {
    enum class Kind { Table, Column, Source, Option };
    Kind kind = Kind::Option;
    QString path;    // of the task
    QString pointer; // of the value in its script
    QString text;    // "order_id", "truncate: true"
    int line = 0;    // 1-based
};

// Finds tables, columns, data sources and options in the tasks of a workspace. Keeps their texts in memory and reads
// again only those whose file has changed. Blocks; may be called from any thread.
class TaskSearch
{
public:
    explicit TaskSearch(Workspace workspace);

    // The next search looks whether files have changed.
    void markStale();
    // What holds all the words, case ignored, by task; at most `limit`. `edited` are texts that are open and not saved.
    Result<QList<TaskHit>> find(const QString &words, const QMap<QString, QString> &edited, int limit, Stop stop);

private:
    struct Entry {
        QDateTime changed;
        qint64 size = 0;
        QByteArray folded; // lower case, to be looked through quickly
        QString text;
    };
    Done refresh(Stop stop);

    Workspace m_workspace;
    std::mutex m_mutex;
    bool m_stale = true;
    QMap<QString, Entry> m_tasks;
};

} // namespace sluice
