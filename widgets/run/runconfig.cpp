#include "widgets/run/runconfig.h"

#include "schedule/parameters.h"
#include "service/giventime.h"

#include <QDateTime>
#include <QSettings>

namespace sluice
{

namespace
{

QString keyOf(const QString &memory, const char *group, const QString &name)
{
    return QStringLiteral("%1/%2/%3").arg(QLatin1String(group), QString(memory).replace(u'/', u'|'), name);
}

const auto timeName = QStringLiteral("scheduledTime");
const auto channelsName = QStringLiteral("channels");
const auto limitName = QStringLiteral("rowLimit");
const auto rowsName = QStringLiteral("rehearsedRows");

} // namespace

RunConfig RunConfig::remembered(const QString &memory, const QStringList &parameters)
{
    const QSettings settings;
    RunConfig config;
    for (const QString &name : parameters)
        config.parameters.insert(name, settings.value(keyOf(memory, "parameters", name)).toString());
    const auto kept = [&](const QString &name, const QVariant &otherwise) {
        return settings.value(keyOf(memory, "runConfig", name), otherwise);
    };
    config.scheduledTime = kept(timeName, QString()).toString();
    config.channels = kept(channelsName, config.channels).toInt();
    config.rowLimit = kept(limitName, config.rowLimit).toLongLong();
    config.rehearsedRows = kept(rowsName, config.rehearsedRows).toInt();
    return config;
}

void RunConfig::remember(const QString &memory) const
{
    QSettings settings;
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        if (!secrets.contains(it.key()))
            settings.setValue(keyOf(memory, "parameters", it.key()), it.value());
    for (const QString &name : secrets)
        settings.remove(keyOf(memory, "parameters", name));
    settings.setValue(keyOf(memory, "runConfig", timeName), scheduledTime);
    settings.setValue(keyOf(memory, "runConfig", channelsName), channels);
    settings.setValue(keyOf(memory, "runConfig", limitName), rowLimit);
    settings.setValue(keyOf(memory, "runConfig", rowsName), rehearsedRows);
}

QMap<QString, QString> RunConfig::given() const
{
    QMap<QString, QString> given = parameters;
    given.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
    return given;
}

Result<std::optional<PlannedTime>> RunConfig::planned(const QTimeZone &zone) const
{
    if (scheduledTime.trimmed().isEmpty()) {
        const PlannedTime now = PlannedTime::atMinuteOf(QDateTime::currentSecsSinceEpoch(), zone);
        const QMap<QString, QString> builtIn = builtInParameters(now);
        for (auto it = parameters.begin(); it != parameters.end(); ++it)
            if (it.value().isEmpty() && builtIn.contains(it.key()))
                return std::optional(now);
        return std::optional<PlannedTime>();
    }
    SLUICE_TRY(PlannedTime time, readPlannedTime(scheduledTime.trimmed(), zone));
    return std::optional(std::move(time));
}

} // namespace sluice
