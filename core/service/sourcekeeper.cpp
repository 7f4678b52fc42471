#include "service/sourcekeeper.h"

#include "base/nearest.h"

#include <QDir>

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

Result<DataSource> SourceKeeper::resolve(const QString &name, SourceHalf half) const
{
    SLUICE_TRY(const DataSource source, m_sources.find(name));
    return complete(source.inHalf(half));
}

Result<DataSource> SourceKeeper::complete(DataSource source) const
{
    if (source.local)
        return m_warehouse.ensure();
    SLUICE_TRY(const Connector *connector, m_connectors.require(source.type));
    for (const OptionSpec &option : connector->info().sourceOptions) {
        if (option.kind == OptionKind::Path) { // a relative one starts in the workspace
            const QString told = source.values.value(option.key).toString();
            const QString path = told.isEmpty() ? option.defaultValue.toString() : told;
            if (!path.isEmpty())
                source.values.insert(option.key,
                                     QDir::cleanPath(QDir(m_sources.workspaceDir()).absoluteFilePath(path)));
        }
        if (option.kind != OptionKind::Secret || source.values.contains(option.key))
            continue;
        const QString key = source.secretKey(option.key);
        SLUICE_TRY(const auto secret, m_secrets.read(source.name, key));
        if (secret)
            source.values.insert(option.key, *secret);
        else if (option.required)
            return makeError(
                ErrorCode::Auth,
                QStringLiteral("No %1 is kept for the data source \"%2\". Enter it with `sluice source add %2 "
                               "--replace%3`, or set %4.")
                    .arg(option.title, source.name,
                         source.half == SourceHalf::Production ? QStringLiteral(" --production") : QString(),
                         SecretStore::environmentName(source.name, key)),
                option.key);
    }
    return source;
}

Done SourceKeeper::checkValues(const QString &type, const OptionSpecs &options, const QJsonObject &values) const
{
    QStringList keys;
    for (const OptionSpec &option : options)
        keys.append(option.key);
    for (auto it = values.begin(); it != values.end(); ++it) {
        if (!keys.contains(it.key()))
            return makeError(ErrorCode::Config,
                             QStringLiteral("A data source of type \"%1\" has no option \"%2\".").arg(type, it.key()) +
                                 didYouMean(it.key(), keys));
    }
    for (const OptionSpec &option : options) {
        if (option.required && option.kind != OptionKind::Secret &&
            values.value(option.key).toVariant().toString().isEmpty())
            return makeError(ErrorCode::Config,
                             QStringLiteral("The option \"%1\" (%2) is required.").arg(option.key, option.title),
                             option.key);
    }
    return {};
}

Done SourceKeeper::keepSecrets(const DataSource &half, const OptionSpecs &options) const
{
    for (const OptionSpec &option : options) {
        if (option.kind != OptionKind::Secret || !half.values.contains(option.key))
            continue;
        const QString secret = half.values.value(option.key).toVariant().toString();
        const QString key = half.secretKey(option.key);
        SLUICE_CHECK(secret.isEmpty() ? m_secrets.remove(half.name, key) : m_secrets.write(half.name, key, secret));
    }
    return {};
}

Done SourceKeeper::save(const DataSource &source) const
{
    SLUICE_TRY(const Connector *connector, m_connectors.require(source.type));
    const OptionSpecs &options = connector->info().sourceOptions;
    const DataSource development = source.inHalf(SourceHalf::Development);
    const DataSource production = source.inHalf(SourceHalf::Production);
    const auto before = m_sources.find(source.name);
    DataSource open = source;
    for (const DataSource *half : {&development, &production}) {
        SLUICE_CHECK(checkValues(source.type, options, half->values));
        QJsonObject &values = half->half == SourceHalf::Production ? *open.production : open.values;
        for (const OptionSpec &option : options)
            if (option.kind == OptionKind::Secret)
                values.remove(option.key);
    }
    SLUICE_CHECK(m_sources.save(open)); // checks the name before a secret is kept under it
    for (const DataSource *half : {&development, &production}) {
        if (half == &production && !source.production)
            break;
        SLUICE_CHECK(keepSecrets(*half, options));
        const DataSource kept = before.ok() ? before->inHalf(half->half) : DataSource();
        if (kept.half != half->half || kept.type != source.type || kept.values != half->values)
            SLUICE_CHECK(m_sources.forgetStatus(source.name, half->half));
    }
    if (before.ok() && before->production && !source.production) {
        SLUICE_CHECK(m_sources.forgetStatus(source.name, SourceHalf::Production));
        SLUICE_CHECK(forgetSecrets(before->inHalf(SourceHalf::Production)));
    }
    return {};
}

