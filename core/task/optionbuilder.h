#pragma once

#include "task/optionspec.h"

namespace sluice
{

// A title, a help or the name of a choice in the language of the program that has installed a translator before (the
// studio), as it is where none is installed (command line, documents). scripts/translations asks the options for them.
QString optionWords(const char *english);

// How connectors and the script itself declare their options: option() and what is said of it around it, as in
// required(option("table", "Table", OptionKind::Table, "Where the rows go.", "\"orders\"")). Pure.
OptionSpec option(const char *key, const char *title, OptionKind kind, const char *help, const char *example);
OptionSpec required(OptionSpec spec);
OptionSpec advanced(OptionSpec spec);
OptionSpec withDefault(OptionSpec spec, const QJsonValue &value);
OptionSpec ranged(OptionSpec spec, double minimum, double maximum);
// One of these; `usual` is the default, empty: there is none.
OptionSpec choice(OptionSpec spec, const QStringList &choices, const QString &usual = {});

} // namespace sluice
