#include "connectors/file/jsonparser.h"

#include "data/jsontext.h"
#include "data/utf8.h"

#include <algorithm>

namespace sluice
{

JsonLineParser::JsonLineParser(const QStringList &keys, QByteArray encoding)
    : m_encoding(std::move(encoding))
{
    for (const QString &key : keys)
        m_keys.push_back(key.toStdString());
    for (size_t i = 0; i < m_keys.size(); ++i)
        m_columnsOf[m_keys[i]].push_back(i);
}

LineParser::Verdict JsonLineParser::parse(const Record &record, bool ascii, std::vector<TextColumn> &columns,
                                          DirtyRow &dirty)
{
    const std::string_view line(record.begin, record.size);
    if (std::all_of(line.begin(), line.end(), [](char c) { return c == ' ' || c == '\t'; }))
        return Verdict::Blank;
    if (!ascii && !isAscii(line.data(), line.size())) {
        dirty.reason = encodingFault(line, m_encoding);
        if (!dirty.reason.isEmpty())
            return Verdict::Dirty;
    }
    if (const int64_t fault = jsonFault(line); fault >= 0) {
        dirty.reason = QStringLiteral("not JSON: it breaks at position %1").arg(fault + 1);
        return Verdict::Dirty;
    }
    if (jsonKind(line) != JsonKind::Object) {
        dirty.reason = QStringLiteral("not a JSON object");
        return Verdict::Dirty;
    }
    m_values.assign(columns.size(), {});
    forEachMember(line, [this](std::string_view key, std::string_view value) {
        key = key.substr(1, key.size() - 2);
        const auto found = key.find('\\') == std::string_view::npos
                               ? m_columnsOf.find(key)
                               : m_columnsOf.find(m_text = jsonString('"' + std::string(key) + '"'));
        if (found != m_columnsOf.end())
            for (const size_t column : found->second)
                m_values[column] = value;
    });
    for (size_t i = 0; i < columns.size(); ++i) {
        const std::string_view value = m_values[i];
        const JsonKind kind = value.empty() ? JsonKind::Null : jsonKind(value);
        if (kind == JsonKind::Null) {
            columns[i].appendNull();
        } else if (kind != JsonKind::String) {
            columns[i].append(value);
        } else if (value.find('\\') == std::string_view::npos) {
            columns[i].append(value.substr(1, value.size() - 2));
        } else {
            m_text = jsonString(value);
            m_text.reserve(m_text.size() + TextColumn::padding);
            columns[i].append(m_text);
        }
    }
    return Verdict::Row;
}

} // namespace sluice
