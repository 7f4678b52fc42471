#include "service/filelock.h"

#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace sluice
{

FileLock::FileLock(FileLock &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<FileLock> FileLock::tryLock(const QString &file, Kind kind)
{
    FileLock lock;
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return makeError(ErrorCode::Io,
                         QStringLiteral("The lock file cannot be opened. Check its folder's permissions."), file,
                         QString::fromLocal8Bit(std::strerror(errno)));
    if (::flock(descriptor, (kind == Kind::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
        lock.m_descriptor = descriptor;
    else
        ::close(descriptor);
    return lock;
}

} // namespace sluice
