#include "service/logfile.h"

#include <QDateTime>
#include <QFile>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sluice
{

namespace
{

constexpr qsizetype longestLine = 16 * 1024;

QLatin1String levelName(LogLevel level)
{
    switch (level) {
    case LogLevel::Info:
        return QLatin1String("INFO ");
    case LogLevel::Warning:
        return QLatin1String("WARN ");
    case LogLevel::Error:
        return QLatin1String("ERROR");
    }
    return QLatin1String("INFO ");
}

} // namespace

LogFile::LogFile(int descriptor, QTimeZone zone)
    : m_zone(std::move(zone))
    , m_descriptor(descriptor)
{
}
LogFile::~LogFile()
{
    ::close(m_descriptor);
}

Result<std::unique_ptr<LogFile>> LogFile::open(const QString &file, const QTimeZone &zone)
{
    const int descriptor = ::open(QFile::encodeName(file).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return makeError(ErrorCode::Io, QStringLiteral("The log cannot be written. Check permissions and free space."),
                         file, QString::fromLocal8Bit(std::strerror(errno)));
    return std::unique_ptr<LogFile>(new LogFile(descriptor, zone));
}

void LogFile::hide(const QString &secret)
{
    std::lock_guard lock(m_mutex);
    m_redactor.add(secret);
}

QString LogFile::redact(const QString &text) const
{
    std::lock_guard lock(m_mutex);
    return m_redactor.redact(text);
}

void LogFile::write(LogLevel level, const QString &line)
{
    std::lock_guard lock(m_mutex);
    QString text = m_redactor.redact(line);
    if (text.size() > longestLine)
        text = text.left(longestLine) + QStringLiteral(" … (cut)");
    text.replace(QLatin1Char('\n'), QLatin1String("\n             ")); // a line of the log starts with a time
    const QString time = QDateTime::currentDateTimeUtc().toTimeZone(m_zone).toString(QStringLiteral("HH:mm:ss.zzz"));
    const QByteArray bytes =
        (time + QLatin1Char(' ') + levelName(level) + QLatin1Char(' ') + text + QLatin1Char('\n')).toUtf8();
    // A log that cannot be kept (a full disk) must not stop the run: its end is in the history.
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t written = ::write(m_descriptor, bytes.constData() + done, size_t(bytes.size() - done));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        done += written;
    }
}

} // namespace sluice
