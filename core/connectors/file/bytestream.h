#pragma once

#include "base/result.h"
#include "connectors/file/fileoptions.h"

#include <memory>

namespace sluice
{

// Bytes in order, read by one thread.
class ByteStream
{
public:
    virtual ~ByteStream() = default;
    // Fills up to `size` bytes; 0 at the end only.
    virtual Result<size_t> read(char *to, size_t size) = 0;
};

// How a text file's bytes become UTF-8.
struct FileCoding {
    Compression compression = Compression::None;
    QByteArray encoding; // empty: UTF-8 already
    int markSize = 0;    // bytes of a byte order mark, left out

    // The bytes are read as they lie in the file, so any offset can be gone to.
    bool plain() const { return compression == Compression::None && encoding.isEmpty(); }
};

// Looks at the first bytes: compression by its signature, UTF-8 and UTF-16 by their marks.
Result<FileCoding> detectCoding(const QString &path, const FileReadOptions &options);

// The file's text as UTF-8, from `offset` on when it is plain, else from its beginning. Bytes that stand for no
// character become U+FFFD when an encoding is decoded, and stay as they are otherwise.
Result<std::unique_ptr<ByteStream>> openText(const QString &path, const FileCoding &coding, qint64 offset = 0);

} // namespace sluice
