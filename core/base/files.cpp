#include "base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace sluice
{

Done makePrivateDir(const QString &path)
{
    const QString parent = QFileInfo(path).absolutePath();
    if (QFileInfo(path).isDir())
        return {};
    if (parent != path && !QFileInfo(parent).isDir())
        SLUICE_CHECK(makePrivateDir(parent));
    if (::mkdir(QFile::encodeName(path).constData(), S_IRWXU) == 0 || errno == EEXIST)
        return {};
    return makeError(ErrorCode::Io,
                     QStringLiteral("The folder cannot be made. Check its permissions and the free space."), path,
                     QString::fromLocal8Bit(std::strerror(errno)));
}

Done writeFile(const QString &path, const QByteArray &bytes, Access access)
{
    QSaveFile file(path);
    bool good = file.open(QIODevice::WriteOnly);
    if (good && access == Access::Private)
        good = file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (good && file.write(bytes) == bytes.size() && file.commit())
        return {};
    return makeError(ErrorCode::Io,
                     QStringLiteral("The file cannot be written. Check its permissions and the free space."), path,
                     file.errorString());
}

Result<QByteArray> readFile(const QString &path, qint64 limit)
{
    QFile file(path);
    if (!file.exists())
        return makeError(ErrorCode::NotFound, QStringLiteral("There is no such file."), path);
    if (QFileInfo(path).isDir())
        return makeError(ErrorCode::Io, QStringLiteral("This is a folder; a file is needed."), path);
    if (!file.open(QIODevice::ReadOnly))
        return makeError(ErrorCode::Io, QStringLiteral("The file cannot be read. Check its permissions."), path,
                         file.errorString());
    QByteArray bytes = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError)
        return makeError(ErrorCode::Io, QStringLiteral("The file cannot be read."), path, file.errorString());
    if (bytes.size() > limit)
        return makeError(ErrorCode::Data,
                         QStringLiteral("The file is larger than %1 MiB; it is not one that Sluice wrote.")
                             .arg(limit / (1024 * 1024)),
                         path);
    return bytes;
}

} // namespace sluice
