#include "service/sourceexchange.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr qsizetype mostSources = 1000;
constexpr qsizetype largestText = 4 * 1024 * 1024;

QStringList secretKeys(const SourceKeeper &keeper, const QString &type)
{
    QStringList keys;
    if (const ConnectorInfo *info = keeper.type(type))
        for (const OptionSpec &option : info->sourceOptions)
            if (option.kind == OptionKind::Secret)
                keys.append(option.key);
    return keys;
}

// Of a type that is not known only the name and the type can be told to hold no secret.
QJsonObject openValues(const QJsonObject &values, const QString &type, const SourceKeeper &keeper)
{
    QJsonObject open;
    const ConnectorInfo *info = keeper.type(type);
    const QStringList secrets = secretKeys(keeper, type);
    for (auto it = values.begin(); it != values.end(); ++it)
        if (info && !secrets.contains(it.key()))
            open.insert(it.key(), it.value());
    return open;
}

Result<DataSource> sourceFrom(const QJsonObject &object, const SourceKeeper &keeper)
{
    DataSource source;
    source.name = object.value(QLatin1String("name")).toString().left(200);
    source.type = object.value(QLatin1String("type")).toString().left(200);
    source.description = object.value(QLatin1String("description")).toString();
    source.values = object.value(QLatin1String("values")).toObject();
    if (const QJsonValue production = object.value(QLatin1String("production")); production.isObject())
        source.production = production.toObject();
    const auto refused = [&](const QString &message) { return makeError(ErrorCode::Config, message, source.name); };
    if (const Done named = checkDataSourceName(source.name); !named.ok())
        return refused(named.error().message);
    const ConnectorInfo *info = keeper.type(source.type);
    if (!info || info->sourceOptions.isEmpty())
        return refused(QStringLiteral("There is no data source of the type \"%1\" in this version.").arg(source.type));
    for (const QString &key : secretKeys(keeper, source.type))
        if (source.values.contains(key) || (source.production && source.production->contains(key)))
            return refused(QStringLiteral("The file holds a secret (%1). Take it out of the file, import again and "
                                          "enter it in the data source.")
                               .arg(key));
    return source;
}

QStringList keysNeeded(const DataSource &source, const SourceKeeper &keeper)
{
    QStringList needed;
    for (const SourceHalf half : {SourceHalf::Development, SourceHalf::Production}) {
        if (half == SourceHalf::Production && !source.production)
            break;
        const QStringList missing = keeper.missingSecrets(source.inHalf(half)).valueOr({});
        const QString of = source.production ? QStringLiteral(" (%1)").arg(sourceHalfName(half)) : QString();
        for (const QString &title : missing)
            needed.append(source.name + QStringLiteral(": ") + title + of);
    }
    return needed;
}

} // namespace

QByteArray exportedSources(const QList<DataSource> &sources, const SourceKeeper &keeper)
{
    QJsonArray array;
    for (const DataSource &source : sources) {
        if (source.local)
            continue;
        QJsonObject object{{QStringLiteral("name"), source.name},
                           {QStringLiteral("type"), source.type},
                           {QStringLiteral("description"), source.description},
                           {QStringLiteral("values"), openValues(source.values, source.type, keeper)}};
        if (source.production)
            object.insert(QStringLiteral("production"), openValues(*source.production, source.type, keeper));
        array.append(object);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), formatVersion}, {QStringLiteral("sources"), array}})
        .toJson();
}

Result<ImportReport> importSources(const QByteArray &text, const SourceStore &store, const SourceKeeper &keeper)
{
    if (text.size() > largestText)
        return makeError(ErrorCode::Data, QStringLiteral("The file is larger than 4 MiB: it is no list of sources."));
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(text, &fault).object();
    const QJsonValue sources = object.value(QLatin1String("sources"));
    if (fault.error != QJsonParseError::NoError || !sources.isArray())
        return makeError(ErrorCode::Config,
                         QStringLiteral("This is no file of data sources. Choose one that Export… has written."), {},
                         fault.error != QJsonParseError::NoError ? fault.errorString() : QString());
    if (object.value(QLatin1String("format")).toInt() > formatVersion)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A newer version of Sluice wrote this file. Update Sluice to use it."));
    const QJsonArray array = sources.toArray();
    if (array.size() > mostSources)
        return makeError(ErrorCode::Data,
                         QStringLiteral("The file holds %1 data sources; at most %2 are taken at once.")
                             .arg(array.size())
                             .arg(mostSources));
    ImportReport report;
    for (const QJsonValue &entry : array) {
        const auto source = sourceFrom(entry.toObject(), keeper);
        if (!source.ok()) {
            report.refused.append(source.error());
        } else if (store.find(source->name).ok()) {
            report.present.append(source->name);
        } else if (const Done saved = keeper.save(*source); !saved.ok()) {
            report.refused.append(makeError(saved.error().code, saved.error().message, source->name));
        } else {
            report.added.append(source->name);
            report.needKeys += keysNeeded(*source, keeper);
        }
    }
    return report;
}

} // namespace sluice
