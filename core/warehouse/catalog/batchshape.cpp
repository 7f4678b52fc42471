#include "warehouse/catalog/batchshape.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/array/data.h>
#include <arrow/buffer.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <limits>

namespace sluice::warehouse
{

namespace
{

using ArrayDataPtr = std::shared_ptr<arrow::ArrayData>;

// Instants of nanoseconds without their zone, at any depth; everything else as it is.
std::shared_ptr<arrow::DataType> duckArrowType(const Type &type)
{
    switch (type.kind()) {
    case TypeKind::Timestamp:
        return arrow::timestamp(arrow::TimeUnit::NANO);
    case TypeKind::Array:
        return arrow::list(arrow::field("element", duckArrowType(type.children()[0])));
    case TypeKind::Map:
        return arrow::map(duckArrowType(type.children()[0]), duckArrowType(type.children()[1]));
    case TypeKind::Struct: {
        arrow::FieldVector fields;
        for (size_t i = 0; i < type.children().size(); ++i)
            fields.push_back(
                arrow::field(type.fieldNames()[qsizetype(i)].toStdString(), duckArrowType(type.children()[i])));
        return arrow::struct_(std::move(fields));
    }
    default:
        return arrowType(type);
    }
}

// Same values in memory: equal but for names of fields, nullability and time zones.
bool sameShape(const arrow::DataType &a, const arrow::DataType &b)
{
    if (a.id() != b.id() || a.num_fields() != b.num_fields())
        return false;
    switch (a.id()) {
    case arrow::Type::TIMESTAMP:
        return static_cast<const arrow::TimestampType &>(a).unit() ==
               static_cast<const arrow::TimestampType &>(b).unit();
    case arrow::Type::DECIMAL128: {
        const auto &left = static_cast<const arrow::Decimal128Type &>(a);
        const auto &right = static_cast<const arrow::Decimal128Type &>(b);
        return left.precision() == right.precision() && left.scale() == right.scale();
    }
    default:
        break;
    }
    if (a.num_fields() == 0)
        return a.Equals(b);
    for (int i = 0; i < a.num_fields(); ++i)
        if (!sameShape(*a.field(i)->type(), *b.field(i)->type()))
            return false;
    return true;
}

ArrayDataPtr relabelled(const ArrayDataPtr &data, const std::shared_ptr<arrow::DataType> &type)
{
    auto copy = data->Copy();
    copy->type = type;
    for (size_t i = 0; i < copy->child_data.size(); ++i)
        copy->child_data[i] = relabelled(copy->child_data[i], type->field(int(i))->type());
    return copy;
}

Error outOfRange(const QString &column)
{
    return makeError(
        ErrorCode::Data,
        QStringLiteral("A time in column \"%1\" is outside the range of TIMESTAMP_NTZ (1677 to 2262).").arg(column));
}

// Microseconds → milliseconds (rounded down, so that times before 1970 stay in order) or nanoseconds.
Result<ArrayDataPtr> rescaled(const ArrayDataPtr &data, const std::shared_ptr<arrow::DataType> &type,
                              const QString &column)
{
    auto allocated = arrow::AllocateBuffer(data->length * int64_t(sizeof(int64_t)));
    if (!allocated.ok())
        return arrowError(allocated.status());
    std::shared_ptr<arrow::Buffer> buffer = std::move(*allocated);
    const int64_t *from = data->GetValues<int64_t>(1);
    auto *to = reinterpret_cast<int64_t *>(buffer->mutable_data());
    if (static_cast<const arrow::TimestampType &>(*type).unit() == arrow::TimeUnit::MILLI) {
        for (int64_t i = 0; i < data->length; ++i) {
            const int64_t value = from[i];
            to[i] = value / 1000 - (value % 1000 < 0 ? 1 : 0);
        }
    } else {
        constexpr int64_t most = std::numeric_limits<int64_t>::max() / 1000;
        for (int64_t i = 0; i < data->length; ++i) {
            const bool fits = from[i] <= most && from[i] >= -most;
            if (!fits && !data->IsNull(i))
                return outOfRange(column);
            to[i] = fits ? from[i] * 1000 : 0;
        }
    }
    std::shared_ptr<arrow::Buffer> validity = data->buffers[0];
    if (validity && data->offset != 0) {
        auto allocatedBits = arrow::AllocateEmptyBitmap(data->length);
        if (!allocatedBits.ok())
            return arrowError(allocatedBits.status());
        auto *bits = (*allocatedBits)->mutable_data();
        for (int64_t i = 0; i < data->length; ++i)
            if (data->IsValid(i))
                bits[i / 8] = uint8_t(bits[i / 8] | (1 << (i % 8)));
        validity = *allocatedBits;
    }
    return arrow::ArrayData::Make(type, data->length, {validity, buffer}, data->null_count.load());
}

Result<ArrayDataPtr> shaped(const ArrayDataPtr &data, const std::shared_ptr<arrow::DataType> &type,
                            const QString &column)
{
    if (sameShape(*data->type, *type))
        return relabelled(data, type);
    if (data->type->id() != type->id() || data->type->num_fields() != type->num_fields())
        return makeError(ErrorCode::Internal, QStringLiteral("Column \"%1\" came as %2 where %3 is due.")
                                                  .arg(column, QString::fromStdString(data->type->ToString()),
                                                       QString::fromStdString(type->ToString())));
    if (type->id() == arrow::Type::TIMESTAMP) {
        if (static_cast<const arrow::TimestampType &>(*data->type).unit() == arrow::TimeUnit::MICRO)
            return rescaled(data, type, column);
    } else if (type->num_fields() > 0) {
        auto copy = data->Copy();
        copy->type = type;
        for (size_t i = 0; i < copy->child_data.size(); ++i) {
            SLUICE_TRY(copy->child_data[i], shaped(copy->child_data[i], type->field(int(i))->type(), column));
        }
        return copy;
    }
    return makeError(ErrorCode::Internal, QStringLiteral("Column \"%1\" came as %2 where %3 is due.")
                                              .arg(column, QString::fromStdString(data->type->ToString()),
                                                   QString::fromStdString(type->ToString())));
}

} // namespace

Result<std::vector<std::shared_ptr<arrow::Array>>> toDuck(const arrow::RecordBatch &rows, const Schema &schema)
{
    if (rows.num_columns() != schema.size())
        return makeError(ErrorCode::Schema, QStringLiteral("The rows have %1 columns and the table has %2.")
                                                .arg(rows.num_columns())
                                                .arg(schema.size()));
    std::vector<std::shared_ptr<arrow::Array>> columns;
    columns.reserve(size_t(schema.size()));
    for (int i = 0; i < rows.num_columns(); ++i) {
        const Column &column = schema.columns[i];
        const ArrayDataPtr &data = rows.column_data(i);
        const auto type = duckArrowType(column.type);
        if (!sameShape(*data->type, *type))
            return makeError(ErrorCode::Schema,
                             QStringLiteral("Column \"%1\" is %2; the rows bring %3.")
                                 .arg(column.name, column.type.text(), QString::fromStdString(data->type->ToString())));
        if (!column.nullable && data->GetNullCount() > 0)
            return makeError(ErrorCode::Data,
                             QStringLiteral("Column \"%1\" is NOT NULL, and a row brings NULL.").arg(column.name));
        columns.push_back(arrow::MakeArray(data->type->Equals(*type) ? data : relabelled(data, type)));
    }
    return columns;
}

Result<std::shared_ptr<arrow::RecordBatch>> fromDuck(const arrow::RecordBatch &rows, const Schema &schema,
                                                     const std::shared_ptr<arrow::Schema> &arrowSchema)
{
    std::vector<ArrayDataPtr> columns;
    columns.reserve(size_t(rows.num_columns()));
    for (int i = 0; i < rows.num_columns(); ++i) {
        SLUICE_TRY(ArrayDataPtr data,
                   shaped(rows.column_data(i), arrowSchema->field(i)->type(), schema.columns[i].name));
        columns.push_back(std::move(data));
    }
    return arrow::RecordBatch::Make(arrowSchema, rows.num_rows(), std::move(columns));
}

} // namespace sluice::warehouse
