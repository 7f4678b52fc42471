#include "data/castkernel.h"
#include "data/castreason.h"
#include "data/inquotes.h"
#include "data/jsontext.h"

#include <arrow/builder.h>
#include <arrow/type.h>

// JSON and nested values. A JSON text is first read into the shape of the nested type with texts for leaves, which
// then become what they should be by the casts of texts; writing goes the same way back.

namespace sluice
{

Type jsonShape(const Type &type)
{
    std::vector<Type> children;
    for (const Type &child : type.children())
        children.push_back(jsonShape(child));
    switch (type.kind()) {
    case TypeKind::Array:
        return Type::array(children[0]);
    case TypeKind::Map:
        return Type::map(children[0], children[1]);
    case TypeKind::Struct:
        return Type::structure(type.fieldNames(), std::move(children));
    default:
        return TypeKind::String;
    }
}

namespace
{

void must(const arrow::Status &status)
{
    if (!status.ok())
        throw std::runtime_error(status.ToString());
}

// What a value that a text column takes looks like in it: strings by their text, everything else as JSON.
void appendLeaf(std::string_view value, arrow::StringBuilder &out)
{
    switch (jsonKind(value)) {
    case JsonKind::Null:
        must(out.AppendNull());
        break;
    case JsonKind::String:
        must(out.Append(jsonString(value)));
        break;
    default:
        must(out.Append(trimmed(value)));
    }
}

class JsonToShape final : public CastKernel
{
public:
    explicit JsonToShape(Type shape)
        : m_shape(std::move(shape))
        , m_type(arrowType(m_shape))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &refused) override
    {
        const auto &in = static_cast<const arrow::StringArray &>(*array);
        std::unique_ptr<arrow::ArrayBuilder> builder;
        must(arrow::MakeBuilder(arrow::default_memory_pool(), m_type, &builder));
        must(builder->Reserve(in.length()));
        for (int64_t i = 0; i < in.length(); ++i) {
            if (in.IsNull(i) || trimmed(in.GetView(i)).empty()) {
                must(builder->AppendNull());
                continue;
            }
            const std::string_view text = in.GetView(i);
            if (const int64_t fault = jsonFault(text); fault >= 0) {
                refused.push_back(
                    {i, QStringLiteral("%1 is not JSON: it breaks at position %2").arg(inQuotes(text)).arg(fault + 1)});
                must(builder->AppendNull());
            } else if (const QString misfit = misfitOf(text, m_shape); !misfit.isEmpty()) {
                refused.push_back({i, misfit});
                must(builder->AppendNull());
            } else {
                append(text, m_shape, *builder);
            }
        }
        std::shared_ptr<arrow::Array> out;
        must(builder->Finish(&out));
        return out;
    }

private:
    // Why a value does not have the shape; empty when it has.
    static QString misfitOf(std::string_view value, const Type &shape)
    {
        const JsonKind kind = jsonKind(value);
        if (!shape.isNested() || kind == JsonKind::Null)
            return {};
        QString misfit;
        if (shape.kind() == TypeKind::Array) {
            if (kind != JsonKind::Array)
                return QStringLiteral("%1 is not a JSON array").arg(inQuotes(value));
            forEachElement(value, [&](std::string_view element) {
                if (misfit.isEmpty())
                    misfit = misfitOf(element, shape.children()[0]);
            });
            return misfit;
        }
        if (kind != JsonKind::Object)
            return QStringLiteral("%1 is not a JSON object").arg(inQuotes(value));
        forEachMember(value, [&](std::string_view key, std::string_view member) {
            if (!misfit.isEmpty())
                return;
            if (shape.kind() == TypeKind::Map)
                misfit = misfitOf(member, shape.children()[1]);
            else if (const int field = fieldOf(key, shape); field >= 0)
                misfit = misfitOf(member, shape.children()[size_t(field)]);
        });
        return misfit;
    }

    static int fieldOf(std::string_view key, const Type &shape)
    {
        const std::string name = jsonString(key);
        const QString wanted = QString::fromUtf8(name.data(), qsizetype(name.size()));
        for (qsizetype i = 0; i < shape.fieldNames().size(); ++i)
            if (shape.fieldNames()[i].compare(wanted, Qt::CaseInsensitive) == 0)
                return int(i);
        return -1;
    }

    static void append(std::string_view value, const Type &shape, arrow::ArrayBuilder &builder)
    {
        if (!shape.isNested())
            return appendLeaf(value, static_cast<arrow::StringBuilder &>(builder));
        if (jsonKind(value) == JsonKind::Null)
            return must(builder.AppendNull());
        switch (shape.kind()) {
        case TypeKind::Array: {
            auto &list = static_cast<arrow::ListBuilder &>(builder);
            must(list.Append());
            forEachElement(
                value, [&](std::string_view element) { append(element, shape.children()[0], *list.value_builder()); });
            break;
        }
        case TypeKind::Map: {
            auto &map = static_cast<arrow::MapBuilder &>(builder);
            must(map.Append());
            forEachMember(value, [&](std::string_view key, std::string_view member) {
                appendKey(jsonString(key), shape.children()[0], *map.key_builder());
                append(member, shape.children()[1], *map.item_builder());
            });
            break;
        }
        default: {
            auto &structure = static_cast<arrow::StructBuilder &>(builder);
            must(structure.Append());
            std::vector<std::string_view> fields(shape.children().size(), "null");
            forEachMember(value, [&](std::string_view key, std::string_view member) {
                if (const int field = fieldOf(key, shape); field >= 0)
                    fields[size_t(field)] = member;
            });
            for (size_t i = 0; i < fields.size(); ++i)
                append(fields[i], shape.children()[i], *structure.field_builder(int(i)));
        }
        }
    }

