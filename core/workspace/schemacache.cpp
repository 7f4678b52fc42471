#include "workspace/schemacache.h"

#include "base/files.h"
#include "task/optionvalue.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr qint64 largestFile = 4 * 1024 * 1024;
constexpr qsizetype mostColumns = 20'000;
constexpr int mostFiles = 1000;

QJsonArray toJson(const Schema &schema)
{
    QJsonArray list;
    for (const Column &column : schema.columns) {
        QJsonObject entry{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type.text()}};
        if (!column.nullable)
            entry.insert(QStringLiteral("nullable"), false);
        if (!column.comment.isEmpty())
            entry.insert(QStringLiteral("comment"), column.comment);
        list.append(entry);
    }
    return list;
}

Result<Schema> fromJson(const QJsonValue &value, const QString &file)
{
    const QJsonArray list = value.toArray();
    if (list.size() > mostColumns)
        return makeError(ErrorCode::Data, QStringLiteral("The remembered schema has more columns than a table can."),
                         file);
    Schema schema;
    for (const QJsonValue &entry : list) {
        Column column;
        column.name = entry[QLatin1String("name")].toString();
        SLUICE_TRY(column.type, Type::parse(entry[QLatin1String("type")].toString()));
        column.nullable = entry[QLatin1String("nullable")].toBool(true);
        column.comment = entry[QLatin1String("comment")].toString();
        schema.columns.append(column);
    }
    return schema;
}

} // namespace

SchemaCache::SchemaCache(const QString &stateDir)
    : m_directory(stateDir + QLatin1String("/schemas"))
{
}

QString SchemaCache::objectOf(const StepSpec &step)
{
    QStringList parts{step.stepType};
    if (step.stepType == QLatin1String("file"))
        parts.append(step.category); // what is read is not what was written
    bool names = false;
    for (const char *key : {"datasource", "endpoint", "server", "project", "schema", "table", "topic", "path"}) {
        const QJsonValue value = step.parameter[QLatin1String(key)];
        const QString text = readTexts(value).value_or(QStringList()).join(u'\n').trimmed();
        const QLatin1String name(key);
        names |= !text.isEmpty() &&
                 (name == QLatin1String("table") || name == QLatin1String("topic") || name == QLatin1String("path"));
        parts.append(name == QLatin1String("table") ? text.toCaseFolded() : text);
    }
    return names ? parts.join(u' ') : QString();
}

QString SchemaCache::fileOf(const StepSpec &step) const
{
    const QByteArray hash = QCryptographicHash::hash(objectOf(step).toUtf8(), QCryptographicHash::Sha1).toHex();
    return QStringLiteral("%1/%2.json").arg(m_directory, QLatin1String(hash));
}

Result<KnownSchema> SchemaCache::find(const StepSpec &step) const
{
    const QString object = objectOf(step);
    if (object.isEmpty())
        return makeError(ErrorCode::NotFound, QStringLiteral("The step names no table, topic or file."));
    const QString file = fileOf(step);
    SLUICE_TRY(const QByteArray bytes, readFile(file, largestFile));
    const QJsonObject kept = QJsonDocument::fromJson(bytes).object();
    if (kept.value(QLatin1String("format")).toInt() != formatVersion ||
        kept.value(QLatin1String("object")).toString() != object)
        return makeError(ErrorCode::Data, QStringLiteral("The remembered schema cannot be used."), file);
    KnownSchema schema;
    SLUICE_TRY(schema.columns, fromJson(kept.value(QLatin1String("columns")), file));
    SLUICE_TRY(schema.partitionColumns, fromJson(kept.value(QLatin1String("partitions")), file));
    schema.readAt = QDateTime::fromString(kept.value(QLatin1String("readAt")).toString(), Qt::ISODate);
    if (!schema.readAt.isValid())
        return makeError(ErrorCode::Data, QStringLiteral("The remembered schema does not say its time."), file);
    return schema;
}

Done SchemaCache::keep(const StepSpec &step, const KnownSchema &schema) const
{
    const QString object = objectOf(step);
    if (object.isEmpty() || schema.columns.size() > mostColumns)
        return {};
    SLUICE_CHECK(makePrivateDir(m_directory));
    const QJsonObject kept{
        {QStringLiteral("format"), formatVersion},
        {QStringLiteral("object"), object},
        {QStringLiteral("readAt"), schema.readAt.toUTC().toString(Qt::ISODate)},
        {QStringLiteral("columns"), toJson(schema.columns)},
        {QStringLiteral("partitions"), toJson(schema.partitionColumns)},
    };
    SLUICE_CHECK(writeFile(fileOf(step), QJsonDocument(kept).toJson(QJsonDocument::Compact), Access::Private));
    const QDir directory(m_directory);
    const QStringList files = directory.entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Time);
    for (qsizetype i = mostFiles; i < files.size(); ++i)
        QFile::remove(directory.filePath(files[i]));
    return {};
}

} // namespace sluice
