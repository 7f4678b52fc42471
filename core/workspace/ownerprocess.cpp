#include "workspace/ownerprocess.h"

#include <QFile>
#include <QStringList>
#include <QSysInfo>

#include <unistd.h>

namespace sluice
{

namespace
{

// Ticks since boot at which the process started; empty when there is no such process. The command's name, in
// parentheses, may hold anything, so fields are counted from its end.
QByteArray startOf(const QByteArray &pid)
{
    QFile stat(QStringLiteral("/proc/%1/stat").arg(QString::fromLatin1(pid)));
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    const bool defunct = !fields.isEmpty() && (fields[0] == "Z" || fields[0] == "X");
    return defunct ? QByteArray() : fields.value(19);
}

} // namespace

QString ownProcess()
{
    const QByteArray pid = QByteArray::number(qint64(::getpid()));
    return QSysInfo::machineHostName() + QLatin1Char(':') + QString::fromLatin1(pid) + QLatin1Char(':') +
           QString::fromLatin1(startOf(pid));
}

bool mayBeAlive(const QString &process)
{
    const QString host = process.section(QLatin1Char(':'), 0, -3);
    if (host != QSysInfo::machineHostName())
        return true;
    const QByteArray start = startOf(process.section(QLatin1Char(':'), -2, -2).toLatin1());
    return !start.isEmpty() && start == process.section(QLatin1Char(':'), -1).toLatin1();
}

} // namespace sluice
