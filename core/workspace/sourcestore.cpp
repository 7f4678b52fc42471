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

constexpr int formatVersion = 1;
const QLatin1String suffix(".source.json");

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
    SLUICE_TRY(const QByteArray bytes, readFile(file));
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
    return source;
}

} // namespace

SourceStore::SourceStore(QString workspaceDir)
    : m_directory(std::move(workspaceDir) + QLatin1String("/.sluice/sources"))
{
}

Result<QList<DataSource>> SourceStore::list() const
{
    QList<DataSource> sources{localWarehouseSource()};
    const QDir directory(m_directory);
    for (const QString &file : directory.entryList({QLatin1Char('*') + suffix}, QDir::Files, QDir::Name)) {
        SLUICE_TRY(DataSource source, parse(directory.filePath(file), file.chopped(suffix.size())));
        if (!checkDataSourceName(source.name) || source.name == sources.first().name)
            continue; // not a file of ours
        sources.append(std::move(source));
    }
    return sources;
}

Result<DataSource> SourceStore::find(const QString &name) const
{
    if (DataSource local = localWarehouseSource(); local.name == name)
        return local;
    const QString file = m_directory + QLatin1Char('/') + name + suffix;
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
    const QJsonObject object{
        {QStringLiteral("format"), formatVersion},
        {QStringLiteral("type"), source.type},
        {QStringLiteral("description"), source.description},
        {QStringLiteral("values"), source.values},
    };
    return writeFile(m_directory + QLatin1Char('/') + source.name + suffix, QJsonDocument(object).toJson(),
                     Access::Private);
}

Done SourceStore::remove(const QString &name)
{
    if (name == localWarehouseSource().name)
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("\"%1\" is the workspace's own warehouse; it cannot be removed.").arg(name));
    SLUICE_CHECK(find(name));
    if (!QFile::remove(m_directory + QLatin1Char('/') + name + suffix))
        return makeError(ErrorCode::Io, QStringLiteral("The data source's file cannot be removed."), name);
    return {};
}

} // namespace sluice
