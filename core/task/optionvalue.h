#pragma once

#include "task/optionspec.h"

#include <optional>

namespace sluice
{

// Values of a script as they are meant: DataWorks writes numbers and booleans as such and as texts ("12", "true"),
// in one and the same script. All return nothing when the value cannot be read so.

// true, "true", "False".
std::optional<bool> readBoolean(const QJsonValue &value);
// 5, 5.0, "5".
std::optional<qint64> readInteger(const QJsonValue &value);
// 0.5, "0.5"; finite.
std::optional<double> readNumber(const QJsonValue &value);
// A text, or a number or boolean as it is spelled.
std::optional<QString> readText(const QJsonValue &value);
// An array of texts; a single text is an array of one.
std::optional<QStringList> readTexts(const QJsonValue &value);

// Absent, null, "", [] or {}: the same as not set. A blank text is a text (a tab may delimit fields).
bool isUnset(const QJsonValue &value);
// Whether a text holds `${…}`: what it will be is known only at the run.
bool hasPlaceholder(const QJsonValue &value);

// What people call a kind of option: "whole number", "array of columns".
QString optionKindName(OptionKind kind);

} // namespace sluice
