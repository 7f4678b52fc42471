#include "task/taskedit.h"

#include "task/jsonpointer.h"
#include "task/optionvalue.h"
#include "task/scripttree.h"
#include "task/taskoptions.h"

#include <QJsonArray>
#include <QSet>

namespace sluice
{

static const QString parameterKey = QStringLiteral("parameter");
static const QString columnKey = QStringLiteral("column");
static const QString sourceKey = QStringLiteral("datasource");

QString categoryOf(StepSide side)
{
    return side == StepSide::Reader ? QStringLiteral("reader") : QStringLiteral("writer");
}

std::optional<StepSpec> stepOf(const ScriptDocument &script, StepSide side)
{
    const QString pointer = stepPointer(script, side);
    if (pointer.isEmpty())
        return std::nullopt;
    const QJsonObject object = script.value(pointer).toObject();
    StepSpec step;
    step.stepType = object[QLatin1String("stepType")].toString();
    step.name = object[QLatin1String("name")].toString();
    step.category = categoryOf(side);
    step.parameter = object[parameterKey].toObject();
    step.pointer = pointer;
    return step;
}

QString stepPointer(const ScriptDocument &script, StepSide side)
{
    const QStringView text = script.text();
    const ScriptNode *steps = script.parsed() ? nodeAt(script.tree()->root, text, {QStringLiteral("steps")}) : nullptr;
    if (!steps || steps->kind != ScriptNode::Kind::Array)
        return {};
    for (size_t i = 0; i < steps->children.size(); ++i) {
        const ScriptNode *category = nodeAt(steps->children[i], text, {QStringLiteral("category")});
        if (category && category->kind == ScriptNode::Kind::Text && textOf(*category, text) == categoryOf(side))
            return pointerTo(QStringLiteral("/steps"), int(i));
    }
    return {};
}

// The script with a step on this side, and where it stands.
static Result<std::pair<ScriptDocument, QString>> withStep(const ScriptDocument &script, StepSide side,
                                                           const QString &stepType)
{
    if (const auto step = stepOf(script, side))
        return std::pair(script, step->pointer);
    const QJsonObject step{
        {QStringLiteral("stepType"), stepType},
        {parameterKey, QJsonObject()},
        {QStringLiteral("name"), side == StepSide::Reader ? QStringLiteral("Reader") : QStringLiteral("Writer")},
        {QStringLiteral("category"), categoryOf(side)}};
    SLUICE_TRY(ScriptDocument made, script.set(QStringLiteral("/steps/-"), step));
    const auto place = stepOf(made, side);
    return std::pair(std::move(made), place ? place->pointer : QString());
}

Result<ScriptDocument> setStepOption(const ScriptDocument &script, StepSide side, const QString &key,
                                     const QJsonValue &value)
{
    SLUICE_TRY(const auto place, withStep(script, side, QStringLiteral("stream")));
    return place.first.set(pointerTo(pointerTo(place.second, parameterKey), key), value);
}

Result<ScriptDocument> setStepType(const ScriptDocument &script, StepSide side, const QString &stepType,
                                   const StepCatalog &catalog)
{
    SLUICE_TRY(auto place, withStep(script, side, stepType));
    ScriptDocument changed = std::move(place.first);
    const auto step = stepOf(changed, side);
    if (!step || step->stepType == stepType)
        return changed;
    const auto keys = [&](const QString &type) {
        const OptionSpecs *options = catalog.options ? catalog.options(type, categoryOf(side)) : nullptr;
        return options ? keysOf(*options) : QStringList();
    };
    const QStringList old = keys(step->stepType), known = keys(stepType);
    const QString parameter = pointerTo(step->pointer, parameterKey);
    for (const QString &key : step->parameter.keys()) {
        // A source belongs to its system.
        if (key == sourceKey || (old.contains(key) && !known.contains(key))) {
            SLUICE_TRY(changed, changed.remove(pointerTo(parameter, key)));
        }
    }
    return changed.set(pointerTo(step->pointer, QStringLiteral("stepType")), stepType);
}

Result<ScriptDocument> setStepSource(const ScriptDocument &script, StepSide side, const QString &dataSource)
{
    SLUICE_TRY(ScriptDocument changed,
               setStepOption(script, side, sourceKey,
                             dataSource.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(dataSource)));
    const auto step = stepOf(changed, side);
    for (const QString &key : connectionKeys() + QStringList{QStringLiteral("server")}) { // Kafka's
        if (!dataSource.isEmpty() && step && step->parameter.contains(key)) {
            SLUICE_TRY(changed, setStepOption(changed, side, key, QJsonValue::Undefined));
        }
    }
    return changed;
}

Result<ScriptDocument> setColumns(const ScriptDocument &script, const QJsonArray &reader, const QJsonArray &writer)
{
    SLUICE_TRY(const ScriptDocument changed, setStepOption(script, StepSide::Reader, columnKey, reader));
    return setStepOption(changed, StepSide::Writer, columnKey, writer);
}

} // namespace sluice
