#pragma once

#include "connectors/file/recordfinder.h"
#include "data/batch.h"
#include "data/textcolumn.h"

#include <string_view>
#include <vector>

namespace sluice
{

// Takes one record apart into the columns that are read. Belongs to one reader.
class LineParser
{
public:
    enum class Verdict {
        Row,   // every column has one more value
        Blank, // nothing on this line
        Dirty, // no column has got anything; reason (and column and raw, when it is about one) are filled in
    };
    virtual ~LineParser() = default;
    // `ascii`: the record is known to hold no byte above 0x7F. Its bytes may be read TextColumn::padding beyond.
    virtual Verdict parse(const Record &record, bool ascii, std::vector<TextColumn> &columns, DirtyRow &dirty) = 0;
};

// "not UTF-8: byte 0xFF at position 3", or nothing. With an `encoding` that was decoded, its replacement characters
// are looked for.
QString encodingFault(std::string_view text, const QByteArray &encoding);

} // namespace sluice
