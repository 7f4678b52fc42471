#include "connectors/file/filewriter.h"
#include "connectors/file/outputfile.h"
#include "connectors/file/rowformat.h"

namespace sluice
{

namespace
{

class TextWriter final : public FileWriter
{
public:
    TextWriter(std::unique_ptr<OutputFile> file, std::unique_ptr<RowFormat> format)
        : m_file(std::move(file))
        , m_format(std::move(format))
        , m_lines(m_format->header())
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_CHECK(m_format->append(batch, dirty, m_lines));
        return m_lines.size() < blockSize ? Done() : flush();
    }

    Done close(Stop) override
    {
        SLUICE_CHECK(flush());
        return m_file->close();
    }

private:
    static constexpr size_t blockSize = 512 * 1024;

    Done flush()
    {
        SLUICE_CHECK(m_file->write(m_lines.data(), m_lines.size()));
        m_lines.clear();
        return {};
    }

    std::unique_ptr<OutputFile> m_file;
    std::unique_ptr<RowFormat> m_format;
    std::string m_lines; // not written yet
};

} // namespace

Result<std::unique_ptr<FileWriter>> makeTextWriter(const QString &path, const FileWriteOptions &options,
                                                   const Schema &schema, const QTimeZone &zone)
{
    SLUICE_TRY(auto format, RowFormat::make(options, schema, zone));
    SLUICE_TRY(auto file, createOutputFile(path, options.compression));
    return std::unique_ptr<FileWriter>(std::make_unique<TextWriter>(std::move(file), std::move(format)));
}

} // namespace sluice
