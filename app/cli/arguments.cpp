#include "app/cli/arguments.h"

#include "base/nearest.h"

#include <algorithm>

namespace sluice::cli
{

Result<Arguments> Arguments::parse(const QStringList &words, const QList<OptionRule> &rules)
{
    Arguments arguments;
    bool optionsEnded = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString &word = words[i];
        if (optionsEnded || !word.startsWith(QLatin1String("--"))) {
            arguments.m_positional.append(word);
            continue;
        }
        if (word == QLatin1String("--")) {
            optionsEnded = true;
            continue;
        }
        const qsizetype equals = word.indexOf(QLatin1Char('='));
        const QString name = equals < 0 ? word.mid(2) : word.mid(2, equals - 2);
        const auto rule = std::find_if(rules.begin(), rules.end(), [&](const OptionRule &r) { return r.name == name; });
        if (rule == rules.end()) {
            QStringList names;
            for (const OptionRule &known : rules)
                names.append(known.name);
            const QString near = nearest(name, names);
            return makeError(ErrorCode::Config,
                             QStringLiteral("There is no option --%1.").arg(name) +
                                 (near.isEmpty() ? QString() : QStringLiteral(" Did you mean --%1?").arg(near)));
        }
        if (arguments.has(name) && !rule->repeated)
            return makeError(ErrorCode::Config, QStringLiteral("The option --%1 stands twice.").arg(name));

        QString value;
        if (rule->value.isEmpty()) {
            if (equals >= 0)
                return makeError(ErrorCode::Config, QStringLiteral("The option --%1 takes no value.").arg(name));
        } else if (equals >= 0) {
            value = word.mid(equals + 1);
        } else if (rule->isValue) {
            if (i + 1 < words.size() && rule->isValue(words[i + 1]))
                value = words[++i];
        } else if (i + 1 < words.size()) {
            value = words[++i];
        } else {
            return makeError(ErrorCode::Config,
                             QStringLiteral("The option --%1 needs a value: %2.").arg(name, rule->value));
        }
        arguments.m_values[name].append(value);
    }
    return arguments;
}

QString Arguments::value(const QString &option, const QString &otherwise) const
{
    const auto found = m_values.find(option);
    return found == m_values.end() ? otherwise : found->last();
}

Result<QPair<QString, QString>> keyAndValue(const QString &text, const QString &option)
{
    const qsizetype equals = text.indexOf(QLatin1Char('='));
    if (equals < 1)
        return makeError(
            ErrorCode::Config,
            QStringLiteral("--%1 needs a name and a value: --%1 name=value, not \"%2\".").arg(option, text));
    return qMakePair(text.left(equals), text.mid(equals + 1));
}

Result<QMap<QString, QString>> parametersOf(const Arguments &arguments)
{
    QMap<QString, QString> parameters;
    for (const QString &given : arguments.values(QStringLiteral("param"))) {
        SLUICE_TRY(const auto pair, keyAndValue(given, QStringLiteral("param")));
        parameters.insert(pair.first, pair.second);
    }
    return parameters;
}

} // namespace sluice::cli
