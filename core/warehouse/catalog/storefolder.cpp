#include "warehouse/catalog/storefolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace sluice::warehouse
{

namespace
{

constexpr int formatVersion = 1;

Error folderError(const QString &what, const QString &path, int number)
{
    return makeError(ErrorCode::Io, what, path, QString::fromLocal8Bit(std::strerror(number)));
}

Done makePrivate(const QString &path)
{
    if (!QDir().mkpath(path))
        return folderError(QStringLiteral("The warehouse's folder cannot be made."), path, errno);
    if (::chmod(QFile::encodeName(path).constData(), 0700) != 0)
        return folderError(QStringLiteral("The warehouse's folder cannot be made private to you."), path, errno);
    return {};
}

Result<int> lockFile(const QString &path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return folderError(QStringLiteral("The warehouse's lock file cannot be opened."), path, errno);
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        char text[32] = {};
        const ssize_t size = ::pread(file, text, sizeof text - 1, 0);
        ::close(file);
        const QString holder = size > 0 ? QString::fromLatin1(text).trimmed() : QStringLiteral("unknown");
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("The warehouse is in use by another process (pid %1). Stop it, or use its "
                                        "endpoint instead.")
                             .arg(holder),
                         path);
    }
    const QByteArray pid = QByteArray::number(qint64(::getpid())) + '\n';
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, pid.constData(), size_t(pid.size()), 0) != pid.size()) {
        const int number = errno;
        ::close(file);
        return folderError(QStringLiteral("The warehouse's lock file cannot be written."), path, number);
    }
    return file;
}

Done checkFormat(const QString &path)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly)) {
        bool ok = false;
        const int version = file.read(32).trimmed().toInt(&ok);
        if (!ok || version < 1)
            return makeError(ErrorCode::Config, QStringLiteral("This folder does not look like a warehouse."), path);
        if (version > formatVersion)
            return makeError(ErrorCode::Config,
                             QStringLiteral("The warehouse was written by a newer version of Sluice (format %1, this "
                                            "one knows up to %2). Use that version.")
                                 .arg(version)
                                 .arg(formatVersion),
                             path);
        return {};
    }
    QSaveFile made(path);
    if (!made.open(QIODevice::WriteOnly) || made.write(QByteArray::number(formatVersion) + '\n') < 0 || !made.commit())
        return makeError(ErrorCode::Io, QStringLiteral("The warehouse's format file cannot be written."), path,
                         made.errorString());
    return {};
}

} // namespace

StoreFolder::StoreFolder(QString path, int lock)
    : m_path(std::move(path))
    , m_lock(lock)
{
}

StoreFolder::StoreFolder(StoreFolder &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
{
}

StoreFolder &StoreFolder::operator=(StoreFolder &&other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_lock, other.m_lock);
    return *this;
}

StoreFolder::~StoreFolder()
{
    if (m_lock >= 0)
        ::close(m_lock); // gives the lock back
}

Result<StoreFolder> StoreFolder::open(const QString &path)
{
    const QString folder = QDir(path).absolutePath();
    SLUICE_CHECK(makePrivate(folder));
    SLUICE_TRY(const int lock, lockFile(folder + QStringLiteral("/lock")));
    StoreFolder opened(folder, lock);
    SLUICE_CHECK(checkFormat(folder + QStringLiteral("/format")));
    QDir(opened.spillPath()).removeRecursively(); // what a killed process left
    SLUICE_CHECK(makePrivate(opened.spillPath()));
    return opened;
}

QString StoreFolder::spillPath() const
{
    return m_path + QStringLiteral("/spill");
}

QString StoreFolder::projectFile(const QString &project) const
{
    return m_path + QLatin1Char('/') + project + QStringLiteral(".duckdb");
}

QStringList StoreFolder::projects() const
{
    QStringList names;
    const auto files = QDir(m_path).entryInfoList({QStringLiteral("*.duckdb")}, QDir::Files, QDir::Name);
    for (const QFileInfo &file : files)
        names.append(file.completeBaseName());
    return names;
}

} // namespace sluice::warehouse
