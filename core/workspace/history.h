#pragma once

#include "base/result.h"
#include "task/datasource.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>

#include <memory>
#include <optional>

namespace sluice
{

// One try at running a task: what ran, how it went, and where its log, dirty rows and resolved script are.
struct Attempt {
    QString id;
    QString taskPath;
    QString state; // runStateName(): "Preparing", "Running", "Committing", "Succeeded", "Failed", "Stopped"
    QDateTime started;
    QDateTime ended;
    QMap<QString, QString> parameters;
    qint64 rowsRead = 0;
    qint64 rowsWritten = 0;
    qint64 rowsDirty = 0;
    qint64 bytesWritten = 0;
    double elapsedSeconds = 0;
    QString errorCode; // errorCodeName(), empty on success
    QString error;     // Error::text()
    QString directory; // log.txt, dirty.jsonl, script.json, report.json, journal.jsonl
    QString resumes;   // the id of the attempt that this one went on with; empty: none
    QString replays;   // the id of the attempt whose corrected dirty rows this one sent; empty: none
    // Of the data sources; nothing: an older version ran it, and its report may know.
    std::optional<SourceHalf> half = std::nullopt;

    bool hasEnded() const;
};

// The workspace's memory in SQLite. One thread of its own owns the connection; every call may come from any thread
// and blocks until that thread has answered.
class History
{
public:
    // Config when a newer version wrote the file.
    static Result<std::unique_ptr<History>> open(const QString &file);
    ~History();

    Done save(const Attempt &attempt); // inserts or replaces
    // The same without waiting: any call made after it sees the attempt. A failure is left to the next save().
    void post(const Attempt &attempt);
    Result<std::optional<Attempt>> attempt(const QString &id) const;
    // Newest first; an empty path means all tasks.
    Result<QList<Attempt>> attempts(const QString &taskPath, int limit) const;
    // Attempts left running by a process that is gone become Failed, with the reason. The number of them.
    Result<int> closeAbandoned();

private:
    class Private;
    explicit History(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace sluice
