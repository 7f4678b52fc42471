#include "connectors/file/outputfile.h"

#include <QFile>

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace sluice
{

namespace
{

constexpr size_t blockSize = 256 * 1024;

class PlainFile final : public OutputFile
{
public:
    PlainFile(int fd, QString path)
        : m_fd(fd)
        , m_path(std::move(path))
    {
    }
    ~PlainFile() override
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }

    Done write(const char *bytes, size_t size) override
    {
        while (size > 0) {
            const ssize_t put = ::write(m_fd, bytes, size);
            if (put < 0 && errno != EINTR)
                return writeError(m_path);
            if (put > 0) {
                bytes += put;
                size -= size_t(put);
            }
        }
        return {};
    }

    Done close() override
    {
        const bool synced = ::fsync(m_fd) == 0 || errno == EINVAL; // a pipe has no disk
        const bool closed = ::close(std::exchange(m_fd, -1)) == 0;
        return synced && closed ? Done() : writeError(m_path);
    }

private:
    int m_fd;
    QString m_path;
};

class GzipFile final : public OutputFile
{
public:
    explicit GzipFile(std::unique_ptr<OutputFile> to)
        : m_to(std::move(to))
        , m_block(blockSize)
    {
        deflateInit2(&m_zlib, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    }
    ~GzipFile() override { deflateEnd(&m_zlib); }

    Done write(const char *bytes, size_t size) override { return deflated(bytes, size, Z_NO_FLUSH); }

    Done close() override
    {
        SLUICE_CHECK(deflated(nullptr, 0, Z_FINISH));
        return m_to->close();
    }

private:
    Done deflated(const char *bytes, size_t size, int flush)
    {
        m_zlib.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes));
        m_zlib.avail_in = uInt(size);
        do {
            m_zlib.next_out = reinterpret_cast<Bytef *>(m_block.data());
            m_zlib.avail_out = uInt(m_block.size());
            deflate(&m_zlib, flush);
            SLUICE_CHECK(m_to->write(m_block.data(), m_block.size() - m_zlib.avail_out));
        } while (m_zlib.avail_out == 0);
        return {};
    }

    std::unique_ptr<OutputFile> m_to;
    std::vector<char> m_block;
    z_stream m_zlib{};
};

class ZstdFile final : public OutputFile
{
public:
    explicit ZstdFile(std::unique_ptr<OutputFile> to)
        : m_to(std::move(to))
        , m_block(blockSize)
        , m_zstd(ZSTD_createCStream(), ZSTD_freeCStream)
    {
        ZSTD_CCtx_setParameter(m_zstd.get(), ZSTD_c_checksumFlag, 1);
    }

    Done write(const char *bytes, size_t size) override { return compressed(bytes, size, ZSTD_e_continue); }

    Done close() override
    {
        SLUICE_CHECK(compressed(nullptr, 0, ZSTD_e_end));
        return m_to->close();
    }

private:
    Done compressed(const char *bytes, size_t size, ZSTD_EndDirective end)
    {
        ZSTD_inBuffer in{bytes, size, 0};
        for (;;) {
            ZSTD_outBuffer out{m_block.data(), m_block.size(), 0};
            const size_t left = ZSTD_compressStream2(m_zstd.get(), &out, &in, end);
            if (ZSTD_isError(left))
                return makeError(ErrorCode::Internal, QStringLiteral("Zstandard failed."), {},
                                 QString::fromLatin1(ZSTD_getErrorName(left)));
            SLUICE_CHECK(m_to->write(m_block.data(), out.pos));
            if (end == ZSTD_e_end ? left == 0 : in.pos == in.size)
                return {};
        }
    }

    std::unique_ptr<OutputFile> m_to;
    std::vector<char> m_block;
    std::unique_ptr<ZSTD_CStream, decltype(&ZSTD_freeCStream)> m_zstd;
};

} // namespace

Error writeError(const QString &path)
{
    const int code = errno;
    if (code == ENOSPC || code == EDQUOT)
        return makeError(ErrorCode::Io, QStringLiteral("The disk is full. Free some space and try again."), path);
    return makeError(ErrorCode::Io, QStringLiteral("The file could not be written."), path,
                     QString::fromLocal8Bit(std::strerror(code)));
}

Result<std::unique_ptr<OutputFile>> createOutputFile(const QString &path, Compression compression)
{
    const int fd = ::open(QFile::encodeName(path).constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return writeError(path);
    std::unique_ptr<OutputFile> file = std::make_unique<PlainFile>(fd, path);
    if (compression == Compression::Gzip)
        file = std::make_unique<GzipFile>(std::move(file));
    else if (compression == Compression::Zstd)
        file = std::make_unique<ZstdFile>(std::move(file));
    return file;
}

} // namespace sluice
