#include "data/castkernel.h"

#include <arrow/type.h>

#include <algorithm>
#include <iterator>

// Arrays, maps and structs, element by element.

namespace sluice
{

namespace
{

// The child's answer for a piece of the child array.
ArrayPtr castChild(const KernelPtr &kernel, const ArrayPtr &array, Refusals &refused)
{
    return kernel ? kernel->apply(array, refused) : array;
}

// A list's offsets counted from its own first element.
std::shared_ptr<arrow::Buffer> ownOffsets(const arrow::ListArray &in)
{
    const int64_t length = in.length();
    auto buffer = allocate((length + 1) * 4);
    auto *offsets = reinterpret_cast<int32_t *>(buffer->mutable_data());
    for (int64_t i = 0; i <= length; ++i)
        offsets[i] = in.value_offset(i) - in.value_offset(0);
    return buffer;
}

// Turns refusals of elements into refusals of the rows they stand in: one a row, none of a row that is NULL.
void raise(const arrow::ListArray &in, const Refusals &elements, const QString &what, Validity &validity,
           Refusals &refused)
{
    int64_t row = 0;
    const int32_t start = in.value_offset(0);
    for (const CastRefusal &element : elements) {
        while (in.value_offset(row + 1) - start <= element.row)
            ++row;
        if (validity.isNull(row))
            continue;
        validity.setNull(row);
        const int64_t position = element.row - (in.value_offset(row) - start) + 1;
        refused.push_back({row, QStringLiteral("%1 %2: %3").arg(what).arg(position).arg(element.reason)});
    }
}

void sortByRow(Refusals &refused)
{
    std::stable_sort(refused.begin(), refused.end(), [](const auto &a, const auto &b) { return a.row < b.row; });
    const auto last =
        std::unique(refused.begin(), refused.end(), [](const auto &a, const auto &b) { return a.row == b.row; });
    refused.erase(last, refused.end());
}

class ListKernel final : public CastKernel
{
public:
    ListKernel(TypePtr type, KernelPtr element)
        : m_type(std::move(type))
        , m_element(std::move(element))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::ListArray &>(*array);
        const int32_t start = in.value_offset(0);
        Refusals elements;
        const ArrayPtr values =
            castChild(m_element, in.values()->Slice(start, in.value_offset(in.length()) - start), elements);
        Validity validity(in);
        raise(in, elements, QStringLiteral("element"), validity, refused);
        return arrow::MakeArray(arrow::ArrayData::Make(m_type, in.length(), {validity.take(), ownOffsets(in)},
                                                       {values->data()}, validity.nulls()));
    }

private:
    TypePtr m_type;
    KernelPtr m_element;
};

class MapKernel final : public CastKernel
{
public:
    MapKernel(TypePtr type, KernelPtr key, KernelPtr value)
        : m_type(std::move(type))
        , m_key(std::move(key))
        , m_value(std::move(value))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::ListArray &>(*array);
        const int32_t start = in.value_offset(0);
        const ArrayPtr pairs = in.values()->Slice(start, in.value_offset(in.length()) - start);
        const auto &entries = static_cast<const arrow::StructArray &>(*pairs);
        Refusals keys;
        Refusals values;
        const ArrayPtr newKeys = castChild(m_key, entries.field(0), keys);
        const ArrayPtr newValues = castChild(m_value, entries.field(1), values);
        if (newKeys->null_count() > int64_t(keys.size())) {
            for (int64_t i = 0; i < newKeys->length(); ++i)
                if (newKeys->IsNull(i))
                    keys.push_back({i, QStringLiteral("a key cannot be NULL")});
            sortByRow(keys);
        }
        Validity validity(in);
        Refusals rows;
        raise(in, keys, QStringLiteral("key"), validity, rows);
        raise(in, values, QStringLiteral("value"), validity, rows);
        sortByRow(rows);
        std::move(rows.begin(), rows.end(), std::back_inserter(refused));
        return arrow::MakeArray(arrow::ArrayData::Make(m_type, in.length(), {validity.take(), ownOffsets(in)},
                                                       {entriesOf(newKeys, newValues, !keys.empty())},
                                                       validity.nulls()));
    }

private:
    // A map's keys are never NULL in Arrow: those of refused rows, which are NULL as a whole, become empty values.
    std::shared_ptr<arrow::ArrayData> entriesOf(const ArrayPtr &keys, const ArrayPtr &values, bool repair) const
    {
        std::shared_ptr<arrow::ArrayData> keyData = keys->data();
        if (repair) {
            keyData = keyData->Copy();
            keyData->buffers[0] = nullptr;
            keyData->null_count = 0;
        }
        const TypePtr &entry = static_cast<const arrow::MapType &>(*m_type).value_type();
        return arrow::ArrayData::Make(entry, keys->length(), {nullptr}, {keyData, values->data()}, 0);
    }

