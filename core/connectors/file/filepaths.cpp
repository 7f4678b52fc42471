#include "connectors/file/filepaths.h"

#include "base/nearest.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sluice
{

namespace
{

const QString place = QStringLiteral("reader.path");

bool isPattern(const QString &path)
{
    return path.contains(QLatin1Char('*')) || path.contains(QLatin1Char('?')) || path.contains(QLatin1Char('['));
}

Done checkReadable(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir())
        return makeError(ErrorCode::Config,
                         QStringLiteral("\"%1\" is a folder. Name its files, as in \"%1/*.csv\".").arg(path), place);
    if (!info.isFile())
        return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is not a regular file.").arg(path), place);
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return makeError(ErrorCode::Io, QStringLiteral("\"%1\" cannot be read.").arg(path), place,
                         QString::fromLocal8Bit(std::strerror(errno)));
    ::close(fd);
    return {};
}

Error missing(const QString &path)
{
    const QFileInfo info(path);
    if (!info.dir().exists())
        return makeError(ErrorCode::NotFound, QStringLiteral("There is no folder \"%1\".").arg(info.path()), place);
    return makeError(ErrorCode::NotFound,
                     QStringLiteral("There is no file \"%1\".%2")
                         .arg(path, didYouMean(info.fileName(), info.dir().entryList(QDir::Files))),
                     place);
}

QStringList matches(const QString &pattern)
{
    QStringList found;
    glob_t result{};
    if (::glob(QFile::encodeName(pattern).constData(), 0, nullptr, &result) == 0)
        for (size_t i = 0; i < result.gl_pathc; ++i)
            if (const QString path = QFile::decodeName(result.gl_pathv[i]); QFileInfo(path).isFile())
                found.append(path);
    ::globfree(&result);
    return found;
}

} // namespace

QString fileBase(const OpenRequest &request)
{
    const QString root = request.source.values.value(QStringLiteral("path")).toString();
    return root.isEmpty() ? request.workspaceDir : QDir(request.workspaceDir).absoluteFilePath(root);
}

Result<QStringList> findFiles(const QStringList &paths, const QString &base)
{
    QStringList files;
    for (const QString &path : paths) {
        const QString full = QDir::cleanPath(QDir(base).absoluteFilePath(path));
        QStringList found{full};
        if (!QFileInfo::exists(full)) { // a name may hold the signs of a pattern
            if (!isPattern(path))
                return missing(full);
            found = matches(full);
            if (found.isEmpty())
                return makeError(ErrorCode::NotFound, QStringLiteral("No file matches \"%1\".").arg(full), place);
        }
        for (const QString &file : found) {
            SLUICE_CHECK(checkReadable(file));
            if (!files.contains(file))
                files.append(file);
        }
    }
    return files;
}

QByteArray fingerprintOf(const QStringList &files)
{
    QJsonArray stamps;
    for (const QString &file : files) {
        const QFileInfo info(file);
        stamps.append(QJsonArray{info.absoluteFilePath(), info.size(), info.lastModified().toMSecsSinceEpoch()});
    }
    return QJsonDocument(stamps).toJson(QJsonDocument::Compact);
}

} // namespace sluice
