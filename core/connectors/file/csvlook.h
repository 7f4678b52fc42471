#pragma once

#include "base/result.h"
#include "connectors/file/fileoptions.h"

#include <QStringList>

#include <optional>
#include <string_view>

namespace sluice
{

// What the beginning of a CSV file tells about the whole.
struct CsvLook {
    Dialect dialect;
    bool header = false;
    QStringList columns;   // the header's names, or c1, c2, …; made unique
    QStringList repeated;  // names that the header has more than once
    size_t dataOffset = 0; // where the first row begins
};

// Finds out what the options leave open: the delimiter, the line break, whether there is a header. `sample` is the
// beginning of the file in UTF-8, `whole` when it is all of it. `known` is the look of another file of the same
// pattern: what was found there holds here too. Data error when the header cannot be read.
Result<CsvLook> lookAtCsv(std::string_view sample, bool whole, const FileReadOptions &options, FileFormat format,
                          const CsvLook *known, const QString &fileName);

} // namespace sluice
