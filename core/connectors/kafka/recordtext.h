#pragma once

#include "connectors/kafka/kafkaoptions.h"
#include "data/cast.h"

#include <arrow/type_fwd.h>

#include <string>
#include <vector>

namespace sluice
{

// Rows as the values of records: a JSON object each, or their columns one after another. Belongs to one writer.
class RecordText
{
public:
    static Result<RecordText> make(const KafkaWriteParameters &write, const Schema &schema, const QTimeZone &zone);

    // The batch to write from now on. Cells that have no text are given to `refused`, one a row.
    Done take(const arrow::RecordBatch &rows, std::vector<std::pair<qsizetype, CastRefusal>> &refused);
    // One row's value and key, appended; the texts of a row that was refused are not asked for.
    void appendValue(int64_t row, std::string &out) const;
    void appendKey(int64_t row, std::string &out) const;
    // All key columns of a row are NULL.
    bool isKeyless(int64_t row) const;
    const arrow::StringArray &texts(qsizetype column) const;

private:
    RecordText() = default;

    enum class Form { Bare, Real, Json, Text };
    std::vector<CastPlan> m_plans;
    std::vector<std::shared_ptr<arrow::Array>> m_texts;
    std::vector<std::string> m_names; // as JSON
    std::vector<Form> m_forms;
    std::vector<qsizetype> m_keys;
    bool m_json = true;
    std::string m_delimiter;
    std::string m_null;
};

} // namespace sluice
