#include "tunnel/arrowrows.h"

#include "data/arrowtypes.h"

#include <arrow/array/util.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int64_t nullsAtLeast = 4096;

// Whether two types lie alike in buffers: names and time zones do not matter.
bool sameLayout(const arrow::DataType &a, const arrow::DataType &b)
{
    if (a.id() != b.id() || a.num_fields() != b.num_fields())
        return false;
    if (a.id() == arrow::Type::TIMESTAMP &&
        static_cast<const arrow::TimestampType &>(a).unit() != static_cast<const arrow::TimestampType &>(b).unit())
        return false;
    if (a.id() == arrow::Type::DECIMAL128 && !a.Equals(b))
        return false;
    for (int i = 0; i < a.num_fields(); ++i)
        if (!sameLayout(*a.field(i)->type(), *b.field(i)->type()))
            return false;
    return true;
}

} // namespace

ArrowRows::ArrowRows(const Schema &table, const std::vector<uint32_t> &fields)
    : m_schema(arrowSchema(table))
    , m_from(size_t(table.size()), -1)
    , m_missing(size_t(table.size()))
{
    for (size_t i = 0; i < m_from.size() && fields.empty(); ++i)
        m_from[i] = int(i);
    for (size_t i = 0; i < fields.size(); ++i)
        m_from.at(fields[i] - 1) = int(i);
}

Result<std::shared_ptr<arrow::Array>> ArrowRows::column(const arrow::RecordBatch &batch, size_t index)
{
    const std::shared_ptr<arrow::DataType> &type = m_schema->field(int(index))->type();
    if (m_from[index] >= 0) {
        auto array = m_from[index] < batch.num_columns() ? batch.column(m_from[index]) : nullptr;
        if (!array || !sameLayout(*array->type(), *type))
            return makeError(ErrorCode::Internal,
                             QStringLiteral("A batch does not have column \"%1\" as the table does.")
                                 .arg(QString::fromStdString(m_schema->field(int(index))->name())));
        return array;
    }
    std::shared_ptr<arrow::Array> &nulls = m_missing[index];
    if (!nulls || nulls->length() < batch.num_rows()) {
        auto made = arrow::MakeArrayOfNull(type, std::max(batch.num_rows(), nullsAtLeast));
        if (!made.ok())
            return arrowError(made.status());
        nulls = std::move(made).ValueUnsafe();
    }
    return nulls->Slice(0, batch.num_rows());
}

Result<std::shared_ptr<arrow::RecordBatch>> ArrowRows::whole(const arrow::RecordBatch &rows)
{
    arrow::ArrayVector arrays;
    for (size_t i = 0; i < m_from.size(); ++i) {
        SLUICE_TRY(auto array, column(rows, i));
        arrays.push_back(std::move(array));
    }
    return arrow::RecordBatch::Make(m_schema, rows.num_rows(), std::move(arrays));
}

} // namespace sluice
