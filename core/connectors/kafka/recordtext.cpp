#include "connectors/kafka/recordtext.h"

#include "base/nearest.h"
#include "data/jsontext.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

namespace sluice
{

Result<RecordText> RecordText::make(const KafkaWriteParameters &write, const Schema &schema, const QTimeZone &zone)
{
    RecordText made;
    for (const Column &column : schema.columns) {
        SLUICE_TRY(CastPlan plan, CastPlan::compile(column.type, TypeKind::String, {zone}));
        made.m_plans.push_back(std::move(plan));
        std::string name;
        appendJsonString(column.name.toStdString(), name);
        made.m_names.push_back(name + ':');
        const TypeKind kind = column.type.kind();
        if (kind == TypeKind::Boolean || column.type.isInteger() || kind == TypeKind::Decimal)
            made.m_forms.push_back(Form::Bare);
        else if (kind == TypeKind::Float || kind == TypeKind::Double)
            made.m_forms.push_back(Form::Real);
        else
            made.m_forms.push_back(column.type.isNested() || kind == TypeKind::Json ? Form::Json : Form::Text);
    }
    for (const QString &key : write.keys) {
        const qsizetype column = schema.indexOf(key);
        if (column < 0)
            return makeError(ErrorCode::Schema,
                             QStringLiteral("No column is called \"%1\", so it cannot be the key.%2")
                                 .arg(key, didYouMean(key, schema.names())),
                             QStringLiteral("writer.keyColumn"));
        made.m_keys.push_back(column);
    }
    made.m_json = write.format == KafkaWriteParameters::Format::Json;
    made.m_delimiter = write.delimiter;
    made.m_null = write.nullText.value_or(QString()).toStdString();
    return made;
}

const arrow::StringArray &RecordText::texts(qsizetype column) const
{
    return static_cast<const arrow::StringArray &>(*m_texts[size_t(column)]);
}

Done RecordText::take(const arrow::RecordBatch &rows, std::vector<std::pair<qsizetype, CastRefusal>> &refused)
{
    m_texts.clear();
    for (size_t i = 0; i < m_plans.size(); ++i) {
        SLUICE_TRY(CastResult cast, m_plans[i].apply(rows.column(int(i))));
        for (CastRefusal &refusal : cast.refused)
            refused.emplace_back(qsizetype(i), std::move(refusal));
        m_texts.push_back(std::move(cast.values));
    }
    for (size_t i = 0; i < m_forms.size(); ++i)
        if (const arrow::StringArray &column = texts(qsizetype(i)); m_json && m_forms[i] == Form::Json)
            for (int64_t row = 0; row < column.length(); ++row)
                if (column.IsValid(row) && jsonFault(column.GetView(row)) >= 0)
                    refused.emplace_back(qsizetype(i), CastRefusal{row, QStringLiteral("the value is not JSON")});
    return {};
}

void RecordText::appendValue(int64_t row, std::string &out) const
{
    if (!m_json) {
        for (size_t i = 0; i < m_texts.size(); ++i) {
            if (i > 0)
                out += m_delimiter;
            const arrow::StringArray &column = texts(qsizetype(i));
            out += column.IsNull(row) ? std::string_view(m_null) : column.GetView(row);
        }
        return;
    }
    out += '{';
    for (size_t i = 0; i < m_texts.size(); ++i) {
        if (i > 0)
            out += ',';
        out += m_names[i];
        const arrow::StringArray &column = texts(qsizetype(i));
        const std::string_view text = column.IsNull(row) ? "null" : column.GetView(row);
        // NaN and infinity are no numbers of JSON.
        const bool bare = column.IsNull(row) || m_forms[i] == Form::Bare || m_forms[i] == Form::Json ||
                          (m_forms[i] == Form::Real && unsigned(text.back() - '0') <= 9);
        if (bare)
            out += text;
        else
            appendJsonString(text, out);
    }
    out += '}';
}

void RecordText::appendKey(int64_t row, std::string &out) const
{
    for (size_t i = 0; i < m_keys.size(); ++i) {
        if (i > 0)
            out += ',';
        if (const arrow::StringArray &column = texts(m_keys[i]); column.IsValid(row))
            out += column.GetView(row);
    }
}

bool RecordText::isKeyless(int64_t row) const
{
    for (const qsizetype key : m_keys)
        if (texts(key).IsValid(row))
            return false;
    return true;
}

} // namespace sluice
