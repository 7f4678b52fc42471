#include "connectors/maxcompute/partitionrouter.h"

#include "data/timetext.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <charconv>

namespace sluice
{

namespace
{

constexpr size_t longestValue = 255; // bytes

void appendNumber(int64_t number, std::string &out)
{
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.append(digits, size_t(end - digits));
}

void appendDate(int64_t days, std::string &out)
{
    const CivilDate date = civilFromDays(days);
    char text[48];
    out.append(text, size_t(std::snprintf(text, sizeof text, "%04lld-%02d-%02d", static_cast<long long>(date.year),
                                          date.month, date.day)));
}

} // namespace

void appendPartitionText(const arrow::Array &values, int64_t row, std::string &out)
{
    switch (values.type_id()) {
    case arrow::Type::INT8:
        return appendNumber(static_cast<const arrow::Int8Array &>(values).Value(row), out);
    case arrow::Type::INT16:
        return appendNumber(static_cast<const arrow::Int16Array &>(values).Value(row), out);
    case arrow::Type::INT32:
        return appendNumber(static_cast<const arrow::Int32Array &>(values).Value(row), out);
    case arrow::Type::INT64:
        return appendNumber(static_cast<const arrow::Int64Array &>(values).Value(row), out);
    case arrow::Type::DATE32:
        return appendDate(static_cast<const arrow::Date32Array &>(values).Value(row), out);
    default:
        out.append(static_cast<const arrow::BinaryArray &>(values).GetView(row));
    }
}

QString whyNoPartition(std::string_view text)
{
    if (text.empty())
        return QStringLiteral("A row with an empty value for the partition belongs to none.");
    if (text.size() > longestValue)
        return QStringLiteral("A partition's value has at most %1 bytes, and this has %2.")
            .arg(longestValue)
            .arg(text.size());
    const auto bad = std::find_if(text.begin(), text.end(), [](char c) {
        return uint8_t(c) < ' ' || c == ',' || c == '/' || c == '\\' || c == '\'' || c == '"' || c == '=' || c == '*' ||
               c == '?';
    });
    if (bad != text.end())
        return QStringLiteral("A partition's value holds no %1.")
            .arg(uint8_t(*bad) < ' ' ? QStringLiteral("control characters") : QString(QLatin1Char(*bad)));
    if (text.front() == ' ' || text.back() == ' ')
        return QStringLiteral("A partition's value neither begins nor ends with a space.");
    return {};
}

PartitionRouter::PartitionRouter(PartitionSpec fixed, QStringList levels)
    : m_fixed(std::move(fixed))
    , m_levels(std::move(levels))
{
}

PartitionSpec PartitionRouter::specOf(std::string_view key) const
{
    QList<QPair<QString, QString>> values = m_fixed.values();
    for (const QString &level : m_levels) {
        const size_t end = key.find('\0');
        values.append({level, QString::fromUtf8(key.data(), qsizetype(end))});
        key.remove_prefix(end + 1);
    }
    return PartitionSpec(std::move(values));
}

Done PartitionRouter::route(const PreparedRows &prepared, const std::function<Result<int>(const PartitionSpec &)> &open)
{
    const int64_t rows = prepared.rows->num_rows();
    m_partitions.resize(size_t(rows));
    std::string key;
    std::string before;
    int number = -1;
    for (int64_t row = 0; row < rows; ++row) {
        key.clear();
        for (const auto &level : prepared.levels) {
            appendPartitionText(*level, row, key);
            key += '\0';
        }
        if (number < 0 || key != before) {
            const auto known = m_known.find(key);
            if (known != m_known.end()) {
                number = known->second;
            } else {
                SLUICE_TRY(number, open(specOf(key)));
                m_known.emplace(key, number);
            }
            before = key;
        }
        m_partitions[size_t(row)] = number;
    }
    return {};
}

} // namespace sluice
