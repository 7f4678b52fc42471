#pragma once

#include "connector/connector.h"
#include "connectors/file/fileoptions.h"

namespace sluice
{

// What can be told of text files (CSV, TSV, JSON lines) before they are read: the first of them, with the types that
// its first rows suggest.
Result<ObjectSchema> describeText(const OpenRequest &request, const FileReadOptions &options, FileFormat format,
                                  const QStringList &files, Stop stop);

// Reads text files. Every column is delivered as STRING, just as it stands in the file, unless the step asks for a
// type.
Result<std::unique_ptr<Source>> openTextSource(const OpenRequest &request, const FileReadOptions &options,
                                               FileFormat format, const QStringList &files, Stop stop);

// Lines that were corrected by hand, as Connector::readTexts() reads them: by the look of the files that are there.
Result<Batch> readTextRows(const OpenRequest &request, const FileReadOptions &options, FileFormat format,
                           const QStringList &files, const QList<QByteArray> &texts, Stop stop);

} // namespace sluice
