#include "warehouse/catalog/definition.h"

#include "duck/duck.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

QJsonObject columnJson(const Column &column)
{
    QJsonObject json{{QStringLiteral("name"), column.name}, {QStringLiteral("type"), column.type.text()}};
    if (!column.nullable)
        json.insert(QStringLiteral("notNull"), true);
    if (!column.comment.isEmpty())
        json.insert(QStringLiteral("comment"), column.comment);
    return json;
}

Result<Column> columnFrom(const QJsonObject &json)
{
    Column column;
    column.name = json.value(QStringLiteral("name")).toString();
    SLUICE_TRY(column.type, Type::parse(json.value(QStringLiteral("type")).toString()));
    column.nullable = !json.value(QStringLiteral("notNull")).toBool();
    column.comment = json.value(QStringLiteral("comment")).toString();
    return column;
}

QJsonObject clusteringJson(const Clustering &clustering)
{
    QJsonArray columns;
    for (const int id : clustering.columns)
        columns.append(id);
    QJsonArray sortedBy;
    for (const auto &[id, descending] : clustering.sortedBy)
        sortedBy.append(QJsonArray{id, descending});
    return {{QStringLiteral("byRange"), clustering.byRange},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("sortedBy"), sortedBy},
            {QStringLiteral("buckets"), clustering.buckets}};
}

Clustering clusteringFrom(const QJsonObject &json)
{
    Clustering clustering;
    clustering.byRange = json[QLatin1String("byRange")].toBool();
    for (const QJsonValue &id : json[QLatin1String("columns")].toArray())
        clustering.columns.append(id.toInt());
    for (const QJsonValue &pair : json[QLatin1String("sortedBy")].toArray())
        clustering.sortedBy.append({pair[0].toInt(), pair[1].toBool()});
    clustering.buckets = json[QLatin1String("buckets")].toInt();
    return clustering;
}

qint64 typeBytes(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
    case TypeKind::TinyInt:
        return 1;
    case TypeKind::SmallInt:
        return 2;
    case TypeKind::Int:
    case TypeKind::Float:
    case TypeKind::Date:
    case TypeKind::IntervalYearMonth:
        return 4;
    case TypeKind::Decimal:
    case TypeKind::String:
    case TypeKind::VarChar:
    case TypeKind::Char:
        return 16;
    default:
        return type.isNested() ? 64 : 8;
    }
}

} // namespace

void Definition::addColumn(const Column &column, const QString &defaultText)
{
    columns.columns.append(column);
    columnIds.append(nextColumnId++);
    defaults.append(defaultText);
}

void Definition::removeColumn(qsizetype i)
{
    columns.columns.removeAt(i);
    columnIds.removeAt(i);
    defaults.removeAt(i);
}

QString Definition::physicalColumn(qsizetype i) const
{
    return QLatin1Char('c') + QString::number(columnIds[i]);
}

QStringList Definition::physicalColumns() const
{
    QStringList names;
    for (qsizetype i = 0; i < columns.size(); ++i)
        names.append(physicalColumn(i));
    return names;
}

QStringList Definition::physicalKeys() const
{
    QStringList names;
    for (const int id : primaryKey)
        names.append(QLatin1Char('c') + QString::number(id));
    return names;
}

QStringList Definition::keyNames() const
{
    QStringList names;
    for (const int id : primaryKey)
        names.append(columnOf(id));
    return names;
}

bool Definition::isPlacing(qsizetype i) const
{
    const int id = columnIds[i];
    if (autoPartition && autoPartition->column == id)
        return true;
    return clustering && (clustering->columns.contains(id) || clustering->sortedBy.contains({id, false}) ||
                          clustering->sortedBy.contains({id, true}));
}

int Definition::buckets() const
{
    bool isNumber = false;
    const int given = properties.value(QStringLiteral("write.bucket.num")).toInt(&isNumber);
    return isNumber ? std::clamp(given, 1, maxBuckets) : defaultBuckets;
}

qint64 Definition::estimatedBytes(qint64 rows) const
{
    qint64 bytes = 0;
    for (const Column &column : columns.columns)
        bytes += typeBytes(column.type);
    return bytes * rows;
}

bool Definition::isOn(const char *property) const
{
    return properties.value(QLatin1String(property)).compare(QLatin1String("true"), Qt::CaseInsensitive) == 0;
}

QByteArray Definition::toJson() const
{
    QJsonArray data;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        QJsonObject column = columnJson(columns.columns[i]);
        column.insert(QStringLiteral("id"), columnIds[i]);
        if (!defaults[i].isNull())
            column.insert(QStringLiteral("default"), defaults[i]);
        data.append(column);
    }
    QJsonArray partitions;
    for (const Column &column : partitionColumns.columns)
        partitions.append(columnJson(column));
    QJsonObject kept;
    for (auto it = properties.begin(); it != properties.end(); ++it)
        kept.insert(it.key(), it.value());
    QJsonObject json{{QStringLiteral("columns"), data},    {QStringLiteral("partitionColumns"), partitions},
                     {QStringLiteral("comment"), comment}, {QStringLiteral("lifecycle"), lifecycle},
                     {QStringLiteral("properties"), kept}, {QStringLiteral("nextColumnId"), nextColumnId}};
    if (kind == TableKind::View)
        json.insert(QStringLiteral("view"), QJsonObject{{QStringLiteral("text"), viewText},
                                                        {QStringLiteral("project"), viewProject},
                                                        {QStringLiteral("schema"), viewSchema}});
    if (kind == TableKind::External)
        json.insert(QStringLiteral("external"),
                    QJsonObject{{QStringLiteral("location"), location}, {QStringLiteral("storedBy"), storedBy}});
    if (isDelta()) {
        QJsonArray keys;
        for (const int id : primaryKey)
            keys.append(id);
        json.insert(QStringLiteral("primaryKey"), keys);
    }
    if (clustering)
        json.insert(QStringLiteral("clustering"), clusteringJson(*clustering));
    if (autoPartition)
        json.insert(QStringLiteral("autoPartition"), QJsonObject{{QStringLiteral("column"), autoPartition->column},
                                                                 {QStringLiteral("part"), autoPartition->datePart}});
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

