#pragma once

#include "base/result.h"

#include <QList>
#include <QString>
#include <QTimeZone>

namespace sluice
{

// A folder or a task of the workspace.
struct Node {
    enum class Kind { Folder, Task };
    Kind kind = Kind::Task;
    QString path; // relative to the workspace, '/' between; tasks end in ".job.json"
    QString name; // without folder and ".job.json"
};

// A folder on disk with tasks in it: DIR/sluice.json marks it (format version, name, time zone), tasks are
// `<folder>/<name>.job.json`, everything that Sluice keeps for itself is below `.sluice/` (private to the user).
// A value; blocking disk access, no state but the folder.
class Workspace
{
public:
    // Makes the marker, `.sluice/`, and nothing else; Conflict when DIR is a workspace already or not empty.
    static Result<Workspace> create(const QString &directory, const QString &name = {});
    // Opens DIR. Config when it is not a workspace or a newer version of Sluice made it.
    static Result<Workspace> open(const QString &directory);
    // The workspace that `from` stands in, or above.
    static Result<Workspace> find(const QString &from);

    const QString &directory() const { return m_directory; }
    const QString &name() const { return m_name; }
    const QTimeZone &timeZone() const { return m_timeZone; }
    QString stateDir() const;                           // DIR/.sluice
    QString attemptDir(const QString &attemptId) const; // DIR/.sluice/attempts/ID
    QString absolute(const QString &path) const;

    // Every folder and task, folders before tasks, by name; hidden folders left out.
    Result<QList<Node>> nodes() const;

    Result<QString> readTask(const QString &path) const;
    // Atomic: a new file is written beside and renamed over.
    Done writeTask(const QString &path, const QString &text) const;
    // A new task with this first script (null: stream to stream); Conflict when the name is taken. Returns its path.
    Result<QString> createTask(const QString &folder, const QString &name, const QString &text = {}) const;
    // A copy beside it, with its schedule if it has one, under the first free name: "load_copy". Returns its path.
    Result<QString> duplicateTask(const QString &path) const;
    // Makes the folder and those above it, as far as they are missing.
    Done makeFolders(const QString &folder) const;
    Result<QString> createFolder(const QString &folder, const QString &name) const;
    // Renames or moves a node; Conflict when the target exists. Returns the new path.
    Result<QString> move(const QString &path, const QString &newPath) const;
    // Moves a node to `.sluice/trash/` and returns a token for restore().
    Result<QString> trash(const QString &path) const;
    Done restore(const QString &token) const;

private:
    QString m_directory;
    QString m_name;
    QTimeZone m_timeZone;
};

// Names of tasks and folders: no '/', no leading dot, at most 200 bytes, not empty.
Done checkNodeName(const QString &name);

} // namespace sluice
