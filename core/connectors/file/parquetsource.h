#pragma once

#include "connector/connector.h"
#include "connectors/file/fileoptions.h"

namespace sluice
{

// The columns of a Parquet file and how many rows it has.
Result<ObjectSchema> describeParquet(const QString &file);

// Reads Parquet files, a split each. Columns have their own types.
Result<std::unique_ptr<Source>> openParquetSource(const OpenRequest &request, const FileReadOptions &options,
                                                  const QStringList &files, Stop stop);

} // namespace sluice
