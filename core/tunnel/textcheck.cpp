#include "tunnel/textcheck.h"

#include "data/utf8.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

namespace sluice
{

namespace
{

bool holdsText(const arrow::DataType &type)
{
    if (type.id() == arrow::Type::STRING)
        return true;
    for (const auto &field : type.fields())
        if (holdsText(*field->type()))
            return true;
    return false;
}

// Whether all text at [from, to) is UTF-8.
bool valid(const arrow::Array &array, int64_t from, int64_t to)
{
    switch (array.type_id()) {
    case arrow::Type::STRING: {
        const auto &text = static_cast<const arrow::StringArray &>(array);
        if (from == to || !text.value_data())
            return true;
        const int64_t first = text.value_offset(from);
        const auto *bytes = reinterpret_cast<const char *>(text.value_data()->data());
        if (isAscii(bytes + first, size_t(text.value_offset(to) - first)))
            return true;
        for (int64_t i = from; i < to; ++i)
            if (text.IsValid(i) && firstInvalidUtf8(text.GetView(i)) >= 0)
                return false;
        return true;
    }
    case arrow::Type::LIST:
    case arrow::Type::MAP: {
        const auto &list = static_cast<const arrow::ListArray &>(array);
        return valid(*list.values(), list.value_offset(from), list.value_offset(to));
    }
    case arrow::Type::STRUCT: {
        for (const auto &field : static_cast<const arrow::StructArray &>(array).fields())
            if (!valid(*field, from, to))
                return false;
        return true;
    }
    default:
        return true;
    }
}

} // namespace

std::vector<BadText> invalidText(const arrow::RecordBatch &rows)
{
    std::vector<BadText> bad;
    for (int column = 0; column < rows.num_columns(); ++column) {
        if (!holdsText(*rows.schema()->field(column)->type()))
            continue;
        const std::shared_ptr<arrow::Array> array = rows.column(column);
        if (valid(*array, 0, array->length()))
            continue;
        for (int64_t row = 0; row < array->length(); ++row)
            if (!valid(*array, row, row + 1))
                bad.push_back({column, row});
    }
    return bad;
}

} // namespace sluice
