#include "connectors/file/csvparser.h"

#include "data/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sluice
{

QString encodingFault(std::string_view text, const QByteArray &encoding)
{
    if (!encoding.isEmpty()) {
        const size_t at = text.find("\xEF\xBF\xBD");
        return at == std::string_view::npos ? QString()
                                            : QStringLiteral("not %1: bytes that stand for no character at position %2")
                                                  .arg(QString::fromLatin1(encoding))
                                                  .arg(utf8Length(text.substr(0, at)) + 1);
    }
    const int64_t at = firstInvalidUtf8(text);
    return at < 0 ? QString()
                  : QStringLiteral("not UTF-8: byte 0x%1 at position %2")
                        .arg(QString::number(uint8_t(text[size_t(at)]), 16).toUpper(), QString::number(at + 1));
}

const std::vector<CsvField> &CsvSplitter::split(const Record &record)
{
    m_fields.clear();
    if (record.quoted)
        splitQuoted(record);
    else if (m_dialect.delimiter.size() == 1)
        splitPlain(record);
    else
        splitByText(record);
    return m_fields;
}

// Eight bytes a step: the bytes that equal the delimiter turn to zero, and a zero byte leaves its high bit set.
void CsvSplitter::splitPlain(const Record &record)
{
    static_assert(std::endian::native == std::endian::little);
    constexpr uint64_t low = 0x7F7F7F7F7F7F7F7FULL;
    const uint64_t pattern = 0x0101010101010101ULL * uint8_t(m_dialect.delimiter[0]);
    const char *begin = record.begin;
    const char *field = begin;
    for (size_t at = 0; at < record.size; at += 8) {
        uint64_t word;
        std::memcpy(&word, begin + at, 8);
        word ^= pattern;
        uint64_t hits = ~(((word & low) + low) | word | low);
        if (record.size - at < 8)
            hits &= (1ULL << (8 * (record.size - at))) - 1;
        for (; hits; hits &= hits - 1) {
            const char *delimiter = begin + at + (std::countr_zero(hits) >> 3);
            m_fields.push_back({{field, size_t(delimiter - field)}, false});
            field = delimiter + 1;
        }
    }
    m_fields.push_back({{field, size_t(begin + record.size - field)}, false});
}

void CsvSplitter::splitByText(const Record &record)
{
    const std::string_view whole(record.begin, record.size);
    size_t from = 0;
    for (size_t at; (at = whole.find(m_dialect.delimiter, from)) != std::string_view::npos;
         from = at + m_dialect.delimiter.size())
        m_fields.push_back({whole.substr(from, at - from), false});
    m_fields.push_back({whole.substr(from), false});
}

void CsvSplitter::splitQuoted(const Record &record)
{
    m_unescaped.clear();
    m_unescaped.reserve(record.size + TextColumn::padding);
    const std::string_view delimiter = m_dialect.delimiter;
    const char *at = record.begin;
    const char *end = at + record.size;
    for (;;) {
        CsvField field;
        if (at < end && *at == m_dialect.quote) {
            at = unquoted(at + 1, end, field);
        } else {
            const std::string_view rest(at, size_t(end - at));
            const size_t next = std::min(rest.find(delimiter), rest.size());
            field.text = rest.substr(0, next);
            at += next;
        }
        m_fields.push_back(field);
        if (at >= end)
            return;
        at += std::min(delimiter.size(), size_t(end - at));
    }
}

// The field behind an opening quote; returns what follows its closing one.
const char *CsvSplitter::unquoted(const char *at, const char *end, CsvField &field)
{
    const char quote = m_dialect.quote;
    const char escape = m_dialect.escape;
    field.quoted = true;
    const char *from = at; // what is not copied yet
    const size_t start = m_unescaped.size();
    bool copied = false;
    while (at < end) {
        at = escape == quote ? static_cast<const char *>(std::memchr(at, quote, size_t(end - at)))
                             : std::find_if(at, end, [=](char c) { return c == quote || (escape && c == escape); });
        if (!at)
            at = end;
        if (at == end || (*at == quote && (escape != quote || at + 1 == end || at[1] != quote)))
            break;
        // An escape: before a quote or another escape it goes, elsewhere it is a character.
        if (at + 1 < end && (at[1] == quote || at[1] == escape)) {
            m_unescaped.append(from, at);
            from = at + 1;
            copied = true;
        }
        at = std::min(at + 2, end);
    }
    if (!copied) {
        field.text = {from, size_t(at - from)};
    } else {
        m_unescaped.append(from, at);
        field.text = std::string_view(m_unescaped).substr(start);
    }
    return at < end ? at + 1 : end;
}

CsvParser::CsvParser(const Dialect &dialect, CsvShape shape)
    : m_splitter(dialect)
    , m_shape(std::move(shape))
{
    for (const std::string &text : m_shape.nullTexts)
        m_nullSizes |= 1ULL << std::min<size_t>(text.size(), 63);
}

bool CsvParser::isNullText(std::string_view text) const
{
    return std::any_of(m_shape.nullTexts.begin(), m_shape.nullTexts.end(),
                       [text](const std::string &one) { return one == text; });
}

LineParser::Verdict CsvParser::parse(const Record &record, bool ascii, std::vector<TextColumn> &columns,
                                     DirtyRow &dirty)
{
    if (record.size == 0 && m_shape.fieldCount > 1)
        return Verdict::Blank;
    const std::vector<CsvField> &fields = m_splitter.split(record);
    if (fields.size() != m_shape.fieldCount) {
        dirty.reason =
            QStringLiteral("%1 %2 %3")
                .arg(fields.size())
                .arg(fields.size() == 1 ? QStringLiteral("field") : QStringLiteral("fields"), m_shape.expectation);
        return Verdict::Dirty;
    }
    if (!ascii && !isAscii(record.begin, record.size) && !checkEncoding(fields, dirty))
        return Verdict::Dirty;
    for (size_t i = 0; i < columns.size(); ++i) {
        const CsvField &field = fields[size_t(m_shape.fields[i])];
        if (isNull(field))
            columns[i].appendNull();
        else
            columns[i].append(field.text);
    }
    return Verdict::Row;
}

bool CsvParser::checkEncoding(const std::vector<CsvField> &fields, DirtyRow &dirty) const
{
    for (size_t i = 0; i < m_shape.fields.size(); ++i) {
        const std::string_view text = fields[size_t(m_shape.fields[i])].text;
        dirty.reason = encodingFault(text, m_shape.encoding);
        if (dirty.reason.isEmpty())
            continue;
        dirty.column = m_shape.names[qsizetype(i)];
        dirty.raw = QByteArray(text.data(), qsizetype(text.size()));
        return false;
    }
    return true;
}

} // namespace sluice