Result<Definition> Definition::fromJson(const QByteArray &text)
{
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    Definition definition;
    for (const QJsonValue &value : json.value(QStringLiteral("columns")).toArray()) {
        const QJsonObject object = value.toObject();
        SLUICE_TRY(const Column column, columnFrom(object));
        definition.columns.columns.append(column);
        definition.columnIds.append(object.value(QStringLiteral("id")).toInt());
        const QJsonValue given = object.value(QStringLiteral("default"));
        definition.defaults.append(given.isString() ? given.toString() : QString());
    }
    for (const QJsonValue &value : json.value(QStringLiteral("partitionColumns")).toArray()) {
        SLUICE_TRY(const Column column, columnFrom(value.toObject()));
        definition.partitionColumns.columns.append(column);
    }
    definition.comment = json.value(QStringLiteral("comment")).toString();
    definition.lifecycle = json.value(QStringLiteral("lifecycle")).toInt(-1);
    const QJsonObject kept = json.value(QStringLiteral("properties")).toObject();
    for (auto it = kept.begin(); it != kept.end(); ++it)
        definition.properties.insert(it.key(), it.value().toString());
    definition.nextColumnId = json.value(QStringLiteral("nextColumnId")).toInt();
    if (const QJsonValue view = json.value(QStringLiteral("view")); view.isObject()) {
        definition.kind = TableKind::View;
        definition.viewText = view[QLatin1String("text")].toString();
        definition.viewProject = view[QLatin1String("project")].toString();
        definition.viewSchema = view[QLatin1String("schema")].toString();
    }
    if (const QJsonValue external = json.value(QStringLiteral("external")); external.isObject()) {
        definition.kind = TableKind::External;
        definition.location = external[QLatin1String("location")].toString();
        definition.storedBy = external[QLatin1String("storedBy")].toString();
    }
    for (const QJsonValue &key : json.value(QStringLiteral("primaryKey")).toArray())
        definition.primaryKey.append(key.toInt());
    QList<int> named = definition.primaryKey;
    if (const QJsonValue clustering = json.value(QStringLiteral("clustering")); clustering.isObject()) {
        definition.clustering = clusteringFrom(clustering.toObject());
        named += definition.clustering->columns;
        for (const auto &[column, descending] : definition.clustering->sortedBy)
            named.append(column);
    }
    if (const QJsonValue given = json.value(QStringLiteral("autoPartition")); given.isObject()) {
        definition.autoPartition =
            AutoPartition{given[QLatin1String("column")].toInt(), given[QLatin1String("part")].toString()};
        named.append(definition.autoPartition->column);
    }
    const bool namedAreColumns =
        std::all_of(named.begin(), named.end(), [&](int id) { return definition.columnIds.contains(id); });
    if (definition.columns.columns.isEmpty() || definition.nextColumnId <= 0 || !namedAreColumns)
        return makeError(ErrorCode::Io, QStringLiteral("A table's definition in the warehouse's catalog is damaged."));
    return definition;
}

QString duckType(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
        return QStringLiteral("BOOLEAN");
    case TypeKind::TinyInt:
        return QStringLiteral("TINYINT");
    case TypeKind::SmallInt:
        return QStringLiteral("SMALLINT");
    case TypeKind::Int:
    case TypeKind::IntervalYearMonth:
        return QStringLiteral("INTEGER");
    case TypeKind::BigInt:
        return QStringLiteral("BIGINT");
    case TypeKind::Float:
        return QStringLiteral("FLOAT");
    case TypeKind::Double:
        return QStringLiteral("DOUBLE");
    case TypeKind::Decimal:
        return QStringLiteral("DECIMAL(%1,%2)").arg(type.precision()).arg(type.scale());
    case TypeKind::String:
    case TypeKind::Char:
    case TypeKind::VarChar:
    case TypeKind::Json:
        return QStringLiteral("VARCHAR");
    case TypeKind::Binary:
        return QStringLiteral("BLOB");
    case TypeKind::Date:
        return QStringLiteral("DATE");
    case TypeKind::DateTime:
        return QStringLiteral("TIMESTAMPTZ");
    case TypeKind::Timestamp: // an instant as nanoseconds of UTC: DuckDB's own instants have microseconds only
    case TypeKind::TimestampNtz:
        return QStringLiteral("TIMESTAMP_NS");
    case TypeKind::IntervalDayTime:
        return QStringLiteral("STRUCT(sec BIGINT, nano INTEGER)");
    case TypeKind::Array:
        return duckType(type.children()[0]) + QStringLiteral("[]");
    case TypeKind::Map:
        return QStringLiteral("MAP(%1, %2)").arg(duckType(type.children()[0]), duckType(type.children()[1]));
    case TypeKind::Struct: {
        QStringList fields;
        for (size_t i = 0; i < type.children().size(); ++i)
            fields.append(sqlName(type.fieldNames()[qsizetype(i)]) + QLatin1Char(' ') + duckType(type.children()[i]));
        return QStringLiteral("STRUCT(%1)").arg(fields.join(QStringLiteral(", ")));
    }
    }
    return QStringLiteral("VARCHAR");
}

} // namespace sluice::warehouse
