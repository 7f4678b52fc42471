#include "task/optionbuilder.h"

#include <QCoreApplication>

namespace sluice
{

QString optionWords(const char *english)
{
    return *english ? QCoreApplication::translate("Options", english) : QString();
}

OptionSpec option(const char *key, const char *title, OptionKind kind, const char *help, const char *example)
{
    OptionSpec spec;
    spec.key = QString::fromUtf8(key);
    spec.title = optionWords(title);
    spec.kind = kind;
    spec.help = optionWords(help);
    spec.example = QString::fromUtf8(example);
    return spec;
}

OptionSpec required(OptionSpec spec)
{
    spec.required = true;
    return spec;
}

OptionSpec advanced(OptionSpec spec)
{
    spec.advanced = true;
    return spec;
}

OptionSpec withDefault(OptionSpec spec, const QJsonValue &value)
{
    spec.defaultValue = value;
    return spec;
}

OptionSpec ranged(OptionSpec spec, double minimum, double maximum)
{
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

OptionSpec choice(OptionSpec spec, const QStringList &choices, const QString &usual)
{
    spec.choices = choices;
    if (!usual.isEmpty())
        spec.defaultValue = usual;
    return spec;
}

} // namespace sluice
