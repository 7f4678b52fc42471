#include "connectors/file/fileoptions.h"

#include "base/nearest.h"

#include <QFileInfo>
#include <QMap>
#include <QStringDecoder>

namespace sluice
{

namespace
{

template <typename T>
using Names = QMap<QString, T>;

const Names<FileFormat> formats{
    {QStringLiteral("csv"), FileFormat::Csv},         {QStringLiteral("tsv"), FileFormat::Tsv},
    {QStringLiteral("text"), FileFormat::Text},       {QStringLiteral("jsonl"), FileFormat::Jsonl},
    {QStringLiteral("json"), FileFormat::Jsonl},      {QStringLiteral("ndjson"), FileFormat::Jsonl},
    {QStringLiteral("parquet"), FileFormat::Parquet},
};

const Names<FileFormat> endings{
    {QStringLiteral("csv"), FileFormat::Csv},         {QStringLiteral("tsv"), FileFormat::Tsv},
    {QStringLiteral("tab"), FileFormat::Tsv},         {QStringLiteral("jsonl"), FileFormat::Jsonl},
    {QStringLiteral("ndjson"), FileFormat::Jsonl},    {QStringLiteral("json"), FileFormat::Jsonl},
    {QStringLiteral("parquet"), FileFormat::Parquet}, {QStringLiteral("pq"), FileFormat::Parquet},
};

const Names<Compression> compressions{
    {QStringLiteral("auto"), Compression::Auto},
    {QStringLiteral("none"), Compression::None},
    {QStringLiteral("gzip"), Compression::Gzip},
    {QStringLiteral("zstd"), Compression::Zstd},
};

const Names<HeaderMode> headers{
    {QStringLiteral("sniff"), HeaderMode::Sniff},
    {QStringLiteral("true"), HeaderMode::Yes},
    {QStringLiteral("false"), HeaderMode::No},
};

const Names<WriteMode> modes{
    {QStringLiteral("truncate"), WriteMode::Truncate},
    {QStringLiteral("append"), WriteMode::Append},
    {QStringLiteral("nonconflict"), WriteMode::NonConflict},
};

// One step's parameters, with errors that name the step and the key.
class Parameters
{
public:
    Parameters(const QJsonObject &values, const QString &side)
        : m_values(values)
        , m_side(side)
    {
    }

    QJsonValue value(const char *key) const { return m_values.value(QLatin1String(key)); }
    bool has(const char *key) const
    {
        const QJsonValue found = value(key);
        return !found.isUndefined() && !found.isNull();
    }
    QString text(const char *key) const { return value(key).toVariant().toString(); }

    Error error(const char *key, const QString &message) const
    {
        return makeError(ErrorCode::Config, message, m_side + QLatin1Char('.') + QLatin1String(key));
    }

    template <typename T>
    Result<T> choice(const char *key, const Names<T> &names, T otherwise) const
    {
        if (!has(key))
            return otherwise;
        const QString name = text(key).trimmed();
        if (const auto found = names.find(name.toLower()); found != names.end())
            return *found;
        return error(key, QStringLiteral("\"%1\" is not one of %2.%3")
                              .arg(name, names.keys().join(QStringLiteral(", ")), didYouMean(name, names.keys())));
    }

    // One byte, or nothing for an empty text.
    Result<char> character(const char *key) const
    {
        const QByteArray bytes = text(key).toUtf8();
        if (bytes.size() > 1 || (bytes.size() == 1 && (bytes[0] == '\n' || bytes[0] == '\r')))
            return error(key,
                         QStringLiteral("\"%1\" must be a single ASCII character, or empty for none.").arg(text(key)));
        return bytes.isEmpty() ? '\0' : bytes[0];
    }

    // Escapes that came through JSON as two characters are resolved: \t, \x01, \u0001.
    Result<std::string> delimiter(const char *key) const
    {
        QString raw = text(key);
        raw.replace(QLatin1String("\\t"), QLatin1String("\t"));
        if ((raw.startsWith(QLatin1String("\\x")) && raw.size() == 4) ||
            (raw.startsWith(QLatin1String("\\u")) && raw.size() == 6)) {
            bool ok = false;
            const uint code = raw.mid(2).toUInt(&ok, 16);
            if (ok)
                raw = QChar(code);
        }
        const std::string bytes = raw.toStdString();
        if (bytes.empty() || bytes.size() > 8 || bytes.find_first_of("\n\r") != std::string::npos)
            return error(key, QStringLiteral("A field delimiter has 1 to 8 bytes and no line break."));
        return bytes;
    }

private:
    const QJsonObject &m_values;
    QString m_side;
};

Done checkDistinct(const Parameters &p, const std::string &delimiter, char quote)
{
    if (quote && delimiter.find(quote) != std::string::npos)
        return p.error("quote", QStringLiteral("The quote cannot be part of the field delimiter."));
    return {};
}

QString withoutCompression(const QString &path)
{
    return compressionOfName(path) == Compression::None ? path : path.left(path.lastIndexOf(QLatin1Char('.')));
}

} // namespace

FileFormat formatOfName(const QString &path)
{
    return endings.value(QFileInfo(withoutCompression(path)).suffix().toLower(), FileFormat::Auto);
}

Compression compressionOfName(const QString &path)
{
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("gz") || suffix == QLatin1String("gzip"))
        return Compression::Gzip;
    if (suffix == QLatin1String("zst") || suffix == QLatin1String("zstd"))
        return Compression::Zstd;
    return Compression::None;
}

