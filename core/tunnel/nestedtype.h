#pragma once

#include <arrow/type.h>

namespace sluice
{

// The type with its leaves (what is no list, map or struct) exchanged by leaf(type); fields keep names and nullability.
template <typename Leaf>
std::shared_ptr<arrow::DataType> withLeaves(const std::shared_ptr<arrow::DataType> &type, const Leaf &leaf)
{
    const auto inner = [&](int i) {
        const auto &field = type->field(i);
        return field->WithType(withLeaves(field->type(), leaf));
    };
    switch (type->id()) {
    case arrow::Type::LIST:
        return arrow::list(inner(0));
    case arrow::Type::MAP: {
        const auto &map = static_cast<const arrow::MapType &>(*type);
        return arrow::map(withLeaves(map.key_type(), leaf), withLeaves(map.item_type(), leaf));
    }
    case arrow::Type::STRUCT: {
        arrow::FieldVector fields;
        for (int i = 0; i < type->num_fields(); ++i)
            fields.push_back(inner(i));
        return arrow::struct_(std::move(fields));
    }
    default:
        return leaf(type);
    }
}

} // namespace sluice
