#include "plannedtimes.h"

#include <QDateTime>

namespace sluice
{

int64_t wallOf(const QString &text)
{
    QDateTime time = QDateTime::fromString(text, QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    time.setTimeSpec(Qt::UTC);
    return time.toSecsSinceEpoch();
}

PlannedTime planned(const QString &text, const QByteArray &zone)
{
    return PlannedTime::at(wallOf(text), QTimeZone(zone)).value();
}

} // namespace sluice