Done SourceKeeper::forgetSecrets(const DataSource &half) const
{
    const ConnectorInfo *info = type(half.type);
    for (const OptionSpec &option : info ? info->sourceOptions : OptionSpecs())
        if (option.kind == OptionKind::Secret)
            SLUICE_CHECK(m_secrets.remove(half.name, half.secretKey(option.key)));
    return {};
}

Done SourceKeeper::remove(const QString &name) const
{
    SLUICE_TRY(const DataSource source, m_sources.find(name));
    SLUICE_CHECK(m_sources.remove(name));
    SLUICE_CHECK(forgetSecrets(source.inHalf(SourceHalf::Development)));
    return source.production ? forgetSecrets(source.inHalf(SourceHalf::Production)) : Done();
}

Done SourceKeeper::checkFree(const QString &name) const
{
    SLUICE_CHECK(checkDataSourceName(name));
    if (m_sources.find(name).ok())
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("There is a data source \"%1\" already. Choose another name.").arg(name),
                         QStringLiteral("name"));
    return {};
}

// The same values under another name, with the secrets that are kept for them.
Result<DataSource> SourceKeeper::copied(const QString &from, const QString &to) const
{
    SLUICE_CHECK(checkFree(to));
    SLUICE_TRY(DataSource source, m_sources.find(from));
    if (source.local)
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("\"%1\" is the workspace's own warehouse; it stays as it is.").arg(from));
    const ConnectorInfo *info = type(source.type);
    DataSource copy = source;
    copy.name = to;
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production}) {
        if (half == SourceHalf::Production && !source.production)
            break;
        QJsonObject &values = half == SourceHalf::Production ? *copy.production : copy.values;
        for (const OptionSpec &option : info ? info->sourceOptions : OptionSpecs()) {
            if (option.kind != OptionKind::Secret)
                continue;
            SLUICE_TRY(const auto secret, m_secrets.readKept(from, source.inHalf(half).secretKey(option.key)));
            if (secret)
                values.insert(option.key, *secret);
        }
    }
    SLUICE_CHECK(save(copy));
    return source;
}

Done SourceKeeper::copy(const QString &from, const QString &to) const
{
    SLUICE_CHECK(copied(from, to));
    return {};
}

Done SourceKeeper::rename(const QString &from, const QString &to) const
{
    SLUICE_TRY(const DataSource source, copied(from, to));
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production})
        if (half == SourceHalf::Development || source.production)
            SLUICE_CHECK(m_sources.keepStatus(to, half, m_sources.status(source, half)));
    return remove(from);
}

Result<QStringList> SourceKeeper::keptSecrets(const DataSource &source) const
{
    QStringList kept;
    const ConnectorInfo *info = source.local ? nullptr : type(source.type);
    for (const OptionSpec &option : info ? info->sourceOptions : OptionSpecs()) {
        if (option.kind != OptionKind::Secret)
            continue;
        SLUICE_TRY(const auto secret, m_secrets.read(source.name, source.secretKey(option.key)));
        if (secret)
            kept.append(option.key);
    }
    return kept;
}

Result<QStringList> SourceKeeper::missingSecrets(const DataSource &source) const
{
    SLUICE_TRY(const QStringList kept, keptSecrets(source));
    QStringList missing;
    const ConnectorInfo *info = source.local ? nullptr : type(source.type);
    for (const OptionSpec &option : info ? info->sourceOptions : OptionSpecs())
        if (option.kind == OptionKind::Secret && option.required && !kept.contains(option.key))
            missing.append(option.title);
    return missing;
}

Done SourceKeeper::keepTest(const QString &name, SourceHalf half, const TestReport &report) const
{
    if (!report.ok() && report.error().code == ErrorCode::Stopped)
        return {};
    return m_sources.keepStatus(
        name, half,
        {.state = report.ok() ? SourceStatus::State::Connected : SourceStatus::State::Failed,
         .at = QDateTime::currentDateTimeUtc(),
         .summary = report.ok() ? QStringLiteral("%1, %2 ms").arg(report.summary).arg(report.took.count())
                                : report.error().message});
}

Done SourceKeeper::keepUntested(const QString &name, SourceHalf half, const TestReport &report) const
{
    return m_sources.keepStatus(name, half,
                                {.state = SourceStatus::State::Untested,
                                 .at = QDateTime::currentDateTimeUtc(),
                                 .summary = report.ok() ? QString() : report.error().message});
}

QList<const ConnectorInfo *> SourceKeeper::types() const
{
    QList<const ConnectorInfo *> types;
    for (const Connector *connector : m_connectors.all())
        if (!connector->info().sourceOptions.isEmpty())
            types.append(&connector->info());
    return types;
}

const ConnectorInfo *SourceKeeper::type(const QString &stepType) const
{
    const Connector *connector = m_connectors.find(stepType);
    return connector ? &connector->info() : nullptr;
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
