#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/prompt.h"
#include "app/cli/workspacescope.h"

#include <algorithm>

namespace sluice::cli
{

namespace
{

const OptionSpec *find(const OptionSpecs &options, const QString &key)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionSpec &o) { return o.key == key; });
    return found == options.end() ? nullptr : &*found;
}

// The text of --set as the value that the option takes.
Result<QJsonValue> valueOf(const OptionSpec &option, const QString &text)
{
    bool good = true;
    QJsonValue value = text;
    if (option.kind == OptionKind::Integer) {
        value = text.toLongLong(&good);
    } else if (option.kind == OptionKind::Number) {
        value = text.toDouble(&good);
    } else if (option.kind == OptionKind::Boolean) {
        good = text == QLatin1String("true") || text == QLatin1String("false");
        value = text == QLatin1String("true");
    } else if (option.kind == OptionKind::Choice) {
        good = option.choices.contains(text);
    }
    if (!good) {
        const QString wanted = option.kind == OptionKind::Boolean  ? QStringLiteral("true or false")
                               : option.kind == OptionKind::Choice ? option.choices.join(QLatin1String(", "))
                                                                   : QStringLiteral("a number");
        return makeError(ErrorCode::Config,
                         QStringLiteral("--set %1: \"%2\" is not %3.").arg(option.key, text, wanted));
    }
    return value;
}

Done readSettings(const Arguments &arguments, const OptionSpecs &options, DataSource &source)
{
    for (const QString &setting : arguments.values(QStringLiteral("set"))) {
        SLUICE_TRY(const auto pair, keyAndValue(setting, QStringLiteral("set")));
        const OptionSpec *option = find(options, pair.first);
        if (option && option->kind == OptionKind::Secret)
            return makeError(
                ErrorCode::Config,
                QStringLiteral("\"%1\" is a secret: it is asked for, or taken from the environment variable %2, "
                               "and never given as an argument.")
                    .arg(pair.first, SecretStore::environmentName(source.name, source.secretKey(pair.first))));
        QJsonValue value = pair.second;
        if (option) {
            SLUICE_TRY(value, valueOf(*option, pair.second));
        }
        source.values.insert(pair.first, value); // an unknown one is refused when saving, with the nearest known
    }
    return {};
}

// Secrets that are not kept yet: from the environment, else asked for on the terminal.
Done readSecrets(const OptionSpecs &options, const SecretStore &secrets, bool replace, DataSource &source)
{
    for (const OptionSpec &option : options) {
        if (option.kind != OptionKind::Secret)
            continue;
        const QString key = source.secretKey(option.key);
        const QString variable = SecretStore::environmentName(source.name, key);
        QString secret = qEnvironmentVariable(variable.toUtf8().constData());
        if (secret.isEmpty() && inputIsTerminal()) {
            const QString hint = replace ? QStringLiteral(" (empty: as it is)") : QString();
            SLUICE_TRY(secret, promptSecret(option.title + hint));
        }
        if (!secret.isEmpty()) {
            source.values.insert(option.key, secret);
        } else if (option.required) {
            SLUICE_TRY(const auto kept, secrets.read(source.name, key));
            if (!kept)
                return makeError(
                    ErrorCode::Config,
                    QStringLiteral("%1 is needed: run this on a terminal, or set %2.").arg(option.title, variable));
        }
    }
    return {};
}

Done add(const Arguments &arguments, WorkspaceScope &scope)
{
    const QString name = arguments.positional().first();
    SLUICE_CHECK(checkDataSourceName(name));
    const bool replace = arguments.has(QStringLiteral("replace"));

    DataSource source;
    source.name = name;
    auto known = scope.sources.find(name);
    if (known.ok() && !replace)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("There is a data source \"%1\" already. Add --replace to change it.").arg(name));
    if (!known.ok() && known.error().code != ErrorCode::NotFound)
        return known.error();
    if (known.ok())
        source = *known;
    source.type = arguments.value(QStringLiteral("type"), source.type);
    source.description = arguments.value(QStringLiteral("description"), source.description);
    if (source.type.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("--type is needed; `sluice connectors` lists the types."));

    SLUICE_TRY(const Connector *connector, scope.connectors.require(source.type));
    const OptionSpecs &options = connector->info().sourceOptions;
    if (options.isEmpty())
        return makeError(ErrorCode::Config, QStringLiteral("\"%1\" needs no data source.").arg(source.type));
    // The production half begins as the development half is.
    DataSource half = source.inHalf(SourceHalf::Development);
    const bool production = halfOf(arguments) == SourceHalf::Production;
    if (production) {
        if (!known.ok())
            return makeError(ErrorCode::Config,
                             QStringLiteral("There is no data source \"%1\" yet. Add it without --production first, "
                                            "for development.")
                                 .arg(name));
        half.values = source.production.value_or(source.values);
        half.half = SourceHalf::Production;
    }
    SLUICE_CHECK(readSettings(arguments, options, half));
    SLUICE_CHECK(readSecrets(options, SecretStore(scope.workspace.stateDir()), known.ok(), half));
    if (production)
        source.production = half.values;
    else
        source.values = half.values;
    return scope.keeper.save(source);
}

} // namespace

int runSourceAdd(const Arguments &arguments)
{
    auto scope = WorkspaceScope::open(arguments);
    if (!scope.ok())
        return fail(scope.error());
    if (auto added = add(arguments, **scope); !added)
        return fail(added.error());
    const QString name = arguments.positional().first();
    printLine(QStringLiteral("Saved %1; its secrets are in %2. Try it: sluice source test %1")
                  .arg(name, SecretStore((*scope)->workspace.stateDir()).place()));
    return success;
}

} // namespace sluice::cli
