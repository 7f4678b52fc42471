#include "schedule/parameters.h"

#include "schedule/evaluate.h"

#include <algorithm>

namespace sluice
{

Done checkParameterName(const QString &name)
{
    const bool good = !name.isEmpty() && name.size() <= 200 && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c == u'_' || c == u'-' || c == u'.';
    });
    if (!good)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A parameter's name is made of letters, digits, \"_\", \"-\" and \".\"; the "
                                        "task uses it as ${name}."));
    return {};
}

QMap<QString, QString> builtInParameters(const PlannedTime &time)
{
    QMap<QString, QString> parameters;
    for (const QString &name : {QStringLiteral("bizdate"), QStringLiteral("cyctime")}) {
        const QString value = resolveValue(QLatin1Char('$') + name, time).valueOr({});
        parameters.insert(name, value);
        parameters.insert(QLatin1String("bdp.system.") + name, value);
    }
    return parameters;
}

Result<QMap<QString, QString>> resolveParameters(const QList<ScheduleParameter> &parameters, const PlannedTime &time)
{
    QMap<QString, QString> resolved;
    for (const ScheduleParameter &parameter : parameters) {
        auto value = resolveValue(parameter.value, time);
        if (!value.ok()) {
            Error error = value.error();
            error.where = parameter.name + QLatin1String(", ") + error.where;
            return error;
        }
        resolved.insert(parameter.name, *value);
    }
    return resolved;
}

} // namespace sluice
