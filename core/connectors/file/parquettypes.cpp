#include "connectors/file/parquettypes.h"

#include "data/arrowtypes.h"
#include "duck/duck.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/type.h>
#include <arrow/util/bit_util.h>

#include <algorithm>
#include <cstring>

namespace sluice
{

namespace
{

ParquetColumn textColumn()
{
    return {TypeKind::String, QStringLiteral("VARCHAR")};
}

ParquetColumn timeColumn(const arrow::TimestampType &type)
{
    if (!type.timezone().empty())
        return {TypeKind::Timestamp, QStringLiteral("TIMESTAMPTZ")};
    return {TypeKind::TimestampNtz,
            type.unit() == arrow::TimeUnit::NANO ? QStringLiteral("TIMESTAMP_NS") : QStringLiteral("TIMESTAMP")};
}

ParquetColumn structColumn(const arrow::DataType &type)
{
    QStringList names, parts;
    std::vector<Type> types;
    for (const auto &field : type.fields()) {
        const ParquetColumn inner = parquetColumn(*field->type());
        names.append(QString::fromStdString(field->name()));
        types.push_back(inner.type);
        parts.append(sqlName(names.last()) + QLatin1Char(' ') + inner.sqlType);
    }
    return {Type::structure(names, types), QStringLiteral("STRUCT(%1)").arg(parts.join(QStringLiteral(", ")))};
}

using ArrayDataPtr = std::shared_ptr<arrow::ArrayData>;

int64_t perSecond(arrow::TimeUnit::type unit)
{
    switch (unit) {
    case arrow::TimeUnit::SECOND:
        return 1;
    case arrow::TimeUnit::MILLI:
        return 1000;
    case arrow::TimeUnit::MICRO:
        return 1'000'000;
    default:
        return 1'000'000'000;
    }
}

Result<ArrayDataPtr> rescaled(const arrow::ArrayData &data, const std::shared_ptr<arrow::DataType> &target,
                              std::vector<int64_t> &beyond)
{
    const int64_t factor = perSecond(static_cast<const arrow::TimestampType &>(*target).unit()) /
                           perSecond(static_cast<const arrow::TimestampType &>(*data.type).unit());
    const int64_t bitmapBytes = arrow::bit_util::BytesForBits(data.length);
    auto values = arrow::AllocateBuffer(data.length * 8);
    auto validity = arrow::AllocateBuffer(bitmapBytes);
    if (!values.ok() || !validity.ok())
        return arrowError(values.ok() ? validity.status() : values.status());
    std::memset((*validity)->mutable_data(), 0, size_t(bitmapBytes));
    const int64_t *from = data.GetValues<int64_t>(1);
    auto *to = reinterpret_cast<int64_t *>((*values)->mutable_data());
    int64_t nulls = 0;
    for (int64_t i = 0; i < data.length; ++i) {
        to[i] = 0;
        if (data.IsNull(i)) {
            ++nulls;
        } else if (__builtin_mul_overflow(from[i], factor, &to[i])) {
            to[i] = 0;
            ++nulls;
            beyond.push_back(i);
        } else {
            arrow::bit_util::SetBit((*validity)->mutable_data(), i);
        }
    }
    return arrow::ArrayData::Make(target, data.length, {std::move(*validity), std::move(*values)}, nulls);
}

Result<ArrayDataPtr> adapted(const ArrayDataPtr &data, const std::shared_ptr<arrow::DataType> &target,
                             std::vector<int64_t> &beyond)
{
    if (data->type->Equals(*target) && target->num_fields() == 0)
        return data;
    if (data->type->id() != target->id())
        return makeError(ErrorCode::Internal, QStringLiteral("A Parquet column came as %1 where %2 was expected.")
                                                  .arg(QString::fromStdString(data->type->ToString()),
                                                       QString::fromStdString(target->ToString())));
    if (target->num_fields() == 0 && target->id() != arrow::Type::TIMESTAMP) // another precision, say
        return makeError(ErrorCode::Internal, QStringLiteral("A Parquet column came in another precision."));
    if (target->id() == arrow::Type::TIMESTAMP)
        return rescaled(*data, target, beyond);
    ArrayDataPtr copy = data->Copy();
    copy->type = target;
    for (size_t i = 0; i < copy->child_data.size(); ++i) {
        std::vector<int64_t> inside;
        SLUICE_TRY(copy->child_data[i], adapted(copy->child_data[i], target->field(int(i))->type(), inside));
        if (!inside.empty())
            return makeError(ErrorCode::Data,
                             QStringLiteral("A time inside a nested value is outside the years 1678 to 2261."));
    }
    return copy;
}

bool isFineInstant(const arrow::DataType &type)
{
    if (type.id() != arrow::Type::TIMESTAMP)
        return false;
    const auto &time = static_cast<const arrow::TimestampType &>(type);
    return time.unit() == arrow::TimeUnit::NANO && !time.timezone().empty();
}

bool holdsFineInstant(const arrow::DataType &type)
{
    return isFineInstant(type) || std::any_of(type.fields().begin(), type.fields().end(),
                                              [](const auto &field) { return holdsFineInstant(*field->type()); });
}

std::shared_ptr<arrow::DataType> nestedType(const arrow::DataType &type, const arrow::FieldVector &fields)
{
    switch (type.id()) {
    case arrow::Type::LIST:
        return arrow::list(fields[0]);
    case arrow::Type::MAP:
        return std::make_shared<arrow::MapType>(fields[0], static_cast<const arrow::MapType &>(type).keys_sorted());
    default:
        return arrow::struct_(fields);
    }
}

Result<ArrayDataPtr> cut(const ArrayDataPtr &data)
{
    if (!holdsFineInstant(*data->type))
        return data;
    ArrayDataPtr copy = data->Copy();
    if (!isFineInstant(*data->type)) {
        arrow::FieldVector fields = data->type->fields();
        for (size_t i = 0; i < fields.size(); ++i) {
            SLUICE_TRY(copy->child_data[i], cut(data->child_data[i]));
            fields[i] = fields[i]->WithType(copy->child_data[i]->type);
        }
        copy->type = nestedType(*data->type, fields);
        return copy;
    }
    auto values = arrow::AllocateBuffer((data->offset + data->length) * 8);
    if (!values.ok())
        return arrowError(values.status());
    const int64_t *from = data->GetValues<int64_t>(1);
    int64_t *to = reinterpret_cast<int64_t *>((*values)->mutable_data()) + data->offset;
    for (int64_t i = 0; i < data->length; ++i)
        to[i] = from[i] / 1000 - (from[i] % 1000 < 0);
    copy->buffers[1] = std::move(*values);
    copy->type =
        arrow::timestamp(arrow::TimeUnit::MICRO, static_cast<const arrow::TimestampType &>(*data->type).timezone());
    return copy;
}

} // namespace

ParquetColumn parquetColumn(const arrow::DataType &type)
{
    switch (type.id()) {
    case arrow::Type::BOOL:
        return {TypeKind::Boolean, QStringLiteral("BOOLEAN")};
    case arrow::Type::INT8:
        return {TypeKind::TinyInt, QStringLiteral("TINYINT")};
    case arrow::Type::UINT8:
    case arrow::Type::INT16:
        return {TypeKind::SmallInt, QStringLiteral("SMALLINT")};
    case arrow::Type::UINT16:
    case arrow::Type::INT32:
        return {TypeKind::Int, QStringLiteral("INTEGER")};
    case arrow::Type::UINT32:
    case arrow::Type::INT64:
        return {TypeKind::BigInt, QStringLiteral("BIGINT")};
    case arrow::Type::UINT64:
        return {Type::decimal(20, 0), QStringLiteral("DECIMAL(20,0)")};
    case arrow::Type::FLOAT:
        return {TypeKind::Float, QStringLiteral("FLOAT")};
    case arrow::Type::DOUBLE:
        return {TypeKind::Double, QStringLiteral("DOUBLE")};
    case arrow::Type::DECIMAL128: {
        const auto &decimal = static_cast<const arrow::Decimal128Type &>(type);
        return {Type::decimal(decimal.precision(), decimal.scale()),
                QStringLiteral("DECIMAL(%1,%2)").arg(decimal.precision()).arg(decimal.scale())};
    }
    case arrow::Type::BINARY:
        return {TypeKind::Binary, QStringLiteral("BLOB")};
    case arrow::Type::DATE32:
        return {TypeKind::Date, QStringLiteral("DATE")};
    case arrow::Type::TIMESTAMP:
        return timeColumn(static_cast<const arrow::TimestampType &>(type));
    case arrow::Type::LIST: {
        const ParquetColumn element = parquetColumn(*type.field(0)->type());
        return {Type::array(element.type), element.sqlType + QStringLiteral("[]")};
    }
    case arrow::Type::MAP: {
        const auto &map = static_cast<const arrow::MapType &>(type);
        const ParquetColumn key = parquetColumn(*map.key_type());
        const ParquetColumn value = parquetColumn(*map.item_type());
        return {Type::map(key.type, value.type), QStringLiteral("MAP(%1, %2)").arg(key.sqlType, value.sqlType)};
    }
    case arrow::Type::STRUCT:
        return structColumn(type);
    default: // texts, and what MaxCompute has no type for: TIME, INTERVAL, UUID, ENUM
        return textColumn();
    }
}

QString parquetSqlType(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Boolean:
        return QStringLiteral("BOOLEAN");
    case TypeKind::TinyInt:
        return QStringLiteral("TINYINT");
    case TypeKind::SmallInt:
        return QStringLiteral("SMALLINT");
    case TypeKind::Int:
        return QStringLiteral("INTEGER");
    case TypeKind::BigInt:
        return QStringLiteral("BIGINT");
    case TypeKind::Float:
        return QStringLiteral("FLOAT");
    case TypeKind::Double:
        return QStringLiteral("DOUBLE");
    case TypeKind::Decimal:
        return QStringLiteral("DECIMAL(%1,%2)").arg(type.precision()).arg(type.scale());
    case TypeKind::Binary:
        return QStringLiteral("BLOB");
    case TypeKind::Date:
        return QStringLiteral("DATE");
    case TypeKind::DateTime:
    case TypeKind::Timestamp:
        return QStringLiteral("TIMESTAMPTZ");
    case TypeKind::TimestampNtz:
        return QStringLiteral("TIMESTAMP_NS");
    case TypeKind::Array:
        return parquetSqlType(type.children()[0]) + QStringLiteral("[]");
    case TypeKind::Map:
        return QStringLiteral("MAP(%1, %2)")
            .arg(parquetSqlType(type.children()[0]), parquetSqlType(type.children()[1]));
    case TypeKind::Struct: {
        QStringList parts;
        for (qsizetype i = 0; i < type.fieldNames().size(); ++i)
            parts.append(sqlName(type.fieldNames()[i]) + QLatin1Char(' ') + parquetSqlType(type.children()[size_t(i)]));
        return QStringLiteral("STRUCT(%1)").arg(parts.join(QStringLiteral(", ")));
    }
    default:
        return QStringLiteral("VARCHAR");
    }
}

bool isCutInParquet(const Type &type)
{
    return type.kind() == TypeKind::Timestamp ||
           std::any_of(type.children().begin(), type.children().end(), isCutInParquet);
}

Result<std::shared_ptr<arrow::Array>> withMicroseconds(const std::shared_ptr<arrow::Array> &array)
{
    SLUICE_TRY(const ArrayDataPtr data, cut(array->data()));
    return data == array->data() ? array : arrow::MakeArray(data);
}

Result<std::shared_ptr<arrow::Array>> asEngineArray(const std::shared_ptr<arrow::Array> &array,
                                                    const std::shared_ptr<arrow::DataType> &target,
                                                    std::vector<int64_t> &beyond)
{
    SLUICE_TRY(const ArrayDataPtr data, adapted(array->data(), target, beyond));
    return arrow::MakeArray(data);
}

} // namespace sluice
