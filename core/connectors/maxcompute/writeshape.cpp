#include "connectors/maxcompute/writeshape.h"

#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/partitionrouter.h"
#include "connectors/maxcompute/rowfilter.h"
#include "data/arrowtypes.h"
#include "tunnel/upsertrecord.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

// What the text of operationColumn means; Flink's "-U", the row before an update, means nothing.
enum class Meaning { Upsert, Delete, Nothing, Unknown };

Meaning meaningOf(std::string_view text)
{
    const auto is = [text](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [text](std::string_view word) {
            return text.size() == word.size() && std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) {
                       return (a >= 'A' && a <= 'Z' ? char(a + ('a' - 'A')) : a) == b;
                   });
        });
    };
    if (is({"i", "u", "+i", "+u", "insert", "update", "upsert"}))
        return Meaning::Upsert;
    if (is({"d", "-d", "delete"}))
        return Meaning::Delete;
    return is({"-u"}) ? Meaning::Nothing : Meaning::Unknown;
}

Result<std::shared_ptr<arrow::Array>> operationsOf(const arrow::Array &texts)
{
    const auto &text = static_cast<const arrow::StringArray &>(texts);
    arrow::Int8Builder builder;
    arrow::Status status = builder.Reserve(text.length());
    for (int64_t row = 0; row < text.length() && status.ok(); ++row) {
        const bool isDelete = text.IsValid(row) && meaningOf(text.GetView(row)) == Meaning::Delete;
        builder.UnsafeAppend(int8_t(isDelete ? RowOperation::Delete : RowOperation::Upsert));
    }
    auto operations = status.ok() ? builder.Finish() : arrow::Result<std::shared_ptr<arrow::Array>>(status);
    if (!operations.ok())
        return arrowError(operations.status());
    return std::move(operations).ValueUnsafe();
}

} // namespace

// The rows of one batch that are left out.
struct WriteShape::Refused {
    DirtySink &dirty;
    std::vector<int64_t> rows; // ascending within a column

    // A row is dirty once, whatever else is wrong with it.
    void add(const Batch &batch, const arrow::Array &array, int64_t row, const QString &column, const QString &reason)
    {
        if (std::find(rows.begin(), rows.end(), row) == rows.end()) {
            DirtyRow bad;
            bad.row = batch.rowNumber(row);
            bad.column = column;
            bad.raw = QByteArray::fromStdString(cellText(array, row));
            bad.reason = reason;
            bad.place = row;
            dirty.add(std::move(bad));
        }
        rows.push_back(row);
    }
};

Result<WriteShape> WriteShape::make(const QStringList &entries, const TableColumns &table, const QStringList &levels,
                                    bool takesOperation)
{
    SLUICE_TRY(const QList<int> chosen, chooseWriteColumns(entries, table, levels, takesOperation));
    const int width = int(table.columns.size());
    WriteShape shape;
    std::vector<int> data; // the batch's columns that are the table's
    for (int from = 0; from < chosen.size(); ++from) {
        const int place = chosen[from];
        if (place == operationPlace) {
            shape.m_operation = from;
            shape.m_schema.columns.append({QLatin1String(operationColumn), TypeKind::String, true, {}});
            continue;
        }
        if (place < width)
            data.push_back(from);
        shape.m_schema.columns.append(place < width ? table.columns.columns[place]
                                                    : table.partitionColumns.columns[place - width]);
    }
    std::sort(data.begin(), data.end(), [&](int a, int b) { return chosen[a] < chosen[b]; });
    for (const int from : data) {
        shape.m_wireFrom.push_back(from);
        shape.m_wireSchema.columns.append(table.columns.columns[chosen[from]]);
        shape.m_numbers.push_back(uint32_t(chosen[from] + 1));
    }
    for (const QString &level : levels) {
        const int place = int(table.partitionColumns.indexOf(level));
        shape.m_levels.columns.append(table.partitionColumns.columns[place]);
        shape.m_levelFrom.push_back(int(chosen.indexOf(width + place)));
    }
    return shape;
}

