#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace sluice
{

enum class Access {
    Private, // the user alone: 0600
    Shared,  // as the user's umask has it
};

// Makes a folder with its parents, for this user alone (0700). A folder that exists already is left as it is.
Done makePrivateDir(const QString &path);

// Replaces a file as a whole: a new one is written beside it and renamed over, so a crash or a full disk leaves the old
// one. Io with the cause.
Done writeFile(const QString &path, const QByteArray &bytes, Access access);

// A whole file. NotFound, Io, or Data when it is larger than `limit`.
Result<QByteArray> readFile(const QString &path, qint64 limit = 16 * 1024 * 1024);

} // namespace sluice