    // A key is a text in JSON; that of a nested type is read as JSON once more.
    static void appendKey(const std::string &key, const Type &shape, arrow::ArrayBuilder &builder)
    {
        if (!shape.isNested())
            must(static_cast<arrow::StringBuilder &>(builder).Append(key));
        else if (jsonFault(key) < 0 && jsonKind(key) != JsonKind::Null && misfitOf(key, shape).isEmpty())
            append(key, shape, builder);
        else
            must(builder.AppendEmptyValue());
    }

    Type m_shape;
    TypePtr m_type;
};

// Texts in a nested shape into one JSON text a row; `type` says which leaves are quoted.
class ShapeToJson final : public CastKernel
{
public:
    explicit ShapeToJson(Type type)
        : m_type(std::move(type))
    {
    }

    ArrayPtr apply(const ArrayPtr &array, Refusals &) override
    {
        TextOut out(array->length());
        Validity validity(*array);
        for (int64_t i = 0; i < array->length(); ++i) {
            if (validity.isNull(i)) {
                out.skip(i);
                continue;
            }
            append(*array, m_type, i, out.text());
            out.seal(i);
        }
        auto buffers = out.take();
        buffers.insert(buffers.begin(), validity.take());
        return arrow::MakeArray(
            arrow::ArrayData::Make(arrow::utf8(), array->length(), std::move(buffers), validity.nulls()));
    }

private:
    static void append(const arrow::Array &array, const Type &type, int64_t row, std::string &out)
    {
        if (array.IsNull(row)) {
            out += "null";
            return;
        }
        switch (type.kind()) {
        case TypeKind::Array: {
            const auto &list = static_cast<const arrow::ListArray &>(array);
            out += '[';
            for (int32_t i = list.value_offset(row); i < list.value_offset(row + 1); ++i) {
                if (i > list.value_offset(row))
                    out += ',';
                append(*list.values(), type.children()[0], i, out);
            }
            out += ']';
            break;
        }
        case TypeKind::Map: {
            const auto &map = static_cast<const arrow::ListArray &>(array);
            const auto &entries = static_cast<const arrow::StructArray &>(*map.values());
            out += '{';
            for (int32_t i = map.value_offset(row); i < map.value_offset(row + 1); ++i) {
                if (i > map.value_offset(row))
                    out += ',';
                appendKey(*entries.field(0), type.children()[0], i, out);
                out += ':';
                append(*entries.field(1), type.children()[1], i, out);
            }
            out += '}';
            break;
        }
        case TypeKind::Struct: {
            const auto &structure = static_cast<const arrow::StructArray &>(array);
            for (int i = 0; i < structure.num_fields(); ++i) {
                out += i == 0 ? '{' : ',';
                appendJsonString(type.fieldNames()[i].toStdString(), out);
                out += ':';
                append(*structure.field(i), type.children()[size_t(i)], row, out);
            }
            out += structure.num_fields() == 0 ? "{}" : "}";
            break;
        }
        default:
            appendScalar(static_cast<const arrow::StringArray &>(array).GetView(row), type, out);
        }
    }

    static void appendKey(const arrow::Array &keys, const Type &type, int64_t row, std::string &out)
    {
        if (!type.isNested())
            return appendJsonString(static_cast<const arrow::StringArray &>(keys).GetView(row), out);
        std::string key;
        append(keys, type, row, key);
        appendJsonString(key, out);
    }

    static void appendScalar(std::string_view text, const Type &type, std::string &out)
    {
        const bool real = type.kind() == TypeKind::Float || type.kind() == TypeKind::Double;
        const bool finite = !real || unsigned(text.back() - '0') <= 9; // not "NaN", not "-Infinity"
        const bool bare = type.kind() == TypeKind::Boolean || type.isInteger() || type.kind() == TypeKind::Json ||
                          type.kind() == TypeKind::Decimal || (real && finite);
        if (bare)
            out += text;
        else
            appendJsonString(text, out);
    }

    Type m_type;
};

// A JSON value into the text that a scalar is read from.
struct JsonToText {
    using In = arrow::StringArray;
    using Out = TextOut;
    Cell operator()(std::string_view text, TextOut &out) const
    {
        if (trimmed(text).empty())
            return Cell::Null;
        if (jsonFault(text) >= 0)
            return Cell::Refused;
        switch (jsonKind(text)) {
        case JsonKind::Null:
            return Cell::Null;
        case JsonKind::String:
            out.append(jsonString(text));
            return Cell::Value;
        case JsonKind::Array:
        case JsonKind::Object:
            return Cell::Refused;
        default:
            out.append(trimmed(text));
            return Cell::Value;
        }
    }
    QString reason(std::string_view text) const
    {
        if (const int64_t fault = jsonFault(text); fault >= 0)
            return QStringLiteral("%1 is not JSON: it breaks at position %2").arg(inQuotes(text)).arg(fault + 1);
        return QStringLiteral("%1 is not a single value").arg(inQuotes(text));
    }
};

} // namespace

KernelPtr jsonToShape(const Type &shape)
{
    return std::make_unique<JsonToShape>(shape);
}

KernelPtr jsonToText()
{
    return rowKernel(TypeKind::String, JsonToText{});
}

KernelPtr valueToJson(const Type &from, const ClockPtr &clock)
{
    KernelPtr shape;
    if (from.isNested()) {
        Compiled compiled = nestedToNested(from, jsonShape(from), clock);
        if (!compiled.known)
            return nullptr;
        shape = std::move(compiled.kernel);
    } else {
        shape = scalarToText(from, clock);
        if (!shape)
            return nullptr;
    }
    return chain(std::move(shape), std::make_unique<ShapeToJson>(from));
}

} // namespace sluice
