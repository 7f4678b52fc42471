#include "data/arrowtypes.h"

#include <arrow/type.h>

namespace sluice
{

std::shared_ptr<arrow::DataType> arrowType(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
        return arrow::boolean();
    case TypeKind::TinyInt:
        return arrow::int8();
    case TypeKind::SmallInt:
        return arrow::int16();
    case TypeKind::Int:
    case TypeKind::IntervalYearMonth:
        return arrow::int32();
    case TypeKind::BigInt:
        return arrow::int64();
    case TypeKind::Float:
        return arrow::float32();
    case TypeKind::Double:
        return arrow::float64();
    case TypeKind::Decimal:
        return arrow::decimal128(type.precision(), type.scale());
    case TypeKind::String:
    case TypeKind::Char:
    case TypeKind::VarChar:
    case TypeKind::Json:
        return arrow::utf8();
    case TypeKind::Binary:
        return arrow::binary();
    case TypeKind::Date:
        return arrow::date32();
    case TypeKind::DateTime:
        return arrow::timestamp(arrow::TimeUnit::MILLI, "UTC");
    case TypeKind::Timestamp:
        return arrow::timestamp(arrow::TimeUnit::NANO, "UTC");
    case TypeKind::TimestampNtz:
        return arrow::timestamp(arrow::TimeUnit::NANO);
    case TypeKind::IntervalDayTime:
        return arrow::struct_({arrow::field("sec", arrow::int64()), arrow::field("nano", arrow::int32())});
    case TypeKind::Array:
        return arrow::list(arrow::field("element", arrowType(type.children()[0])));
    case TypeKind::Map:
        return arrow::map(arrowType(type.children()[0]), arrowType(type.children()[1]));
    case TypeKind::Struct: {
        arrow::FieldVector fields;
        for (size_t i = 0; i < type.children().size(); ++i)
            fields.push_back(
                arrow::field(type.fieldNames()[qsizetype(i)].toStdString(), arrowType(type.children()[i])));
        return arrow::struct_(std::move(fields));
    }
    }
    return arrow::utf8();
}

std::shared_ptr<arrow::Schema> arrowSchema(const Schema &schema)
{
    arrow::FieldVector fields;
    for (const Column &column : schema.columns)
        fields.push_back(arrow::field(column.name.toStdString(), arrowType(column.type)));
    return arrow::schema(std::move(fields));
}

Error arrowError(const arrow::Status &status)
{
    const ErrorCode code = status.IsInvalid()   ? ErrorCode::Data
                           : status.IsIOError() ? ErrorCode::Io
                                                : ErrorCode::Internal;
    return makeError(code, QStringLiteral("A batch of rows could not be built."), {},
                     QString::fromStdString(status.ToString()));
}

} // namespace sluice
