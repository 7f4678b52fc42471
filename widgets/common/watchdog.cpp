#include "widgets/common/watchdog.h"

#include <QMetaEnum>
#include <QThread>

#include <ctime>

namespace sluice
{

namespace
{

double processorMilliseconds()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
}

QString describe(const char *className, const QString &name, QEvent::Type type)
{
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    const QString what = event ? QString::fromLatin1(event) : QString::number(int(type));
    return QStringLiteral("%1 to %2").arg(what, QString::fromLatin1(className)) +
           (name.isEmpty() ? QString() : QStringLiteral(" \"%1\"").arg(name));
}

} // namespace

QList<WatchedApplication::Stall> WatchedApplication::takeStalls(qsizetype from)
{
    const QList<Stall> taken = m_stalls.mid(from);
    m_stalls.resize(from);
    return taken;
}

bool WatchedApplication::notify(QObject *receiver, QEvent *event)
{
    // An event sent from within another belongs to that one, unless a nested loop brought it.
    const QThread *here = QThread::currentThread();
    if (here != thread() || (m_frame && m_frame->loopLevel == here->loopLevel()))
        return QApplication::notify(receiver, event);

    const QEvent::Type type = event->type();
    const char *className = receiver->metaObject()->className();
    const QString name = receiver->objectName();
    Frame *outer = m_frame;
    Frame frame{here->loopLevel(), 0};
    m_frame = &frame;
    const double begin = processorMilliseconds();
    const bool taken = QApplication::notify(receiver, event);
    const double spent = processorMilliseconds() - begin;
    m_frame = outer;
    if (outer)
        outer->nested += spent;
    if (const double own = spent - frame.nested; own > m_limit) {
        m_stalls.append({describe(className, name, type), own});
        qWarning("The GUI thread was busy for %.0f ms: %s", own, qPrintable(m_stalls.back().what));
    }
    return taken;
}

} // namespace sluice