Result<FileReadOptions> fileReadOptions(const QJsonObject &parameter)
{
    const Parameters p(parameter, QStringLiteral("reader"));
    FileReadOptions options;
    const QJsonValue path = p.value("path");
    if (path.isArray())
        for (const QJsonValue one : path.toArray())
            options.paths.append(one.toString());
    else
        options.paths.append(path.toString());
    options.paths.removeAll(QString());
    if (options.paths.isEmpty())
        return p.error("path",
                       QStringLiteral("Which file? Give a path, a pattern like \"in/*.csv\" or a list of them."));

    SLUICE_TRY(options.format, p.choice("fileFormat", formats, FileFormat::Auto));
    SLUICE_TRY(options.compression, p.choice("compress", compressions, Compression::Auto));
    SLUICE_TRY(options.header, p.choice("header", headers, HeaderMode::Sniff));
    if (p.has("fieldDelimiter")) {
        SLUICE_TRY(options.delimiter, p.delimiter("fieldDelimiter"));
    }
    if (p.has("quote")) {
        SLUICE_TRY(options.quote, p.character("quote"));
    }
    if (p.has("escape")) {
        SLUICE_TRY(options.escape, p.character("escape"));
    }
    SLUICE_CHECK(checkDistinct(p, options.delimiter.value_or(""), options.quote.value_or('"')));
    if (p.has("encoding")) {
        options.encoding = p.text("encoding").trimmed().toLower().toLatin1();
        if (!QStringDecoder(options.encoding.constData()).isValid())
            return p.error("encoding",
                           QStringLiteral("\"%1\" is not a known encoding: utf-8, gbk, gb18030, utf-16, latin1 …")
                               .arg(p.text("encoding")));
        if (options.encoding == "utf8")
            options.encoding = "utf-8";
    }
    if (p.has("nullFormat")) {
        options.nullTexts.clear();
        const QJsonValue nulls = p.value("nullFormat");
        for (const QJsonValue one : nulls.isArray() ? nulls.toArray() : QJsonArray{nulls})
            options.nullTexts.push_back(one.toVariant().toString().toStdString());
    }
    options.skipRows = p.value("skipRows").toVariant().toLongLong();
    if (options.skipRows < 0)
        return p.error("skipRows", QStringLiteral("Rows to skip cannot be fewer than none."));
    options.columns = p.value("column").toArray();
    return options;
}

Result<FileWriteOptions> fileWriteOptions(const QJsonObject &parameter)
{
    const Parameters p(parameter, QStringLiteral("writer"));
    FileWriteOptions options;
    options.path = p.text("path");
    if (options.path.isEmpty() || options.path.endsWith(QLatin1Char('/')))
        return p.error("path", QStringLiteral("Which file? Give the path of the file to write."));

    SLUICE_TRY(options.format, p.choice("fileFormat", formats, formatOfName(options.path)));
    if (options.format == FileFormat::Auto)
        options.format = FileFormat::Csv;
    SLUICE_TRY(options.mode, p.choice("writeMode", modes, WriteMode::Truncate));
    SLUICE_TRY(options.compression, p.choice("compress", compressions, Compression::Auto));
    if (options.format == FileFormat::Parquet && compressionOfName(options.path) != Compression::None)
        return p.error("path", QStringLiteral("A Parquet file is compressed inside: its name ends in .parquet alone."));
    if (options.compression == Compression::Auto)
        options.compression =
            options.format == FileFormat::Parquet ? Compression::Zstd : compressionOfName(options.path);

    options.dialect.delimiter.assign(1, options.format == FileFormat::Csv ? ',' : '\t');
    if (p.has("fieldDelimiter")) {
        SLUICE_TRY(options.dialect.delimiter, p.delimiter("fieldDelimiter"));
    }
    if (options.format == FileFormat::Text)
        options.dialect.quote = '\0';
    if (p.has("quote")) {
        SLUICE_TRY(options.dialect.quote, p.character("quote"));
    }
    SLUICE_CHECK(checkDistinct(p, options.dialect.delimiter, options.dialect.quote));

    SLUICE_TRY(const HeaderMode header, p.choice("header", headers, HeaderMode::Sniff));
    options.header = header == HeaderMode::Sniff ? options.format != FileFormat::Text : header == HeaderMode::Yes;
    const QString encoding = p.text("encoding").trimmed().toLower();
    if (!encoding.isEmpty() && encoding != QLatin1String("utf-8") && encoding != QLatin1String("utf8"))
        return p.error("encoding", QStringLiteral("Files are written in UTF-8 only."));
    options.nullText = p.text("nullFormat").toStdString();
    options.columns = p.value("column").toArray();
    return options;
}

} // namespace sluice
