#include "service/rowcast.h"

#include "data/arrowtypes.h"
#include "data/utf8.h"

#include <arrow/array.h>
#include <arrow/builder.h>

#include <algorithm>

namespace sluice
{

namespace
{

bool isPlainText(const Type &type)
{
    return type.isText() || type.kind() == TypeKind::Json;
}

// Texts as an array of the type that they are cast from, and where each cell went to.
struct Texts {
    std::shared_ptr<arrow::Array> array;
    std::vector<size_t> cells;
};

template <typename Builder>
Result<Texts> textsOf(std::span<const CellToCast> cells, bool typed, std::vector<CastRefusal> &refused)
{
    Texts texts;
    Builder builder;
    for (size_t i = 0; i < cells.size(); ++i) {
        if (cells[i].typed != typed)
            continue;
        const DirtyValue &value = *cells[i].value;
        const std::string_view text(value.text.data(), size_t(value.text.size()));
        const bool broken = std::is_same_v<Builder, arrow::StringBuilder> && firstInvalidUtf8(text) >= 0;
        if (broken)
            refused.push_back({int64_t(i), QStringLiteral("not UTF-8")});
        const arrow::Status status = value.isNull || broken ? builder.AppendNull() : builder.Append(text);
        if (!status.ok())
            return arrowError(status);
        texts.cells.push_back(i);
    }
    if (const arrow::Status status = builder.Finish(&texts.array); !status.ok())
        return arrowError(status);
    return texts;
}

Result<Texts> textsOf(const Type &type, std::span<const CellToCast> cells, bool typed,
                      std::vector<CastRefusal> &refused)
{
    return type.kind() == TypeKind::Binary ? textsOf<arrow::BinaryBuilder>(cells, typed, refused)
                                           : textsOf<arrow::StringBuilder>(cells, typed, refused);
}

// Casts on, and tells refusals by their cells.
Done castOn(CastPlan &plan, Texts &texts, std::vector<CastRefusal> &refused)
{
    SLUICE_TRY(CastResult cast, plan.apply(texts.array));
    texts.array = std::move(cast.values);
    for (CastRefusal &refusal : cast.refused)
        refused.push_back({int64_t(texts.cells[size_t(refusal.row)]), std::move(refusal.reason)});
    return {};
}

} // namespace

Result<RowCast> RowCast::make(const DirtyColumns &columns)
{
    RowCast made;
    for (qsizetype i = 0; i < columns.reader.size(); ++i) {
        const Type &from = columns.reader.columns[i].type;
        const Type &to = columns.writer.columns[i].type;
        Column column;
        column.from = from;
        if (!isPlainText(from) && from.kind() != TypeKind::Binary) {
            SLUICE_TRY(CastPlan plan, CastPlan::compile(TypeKind::String, from, {columns.zone}));
            column.toReader = std::move(plan);
        }
        SLUICE_TRY(CastPlan plan, CastPlan::compile(from, to, {columns.zone}));
        column.toWriter = std::move(plan);
        // What was typed is a text. Binary takes it as bytes: those that came with the row may be no text.
        column.typedFrom = to.kind() == TypeKind::Binary ? TypeKind::Binary : TypeKind::String;
        SLUICE_TRY(CastPlan typed, CastPlan::compile(column.typedFrom, to, {columns.zone}));
        column.typed = std::move(typed);
        made.m_columns.push_back(std::move(column));
        made.m_schema.columns.append(columns.writer.columns[i]);
    }
    return made;
}

Result<CastResult> RowCast::apply(int column, std::span<const CellToCast> cells)
{
    Column &way = m_columns[size_t(column)];
    CastResult result;
    SLUICE_TRY(Texts came, textsOf(way.from, cells, false, result.refused));
    if (way.toReader)
        SLUICE_CHECK(castOn(*way.toReader, came, result.refused));
    SLUICE_CHECK(castOn(*way.toWriter, came, result.refused));
    SLUICE_TRY(Texts typed, textsOf(way.typedFrom, cells, true, result.refused));
    SLUICE_CHECK(castOn(*way.typed, typed, result.refused));

    std::unique_ptr<arrow::ArrayBuilder> builder;
    arrow::Status status =
        arrow::MakeBuilder(arrow::default_memory_pool(), arrowType(m_schema.columns[column].type), &builder);
    int64_t fromCame = 0, fromTyped = 0;
    for (size_t i = 0; i < cells.size() && status.ok(); ++i) {
        const arrow::Array &array = cells[i].typed ? *typed.array : *came.array;
        status = builder->AppendArraySlice(*array.data(), cells[i].typed ? fromTyped++ : fromCame++, 1);
    }
    if (status.ok())
        status = builder->Finish(&result.values);
    if (!status.ok())
        return arrowError(status);

    std::stable_sort(result.refused.begin(), result.refused.end(),
                     [](const CastRefusal &a, const CastRefusal &b) { return a.row < b.row; });
    result.refused.erase(std::unique(result.refused.begin(), result.refused.end(),
                                     [](const CastRefusal &a, const CastRefusal &b) { return a.row == b.row; }),
                         result.refused.end());
    if (m_schema.columns[column].nullable)
        return result;
    std::vector<CastRefusal> all;
    auto told = result.refused.begin();
    for (int64_t row = 0; row < result.values->length(); ++row) {
        if (told != result.refused.end() && told->row == row)
            all.push_back(std::move(*told++));
        else if (result.values->IsNull(row))
            all.push_back({row, QStringLiteral("NULL where the destination takes none")});
    }
    result.refused = std::move(all);
    return result;
}

} // namespace sluice
