#include "connectors/file/csvlook.h"

#include "connectors/file/columnselection.h"
#include "connectors/file/csvparser.h"
#include "connectors/file/recordfinder.h"
#include "data/utf8.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice
{

namespace
{

constexpr size_t sampledRecords = 200;
constexpr std::array<const char *, 5> delimiters{",", "\t", ";", "|", "\x01"};

using Fields = std::vector<std::string>;

// The first records of a sample, taken apart. Blank lines are left out; the last record only counts when it is whole.
class Records
{
public:
    Records(std::string_view sample, bool whole, const Dialect &dialect)
        : m_finder(dialect)
        , m_splitter(dialect)
    {
        // Fields may be read beyond their end: the sample needs some room behind it.
        m_sample.reserve(sample.size() + TextColumn::padding);
        m_sample = sample;
        m_finder.window(m_sample.data(), m_sample.data() + m_sample.size(), whole);
    }

    // False at the end.
    bool next(Fields &fields, RecordFault &fault)
    {
        Record record;
        do {
            m_start = size_t(m_finder.position() - m_sample.data());
            if (!m_finder.next(record))
                return false;
        } while (record.size == 0);
        fault = record.fault;
        fields.clear();
        for (const CsvField &field : m_splitter.split(record))
            fields.emplace_back(field.text);
        return true;
    }
    // Where the last record begins, and where the next one does.
    size_t start() const { return m_start; }
    size_t end() const { return size_t(m_finder.position() - m_sample.data()); }

private:
    std::string m_sample;
    RecordFinder m_finder;
    CsvSplitter m_splitter;
    size_t m_start = 0;
};

std::vector<Fields> firstRecords(std::string_view sample, bool whole, const Dialect &dialect)
{
    std::vector<Fields> all;
    Records records(sample, whole, dialect);
    Fields fields;
    for (RecordFault fault; all.size() < sampledRecords && records.next(fields, fault);)
        if (fault == RecordFault::None)
            all.push_back(fields);
    return all;
}

// The delimiter that gives most records the same number of fields, more than one.
std::string sniffedDelimiter(std::string_view sample, bool whole, Dialect dialect)
{
    std::string best = ",";
    double bestScore = 0;
    for (const char *candidate : delimiters) {
        dialect.delimiter = candidate;
        std::map<size_t, size_t> counts;
        const std::vector<Fields> records = firstRecords(sample, whole, dialect);
        for (const Fields &fields : records)
            ++counts[fields.size()];
        for (const auto &[width, count] : counts) {
            if (width < 2)
                continue;
            // Agreement decides; among equals the wider, then the earlier candidate.
            const double score = double(count) / double(records.size()) + std::min(double(width), 1000.0) * 1e-5;
            if (score > bestScore + 1e-9) {
                bestScore = score;
                best = candidate;
            }
        }
    }
    return best;
}

// A number, a date or a time, by its looks.
bool isValue(const std::string &text)
{
    bool digits = false;
    for (const char c : text) {
        if (unsigned(c - '0') <= 9)
            digits = true;
        else if (!std::strchr("+-.,:/ eETZ%$", c))
            return false;
    }
    return digits;
}

bool isName(const std::string &text)
{
    if (text.empty() || text.size() > 64)
        return false;
    const auto first = uint8_t(text[0]);
    return (isalpha(first) || first == '_' || first >= 0x80) &&
           std::none_of(text.begin(), text.end(), [](char c) { return uint8_t(c) < ' ' || c == '@'; });
}

bool sniffedHeader(const std::vector<Fields> &records, const QJsonArray &wanted)
{
    if (records.empty())
        return false;
    const Fields &first = records[0];
    for (const QJsonValue entry : wanted) {
        const std::string name = (entry.isObject() ? entry[QStringLiteral("name")] : entry).toString().toStdString();
        if (!name.empty() && name != "*" && std::find(first.begin(), first.end(), name) != first.end())
            return true;
    }
    std::set<std::string> seen;
    for (const std::string &name : first)
        if (isValue(name) || (!name.empty() && !seen.insert(name).second))
            return false;
    bool names = true;
    for (size_t column = 0; column < first.size(); ++column) {
        size_t values = 0;
        for (size_t i = 1; i < records.size(); ++i)
            if (column < records[i].size()) {
                values += isValue(records[i][column]);
                names &= records[i][column].empty() || records[i][column] != first[column];
            }
        if (values > 0 && values * 2 >= records.size() - 1)
            return true; // a text above numbers
        names &= isName(first[column]);
    }
    return names;
}

QStringList uniqueNames(const Fields &fields, QStringList &repeated)
{
    QStringList names;
    for (size_t i = 0; i < fields.size(); ++i) {
        const QString plain = QString::fromStdString(fields[i]).trimmed();
        const QString base = plain.isEmpty() ? QStringLiteral("c%1").arg(i + 1) : plain;
        QString name = base;
        for (int n = 2; names.contains(name, Qt::CaseInsensitive); ++n)
            name = QStringLiteral("%1_%2").arg(base).arg(n);
        if (name != base && !repeated.contains(base, Qt::CaseInsensitive))
            repeated.append(base);
        names.append(name);
    }
    return names;
}

// Names for a file without a header: those of `column` when they are for every field, else c1, c2, …
Result<QStringList> positionalNames(size_t width, const QJsonArray &wanted, const QString &fileName)
{
    QStringList numbered;
    for (size_t i = 0; i < width; ++i)
        numbered.append(QStringLiteral("c%1").arg(i + 1));
    QStringList given;
    for (const QJsonValue entry : wanted)
        if (auto column = parseSelected(entry); column && column->kind == SelectedColumn::Kind::Field &&
                                                column->field < 0 && column->name != QLatin1String("*"))
            given.append(column->name);
    const bool numbers =
        std::all_of(given.begin(), given.end(), [&](const QString &n) { return numbered.contains(n); });
    if (numbers)
        return numbered;
    if (size_t(given.size()) == width)
        return given;
    return makeError(ErrorCode::Schema,
                     QStringLiteral("%1 has no header and %2 columns, but `column` names %3. Name every column in the "
                                    "file's order, or pick some by {\"index\": 0}.")
                         .arg(fileName)
                         .arg(width)
                         .arg(given.size()),
                     QStringLiteral("reader.column"));
}

size_t commonWidth(const std::vector<Fields> &records)
{
    std::map<size_t, size_t> counts;
    for (const Fields &fields : records)
        ++counts[fields.size()];
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == counts.end() ? 1 : most->first;
}

// Where the lines that are to be skipped end.
size_t skippedLines(std::string_view sample, qint64 lines, char newline)
{
    size_t at = 0;
    for (; lines > 0 && at < sample.size(); --lines)
        at = std::min(sample.find(newline, at), sample.size() - 1) + 1;
    return at;
}

Dialect givenDialect(std::string_view sample, const FileReadOptions &options, FileFormat format)
{
    Dialect dialect;
    dialect.quote = options.quote.value_or(format == FileFormat::Text ? '\0' : '"');
    dialect.escape = options.escape.value_or(dialect.quote);
    if (sample.find('\n') == std::string_view::npos && sample.find('\r') != std::string_view::npos)
        dialect.newline = '\r';
    return dialect;
}

} // namespace

Result<CsvLook> lookAtCsv(std::string_view sample, bool whole, const FileReadOptions &options, FileFormat format,
                          const CsvLook *known, const QString &fileName)
{
    CsvLook look;
    look.dialect = givenDialect(sample, options, format);
    const size_t begin = skippedLines(sample, options.skipRows, look.dialect.newline);
    const std::string_view rest = sample.substr(begin);
    if (known)
        look.dialect.delimiter = known->dialect.delimiter;
    else if (options.delimiter)
        look.dialect.delimiter = *options.delimiter;
    else if (format == FileFormat::Tsv)
        look.dialect.delimiter.assign(1, '\t');
    else
        look.dialect.delimiter = sniffedDelimiter(rest, whole, look.dialect);

    const std::vector<Fields> records = firstRecords(rest, whole, look.dialect);
    if (known)
        look.header = known->header;
    else if (options.header == HeaderMode::Sniff)
        look.header = sniffedHeader(records, options.columns);
    else
        look.header = options.header == HeaderMode::Yes;

    look.dataOffset = begin;
    if (!look.header) {
        SLUICE_TRY(look.columns, positionalNames(commonWidth(records), options.columns, fileName));
        return look;
    }
    Records reading(rest, whole, look.dialect);
    Fields header;
    RecordFault fault = RecordFault::None;
    if (!reading.next(header, fault))
        return makeError(ErrorCode::Data, QStringLiteral("%1 has no header: it is empty.").arg(fileName), fileName);
    if (fault != RecordFault::None)
        return makeError(
            ErrorCode::Data,
            QStringLiteral("The header of %1 has a quote that is not closed where it should be.").arg(fileName),
            fileName);
    for (const std::string &name : header)
        if (firstInvalidUtf8(name) >= 0)
            return makeError(
                ErrorCode::Data,
                QStringLiteral("The header of %1 is not UTF-8. Set `encoding`, for example \"gb18030\".").arg(fileName),
                fileName);
    look.columns = uniqueNames(header, look.repeated);
    look.dataOffset = begin + reading.end();
    return look;
}

} // namespace sluice
