#pragma once

#include "task/validate.h"

#include <optional>

namespace sluice
{

// Edits of a script by what they mean, whoever makes them. Each gives the document with the smallest change of its
// text: comments, keys that nobody knows, order and layout elsewhere stay. Pure. All fail with Config while the script
// does not parse, or where it is not of the shape of a task.

enum class StepSide { Reader, Writer };
QString categoryOf(StepSide side); // "reader"

// One end as the script has it, right or wrong; nothing when there is no such step.
std::optional<StepSpec> stepOf(const ScriptDocument &script, StepSide side);
// Where it stands: the first step of this side; empty when there is none. Does not read its options.
QString stepPointer(const ScriptDocument &script, StepSide side);

// One option; undefined removes its key. A step that is missing is made.
Result<ScriptDocument> setStepOption(const ScriptDocument &script, StepSide side, const QString &key,
                                     const QJsonValue &value);
// Another system. Options of the old one that the new one does not know go with it; keys that neither knows stay.
Result<ScriptDocument> setStepType(const ScriptDocument &script, StepSide side, const QString &stepType,
                                   const StepCatalog &catalog);
// The data source, instead of a connection that the step spells out itself (SJ-7).
Result<ScriptDocument> setStepSource(const ScriptDocument &script, StepSide side, const QString &dataSource);
// Both column lists at once: they belong together (FM-6).
Result<ScriptDocument> setColumns(const ScriptDocument &script, const QJsonArray &reader, const QJsonArray &writer);

// How a task runs, as options of one form: concurrent, throttle, mbps, and what dirty rows are allowed.
const OptionSpecs &channelOptions();
// Their values in a script. "dirtyPolicy" is what errorLimit comes to: "none", "limit", "share" or "ignore".
QJsonObject channelValues(const ScriptDocument &script);
Result<ScriptDocument> setChannelOption(const ScriptDocument &script, const QString &key, const QJsonValue &value);
// Where an option of the channel stands in a script, and back (empty: it is none).
QString channelPointer(const QString &key);
QString channelKeyAt(const QString &pointer);
// "2 channels, 12 MB/s, at most 0 dirty rows".
QString channelInWords(const ScriptDocument &script);

} // namespace sluice
