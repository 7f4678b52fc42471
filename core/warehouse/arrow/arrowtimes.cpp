#include "warehouse/arrow/arrowtimes.h"

#include "data/arrowtypes.h"

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
using TypePtr = std::shared_ptr<arrow::DataType>;

TypePtr instant(ArrowTimes::Form form)
{
    switch (form) {
    case ArrowTimes::Form::Second:
        return arrow::timestamp(arrow::TimeUnit::SECOND);
    case ArrowTimes::Form::Milli:
        return arrow::timestamp(arrow::TimeUnit::MILLI);
    case ArrowTimes::Form::Micro:
        return arrow::timestamp(arrow::TimeUnit::MICRO);
    case ArrowTimes::Form::Nano:
        return arrow::timestamp(arrow::TimeUnit::NANO);
    case ArrowTimes::Form::Struct:
        break;
    }
    return arrow::struct_({arrow::field("sec", arrow::int64()), arrow::field("nano", arrow::int32())});
}

TypePtr wireType(const Type &type, const ArrowTimes &times, bool isColumn)
{
    const auto child = [&](size_t i) { return wireType(type.children()[i], times, false); };
    switch (type.kind()) {
    case TypeKind::Timestamp:
    case TypeKind::TimestampNtz:
        return instant(times.timestamp == ArrowTimes::Form::Struct && !isColumn ? ArrowTimes::Form::Nano
                                                                                : times.timestamp);
    case TypeKind::DateTime:
        return instant(times.datetime);
    case TypeKind::Array:
        return arrow::list(arrow::field("element", child(0)));
    case TypeKind::Map:
        return arrow::map(child(0), child(1));
    case TypeKind::Struct: {
        arrow::FieldVector fields;
        for (size_t i = 0; i < type.children().size(); ++i)
            fields.push_back(arrow::field(type.fieldNames()[qsizetype(i)].toStdString(), child(i)));
        return arrow::struct_(std::move(fields));
    }
    default:
        return arrowType(type);
    }
}

int64_t perSecond(const arrow::DataType &type)
{
    switch (static_cast<const arrow::TimestampType &>(type).unit()) {
    case arrow::TimeUnit::SECOND:
        return 1;
    case arrow::TimeUnit::MILLI:
        return 1000;
    case arrow::TimeUnit::MICRO:
        return 1000000;
    case arrow::TimeUnit::NANO:
        break;
    }
    return 1000000000;
}

int64_t floored(int64_t value, int64_t divisor)
{
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

Result<std::shared_ptr<arrow::Buffer>> buffer(int64_t bytes)
{
    auto allocated = arrow::AllocateBuffer(bytes);
    if (!allocated.ok())
        return arrowError(allocated.status());
    return std::shared_ptr<arrow::Buffer>(std::move(*allocated));
}

// The values before the array's offset are converted with it, so that its validity can be shared.
Result<ArrayDataPtr> rescaled(const arrow::ArrayData &data, const TypePtr &type)
{
    const int64_t from = perSecond(*data.type);
    const int64_t to = perSecond(*type);
    const int64_t count = data.offset + data.length;
    SLUICE_TRY(const auto values, buffer(count * int64_t(sizeof(int64_t))));
    const auto *in = reinterpret_cast<const int64_t *>(data.buffers[1]->data());
    auto *out = reinterpret_cast<int64_t *>(values->mutable_data());
    if (to <= from) {
        for (int64_t i = 0; i < count; ++i)
            out[i] = floored(in[i], from / to);
    } else {
        const int64_t factor = to / from;
        const int64_t most = std::numeric_limits<int64_t>::max() / factor;
        for (int64_t i = 0; i < count; ++i) {
            const bool fits = in[i] <= most && in[i] >= -most;
            if (!fits && i >= data.offset && data.IsValid(i - data.offset))
                return makeError(ErrorCode::Data,
                                 QStringLiteral("A time does not fit into the unit asked for; ask for a coarser one."));
            out[i] = fits ? in[i] * factor : 0;
        }
    }
    return arrow::ArrayData::Make(type, data.length, {data.buffers[0], values}, data.null_count.load(), data.offset);
}

Result<ArrayDataPtr> asStruct(const arrow::ArrayData &data, const TypePtr &type)
{
    constexpr int64_t nanos = 1000000000;
    const int64_t count = data.offset + data.length;
    SLUICE_TRY(const auto seconds, buffer(count * int64_t(sizeof(int64_t))));
    SLUICE_TRY(const auto rests, buffer(count * int64_t(sizeof(int32_t))));
    const auto *in = reinterpret_cast<const int64_t *>(data.buffers[1]->data());
    auto *sec = reinterpret_cast<int64_t *>(seconds->mutable_data());
    auto *nano = reinterpret_cast<int32_t *>(rests->mutable_data());
    for (int64_t i = 0; i < count; ++i) {
        sec[i] = floored(in[i], nanos);
        nano[i] = int32_t(in[i] - sec[i] * nanos);
    }
    auto made = arrow::ArrayData::Make(type, data.length, {data.buffers[0]}, data.null_count.load(), data.offset);
    // The parts are null where the whole is: some clients look at them alone.
    const int64_t nulls = data.buffers[0] ? arrow::kUnknownNullCount : 0;
    made->child_data = {arrow::ArrayData::Make(arrow::int64(), count, {data.buffers[0], seconds}, nulls),
                        arrow::ArrayData::Make(arrow::int32(), count, {data.buffers[0], rests}, nulls)};
    return made;
}

Result<ArrayDataPtr> shaped(const ArrayDataPtr &data, const TypePtr &type)
{
    if (data->type->id() == arrow::Type::TIMESTAMP)
        return type->id() == arrow::Type::STRUCT ? asStruct(*data, type) : rescaled(*data, type);
    auto copy = data->Copy();
    copy->type = type;
    for (size_t i = 0; i < copy->child_data.size(); ++i) {
        SLUICE_TRY(copy->child_data[i], shaped(copy->child_data[i], type->field(int(i))->type()));
    }
    return copy;
}

} // namespace

ArrowTimesShape::ArrowTimesShape(const Schema &schema, const ArrowTimes &times)
{
    arrow::FieldVector fields;
    for (const Column &column : schema.columns)
        fields.push_back(arrow::field(column.name.toStdString(), wireType(column.type, times, true)));
    m_wire = arrow::schema(std::move(fields));
}

Result<std::shared_ptr<arrow::RecordBatch>> ArrowTimesShape::apply(const arrow::RecordBatch &rows) const
{
    std::vector<ArrayDataPtr> columns;
    for (int i = 0; i < rows.num_columns(); ++i) {
        SLUICE_TRY(ArrayDataPtr data, shaped(rows.column_data(i), m_wire->field(i)->type()));
        columns.push_back(std::move(data));
    }
    return arrow::RecordBatch::Make(m_wire, rows.num_rows(), std::move(columns));
}

} // namespace sluice::warehouse
