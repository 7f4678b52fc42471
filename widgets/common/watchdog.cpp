#include "widgets/common/watchdog.h"

#include <QJsonDocument>
#include <QMetaEnum>
#include <QThread>

#include <algorithm>
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

QByteArray makeText()
{
    QByteArray text("[");
    for (int i = 0; i < 1000; ++i)
        text += "{\"id\": " + QByteArray::number(i) + ", \"name\": \"column_" + QByteArray::number(i) + "\"},";
    return text + "{}]";
}

// Small texts, memory for them, look-ups: what a studio's events are made of. All of it is done inside Qt, whose pace
// does not depend on how this program was built.
qsizetype pieceOfWork()
{
    static const QByteArray text = makeText();
    return QJsonDocument::fromJson(text).toJson().size();
}

constexpr double idleMilliseconds = 0.65; // that the piece takes where nothing else runs

QString describe(const char *className, const QString &name, QEvent::Type type)
{
    const char *event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
    const QString what = event ? QString::fromLatin1(event) : QString::number(int(type));
    return QStringLiteral("%1 to %2").arg(what, QString::fromLatin1(className)) +
           (name.isEmpty() ? QString() : QStringLiteral(" \"%1\"").arg(name));
}

} // namespace

double machinePace()
{
    constexpr int pieces = 30; // as long as what is judged: neighbours come and go
    qsizetype length = pieceOfWork();
    const double begin = processorMilliseconds();
    for (int i = 0; i < pieces; ++i)
        length += pieceOfWork();
    const double spent = processorMilliseconds() - begin;
    return length > 0 ? std::max(1.0, spent / pieces / idleMilliseconds) : 1.0;
}

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
    if (double own = spent - frame.nested; own > m_limit) {
        own /= m_pace();
        if (own > m_limit) {
            m_stalls.append({describe(className, name, type), own});
            qWarning("The GUI thread was busy for %.0f ms: %s", own, qPrintable(m_stalls.back().what));
        }
    }
    if (outer)
        outer->nested += processorMilliseconds() - begin; // with the look at the machine
    return taken;
}

} // namespace sluice
