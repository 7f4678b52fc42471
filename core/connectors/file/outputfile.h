#pragma once

#include "base/result.h"
#include "connectors/file/fileoptions.h"

#include <QString>

#include <memory>
#include <string>

namespace sluice
{

// Where the bytes of a written file go.
class OutputFile
{
public:
    virtual ~OutputFile() = default;
    virtual Done write(const char *bytes, size_t size) = 0;
    // Everything is on the disk; nothing can be written any more.
    virtual Done close() = 0;
};

// A new file for this user alone, compressed on its way.
Result<std::unique_ptr<OutputFile>> createOutputFile(const QString &path, Compression compression);

// What errno says about a file that could not be written.
Error writeError(const QString &path);

} // namespace sluice
