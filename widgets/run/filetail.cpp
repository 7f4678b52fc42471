#include "widgets/run/filetail.h"

#include <QFile>

namespace sluice
{

FileTail readTail(const QString &path, qint64 offset, qint64 limit, bool newest)
{
    FileTail tail;
    tail.next = offset;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tail;
    const qint64 size = file.size();
    qint64 from = offset;
    if (newest && offset == 0 && size > limit) {
        from = size - limit;
        tail.skipped = true;
    }
    if (from >= size || !file.seek(from))
        return tail;
    tail.bytes = file.read(limit);
    const qsizetype end = tail.bytes.lastIndexOf('\n') + 1;
    if (end == 0 && tail.bytes.size() == limit) { // a line longer than anything we show: leave it out
        tail.next = from + tail.bytes.size();
        tail.bytes.clear();
        tail.more = tail.next < size;
        return tail;
    }
    tail.bytes.truncate(end);
    tail.next = from + end;
    tail.more = tail.next < size && end > 0;
    if (tail.skipped) // its first line may be half a line
        tail.bytes.remove(0, tail.bytes.indexOf('\n') + 1);
    return tail;
}

} // namespace sluice
