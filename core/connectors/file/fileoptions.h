#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <string>
#include <vector>

namespace sluice
{

enum class FileFormat { Auto, Csv, Tsv, Text, Jsonl, Parquet };
enum class Compression { Auto, None, Gzip, Zstd };
enum class HeaderMode { Sniff, Yes, No };
enum class WriteMode { Truncate, Append, NonConflict };

// How fields and records of a text file are told apart.
struct Dialect {
    std::string delimiter = ",";
    char quote = '"';  // 0: none
    char escape = '"'; // inside quotes; the quote itself: doubled
    char newline = '\n';
};

// What a reader step asks for, as far as its options alone tell it.
struct FileReadOptions {
    QStringList paths;
    FileFormat format = FileFormat::Auto;
    std::optional<std::string> delimiter; // none: sniffed
    std::optional<char> quote;            // none: by format; 0: no quoting
    std::optional<char> escape;
    HeaderMode header = HeaderMode::Sniff;
    QByteArray encoding;                              // empty: UTF-8, or UTF-16 by its mark
    std::vector<std::string> nullTexts = {"", "\\N"}; // unquoted fields that mean NULL
    qint64 skipRows = 0;
    Compression compression = Compression::Auto;
    QJsonArray columns; // empty: all
};

struct FileWriteOptions {
    QString path;
    FileFormat format = FileFormat::Csv;
    WriteMode mode = WriteMode::Truncate;
    Dialect dialect;
    bool header = true;
    std::string nullText;
    Compression compression = Compression::None;
    QJsonArray columns; // empty: those of the reader
};

// Config errors have "reader.<key>" or "writer.<key>" as their place.
Result<FileReadOptions> fileReadOptions(const QJsonObject &parameter);
Result<FileWriteOptions> fileWriteOptions(const QJsonObject &parameter);

// By the name's ending, with .gz and .zst looked through; Auto and None when it tells nothing.
FileFormat formatOfName(const QString &path);
Compression compressionOfName(const QString &path);

} // namespace sluice
