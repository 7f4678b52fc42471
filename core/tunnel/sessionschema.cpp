#include "tunnel/sessionschema.h"

#include <QJsonArray>

namespace sluice
{

static QJsonArray columnsJson(const Schema &schema)
{
    QJsonArray array;
    for (const Column &column : schema.columns)
        array.append(QJsonObject{
            {QStringLiteral("name"), column.name},
            {QStringLiteral("type"), column.type.text()},
            {QStringLiteral("comment"), column.comment.isNull() ? QStringLiteral("") : column.comment},
            {QStringLiteral("nullable"), column.nullable},
            {QStringLiteral("isNullable"), column.nullable},
            {QStringLiteral("default_value"), QStringLiteral("")},
            {QStringLiteral("column_id"), QStringLiteral("")},
        });
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

QJsonObject sessionSchemaJson(const TableColumns &columns)
{
    return {{QStringLiteral("IsVirtualView"), false},
            {QStringLiteral("columns"), columnsJson(columns.columns)},
            {QStringLiteral("partitionKeys"), columnsJson(columns.partitionColumns)}};
}

Result<TableColumns> parseSessionSchema(const QJsonObject &json)
{
    TableColumns table;
    SLUICE_TRY(table.columns, parseColumns(json[QLatin1String("columns")].toArray()));
    SLUICE_TRY(table.partitionColumns, parseColumns(json[QLatin1String("partitionKeys")].toArray()));
    return table;
}

} // namespace sluice
