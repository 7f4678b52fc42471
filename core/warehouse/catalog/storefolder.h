#pragma once

#include "base/result.h"

#include <QString>
#include <QStringList>

namespace sluice::warehouse
{

// The warehouse's folder on disk: private to the user, held by one process at a time, of a known format version. The
// lock goes with the object (and with the process, however it ends).
class StoreFolder
{
public:
    // Makes the folder when it is not there. Conflict names the process that holds it; Config when a newer version
    // wrote it.
    static Result<StoreFolder> open(const QString &path);

    StoreFolder(StoreFolder &&other) noexcept;
    StoreFolder &operator=(StoreFolder &&other) noexcept;
    ~StoreFolder();

    const QString &path() const { return m_path; }
    QString spillPath() const; // for DuckDB's temporary files; empty at open
    QString projectFile(const QString &project) const;
    QStringList projects() const; // that have a file

private:
    StoreFolder(QString path, int lock);

    QString m_path;
    int m_lock = -1;
};

} // namespace sluice::warehouse
