#include "warehouse/sql/resulttype.h"

#include <memory>

namespace sluice::warehouse
{

namespace
{

// Owns a duckdb_logical_type.
class Logical
{
public:
    explicit Logical(duckdb_logical_type type)
        : m_type(type)
    {
    }
    Logical(const Logical &) = delete;
    Logical &operator=(const Logical &) = delete;
    ~Logical() { duckdb_destroy_logical_type(&m_type); }
    duckdb_logical_type operator*() const { return m_type; }

private:
    duckdb_logical_type m_type;
};

Type mapped(duckdb_logical_type type, bool &exact);

Type structType(duckdb_logical_type type, bool &exact)
{
    QStringList names;
    std::vector<Type> types;
    for (idx_t i = 0; i < duckdb_struct_type_child_count(type); ++i) {
        char *name = duckdb_struct_type_child_name(type, i);
        names.append(QString::fromUtf8(name));
        duckdb_free(name);
        types.push_back(mapped(*Logical(duckdb_struct_type_child_type(type, i)), exact));
    }
    // How the warehouse keeps INTERVAL_DAY_TIME.
    if (names == QStringList{QStringLiteral("sec"), QStringLiteral("nano")} && types[0].kind() == TypeKind::BigInt &&
        types[1].kind() == TypeKind::Int)
        return Type(TypeKind::IntervalDayTime);
    return Type::structure(std::move(names), std::move(types));
}

Type inexact(TypeKind kind, bool &exact)
{
    exact = false;
    return Type(kind);
}

Type mapped(duckdb_logical_type type, bool &exact)
{
    switch (duckdb_get_type_id(type)) {
    case DUCKDB_TYPE_BOOLEAN:
        return Type(TypeKind::Boolean);
    case DUCKDB_TYPE_TINYINT:
        return Type(TypeKind::TinyInt);
    case DUCKDB_TYPE_SMALLINT:
        return Type(TypeKind::SmallInt);
    case DUCKDB_TYPE_INTEGER:
        return Type(TypeKind::Int);
    case DUCKDB_TYPE_BIGINT:
        return Type(TypeKind::BigInt);
    case DUCKDB_TYPE_UTINYINT:
        return inexact(TypeKind::SmallInt, exact);
    case DUCKDB_TYPE_USMALLINT:
        return inexact(TypeKind::Int, exact);
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT: // what DuckDB's sum() of integers gives
    case DUCKDB_TYPE_UHUGEINT:
        return inexact(TypeKind::BigInt, exact);
    case DUCKDB_TYPE_FLOAT:
        return Type(TypeKind::Float);
    case DUCKDB_TYPE_DOUBLE:
        return Type(TypeKind::Double);
    case DUCKDB_TYPE_DECIMAL:
        return Type::decimal(duckdb_decimal_width(type), duckdb_decimal_scale(type));
    case DUCKDB_TYPE_VARCHAR: {
        char *alias = duckdb_logical_type_get_alias(type); // JSON is a VARCHAR by another name
        exact = exact && !alias;
        duckdb_free(alias);
        return Type(TypeKind::String);
    }
    case DUCKDB_TYPE_BLOB:
        return Type(TypeKind::Binary);
    case DUCKDB_TYPE_DATE:
        return Type(TypeKind::Date);
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        return Type(TypeKind::DateTime);
    case DUCKDB_TYPE_TIMESTAMP_NS:
        return Type(TypeKind::Timestamp);
    case DUCKDB_TYPE_TIMESTAMP:
        return Type(TypeKind::TimestampNtz);
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
        return inexact(TypeKind::TimestampNtz, exact);
    case DUCKDB_TYPE_LIST:
        return Type::array(mapped(*Logical(duckdb_list_type_child_type(type)), exact));
    case DUCKDB_TYPE_ARRAY: {
        exact = false;
        return Type::array(mapped(*Logical(duckdb_array_type_child_type(type)), exact));
    }
    case DUCKDB_TYPE_MAP: {
        Type key = mapped(*Logical(duckdb_map_type_key_type(type)), exact);
        Type value = mapped(*Logical(duckdb_map_type_value_type(type)), exact);
        return Type::map(std::move(key), std::move(value));
    }
    case DUCKDB_TYPE_STRUCT:
        return structType(type, exact);
    default: // TIME, INTERVAL, UUID, BIT, a bare NULL …
        return inexact(TypeKind::String, exact);
    }
}

} // namespace

Result<QList<ResultColumn>> describeQuery(DuckConnection &connection, const QString &sql)
{
    duckdb_prepared_statement raw = nullptr;
    const QByteArray text = sql.toUtf8();
    const bool prepared = duckdb_prepare(connection.handle(), text.constData(), &raw) == DuckDBSuccess;
    const std::unique_ptr<duckdb_prepared_statement, void (*)(duckdb_prepared_statement *)> owner(
        &raw, [](duckdb_prepared_statement *statement) { duckdb_destroy_prepare(statement); });
    if (!prepared)
        return duckError(DUCKDB_ERROR_INVALID, duckdb_prepare_error(raw),
                         QStringLiteral("The query cannot be prepared."));
    QList<ResultColumn> columns;
    for (idx_t i = 0; i < duckdb_prepared_statement_column_count(raw); ++i) {
        ResultColumn column;
        const char *name = duckdb_prepared_statement_column_name(raw, i);
        column.name = QString::fromUtf8(name).toLower();
        duckdb_free(const_cast<char *>(name));
        const Logical type(duckdb_prepared_statement_column_logical_type(raw, i));
        column.type = mapped(*type, column.exact);
        columns.append(column);
    }
    return columns;
}

} // namespace sluice::warehouse
