#pragma once

#include <QByteArray>
#include <QString>

namespace sluice
{

// New complete lines of a file that grows. Blocking: for probes.
struct FileTail {
    QByteArray bytes;     // whole lines only
    qint64 next = 0;      // where to go on
    bool skipped = false; // the beginning was left out because the file is long
    bool more = false;    // there is more already: ask again at once
};

// From `offset`, at most `limit` bytes. With `newest`, a first look at a long file begins `limit` bytes before its end.
FileTail readTail(const QString &file, qint64 offset, qint64 limit, bool newest);

} // namespace sluice
