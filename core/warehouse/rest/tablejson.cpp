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

void addCluster(QJsonObject &reserved, const ClusterInfo &cluster)
{
    QJsonArray sorted;
    for (const auto &[name, descending] : cluster.sortedBy)
        sorted.append(
            QJsonObject{{QStringLiteral("col"), name},
                        {QStringLiteral("order"), descending ? QStringLiteral("desc") : QStringLiteral("asc")}});
    reserved.insert(QStringLiteral("ClusterType"), cluster.byRange ? QStringLiteral("range") : QStringLiteral("hash"));
    reserved.insert(QStringLiteral("BucketNum"), cluster.buckets);
    reserved.insert(QStringLiteral("ClusterCols"), QJsonArray::fromStringList(cluster.columns));
    if (!sorted.isEmpty())
        reserved.insert(QStringLiteral("SortCols"), sorted);
}

// An expression as clients read it: a list in which a function stands behind what it is of.
QString expressionText(const GeneratedPartition &generated, const Schema &columns)
{
    const auto leaf = [](const char *kind, const QJsonValue &what, const QString &type) {
        return QJsonObject{
            {QStringLiteral("leafExprDesc"), QJsonObject{{QLatin1String(kind), what}, {QStringLiteral("type"), type}}}};
    };
    const QString type = columns.columns[columns.indexOf(generated.column)].type.text().toLower();
    const QJsonArray list{
        leaf("reference", QJsonObject{{QStringLiteral("name"), generated.column}, {QStringLiteral("type"), type}},
             type),
        leaf("constant", generated.datePart, QStringLiteral("string")),
        QJsonObject{{QStringLiteral("functionCall"), QJsonObject{{QStringLiteral("name"), QStringLiteral("trunc_time")},
                                                                 {QStringLiteral("type"), QStringLiteral("string")}}}}};
    return QString::fromUtf8(QJsonDocument(list).toJson(QJsonDocument::Compact));
}

QJsonArray partitionKeysJson(const TableInfo &table)
{
    QJsonArray keys = columnsJson(table.partitionColumns);
    if (table.generatedPartition && !keys.isEmpty()) {
        QJsonObject key = keys[0].toObject();
        key.insert(QStringLiteral("hasGenerateExpression"), true);
        key.insert(QStringLiteral("generateExpression"), expressionText(*table.generatedPartition, table.columns));
        keys[0] = key;
    }
    return keys;
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
    if (table.cluster)
        addCluster(reserved, *table.cluster);
    if (!table.primaryKey.isEmpty())
        reserved.insert(QStringLiteral("acid.data.retain.hours"),
                        table.properties.value(QStringLiteral("acid.data.retain.hours"), QStringLiteral("24")));
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
                     {QStringLiteral("partitionKeys"), partitionKeysJson(table)}};
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
