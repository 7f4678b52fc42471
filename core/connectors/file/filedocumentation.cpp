#include "connectors/file/filedocumentation.h"

#include "task/optionbuilder.h"

namespace sluice
{

namespace
{

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '));
}

OptionSpec sourceOption()
{
    return option("datasource", "Data source", OptionKind::Text,
                  "The name of a file data source: relative paths start in its folder. In the workspace without one.",
                  R"("my_files")");
}

OptionSpecs readerOptions()
{
    OptionSpec skip = advanced(option("skipRows", "Lines to skip", OptionKind::Integer,
                                      "Lines at the beginning of every file that are not part of the table; the header "
                                      "comes after them.",
                                      "2"));
    skip.minimum = 0;
    skip.maximum = 1e9;
    skip.defaultValue = 0;
    return {
        sourceOption(),
        required(option("path", "Path", OptionKind::Path,
                        "The file to read, a pattern (* and ?) or a list of both. Relative paths start in the data "
                        "source's folder, or in the workspace. Files read together must have the same columns; those "
                        "with a header are aligned by name.",
                        R"("in/flights-*.csv")")),
        option("column", "Columns", OptionKind::Columns,
               "What to read, in this order: names, \"*\" for all, constants in single quotes, __file__ (the file's "
               "name), __row__ (the row's number), or objects with \"name\" or \"index\" (from 0) or \"value\", and "
               "\"type\" and \"format\" (for dates: yyyy, MM, dd, HH, mm, ss, SSS). All columns by default.",
               R"(["year", "carrier", {"name": "day", "type": "date", "format": "dd/MM/yyyy"}, "'demo'"])"),
        choice(option("fileFormat", "Format", OptionKind::Choice,
                      "By the file's name or its beginning when left out. `text` is CSV without quotes.", "\"csv\""),
               words("csv tsv text jsonl parquet")),
        choice(option("header", "Header", OptionKind::Choice,
                      "Whether the first row names the columns; sniff finds out. Without a header columns are called "
                      "c1, c2, … or as `column` names them all in order.",
                      "true"),
               words("sniff true false"), QStringLiteral("sniff")),
        option("fieldDelimiter", "Field delimiter", OptionKind::Text,
               "What separates fields: one or more characters. Found out when left out.", "\"|\""),
        option(
            "nullFormat", "NULL", OptionKind::List,
            "Fields that mean NULL, one text or a list. Fields in quotes are never NULL. By default empty fields and "
            "\\N; give [] for none.",
            R"(["", "NA"])"),
        option("encoding", "Encoding", OptionKind::Text,
               "utf-8, gbk, gb18030, big5, utf-16, latin1 and others. UTF-8 by default, UTF-16 where its mark stands.",
               "\"gb18030\""),
        advanced(option("quote", "Quote", OptionKind::Text,
                        "The character around fields that hold delimiters or line breaks; empty for none.", R"("\"")")),
        advanced(option("escape", "Escape", OptionKind::Text,
                        "The character before a quote inside quotes. By default the quote itself: it is doubled.",
                        R"("\\")")),
        skip,
        advanced(choice(option("compress", "Compression", OptionKind::Choice,
                               "By the file's first bytes when left out.", "\"gzip\""),
                        words("auto none gzip zstd"), QStringLiteral("auto"))),
    };
}

OptionSpecs writerOptions()
{
    return {
        sourceOption(),
        required(option("path", "Path", OptionKind::Path,
                        "The file to write. With several lanes each writes one of its own: out.part-0001.csv, … Files "
                        "appear when the run succeeds, not before.",
                        R"("out/flights.csv")")),
        option(
            "column", "Columns", OptionKind::Columns,
            "Names of the columns in the file, in the reader's order; objects with \"name\" and \"type\" to convert. "
            "The reader's names by default.",
            R"(["id", {"name": "day", "type": "DATE"}])"),
        choice(option("fileFormat", "Format", OptionKind::Choice, "By the path's ending when left out, else CSV.",
                      "\"parquet\""),
               words("csv tsv text jsonl parquet")),
        choice(option("writeMode", "Write mode", OptionKind::Choice,
                      "truncate replaces the files of earlier runs; append leaves them and writes files with the run's "
                      "id in their names; nonConflict refuses to run when there are any.",
                      "\"truncate\""),
               words("truncate append nonConflict"), QStringLiteral("truncate")),
        choice(option("header", "Header", OptionKind::Choice,
                      "Whether the first row names the columns: true for CSV and TSV, false for text by default.",
                      "true"),
               words("true false")),
        option("fieldDelimiter", "Field delimiter", OptionKind::Text, "A comma for CSV, a tab otherwise.", "\"|\""),
        option(
            "nullFormat", "NULL", OptionKind::Text,
            "How NULL is written; a text that looks the same is put in quotes, or is a dirty row where there are none. "
            "Nothing by default.",
            "\"NA\""),
        advanced(option("quote", "Quote", OptionKind::Text,
                        "The character around fields that need it; empty for none: rows that would need it are dirty.",
                        R"("\"")")),
        advanced(choice(option("compress", "Compression", OptionKind::Choice,
                               "By the path's ending (.gz, .zst) when left out; Parquet: zstd.", "\"gzip\""),
                        words("auto none gzip zstd"), QStringLiteral("auto"))),
        advanced(choice(option("encoding", "Encoding", OptionKind::Choice, "Files are written in UTF-8.", "\"utf-8\""),
                        words("utf-8"), QStringLiteral("utf-8"))),
    };
}

} // namespace

ConnectorInfo fileConnectorInfo()
{
    ConnectorInfo info;
    info.stepType = QStringLiteral("file");
    info.title = optionWords("File");
    info.summary =
        QStringLiteral("CSV, TSV, JSON lines and Parquet files on this machine, compressed or not. TIMESTAMP "
                       "is written to Parquet in microseconds: what is finer is cut off.");
    info.sourceOptions = {option("path", "Folder", OptionKind::Path,
                                 "Where relative paths of tasks start. A relative folder starts in the workspace.",
                                 "\"/data/in\"")};
    info.sourceOptions.first().defaultValue = QStringLiteral(".");
    info.readerOptions = readerOptions();
    info.writerOptions = writerOptions();
    return info;
}

} // namespace sluice
