#include "connectors/file/bytestream.h"

#include <QFile>
#include <QStringDecoder>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace sluice
{

namespace
{

constexpr size_t blockSize = 256 * 1024;

Error readError(const QString &path)
{
    return makeError(ErrorCode::Io, QStringLiteral("The file could not be read."), path,
                     QString::fromLocal8Bit(std::strerror(errno)));
}

Error brokenError(const QString &path, const QString &what, const QString &detail = {})
{
    return makeError(ErrorCode::Data, QStringLiteral("The compressed file %1.").arg(what), path, detail);
}

class FileStream final : public ByteStream
{
public:
    FileStream(int fd, QString path)
        : m_fd(fd)
        , m_path(std::move(path))
    {
    }
    ~FileStream() override { ::close(m_fd); }

    Result<size_t> read(char *to, size_t size) override
    {
        for (;;) {
            const ssize_t got = ::read(m_fd, to, size);
            if (got >= 0)
                return size_t(got);
            if (errno != EINTR)
                return readError(m_path);
        }
    }

private:
    int m_fd;
    QString m_path;
};

// Keeps a block of what another stream delivers.
class Block
{
public:
    explicit Block(std::unique_ptr<ByteStream> from)
        : m_from(std::move(from))
        , m_bytes(blockSize)
    {
    }

    // Makes sure that there are bytes; false at the end.
    Result<bool> fill()
    {
        if (m_at < m_end)
            return true;
        SLUICE_TRY(m_end, m_from->read(m_bytes.data(), m_bytes.size()));
        m_at = 0;
        return m_end > 0;
    }
    const char *data() const { return m_bytes.data() + m_at; }
    size_t size() const { return m_end - m_at; }
    void take(size_t count) { m_at += count; }

private:
    std::unique_ptr<ByteStream> m_from;
    std::vector<char> m_bytes;
    size_t m_at = 0;
    size_t m_end = 0;
};

// Several members after one another are one file, as gzip has it.
class GzipStream final : public ByteStream
{
public:
    GzipStream(std::unique_ptr<ByteStream> from, QString path)
        : m_block(std::move(from))
        , m_path(std::move(path))
    {
        inflateInit2(&m_zlib, 15 + 16);
    }
    ~GzipStream() override { inflateEnd(&m_zlib); }

    Result<size_t> read(char *to, size_t size) override
    {
        size = std::min<size_t>(size, 1 << 30);
        m_zlib.next_out = reinterpret_cast<Bytef *>(to);
        m_zlib.avail_out = uInt(size);
        while (m_zlib.avail_out == uInt(size)) {
            SLUICE_TRY(const bool more, m_block.fill());
            if (!more) {
                if (m_inside)
                    return brokenError(m_path, QStringLiteral("ends in the middle"));
                return size_t(0);
            }
            if (!m_inside && inflateReset(&m_zlib) != Z_OK)
                return brokenError(m_path, QStringLiteral("cannot be read"));
            m_inside = true;
            m_zlib.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(m_block.data()));
            m_zlib.avail_in = uInt(m_block.size());
            const int outcome = inflate(&m_zlib, Z_NO_FLUSH);
            m_block.take(m_block.size() - m_zlib.avail_in);
            if (outcome == Z_STREAM_END)
                m_inside = false;
            else if (outcome != Z_OK && outcome != Z_BUF_ERROR)
                return brokenError(m_path, QStringLiteral("is damaged"),
                                   QString::fromLatin1(m_zlib.msg ? m_zlib.msg : ""));
        }
        return size - m_zlib.avail_out;
    }

private:
    Block m_block;
    QString m_path;
    z_stream m_zlib{};
    bool m_inside = false;
};

class ZstdStream final : public ByteStream
{
public:
    ZstdStream(std::unique_ptr<ByteStream> from, QString path)
        : m_block(std::move(from))
        , m_path(std::move(path))
        , m_zstd(ZSTD_createDStream(), ZSTD_freeDStream)
    {
        ZSTD_DCtx_setParameter(m_zstd.get(), ZSTD_d_windowLogMax, 27); // 128 MiB: what the zstd command allows
    }

    Result<size_t> read(char *to, size_t size) override
    {
        ZSTD_outBuffer out{to, size, 0};
        while (out.pos == 0) {
            SLUICE_TRY(const bool more, m_block.fill());
            ZSTD_inBuffer in{m_block.data(), m_block.size(), 0};
            if (!more && !m_inside)
                return size_t(0);
            const size_t outcome = ZSTD_decompressStream(m_zstd.get(), &out, &in);
            m_block.take(in.pos);
            if (ZSTD_isError(outcome))
                return brokenError(m_path, QStringLiteral("is damaged"),
                                   QString::fromLatin1(ZSTD_getErrorName(outcome)));
            m_inside = outcome != 0;
            if (!more && m_inside && out.pos == 0)
                return brokenError(m_path, QStringLiteral("ends in the middle"));
        }
        return out.pos;
    }

private:
    Block m_block;
    QString m_path;
    std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> m_zstd;
    bool m_inside = false;
};

// Some codecs give a byte that stands for nothing a private character, so that it survives a round trip: 0xFF in GBK
// is U+F8F5. Characters that users have defined themselves are private too, but have two bytes. U+F8FF is Apple's sign.
QString placeholders(QStringDecoder decoder)
{
    QString found;
    for (int byte = 0x80; byte <= 0xFF; ++byte) {
        const char bytes[] = {char(byte)};
        decoder.resetState();
        const QString text = decoder.decode(QByteArrayView(bytes, 1));
        if (text.size() == 1 && text[0] >= QChar(0xE000) && text[0] < QChar(0xF8FF))
            found += text;
    }
    return found;
}

class DecodingStream final : public ByteStream
{
public:
    DecodingStream(std::unique_ptr<ByteStream> from, const QByteArray &encoding)
        : m_block(std::move(from))
        , m_decoder(encoding.constData())
        , m_placeholders(placeholders(QStringDecoder(encoding.constData())))
    {
    }

    Result<size_t> read(char *to, size_t size) override
    {
        while (m_text.size() == m_at) {
            SLUICE_TRY(const bool more, m_block.fill());
            if (!more)
                return size_t(0);
            QString piece = m_decoder.decode(QByteArrayView(m_block.data(), qsizetype(m_block.size())));
            m_block.take(m_block.size());
            for (const QChar placeholder : m_placeholders)
                piece.replace(placeholder, QChar(QChar::ReplacementCharacter));
            m_text = piece.toUtf8();
            m_at = 0;
        }
        const size_t count = std::min(size, size_t(m_text.size() - m_at));
        std::memcpy(to, m_text.constData() + m_at, count);
        m_at += qsizetype(count);
        return count;
    }

private:
    Block m_block;
    QStringDecoder m_decoder;
    const QString m_placeholders;
    QByteArray m_text;
    qsizetype m_at = 0;
};

Result<std::unique_ptr<ByteStream>> openFile(const QString &path, qint64 offset)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0 || (offset > 0 && ::lseek(fd, offset, SEEK_SET) < 0)) {
        Error error = readError(path);
        if (errno == ENOENT)
            error.code = ErrorCode::NotFound;
        if (fd >= 0)
            ::close(fd);
        return error;
    }
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
    return std::unique_ptr<ByteStream>(std::make_unique<FileStream>(fd, path));
}

