#include "data/batch.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

namespace sluice
{

static qint64 valueBytes(const arrow::Array &array)
{
    switch (array.type_id()) {
    case arrow::Type::BOOL:
        return array.length();
    case arrow::Type::STRING:
    case arrow::Type::BINARY: {
        const auto &text = static_cast<const arrow::BinaryArray &>(array);
        return text.length() == 0 ? 0 : text.value_offset(text.length()) - text.value_offset(0);
    }
    case arrow::Type::LIST:
    case arrow::Type::MAP: {
        const auto &list = static_cast<const arrow::ListArray &>(array);
        const auto from = list.value_offset(0);
        return valueBytes(*list.values()->Slice(from, list.value_offset(list.length()) - from));
    }
    case arrow::Type::STRUCT: {
        qint64 bytes = 0;
        for (const auto &field : static_cast<const arrow::StructArray &>(array).fields())
            bytes += valueBytes(*field);
        return bytes;
    }
    default:
        return array.length() * array.type()->byte_width();
    }
}

qint64 batchBytes(const arrow::RecordBatch &rows)
{
    qint64 bytes = 0;
    for (int i = 0; i < rows.num_columns(); ++i)
        bytes += valueBytes(*rows.column(i));
    return bytes;
}

} // namespace sluice
