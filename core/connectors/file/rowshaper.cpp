#include "connectors/file/rowshaper.h"

#include "data/arrowtypes.h"
#include "data/inquotes.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/scalar.h>
#include <arrow/table.h>

#include <algorithm>

namespace sluice
{

using ArrayPtr = std::shared_ptr<arrow::Array>;

namespace
{

Result<ArrayPtr> textArray(const std::vector<std::optional<std::string>> &texts)
{
    arrow::StringBuilder builder;
    arrow::Status status;
    for (const auto &text : texts)
        if (status.ok())
            status = text ? builder.Append(*text) : builder.AppendNull();
    const auto array = status.ok() ? builder.Finish() : arrow::Result<ArrayPtr>(status);
    if (!array.ok())
        return arrowError(array.status());
    return *array;
}

// The one value of a constant column, of its type.
Result<ArrayPtr> constantValue(const SelectedColumn &column, const std::optional<QString> &text, const QTimeZone &zone)
{
    std::optional<std::string> plain;
    if (text)
        plain = text->toStdString();
    if (plain && !column.format.isEmpty()) {
        SLUICE_TRY(const DateFormat format, DateFormat::parse(column.format));
        std::string formatted;
        if (!format.plain(*plain, formatted))
            return makeError(ErrorCode::Config,
                             QStringLiteral("\"%1\" is not of the form %2.").arg(*text, column.format));
        plain = formatted;
    }
    SLUICE_TRY(const ArrayPtr array, textArray({plain}));
    if (column.type == Type(TypeKind::String))
        return array;
    SLUICE_TRY(CastPlan plan, CastPlan::compile(TypeKind::String, column.type, {zone}));
    SLUICE_TRY(CastResult cast, plan.apply(array));
    if (!cast.refused.empty())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("The constant \"%1\" does not fit: %2.").arg(column.name, cast.refused.front().reason));
    return cast.values;
}

} // namespace

Result<RowShaper> RowShaper::make(const Selection &selection, const QString &fileName, const QTimeZone &zone)
{
    RowShaper shaper;
    shaper.m_schema = arrowSchema(schemaOf(selection));
    for (const SelectedColumn &column : selection) {
        Part part;
        part.column = column;
        if (column.kind == SelectedColumn::Kind::Constant || column.kind == SelectedColumn::Kind::FileName) {
            const bool isName = column.kind == SelectedColumn::Kind::FileName;
            SLUICE_TRY(part.repeated, constantValue(column, isName ? fileName : column.constant, zone));
        } else if (column.kind == SelectedColumn::Kind::Field && column.typed &&
                   column.type.kind() != TypeKind::String) {
            SLUICE_TRY(part.cast, CastPlan::compile(TypeKind::String, column.type, {zone}));
            if (!column.format.isEmpty()) {
                SLUICE_TRY(part.format, DateFormat::parse(column.format));
            }
        }
        shaper.m_parts.push_back(std::move(part));
    }
    return shaper;
}

Done RowShaper::shape(std::vector<ArrayPtr> fields, int64_t rows, Batch &batch, const std::vector<Refusal> &refusals)
{
    m_refused.clear();
    for (const Refusal &refusal : refusals)
        refuse(rows, refusal, batch);
    arrow::ArrayVector arrays;
    size_t next = 0;
    for (Part &part : m_parts) {
        ArrayPtr array;
        switch (part.column.kind) {
        case SelectedColumn::Kind::Field:
            array = fields[next++];
            if (part.cast && array->type_id() == arrow::Type::STRING) {
                SLUICE_TRY(array, typed(part, array, batch));
            }
            break;
        case SelectedColumn::Kind::RowNumber: {
            arrow::Int64Builder numbers;
            arrow::Status status = numbers.Reserve(rows);
            for (int64_t i = 0; status.ok() && i < rows; ++i)
                numbers.UnsafeAppend(batch.rowNumber(i));
            if (!status.ok() || !(status = numbers.Finish(&array)).ok())
                return arrowError(status);
            break;
        }
        default: {
            SLUICE_TRY(array, constant(part, rows));
        }
        }
        arrays.push_back(std::move(array));
    }
    batch.rows = arrow::RecordBatch::Make(m_schema, rows, std::move(arrays));
    return m_refused.empty() ? Done() : dropRefused(batch);
}

Result<ArrayPtr> RowShaper::constant(Part &part, int64_t rows)
{
    if (part.repeated->length() < rows || part.repeated->length() == 1) {
        const auto scalar = part.repeated->GetScalar(0);
        const auto repeated =
            scalar.ok() ? arrow::MakeArrayFromScalar(**scalar, std::max<int64_t>(rows, 2)) : scalar.status();
        if (!repeated.ok())
            return arrowError(repeated.status());
        part.repeated = *repeated;
    }
    return part.repeated->Slice(0, rows);
}

Result<ArrayPtr> RowShaper::typed(Part &part, const ArrayPtr &texts, Batch &batch)
{
    const auto &in = static_cast<const arrow::StringArray &>(*texts);
    const auto refuseText = [&](int64_t row, const QString &reason) {
        const std::string_view raw = in.GetView(row);
        refuse(in.length(), {row, part.column.name, QByteArray(raw.data(), qsizetype(raw.size())), reason}, batch);
    };

    ArrayPtr input = texts;
    if (part.format) {
        std::vector<std::optional<std::string>> plain(size_t(in.length()));
        for (int64_t i = 0; i < in.length(); ++i) {
            std::string text;
            if (in.IsNull(i) || in.GetView(i).empty())
                continue;
            if (part.format->plain(in.GetView(i), text))
                plain[size_t(i)] = std::move(text);
            else
                refuseText(i,
                           QStringLiteral("%1 is not of the form %2").arg(inQuotes(in.GetView(i)), part.column.format));
        }
        SLUICE_TRY(input, textArray(plain));
    }
    SLUICE_TRY(CastResult cast, part.cast->apply(input));
    for (const CastRefusal &refusal : cast.refused)
        refuseText(refusal.row, refusal.reason);
    return cast.values;
}

void RowShaper::refuse(int64_t rows, const Refusal &refusal, Batch &batch)
{
    if (m_refused.empty())
        m_refused.resize(size_t(rows));
    if (m_refused[size_t(refusal.row)]) // one reason is enough
        return;
    m_refused[size_t(refusal.row)] = true;
    batch.dirty.push_back({batch.rowNumber(refusal.row), refusal.column, refusal.raw, refusal.reason});
}

// Copies the rows that stay; this happens seldom enough.
Done RowShaper::dropRefused(Batch &batch)
{
    const int64_t rows = batch.rows->num_rows();
    arrow::RecordBatchVector kept;
    std::vector<qint64> numbers;
    for (int64_t from = 0; from < rows;) {
        int64_t to = from;
        for (; to < rows && !m_refused[size_t(to)]; ++to)
            numbers.push_back(batch.rowNumber(to));
        if (to > from)
            kept.push_back(batch.rows->Slice(from, to - from));
        from = to + 1;
    }
    if (kept.empty()) {
        batch.rows = nullptr;
        batch.rowNumbers.clear();
        return {};
    }
    auto whole = arrow::ConcatenateRecordBatches(kept);
    if (!whole.ok())
        return arrowError(whole.status());
    batch.rows = *whole;
    batch.firstRow = numbers.front();
    batch.rowNumbers = std::move(numbers);
    return {};
}

} // namespace sluice
