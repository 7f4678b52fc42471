#include "service/giventime.h"

#include "data/timetext.h"

#include <algorithm>

namespace sluice
{

namespace
{

QString wallText(int64_t wall)
{
    char text[timeTextLimit];
    return QString::fromLatin1(text, qsizetype(writeDateTime(wall, 0, text)));
}

// The nearest time that exists to one whose parts are out of range.
int64_t nearestWall(WrittenTime time)
{
    time.year = std::max(time.year, 1);
    time.month = std::clamp(time.month, 1, 12);
    time.day = std::clamp(time.day, 1, daysOfMonth(time.year, time.month));
    time.hour = std::min(time.hour, 23);
    time.minute = std::min(time.minute, 59);
    time.second = std::min(time.second, 59);
    return time.wallSeconds();
}

Result<WrittenTime> readWritten(const QString &text, const QString &what, const QString &example)
{
    const QByteArray bytes = text.trimmed().toUtf8();
    const std::string_view written(bytes.constData(), size_t(bytes.size()));
    WrittenTime time;
    const TimeFault fault = readTime(written, time);
    if (fault == TimeFault::None)
        return time;
    QString message = timeFaultText(written, fault, time, what) + QStringLiteral(". ");
    if (fault == TimeFault::Form || fault == TimeFault::Zone) {
        message += QStringLiteral("Write it as %1.").arg(example);
    } else {
        const QString nearest = wallText(nearestWall(time));
        message += QStringLiteral("Write %1.").arg(what == QLatin1String("date") ? nearest.left(10) : nearest);
    }
    return makeError(ErrorCode::Config, message);
}

} // namespace

Result<PlannedTime> readPlannedTime(const QString &text, const QTimeZone &zone)
{
    SLUICE_TRY(const WrittenTime time,
               readWritten(text, QStringLiteral("time"), QStringLiteral("\"2023-04-23 19:00:00\"")));
    if (time.zoned || time.nanos != 0)
        return makeError(ErrorCode::Config, QStringLiteral("A scheduled time has whole seconds and no zone of its own: "
                                                           "it is read on the clock of %1. Write \"%2\".")
                                                .arg(QString::fromUtf8(zone.id()), wallText(time.wallSeconds())));
    return PlannedTime::at(time.wallSeconds(), zone);
}

Result<int64_t> readBusinessDay(const QString &text)
{
    SLUICE_TRY(const WrittenTime time, readWritten(text, QStringLiteral("date"), QStringLiteral("2023-04-22")));
    if (time.zoned || time.nanos != 0 || time.wallSeconds() != time.days() * secondsOfDay)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("A business date has no time of day. Write %1.").arg(wallText(time.wallSeconds()).left(10)));
    return time.days();
}

} // namespace sluice
