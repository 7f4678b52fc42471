#include "workspace/sourcestore.h"

#include "base/files.h"
#include "base/nearest.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>

namespace sluice
{

namespace
{

constexpr int oneHalfVersion = 1;
constexpr int formatVersion = 2; // of a file with a production half; earlier programs would take the other for it
constexpr qint64 largestFile = 1024 * 1024;
const QLatin1String suffix(".source.json");
const QLatin1String statusSuffix(".status.json");

DataSource localWarehouseSource()
{
    DataSource source;
    source.name = QStringLiteral("odps_first");
    source.type = QStringLiteral("odps");
    source.description = QStringLiteral("The local warehouse of this workspace");
    source.local = true;
    return source;
}

Result<DataSource> parse(const QString &file, const QString &name)
{
    SLUICE_TRY(const QByteArray bytes, readFile(file, largestFile));
    QJsonParseError fault;
    const QJsonObject object = QJsonDocument::fromJson(bytes, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return makeError(ErrorCode::Config, QStringLiteral("The data source's file is not valid JSON."), file,
                         fault.errorString());
    if (object.value(QLatin1String("format")).toInt() > formatVersion)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A newer version of Sluice wrote this data source. Update Sluice to use it."),
                         file);
    DataSource source;
    source.name = name;
    source.type = object.value(QLatin1String("type")).toString();
    source.description = object.value(QLatin1String("description")).toString();
    source.values = object.value(QLatin1String("values")).toObject();
    if (const QJsonValue production = object.value(QLatin1String("production")); production.isObject())
        source.production = production.toObject();
    return source;
}

SourceStatus::State stateFrom(const QString &name)
{
    for (const auto state : {SourceStatus::State::Connected, SourceStatus::State::Failed})
        if (name == sourceStateName(state))
            return state;
    return SourceStatus::State::Untested;
}

} // namespace

QString sourceStateName(SourceStatus::State state)
{
    switch (state) {
    case SourceStatus::State::Connected:
        return QStringLiteral("Connected");
    case SourceStatus::State::Failed:
        return QStringLiteral("Failed");
    case SourceStatus::State::Untested:
        break;
    }
    return QStringLiteral("Untested");
}

SourceStore::SourceStore(QString workspaceDir)
    : m_workspaceDir(std::move(workspaceDir))
    , m_directory(m_workspaceDir + QLatin1String("/.sluice/sources"))
{
}

QString SourceStore::sourceFile(const QString &name) const
{
    return m_directory + QLatin1Char('/') + name + suffix;
}

QString SourceStore::statusFile(const QString &name) const
{
    return m_directory + QLatin1Char('/') + name + statusSuffix;
}

Result<QList<DataSource>> SourceStore::list() const
{
    QList<DataSource> sources{localWarehouseSource()};
    const QDir directory(m_directory);
    for (const QString &file : directory.entryList({QLatin1Char('*') + suffix}, QDir::Files, QDir::Name)) {
        const QString name = file.chopped(suffix.size());
        if (!checkDataSourceName(name) || name == sources.first().name)
            continue; // not a file of ours
        if (auto source = parse(directory.filePath(file), name); source.ok())
            sources.append(std::move(*source));
    }
    return sources;
}

Result<DataSource> SourceStore::find(const QString &name) const
{
    if (DataSource local = localWarehouseSource(); local.name == name)
        return local;
    const QString file = sourceFile(name);
    if (checkDataSourceName(name) && QFile::exists(file))
        return parse(file, name);

    QStringList names{localWarehouseSource().name};
    for (const QString &known : QDir(m_directory).entryList({QLatin1Char('*') + suffix}, QDir::Files))
        names.append(known.chopped(suffix.size()));
    return makeError(ErrorCode::NotFound, QStringLiteral("There is no data source \"%1\".").arg(name) +
                                              didYouMean(name, names) +
                                              QStringLiteral(" `sluice source list` shows them all."));
}

Done SourceStore::save(const DataSource &source)
{
    SLUICE_CHECK(checkDataSourceName(source.name));
    SLUICE_CHECK(checkDataSourceDescription(source.description));
    if (source.name == localWarehouseSource().name)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("\"%1\" is the workspace's own warehouse. Choose another name.").arg(source.name));
    SLUICE_CHECK(makePrivateDir(m_directory));
    QJsonObject object{
        {QStringLiteral("format"), source.production ? formatVersion : oneHalfVersion},
        {QStringLiteral("type"), source.type},
        {QStringLiteral("description"), source.description},
        {QStringLiteral("values"), source.values},
    };
    if (source.production)
        object.insert(QStringLiteral("production"), *source.production);
    const QByteArray bytes = QJsonDocument(object).toJson();
    if (bytes.size() > largestFile)
        return makeError(ErrorCode::Config,
                         QStringLiteral("The values of the data source \"%1\" take more than 1 MiB. Shorten them.")
                             .arg(source.name));
    return writeFile(sourceFile(source.name), bytes, Access::Private);
}

Done SourceStore::remove(const QString &name)
{
    if (name == localWarehouseSource().name)
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("\"%1\" is the workspace's own warehouse; it cannot be removed.").arg(name));
    SLUICE_CHECK(find(name));
    if (!QFile::remove(sourceFile(name)))
        return makeError(ErrorCode::Io, QStringLiteral("The data source's file cannot be removed."), name);
    QFile::remove(statusFile(name));
    return {};
}

QJsonObject SourceStore::statusObject(const QString &name) const
{
    // A status that cannot be read is one that is not known.
    return QJsonDocument::fromJson(readFile(statusFile(name), largestFile).valueOr({})).object();
}

Done SourceStore::writeStatus(const QString &name, const QJsonObject &object) const
{
    SLUICE_CHECK(makePrivateDir(m_directory));
    return writeFile(statusFile(name), QJsonDocument(object).toJson(), Access::Private);
}

SourceStatus SourceStore::status(const DataSource &source, SourceHalf half) const
{
    if (!checkDataSourceName(source.name))
        return {};
    const SourceHalf kept = source.production ? half : source.half;
    const QJsonObject object = statusObject(source.name).value(sourceHalfName(kept)).toObject();
    SourceStatus status;
    status.state = stateFrom(object.value(QLatin1String("state")).toString());
    status.at = QDateTime::fromString(object.value(QLatin1String("at")).toString(), Qt::ISODateWithMs);
    status.summary = object.value(QLatin1String("summary")).toString();
    return status;
}

Done SourceStore::keepStatus(const QString &name, SourceHalf half, const SourceStatus &status)
{
    SLUICE_CHECK(find(name));
    QJsonObject object = statusObject(name);
    object.insert(sourceHalfName(half),
                  QJsonObject{{QStringLiteral("state"), sourceStateName(status.state)},
                              {QStringLiteral("at"), status.at.toUTC().toString(Qt::ISODateWithMs)},
                              {QStringLiteral("summary"), status.summary}});
    return writeStatus(name, object);
}

Done SourceStore::forgetStatus(const QString &name, SourceHalf half)
{
    QJsonObject object = statusObject(name);
    if (!object.contains(sourceHalfName(half)))
        return {};
    object.remove(sourceHalfName(half));
    return writeStatus(name, object);
}

} // namespace sluice
