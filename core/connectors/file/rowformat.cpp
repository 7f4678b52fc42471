#include "connectors/file/rowformat.h"

#include "data/jsontext.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>
#include <array>

namespace sluice
{

namespace
{

// RFC 4180 with options. NULL is the null text without quotes; a text that looks like it is quoted, so that reading
// gives back what was written.
class CsvFormat final : public RowFormat
{
public:
    CsvFormat(const FileWriteOptions &options, const Schema &schema, const QTimeZone &zone)
        : RowFormat(schema, zone)
        , m_dialect(options.dialect)
        , m_header(options.header)
        , m_null(options.nullText)
    {
        for (const char c : {'\n', '\r', m_dialect.delimiter[0], m_dialect.quote})
            m_special[uint8_t(c)] = true;
        m_special[0] = false;
    }

    std::string header() const override
    {
        std::string line;
        if (!m_header)
            return line;
        for (const QString &name : m_schema.names()) {
            if (!line.empty())
                line += m_dialect.delimiter;
            appendField(name.toStdString(), line);
        }
        return line + '\n';
    }

private:
    bool appendRow(const std::vector<const arrow::StringArray *> &texts, qint64 row, std::string &out, QString &reason,
                   qsizetype &column) override
    {
        for (size_t i = 0; i < texts.size(); ++i) {
            if (i > 0)
                out += m_dialect.delimiter;
            if (texts[i]->IsNull(row)) {
                out += m_null;
            } else if (const char *fault = appendField(texts[i]->GetView(row), out)) {
                reason = QString::fromUtf8(fault);
                column = qsizetype(i);
                return false;
            }
        }
        out += '\n';
        return true;
    }

    // What is wrong with a text that would be read back as something else; null: nothing.
    const char *appendField(std::string_view text, std::string &out) const
    {
        const bool special = std::any_of(text.begin(), text.end(), [this](char c) { return m_special[uint8_t(c)]; });
        if (!special && text != m_null) {
            out += text;
            return nullptr;
        }
        if (!m_dialect.quote) {
            out += text;
            return special ? "the value holds a delimiter or a line break, and there is no quote to put around it"
                           : "the value looks like NULL (nullFormat), and there is no quote to put around it";
        }
        out += m_dialect.quote;
        for (const char c : text) {
            if (c == m_dialect.quote)
                out += c;
            out += c;
        }
        out += m_dialect.quote;
        return nullptr;
    }

    Dialect m_dialect;
    bool m_header;
    std::string m_null;
    std::array<bool, 256> m_special{};
};

// One JSON object a line, keys in the columns' order.
class JsonFormat final : public RowFormat
{
public:
    JsonFormat(const Schema &schema, const QTimeZone &zone)
        : RowFormat(schema, zone)
    {
        for (const Column &column : schema.columns) {
            std::string key(m_keys.empty() ? "{" : ",");
            appendJsonString(column.name.toStdString(), key);
            m_keys.push_back(key + ':');
            m_bare.push_back(column.type.kind() == TypeKind::Boolean || column.type.isInteger() ||
                             column.type.kind() == TypeKind::Decimal);
            m_real.push_back(column.type.kind() == TypeKind::Float || column.type.kind() == TypeKind::Double);
            m_json.push_back(column.type.isNested() || column.type.kind() == TypeKind::Json);
        }
    }

private:
    bool appendRow(const std::vector<const arrow::StringArray *> &texts, qint64 row, std::string &out, QString &reason,
                   qsizetype &column) override
    {
        for (size_t i = 0; i < texts.size(); ++i) {
            out += m_keys[i];
            const std::string_view text = texts[i]->IsNull(row) ? "null" : texts[i]->GetView(row);
            if (texts[i]->IsNull(row) || m_bare[i] || (m_real[i] && unsigned(text.back() - '0') <= 9)) {
                out += text;
            } else if (!m_json[i]) {
                appendJsonString(text, out);
            } else if (jsonFault(text) >= 0) {
                reason = QStringLiteral("the value is not JSON");
                column = qsizetype(i);
                return false;
            } else { // a line break can only stand between JSON's tokens
                const size_t start = out.size();
                out += text;
                std::replace_if(
                    out.begin() + ptrdiff_t(start), out.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
            }
        }
        out += texts.empty() ? "{}\n" : "}\n";
        return true;
    }

    std::vector<std::string> m_keys;
    std::vector<bool> m_bare; // written as it stands
    std::vector<bool> m_real; // so too, unless it is NaN or infinite
    std::vector<bool> m_json; // JSON already
};

} // namespace

Result<std::unique_ptr<RowFormat>> RowFormat::make(const FileWriteOptions &options, const Schema &schema,
                                                   const QTimeZone &zone)
{
    std::unique_ptr<RowFormat> format;
    if (options.format == FileFormat::Jsonl)
        format = std::make_unique<JsonFormat>(schema, zone);
    else
        format = std::make_unique<CsvFormat>(options, schema, zone);
    SLUICE_CHECK(format->compile());
    return format;
}

Done RowFormat::compile()
{
    for (const Column &column : m_schema.columns) {
        SLUICE_TRY(CastPlan plan, CastPlan::compile(column.type, TypeKind::String, {m_zone}));
        m_plans.push_back(std::move(plan));
    }
    return {};
}

void RowFormat::refuse(const Batch &batch, qint64 row, qsizetype column, const QString &reason, DirtySink &dirty) const
{
    dirty.add({batch.rowNumber(row), m_schema.columns[column].name,
               cellText(batch.rows->column(int(column)), m_schema.columns[column].type, row, m_zone), reason});
}

Result<qint64> RowFormat::append(const Batch &batch, DirtySink &dirty, std::string &out)
{
    const qint64 rows = batch.rows->num_rows();
    std::vector<bool> refused;
    std::vector<std::shared_ptr<arrow::Array>> arrays;
    std::vector<const arrow::StringArray *> texts;
    for (size_t i = 0; i < m_plans.size(); ++i) {
        SLUICE_TRY(CastResult cast, m_plans[i].apply(batch.rows->column(int(i))));
        for (const CastRefusal &refusal : cast.refused) {
            refused.resize(size_t(rows));
            if (!refused[size_t(refusal.row)])
                refuse(batch, refusal.row, qsizetype(i), refusal.reason, dirty);
            refused[size_t(refusal.row)] = true;
        }
        texts.push_back(static_cast<const arrow::StringArray *>(cast.values.get()));
        arrays.push_back(std::move(cast.values));
    }
    qint64 written = 0;
    for (qint64 row = 0; row < rows; ++row) {
        if (!refused.empty() && refused[size_t(row)])
            continue;
        const size_t start = out.size();
        QString reason;
        qsizetype column = 0;
        if (appendRow(texts, row, out, reason, column)) {
            ++written;
        } else {
            out.resize(start);
            refuse(batch, row, column, reason, dirty);
        }
    }
    return written;
}

} // namespace sluice
