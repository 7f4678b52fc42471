#pragma once

#include "task/optionspec.h"

#include <optional>

namespace sluice
{

// An option's value as a person types it, and back. What cannot be meant for the option stays a text, for validation to
// say so: a form refuses nothing.

// One line; nothing for what is not set. Arrays and objects as JSON.
QString optionText(const QJsonValue &value);

// The value that a typed text stands for, in the form in which `before` stands in the script ("12" or 12), else in the
// form that the documents print. An empty text is "" where the key is there, else undefined.
QJsonValue optionFromText(const OptionSpec &option, const QString &text, const QJsonValue &before);

// The entries of a list, one a line, and back. A single text stays one as long as it is alone.
QStringList optionEntries(const QJsonValue &value);
QJsonValue optionFromEntries(const QStringList &entries, const QJsonValue &before);

// The choice that a value is, as the option spells it: case does not count, nor whether it stands as a text. Nothing
// when it is none of them.
std::optional<QString> optionChoice(const OptionSpec &option, const QJsonValue &value);

// The word for a choice on the form.
QString choiceTitle(const OptionSpec &option, int choice);

} // namespace sluice