std::unique_ptr<ByteStream> decompressed(std::unique_ptr<ByteStream> stream, Compression compression,
                                         const QString &path)
{
    if (compression == Compression::Gzip)
        return std::make_unique<GzipStream>(std::move(stream), path);
    if (compression == Compression::Zstd)
        return std::make_unique<ZstdStream>(std::move(stream), path);
    return stream;
}

// Up to 4 bytes from the beginning.
Result<QByteArray> beginning(ByteStream &stream)
{
    QByteArray bytes(4, '\0');
    qsizetype size = 0;
    while (size < bytes.size()) {
        SLUICE_TRY(const size_t got, stream.read(bytes.data() + size, size_t(bytes.size() - size)));
        if (got == 0)
            break;
        size += qsizetype(got);
    }
    bytes.truncate(size);
    return bytes;
}

bool isUtf8(const QByteArray &encoding)
{
    return encoding.isEmpty() || encoding == "utf-8";
}

} // namespace

Result<FileCoding> detectCoding(const QString &path, const FileReadOptions &options)
{
    FileCoding coding;
    SLUICE_TRY(auto raw, openFile(path, 0));
    SLUICE_TRY(QByteArray first, beginning(*raw));
    coding.compression = options.compression;
    if (coding.compression == Compression::Auto)
        coding.compression = first.startsWith("\x1F\x8B")           ? Compression::Gzip
                             : first.startsWith("\x28\xB5\x2F\xFD") ? Compression::Zstd
                                                                    : Compression::None;
    if (coding.compression != Compression::None) {
        SLUICE_TRY(auto again, openFile(path, 0));
        SLUICE_TRY(first, beginning(*decompressed(std::move(again), coding.compression, path)));
    }
    if (!isUtf8(options.encoding))
        coding.encoding = options.encoding;
    if (first.startsWith("\xEF\xBB\xBF") && isUtf8(options.encoding)) {
        coding.markSize = 3;
    } else if (options.encoding.isEmpty() || options.encoding.startsWith("utf-16") ||
               options.encoding.startsWith("utf16")) {
        if (first.startsWith("\xFF\xFE"))
            coding.encoding = "utf-16le";
        else if (first.startsWith("\xFE\xFF"))
            coding.encoding = "utf-16be";
        if (first.startsWith("\xFF\xFE") || first.startsWith("\xFE\xFF"))
            coding.markSize = 2;
    }
    return coding;
}

Result<std::unique_ptr<ByteStream>> openText(const QString &path, const FileCoding &coding, qint64 offset)
{
    if (coding.plain())
        return openFile(path, coding.markSize + offset);
    SLUICE_TRY(auto stream, openFile(path, 0));
    stream = decompressed(std::move(stream), coding.compression, path);
    std::array<char, 4> mark;
    for (int left = coding.markSize; left > 0;) {
        SLUICE_TRY(const size_t got, stream->read(mark.data(), size_t(left)));
        if (got == 0)
            break;
        left -= int(got);
    }
    if (!coding.encoding.isEmpty())
        stream = std::make_unique<DecodingStream>(std::move(stream), coding.encoding);
    return stream;
}

} // namespace sluice
