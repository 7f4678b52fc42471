#pragma once

#include "connector/connector.h"
#include "connectors/file/fileoptions.h"

#include <QTimeZone>

#include <memory>

namespace sluice
{

// Fills one new file with rows. Used by one lane; closed or dropped at the end.
class FileWriter
{
public:
    virtual ~FileWriter() = default;
    virtual Done write(const Batch &batch, DirtySink &dirty, Stop stop) = 0;
    // The file is complete and on the disk.
    virtual Done close(Stop stop) = 0;
};

// `path` is the temporary name; what the writer needs beside it begins with that name.
Result<std::unique_ptr<FileWriter>> makeTextWriter(const QString &path, const FileWriteOptions &options,
                                                   const Schema &schema, const QTimeZone &zone);
Result<std::unique_ptr<FileWriter>> makeParquetWriter(const QString &path, const FileWriteOptions &options,
                                                      const Schema &schema, const QTimeZone &zone);

} // namespace sluice
