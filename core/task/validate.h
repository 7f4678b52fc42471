#pragma once

#include "task/optionspec.h"
#include "task/scriptdocument.h"

#include <QMap>

#include <functional>

namespace sluice
{

// What validation must know of a connector; the registry in `connector` provides it.
struct StepCatalog {
    QStringList readers; // step types
    QStringList writers;
    QMap<QString, QString> titles; // of the systems, by step type: "MaxCompute"
    std::function<const OptionSpecs *(const QString &stepType, const QString &category)> options;
    // Rules of a connector that no option can say (MR-14, MW-2, …). Their issues name a pointer
    // ("/steps/0/parameter/where", or from the step on: "/parameter/where"); validate() finds the place of it in the
    // text, so that a cureText replaces the value there.
    std::function<Issues(const StepSpec &step)> check;
};

// All that can be said of a document without touching a data source: syntax, shape (SJ-1…SJ-3), unknown keys and step
// types with the nearest known name, required options, types and ranges of values. Pure.
Issues validate(const ScriptDocument &document, const StepCatalog &catalog);

// The task a document describes. Config error with the first problem that prevents it.
Result<TaskSpec> parseTask(const ScriptDocument &document);

// Replaces `${name}` in every string value (SJ-10). Config error with the JSON pointer of the first undefined one.
Result<ScriptDocument> substitute(const ScriptDocument &document, const QMap<QString, QString> &parameters);
// The names used as `${name}`, in order of appearance, without repeats.
QStringList parameterNames(const ScriptDocument &document);

} // namespace sluice
