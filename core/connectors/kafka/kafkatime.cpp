#include "connectors/kafka/kafkaoptions.h"
#include "data/castreason.h"

#include <QRegularExpression>

namespace sluice
{

namespace
{

// "2.2.9", "3.9", "2.2.x": numbers from the left; x ends them.
std::optional<std::vector<int>> versionParts(const QString &version)
{
    static const QRegularExpression form(QStringLiteral("^\\d{1,4}(\\.(\\d{1,4}|x))*$"));
    if (!form.match(version).hasMatch())
        return std::nullopt;
    std::vector<int> parts;
    for (const QString &part : version.split(u'.')) {
        if (part == QLatin1String("x"))
            break;
        parts.push_back(part.toInt());
    }
    return parts;
}

// Compares as far as `bound` goes: 2.2.9 is not above 2.2.
int compare(const std::vector<int> &version, const std::vector<int> &bound)
{
    for (size_t i = 0; i < bound.size(); ++i) {
        const int part = i < version.size() ? version[i] : 0;
        if (part != bound[i])
            return part < bound[i] ? -1 : 1;
    }
    return 0;
}

} // namespace

Result<qint64> kafkaTime(const QString &text, const QTimeZone &zone)
{
    const std::string bytes = text.trimmed().toStdString();
    WrittenTime time;
    if (const TimeFault fault = readTime(bytes, time); fault != TimeFault::None)
        return makeError(ErrorCode::Config, timeFaultText(bytes, fault, time, QStringLiteral("a time")) +
                                                QStringLiteral(". Write it as yyyyMMddHHmmss."));
    int64_t instant = 0;
    if (time.zoned) {
        instant = time.wallSeconds() - time.zoneSeconds;
    } else {
        ZoneClock clock(zone);
        const auto found = clock.instantOf(time.wallSeconds());
        if (!found)
            return makeError(ErrorCode::Config,
                             skippedByClocks(text.trimmed(), time.wallSeconds(), clock) + QLatin1Char('.'));
        instant = *found;
    }
    return instant * 1000 + time.nanos / 1'000'000;
}

Result<QString> checkBrokerVersion(const QString &version, const QString &least, const QString &most)
{
    const auto found = versionParts(version);
    if (!found)
        return QStringLiteral("The version of the broker is not known.");
    const auto lower = versionParts(least.isEmpty() ? QStringLiteral("0.10.2") : least);
    const auto upper = versionParts(most.isEmpty() ? QStringLiteral("2.2.x") : most);
    if (!lower || !upper)
        return makeError(ErrorCode::Config,
                         QStringLiteral("\"%1\" is not a version; write it as 2.2.x.").arg(lower ? most : least));
    if (compare(*found, *lower) < 0)
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("The broker is Kafka %1; %2 or later is needed. The least version is a setting "
                                        "of the data source.")
                             .arg(version, least));
    if (compare(*found, *upper) <= 0)
        return QString();
    if (!most.isEmpty())
        return makeError(ErrorCode::Unsupported,
                         QStringLiteral("The broker is Kafka %1; the data source allows versions up to %2. Change its "
                                        "latest version.")
                             .arg(version, most));
    return QStringLiteral("The broker is Kafka %1; DataWorks itself names versions up to 2.2.x.").arg(version);
}

} // namespace sluice
