#include "tunnel/upsertrecord.h"

namespace sluice
{

Schema upsertColumns(const Schema &table)
{
    Schema schema = table;
    const auto add = [&](const QString &name, Type type) {
        Column column;
        column.name = name;
        column.type = std::move(type);
        schema.columns.append(std::move(column));
    };
    add(QStringLiteral("__version"), TypeKind::BigInt);
    add(QStringLiteral("__app_version"), TypeKind::BigInt);
    add(QStringLiteral("__operation"), TypeKind::TinyInt);
    add(QStringLiteral("__key_cols"), Type::array(TypeKind::BigInt));
    add(QStringLiteral("__value_cols"), Type::array(TypeKind::BigInt));
    return schema;
}

} // namespace sluice
