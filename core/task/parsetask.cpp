#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/validate.h"

#include <QJsonArray>

namespace sluice
{

static Error problem(const QString &pointer, const QString &message)
{
    return makeError(ErrorCode::Config, message, pointer);
}

static Result<StepSpec> stepAt(const QString &pointer, const QJsonObject &object)
{
    StepSpec step;
    step.stepType = object.value(QLatin1String("stepType")).toString();
    step.name = object.value(QLatin1String("name")).toString();
    step.category = object.value(QLatin1String("category")).toString();
    step.pointer = pointer;
    if (step.stepType.isEmpty())
        return problem(pointer, QStringLiteral("The step has no \"stepType\": say which system it reads or writes."));
    const QJsonValue parameter = object.value(QLatin1String("parameter"));
    if (!parameter.isObject() && !parameter.isUndefined())
        return problem(pointer, QStringLiteral("The step's \"parameter\" must be an object."));
    step.parameter = parameter.toObject();
    return step;
}

static Done parseSteps(const QJsonObject &script, TaskSpec &task)
{
    const QString place = QStringLiteral("/steps");
    const QJsonValue steps = script.value(QLatin1String("steps"));
    if (!steps.isArray())
        return problem(steps.isUndefined() ? QString() : place,
                       QStringLiteral("\"steps\" must be an array with a reader and a writer."));
    bool reader = false, writer = false;
    const QJsonArray array = steps.toArray();
    for (int i = 0; i < array.size(); ++i) {
        const QString pointer = pointerTo(place, i);
        if (!array[i].isObject())
            return problem(pointer, QStringLiteral("A step must be an object."));
        SLUICE_TRY(StepSpec step, stepAt(pointer, array[i].toObject()));
        const bool reads = step.category == QLatin1String("reader");
        if (!reads && step.category != QLatin1String("writer"))
            return problem(pointer, QStringLiteral("The category of a step is \"reader\" or \"writer\", not \"%1\".")
                                        .arg(step.category.left(80)));
        bool &taken = reads ? reader : writer;
        if (taken)
            return problem(pointer, QStringLiteral("A task has one %1; this is another.").arg(step.category));
        taken = true;
        if (step.name.isEmpty())
            step.name = reads ? QStringLiteral("Reader") : QStringLiteral("Writer");
        (reads ? task.reader : task.writer) = std::move(step);
    }
    if (!reader || !writer)
        return problem(
            place,
            QStringLiteral("The task has no %1.").arg(reader ? QStringLiteral("writer") : QStringLiteral("reader")));
    return {};
}

// A setting that is not set keeps its default; one that cannot be read is an error.
template <typename T, typename Read>
static Done readSetting(const QJsonObject &group, const QString &place, const QString &key, Read read,
                        const QString &wanted, T &to)
{
    const QJsonValue value = group.value(key);
    if (isUnset(value))
        return {};
    const auto known = read(value);
    if (!known)
        return problem(pointerTo(place, key), QStringLiteral("\"%1\" must be %2.").arg(key, wanted));
    to = *known;
    return {};
}

static Done parseSetting(const QJsonObject &script, TaskSpec &task)
{
    const QJsonObject setting = script.value(QLatin1String("setting")).toObject();
    const QString limitPlace = QStringLiteral("/setting/errorLimit");
    const QString speedPlace = QStringLiteral("/setting/speed");
    const QJsonObject limit = setting.value(QLatin1String("errorLimit")).toObject();
    const QJsonObject speed = setting.value(QLatin1String("speed")).toObject();

    const auto rows = [](const QJsonValue &value) {
        const auto number = readInteger(value);
        return number && *number >= 0 ? number : std::nullopt;
    };
    const auto share = [](const QJsonValue &value) {
        const auto number = readNumber(value);
        return number && *number >= 0 && *number <= 1 ? number : std::nullopt;
    };
    const auto rate = [](const QJsonValue &value) {
        const auto number = readNumber(value);
        return number && *number > 0 ? number : std::nullopt;
    };
    const auto lanes = [](const QJsonValue &value) {
        const auto number = readInteger(value);
        return number && *number >= 1 && *number <= mostLanes ? std::optional(int(*number)) : std::nullopt;
    };
    SLUICE_CHECK(readSetting(limit, limitPlace, QStringLiteral("record"), rows,
                             QStringLiteral("a number of rows, 0 or more"), task.errorLimit.record));
    SLUICE_CHECK(readSetting(limit, limitPlace, QStringLiteral("percentage"), share,
                             QStringLiteral("a number from 0 to 1"), task.errorLimit.percentage));
    SLUICE_CHECK(readSetting(speed, speedPlace, QStringLiteral("throttle"), readBoolean,
                             QStringLiteral("true or false"), task.speed.throttle));
    SLUICE_CHECK(readSetting(speed, speedPlace, QStringLiteral("concurrent"), lanes,
                             QStringLiteral("a number of lanes from 1 to %1").arg(mostLanes), task.speed.concurrent));
    SLUICE_CHECK(readSetting(speed, speedPlace, QStringLiteral("mbps"), rate,
                             QStringLiteral("a number of megabytes a second above 0"), task.speed.megabytes));
    return {};
}

Result<TaskSpec> parseTask(const ScriptDocument &document)
{
    SLUICE_TRY(const QJsonObject script, document.strict());
    TaskSpec task;
    SLUICE_CHECK(parseSteps(script, task));
    SLUICE_CHECK(parseSetting(script, task));
    return task;
}

} // namespace sluice