Result<PreparedRows> WriteShape::prepare(const Batch &batch, DirtySink &dirty) const
{
    if (!batch.rows)
        return PreparedRows();
    const arrow::RecordBatch &given = *batch.rows;
    arrow::ArrayVector arrays;
    arrow::FieldVector fields;
    const auto take = [&](int from, std::shared_ptr<arrow::Array> array) {
        arrays.push_back(std::move(array));
        fields.push_back(given.schema()->field(from));
    };
    Refused refused{dirty, {}};
    for (size_t i = 0; i < m_wireFrom.size(); ++i) {
        const Column &column = m_wireSchema.columns[qsizetype(i)];
        std::shared_ptr<arrow::Array> array = given.column(m_wireFrom[i]);
        if (m_emptyAsNull && column.type.isText())
            array = emptyAsNull(array);
        if (!array)
            return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for a batch of rows."));
        refuse(*array, column, batch, refused);
        take(m_wireFrom[i], std::move(array));
    }
    for (size_t i = 0; i < m_levelFrom.size(); ++i) {
        const auto array = given.column(m_levelFrom[i]);
        const QString &level = m_levels.columns[qsizetype(i)].name;
        std::string text;
        std::string good; // the text of the row before, mostly the same
        for (int64_t row = 0; row < array->length(); ++row) {
            if (array->IsNull(row)) {
                refused.add(batch, *array, row, level,
                            QStringLiteral("A row without a value for the partition belongs to none."));
                continue;
            }
            text.clear();
            appendPartitionText(*array, row, text);
            if (text == good)
                continue;
            if (const QString why = whyNoPartition(text); !why.isEmpty())
                refused.add(batch, *array, row, level, why);
            else
                good = text;
        }
        take(m_levelFrom[i], array);
    }
    if (m_operation >= 0) {
        const auto &text = static_cast<const arrow::StringArray &>(*given.column(m_operation));
        for (int64_t row = 0; row < text.length(); ++row) {
            const Meaning meaning = text.IsValid(row) ? meaningOf(text.GetView(row)) : Meaning::Upsert;
            if (meaning == Meaning::Unknown)
                refused.add(batch, text, row, QLatin1String(operationColumn),
                            QStringLiteral("This is no operation: I and U insert or update, D deletes."));
            else if (meaning == Meaning::Nothing)
                refused.rows.push_back(row);
        }
        take(m_operation, given.column(m_operation));
    }

    auto rows = arrow::RecordBatch::Make(arrow::schema(std::move(fields)), given.num_rows(), std::move(arrays));
    if (!refused.rows.empty()) {
        std::sort(refused.rows.begin(), refused.rows.end());
        refused.rows.erase(std::unique(refused.rows.begin(), refused.rows.end()), refused.rows.end());
        SLUICE_TRY(rows, withoutRows(rows, refused.rows));
        if (!rows)
            return PreparedRows();
    }
    PreparedRows prepared;
    const arrow::ArrayVector columns = rows->columns();
    auto at = columns.begin() + std::ptrdiff_t(m_wireFrom.size());
    prepared.levels.assign(at, at + std::ptrdiff_t(m_levelFrom.size()));
    if (m_operation >= 0) {
        SLUICE_TRY(prepared.operation, operationsOf(*columns.back()));
    }
    const arrow::FieldVector &wire = rows->schema()->fields();
    prepared.rows =
        arrow::RecordBatch::Make(arrow::schema({wire.begin(), wire.begin() + std::ptrdiff_t(m_wireFrom.size())}),
                                 rows->num_rows(), arrow::ArrayVector(columns.begin(), at));
    return prepared;
}

// Cells that make the server refuse the whole stream: NULL where none may be, values beyond the session's limit.
void WriteShape::refuse(const arrow::Array &array, const Column &column, const Batch &batch, Refused &refused) const
{
    if (!column.nullable && array.null_count() > 0)
        for (int64_t row = 0; row < array.length(); ++row)
            if (array.IsNull(row))
                refused.add(batch, array, row, column.name, QStringLiteral("The column does not take NULL."));
    const bool bytes = array.type_id() == arrow::Type::STRING || array.type_id() == arrow::Type::BINARY;
    if (!bytes || m_maxFieldSize <= 0 || array.length() == 0)
        return;
    const auto &text = static_cast<const arrow::BinaryArray &>(array);
    if (text.value_offset(text.length()) - text.value_offset(0) <= m_maxFieldSize)
        return;
    for (int64_t row = 0; row < text.length(); ++row)
        if (text.value_length(row) > m_maxFieldSize)
            refused.add(batch, array, row, column.name,
                        QStringLiteral("The value has %1 bytes; the table takes at most %2.")
                            .arg(text.value_length(row))
                            .arg(m_maxFieldSize));
}

} // namespace sluice
