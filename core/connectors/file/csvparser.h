#pragma once

#include "connectors/file/lineparser.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <string>

namespace sluice
{

// What to read from every record of a CSV file.
struct CsvShape {
    size_t fieldCount = 0;   // that a record must have
    QString expectation;     // "where the header has 19"
    std::vector<int> fields; // one for each column read: its position in the record
    QStringList names;       // of those, for dirty rows
    std::vector<std::string> nullTexts;
    QByteArray encoding; // that was decoded; empty: the file's bytes are taken as UTF-8
};

// A field of a record: its text without quotes.
struct CsvField {
    std::string_view text;
    bool quoted = false;
};

// Takes records apart into fields.
class CsvSplitter
{
public:
    explicit CsvSplitter(const Dialect &dialect)
        : m_dialect(dialect)
    {
    }

    // The views live until the next call, those of unquoted fields as long as the record's bytes.
    const std::vector<CsvField> &split(const Record &record);

private:
    void splitPlain(const Record &record);
    void splitByText(const Record &record);
    void splitQuoted(const Record &record);
    const char *unquoted(const char *at, const char *end, CsvField &field);

    Dialect m_dialect;
    std::vector<CsvField> m_fields;
    std::string m_unescaped; // texts of fields with doubled quotes
};

class CsvParser final : public LineParser
{
public:
    CsvParser(const Dialect &dialect, CsvShape shape);

    Verdict parse(const Record &record, bool ascii, std::vector<TextColumn> &columns, DirtyRow &dirty) override;

private:
    bool isNull(const CsvField &field) const
    {
        const size_t size = field.text.size();
        return (m_nullSizes >> (size < 63 ? size : 63)) & 1 && !field.quoted && isNullText(field.text);
    }
    bool isNullText(std::string_view text) const;
    bool checkEncoding(const std::vector<CsvField> &fields, DirtyRow &dirty) const;

    CsvSplitter m_splitter;
    CsvShape m_shape;
    uint64_t m_nullSizes = 0; // bit n: some null text has n bytes; 63: that many or more
};

} // namespace sluice
