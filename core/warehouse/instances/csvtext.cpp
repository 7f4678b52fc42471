#include "warehouse/instances/csvtext.h"

#include "data/cast.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <optional>

namespace sluice::warehouse
{

namespace
{

void appendQuoted(std::string_view text, std::string &out)
{
    out += '"';
    for (const char c : text) {
        if (c == '"')
            out += '"';
        out += c;
    }
    out += '"';
}

// Bytes that are not printable ASCII as =HH.
void appendBinary(std::string_view bytes, std::string &out)
{
    std::string text;
    for (const unsigned char c : bytes) {
        if (c >= 0x20 && c < 0x7f && c != '=') {
            text += char(c);
        } else {
            text += '=';
            text += "0123456789ABCDEF"[c >> 4];
            text += "0123456789ABCDEF"[c & 15];
        }
    }
    appendQuoted(text, out);
}

// One column of a batch, ready to be printed cell by cell.
struct Cells {
    std::shared_ptr<arrow::Array> array;
    TypeKind kind;

    void append(int64_t row, std::string &out) const
    {
        if (array->IsNull(row)) {
            out += "\\N";
            return;
        }
        std::string_view text = static_cast<const arrow::BinaryArray &>(*array).GetView(row);
        if (kind == TypeKind::DateTime)
            text = text.substr(0, text.find('.')); // clients expect whole seconds here; the tunnel has the rest
        if (kind == TypeKind::Binary)
            appendBinary(text, out);
        else if (Type(kind).isText() || kind >= TypeKind::Json || text.find_first_of(",\"\n") != text.npos)
            appendQuoted(text, out);
        else
            out += text;
    }
};

} // namespace

Result<CsvText> csvText(RowStream &rows, const Schema &schema, qint64 rowLimit, const QTimeZone &zone, size_t byteLimit)
{
    CsvText csv;
    std::string &out = csv.text;
    std::vector<std::optional<CastPlan>> plans;
    for (const Column &column : schema.columns) {
        if (!plans.empty())
            out += ',';
        appendQuoted(column.name.toStdString(), out);
        if (column.type.kind() == TypeKind::Binary) {
            plans.emplace_back();
            continue;
        }
        // As SQL's own CAST does: DATETIME in the session's zone, TIMESTAMP in UTC.
        const QTimeZone &zoneOfColumn = column.type.kind() == TypeKind::Timestamp ? QTimeZone::utc() : zone;
        SLUICE_TRY(CastPlan plan, CastPlan::compile(column.type, Type(TypeKind::String), {zoneOfColumn}));
        plans.emplace_back(std::move(plan));
    }
    out += '\n';
    for (;;) {
        SLUICE_TRY(const std::shared_ptr<arrow::RecordBatch> batch, rows.next());
        if (!batch)
            return csv;
        std::vector<Cells> columns;
        for (size_t i = 0; i < plans.size(); ++i) {
            const TypeKind kind = schema.columns.at(qsizetype(i)).type.kind();
            std::shared_ptr<arrow::Array> array = batch->column(int(i));
            if (plans[i]) {
                SLUICE_TRY(CastResult texts, plans[i]->apply(array));
                array = std::move(texts.values);
            }
            columns.push_back({std::move(array), kind});
        }
        for (int64_t row = 0; row < batch->num_rows(); ++row) {
            if (csv.rows == rowLimit || out.size() > byteLimit) {
                csv.whole = false;
                return csv;
            }
            for (size_t i = 0; i < columns.size(); ++i) {
                if (i > 0)
                    out += ',';
                columns[i].append(row, out);
            }
            out += '\n';
            ++csv.rows;
        }
    }
}

} // namespace sluice::warehouse
