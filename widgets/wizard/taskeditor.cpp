#include "widgets/wizard/taskeditor.h"

#include "task/jsonpointer.h"

namespace sluice
{

namespace
{

QString optionPlace(const ScriptDocument &script, StepSide side, const QString &key)
{
    const auto step = stepOf(script, side);
    return step ? pointerTo(step->pointer + QStringLiteral("/parameter"), key) : QString();
}

} // namespace

TaskEditor::TaskEditor(TaskDocument &document, const StepCatalog &catalog, QObject *parent)
    : QObject(parent)
    , m_document(document)
    , m_catalog(catalog)
{
}

void TaskEditor::apply(const Edit &edit, const std::function<QString(const ScriptDocument &)> &place,
                       const QString &what, bool typing)
{
    const ScriptDocument before = m_document.parseNow();
    const auto after = edit(before);
    if (!after.ok()) {
        Q_EMIT refused(after.error());
        return;
    }
    // The caret of the script goes where the change is.
    const auto end = [&place](const ScriptDocument &script) {
        auto range = script.rangeOf(place(script));
        return range ? range->offset + range->length : 0;
    };
    m_document.edit(after->text(), end(before), end(*after),
                    typing ? TaskDocument::Edit::Typing : TaskDocument::Edit::Whole, what,
                    typing ? place(*after) : QString());
}

void TaskEditor::setStepOption(StepSide side, const QString &key, const QJsonValue &value, bool typing)
{
    apply([&](const ScriptDocument &script) { return sluice::setStepOption(script, side, key, value); },
          [&](const ScriptDocument &script) { return optionPlace(script, side, key); }, key, typing);
}

void TaskEditor::setStepType(StepSide side, const QString &stepType)
{
    apply([&](const ScriptDocument &script) { return sluice::setStepType(script, side, stepType, m_catalog); },
          [&](const ScriptDocument &script) {
              const auto step = stepOf(script, side);
              return step ? step->pointer + QStringLiteral("/stepType") : QString();
          },
          side == StepSide::Reader ? tr("another source") : tr("another destination"), false);
}

void TaskEditor::setStepSource(StepSide side, const QString &dataSource)
{
    apply([&](const ScriptDocument &script) { return sluice::setStepSource(script, side, dataSource); },
          [&](const ScriptDocument &script) { return optionPlace(script, side, QStringLiteral("datasource")); },
          tr("data source"), false);
}

void TaskEditor::setChannelOption(const QString &key, const QJsonValue &value, bool typing)
{
    apply([&](const ScriptDocument &script) { return sluice::setChannelOption(script, key, value); },
          [&](const ScriptDocument &) { return channelPointer(key); }, key, typing);
}

} // namespace sluice
