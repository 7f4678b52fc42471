#include "tunnel/sessionschema.h"

#include <QJsonArray>

namespace sluice
{

static QJsonArray columnsJson(const Schema &schema, const QList<qint64> &ids)
{
    QJsonArray array;
    for (qsizetype i = 0; i < schema.size(); ++i) {
        const Column &column = schema.columns[i];
        array.append(QJsonObject{
            {QStringLiteral("name"), column.name},
            {QStringLiteral("type"), column.type.text()},
            {QStringLiteral("comment"), column.comment.isNull() ? QStringLiteral("") : column.comment},
            {QStringLiteral("nullable"), column.nullable},
            {QStringLiteral("isNullable"), column.nullable},
            {QStringLiteral("default_value"), QStringLiteral("")},
            {QStringLiteral("column_id"), i < ids.size() ? QString::number(ids[i]) : QStringLiteral("")},
        });
    }
    return array;
}

static Result<Schema> parseColumns(const QJsonArray &array)
{
    Schema schema;
    for (const QJsonValue &value : array) {
        const QJsonObject object = value.toObject();
        Column column;
        column.name = object[QLatin1String("name")].toString();
        if (column.name.isEmpty())
            return makeError(ErrorCode::Schema, QStringLiteral("A table's schema has a column without a name."));
        auto type = Type::parse(object[QLatin1String("type")].toString());
        if (!type.ok())
            return makeError(ErrorCode::Schema, type.error().message, column.name);
        column.type = std::move(type).value();
        column.comment = object[QLatin1String("comment")].toString();
        column.nullable =
            object[QLatin1String("nullable")].toBool(true) && object[QLatin1String("isNullable")].toBool(true);
        schema.columns.append(std::move(column));
    }
    return schema;
}

// None when any column goes without.
static QList<qint64> parseIds(const QJsonArray &array)
{
    QList<qint64> ids;
    for (const QJsonValue &value : array) {
        bool isNumber = false;
        ids.append(value[QLatin1String("column_id")].toVariant().toLongLong(&isNumber));
        if (!isNumber)
            return {};
    }
    return ids;
}

QJsonObject sessionSchemaJson(const TableColumns &columns)
{
    return {{QStringLiteral("IsVirtualView"), false},
            {QStringLiteral("columns"), columnsJson(columns.columns, columns.columnIds)},
            {QStringLiteral("partitionKeys"), columnsJson(columns.partitionColumns, {})}};
}

Result<TableColumns> parseSessionSchema(const QJsonObject &json)
{
    TableColumns table;
    SLUICE_TRY(table.columns, parseColumns(json[QLatin1String("columns")].toArray()));
    SLUICE_TRY(table.partitionColumns, parseColumns(json[QLatin1String("partitionKeys")].toArray()));
    table.columnIds = parseIds(json[QLatin1String("columns")].toArray());
    return table;
}

} // namespace sluice
