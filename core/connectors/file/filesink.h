#pragma once

#include "connector/connector.h"
#include "connectors/file/fileoptions.h"

namespace sluice
{

// The columns of a file to be written: those that the step names, else the reader's.
Result<Schema> writtenSchema(const OpenRequest &request, const FileWriteOptions &options);

// Writes one file, or one for each lane ("out.part-0001.csv"). Files grow under hidden names beside their places and
// take them at the commit.
Result<std::unique_ptr<Sink>> openFileSink(const OpenRequest &request, const FileWriteOptions &options);

} // namespace sluice
