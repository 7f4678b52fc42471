#include "service/sourcekeeper.h"

#include "base/nearest.h"

namespace sluice
{

SourceKeeper::SourceKeeper(const ConnectorRegistry &connectors, SourceStore &sources, SecretStore secrets,
                           LocalWarehouse &warehouse)
    : m_connectors(connectors)
    , m_sources(sources)
    , m_secrets(std::move(secrets))
    , m_warehouse(warehouse)
{
}

Result<DataSource> SourceKeeper::resolve(const QString &name) const
{
    SLUICE_TRY(DataSource source, m_sources.find(name));
    return complete(std::move(source));
}

Result<DataSource> SourceKeeper::complete(DataSource source) const
{
    if (source.local)
        return m_warehouse.ensure();
    SLUICE_TRY(const Connector *connector, m_connectors.require(source.type));
    for (const OptionSpec &option : connector->info().sourceOptions) {
        if (option.kind != OptionKind::Secret || source.values.contains(option.key))
            continue;
        SLUICE_TRY(const auto secret, m_secrets.read(source.name, option.key));
        if (secret)
            source.values.insert(option.key, *secret);
        else if (option.required)
            return makeError(
                ErrorCode::Auth,
                QStringLiteral("No %1 is kept for the data source \"%2\". Enter it with `sluice source add %2 "
                               "--replace`, or set %3.")
                    .arg(option.title, source.name, SecretStore::environmentName(source.name, option.key)));
    }
    return source;
}

Done SourceKeeper::save(const DataSource &source) const
{
    SLUICE_TRY(const Connector *connector, m_connectors.require(source.type));
    const OptionSpecs &options = connector->info().sourceOptions;
    QStringList keys;
    for (const OptionSpec &option : options)
        keys.append(option.key);
    for (auto it = source.values.begin(); it != source.values.end(); ++it) {
        if (!keys.contains(it.key()))
            return makeError(
                ErrorCode::Config,
                QStringLiteral("A data source of type \"%1\" has no option \"%2\".").arg(source.type, it.key()) +
                    didYouMean(it.key(), keys));
    }

    DataSource open = source;
    QList<QPair<QString, QString>> secrets;
    for (const OptionSpec &option : options) {
        const QString text = source.values.value(option.key).toVariant().toString();
        const bool secret = option.kind == OptionKind::Secret;
        if (option.required && !secret && text.isEmpty())
            return makeError(ErrorCode::Config,
                             QStringLiteral("The option \"%1\" (%2) is required.").arg(option.key, option.title));
        if (secret) {
            open.values.remove(option.key);
            if (!text.isEmpty())
                secrets.append({option.key, text});
        }
    }
    SLUICE_CHECK(m_sources.save(open)); // checks the name before a secret is kept under it
    for (const auto &[key, secret] : secrets)
        SLUICE_CHECK(m_secrets.write(source.name, key, secret));
    return {};
}

Done SourceKeeper::remove(const QString &name) const
{
    SLUICE_TRY(const DataSource source, m_sources.find(name));
    SLUICE_CHECK(m_sources.remove(name));
    const Connector *connector = m_connectors.find(source.type);
    if (!connector)
        return {};
    for (const OptionSpec &option : connector->info().sourceOptions) {
        if (option.kind == OptionKind::Secret)
            SLUICE_CHECK(m_secrets.remove(name, option.key));
    }
    return {};
}

QStringList SourceKeeper::secretsOf(const DataSource &source) const
{
    QStringList secrets;
    if (const Connector *connector = m_connectors.find(source.type)) {
        for (const OptionSpec &option : connector->info().sourceOptions) {
            if (option.kind == OptionKind::Secret)
                secrets.append(source.values.value(option.key).toString());
        }
    }
    secrets.removeAll(QString());
    return secrets;
}

} // namespace sluice
