#pragma once

#include "base/result.h"

#include <QString>

namespace sluice
{

// A lock on a file that the kernel drops when its process ends, however it ends. Two of them exclude each other within
// one process as well. Movable; released when destroyed.
class FileLock
{
public:
    enum class Kind { Shared, Exclusive };

    FileLock() = default;
    FileLock(FileLock &&other) noexcept;
    FileLock &operator=(FileLock &&other) noexcept;
    ~FileLock();

    // Makes the file when absent (0600). Held or not at once; Io when the file cannot be opened.
    static Result<FileLock> tryLock(const QString &file, Kind kind);

    bool held() const { return m_descriptor >= 0; }

private:
    int m_descriptor = -1;
};

} // namespace sluice