    TypePtr m_type;
    KernelPtr m_key;
    KernelPtr m_value;
};

class StructKernel final : public CastKernel
{
public:
    struct Field {
        int source = 0;
        QString name;
        KernelPtr kernel;
    };
    StructKernel(TypePtr type, std::vector<Field> fields)
        : m_type(std::move(type))
        , m_fields(std::move(fields))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::StructArray &>(*array);
        Validity validity(in);
        std::vector<std::shared_ptr<arrow::ArrayData>> children;
        Refusals all;
        for (const Field &field : m_fields) {
            Refusals mine;
            children.push_back(castChild(field.kernel, in.field(field.source), mine)->data());
            for (CastRefusal &refusal : mine)
                if (!validity.isNull(refusal.row))
                    all.push_back({refusal.row, QStringLiteral("field %1: %2").arg(field.name, refusal.reason)});
        }
        sortByRow(all);
        for (CastRefusal &refusal : all) {
            validity.setNull(refusal.row);
            refused.push_back(std::move(refusal));
        }
        return arrow::MakeArray(
            arrow::ArrayData::Make(m_type, in.length(), {validity.take()}, std::move(children), validity.nulls()));
    }

private:
    TypePtr m_type;
    std::vector<Field> m_fields;
};

// Which field of `from` each field of `to` comes from: by name when all names are known, else by position.
std::vector<int> fieldSources(const Type &from, const Type &to)
{
    std::vector<int> byName;
    std::vector<int> byPosition;
    for (qsizetype i = 0; i < to.fieldNames().size(); ++i) {
        byPosition.push_back(int(i));
        for (qsizetype j = 0; j < from.fieldNames().size(); ++j)
            if (from.fieldNames()[j].compare(to.fieldNames()[i], Qt::CaseInsensitive) == 0) {
                byName.push_back(int(j));
                break;
            }
    }
    return byName.size() == byPosition.size() ? byName : byPosition;
}

Compiled structToStruct(const Type &from, const Type &to, const ClockPtr &clock)
{
    const std::vector<int> sources = fieldSources(from, to);
    std::vector<StructKernel::Field> fields;
    bool untouched = from == to;
    for (size_t i = 0; i < sources.size(); ++i) {
        Compiled child = compileCast(from.children()[size_t(sources[i])], to.children()[i], clock);
        if (!child.known)
            return {};
        untouched = untouched && !child.kernel;
        fields.push_back({sources[i], to.fieldNames()[qsizetype(i)], std::move(child.kernel)});
    }
    if (untouched)
        return {true, nullptr};
    return {true, std::make_unique<StructKernel>(arrowType(to), std::move(fields))};
}

} // namespace

Compiled nestedToNested(const Type &from, const Type &to, const ClockPtr &clock)
{
    if (from.kind() != to.kind() || from.children().size() != to.children().size())
        return {};
    if (from.kind() == TypeKind::Struct)
        return structToStruct(from, to, clock);
    Compiled first = compileCast(from.children()[0], to.children()[0], clock);
    if (!first.known)
        return {};
    if (from.kind() == TypeKind::Array) {
        if (from == to && !first.kernel)
            return {true, nullptr};
        return {true, std::make_unique<ListKernel>(arrowType(to), std::move(first.kernel))};
    }
    Compiled second = compileCast(from.children()[1], to.children()[1], clock);
    if (!second.known)
        return {};
    if (from == to && !first.kernel && !second.kernel)
        return {true, nullptr};
    return {true, std::make_unique<MapKernel>(arrowType(to), std::move(first.kernel), std::move(second.kernel))};
}

} // namespace sluice
