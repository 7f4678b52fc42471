#include "app/cli/plannedoption.h"

#include "base/civildate.h"
#include "service/giventime.h"

namespace sluice::cli
{

const OptionRule atOption{QStringLiteral("at"), QStringLiteral("\"yyyy-MM-dd HH:mm:ss\""),
                          QStringLiteral("the scheduled time that expressions are made of")};
const OptionRule businessDateOption{QStringLiteral("business-date"), QStringLiteral("yyyy-MM-dd"),
                                    QStringLiteral("the business date; without it, the day before the scheduled time")};

Result<std::optional<PlannedTime>> plannedTimeOf(const Arguments &arguments, const QTimeZone &zone)
{
    std::optional<PlannedTime> time;
    if (arguments.has(atOption.name)) {
        auto at = readPlannedTime(arguments.value(atOption.name), zone);
        if (!at.ok())
            return at.error().at(QStringLiteral("--at"));
        time = *at;
    }
    if (arguments.has(businessDateOption.name)) {
        auto day = readBusinessDay(arguments.value(businessDateOption.name));
        if (!day.ok())
            return day.error().at(QStringLiteral("--business-date"));
        if (!time) {
            SLUICE_TRY(time, PlannedTime::at((*day + 1) * secondsOfDay, zone));
        }
        time->businessDay = *day;
    }
    return time;
}

} // namespace sluice::cli
