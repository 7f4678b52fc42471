#pragma once

#include "connectors/file/lineparser.h"

#include <QByteArray>
#include <QStringList>

#include <string>
#include <unordered_map>
#include <vector>

namespace sluice
{

// Takes JSON lines apart: one object a line. A string is read as its text, null and a missing key as NULL, everything
// else as the JSON that stands there, so that no digit is lost on the way.
class JsonLineParser final : public LineParser
{
public:
    // The keys to read, one for each column. `encoding` as CsvShape has it.
    JsonLineParser(const QStringList &keys, QByteArray encoding);

    Verdict parse(const Record &record, bool ascii, std::vector<TextColumn> &columns, DirtyRow &dirty) override;

private:
    std::unordered_map<std::string_view, std::vector<size_t>> m_columnsOf;
    std::vector<std::string> m_keys; // what the map's keys view
    std::vector<std::string_view> m_values;
    std::string m_text;
    QByteArray m_encoding;
};

} // namespace sluice
