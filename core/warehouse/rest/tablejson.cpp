#include "warehouse/rest/tablejson.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace sluice::warehouse
{

namespace
{

QString notNull(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

QJsonArray columnsJson(const Schema &schema, const QStringList &defaults = {})
{
    QJsonArray columns;
    for (qsizetype i = 0; i < schema.size(); ++i) {
        const Column &column = schema.columns[i];
        QJsonObject object{{QStringLiteral("name"), column.name},
                           {QStringLiteral("type"), column.type.text()},
                           {QStringLiteral("comment"), notNull(column.comment)},
                           {QStringLiteral("label"), QStringLiteral("")},
                           {QStringLiteral("isNullable"), column.nullable}};
        if (!defaults.value(i).isNull()) {
            object.insert(QStringLiteral("hasDefaultValue"), true);
            object.insert(QStringLiteral("defaultValue"), defaults[i]);
        }
        columns.append(object);
    }
    return columns;
}

// A document within the document, as text. Transactional is a text in there, not a truth value.
QString reservedText(const TableInfo &table)
{
    const QJsonArray keys = QJsonArray::fromStringList(table.primaryKey);
    QJsonObject reserved{
        {QStringLiteral("Transactional"), table.isTransactional ? QStringLiteral("true") : QStringLiteral("false")},
        {QStringLiteral("PrimaryKey"), keys},
        {QStringLiteral("schema_version"), QString::number(table.schemaVersion)},
    };
    if (!table.primaryKey.isEmpty()) {
        reserved.insert(QStringLiteral("ClusterType"), QStringLiteral("hash"));
        reserved.insert(QStringLiteral("BucketNum"), table.buckets);
        reserved.insert(QStringLiteral("ClusterCols"), keys);
        reserved.insert(QStringLiteral("acid.data.retain.hours"),
                        table.properties.value(QStringLiteral("acid.data.retain.hours"), QStringLiteral("24")));
    }
    return QString::fromUtf8(QJsonDocument(reserved).toJson(QJsonDocument::Compact));
}

QString propertiesText(const QMap<QString, QString> &properties)
{
    QJsonObject object;
    for (auto property = properties.cbegin(); property != properties.cend(); ++property)
        object.insert(property.key(), property.value());
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

QJsonObject tableJson(const TableInfo &table, const QString &owner, bool extended)
{
    const qint64 modified = table.modified.toSecsSinceEpoch();
    QJsonObject json{{QStringLiteral("tableName"), table.ref.table},
                     {QStringLiteral("comment"), notNull(table.comment)},
                     {QStringLiteral("owner"), owner},
                     {QStringLiteral("createTime"), table.created.toSecsSinceEpoch()},
                     {QStringLiteral("lastModifiedTime"), modified},
                     {QStringLiteral("lastDDLTime"), modified},
                     {QStringLiteral("lastAccessTime"), modified},
                     {QStringLiteral("lifecycle"), table.lifecycle},
                     {QStringLiteral("hubLifecycle"), -1},
                     {QStringLiteral("isVirtualView"), table.kind == TableKind::View},
                     {QStringLiteral("isMaterializedView"), false},
                     {QStringLiteral("isExternal"), table.kind == TableKind::External},
                     {QStringLiteral("isObjectTable"), false},
                     {QStringLiteral("size"), table.bytes},
                     {QStringLiteral("recordNum"), table.rows},
                     {QStringLiteral("tableLabel"), QStringLiteral("0")},
                     {QStringLiteral("shardExist"), false},
                     {QStringLiteral("columns"), columnsJson(table.columns, table.defaults)},
                     {QStringLiteral("partitionKeys"), columnsJson(table.partitionColumns)}};
    if (table.kind == TableKind::View) {
        json.insert(QStringLiteral("viewText"), table.viewText);
        json.insert(QStringLiteral("viewExpandedText"), table.viewText);
    }
    if (extended) {
        if (table.kind == TableKind::External) {
            json.insert(QStringLiteral("storageHandler"), table.storedBy);
            json.insert(QStringLiteral("location"), table.location);
        }
        json.insert(QStringLiteral("IsArchived"), false);
        json.insert(QStringLiteral("PhysicalSize"), table.bytes);
        json.insert(QStringLiteral("FileNum"), table.rows > 0 ? 1 : 0);
        json.insert(QStringLiteral("tableProperties"), propertiesText(table.properties));
        json.insert(QStringLiteral("Reserved"), reservedText(table));
    }
    return json;
}

QJsonObject partitionJson(const PartitionInfo &partition, bool extended)
{
    const qint64 modified = partition.modified.toSecsSinceEpoch();
    QJsonObject json{{QStringLiteral("createTime"), partition.created.toSecsSinceEpoch()},
                     {QStringLiteral("lastDDLTime"), modified},
                     {QStringLiteral("lastModifiedTime"), modified},
                     {QStringLiteral("lastAccessTime"), modified},
                     {QStringLiteral("partitionSize"), partition.bytes},
                     {QStringLiteral("partitionRecordNum"), partition.rows}};
    if (extended) {
        json.insert(QStringLiteral("IsArchived"), false);
        json.insert(QStringLiteral("IsExstore"), false);
        json.insert(QStringLiteral("LifeCycle"), -1);
        json.insert(QStringLiteral("PhysicalSize"), partition.bytes);
        json.insert(QStringLiteral("FileNum"), partition.rows > 0 ? 1 : 0);
        json.insert(QStringLiteral("Reserved"), QStringLiteral("{}"));
    }
    return json;
}

} // namespace sluice::warehouse
