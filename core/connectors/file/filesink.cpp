#include "connectors/file/filesink.h"

#include "connectors/file/filepaths.h"
#include "connectors/file/filewriter.h"
#include "connectors/file/outputfile.h"
#include "connectors/file/parquettypes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QRegularExpression>

#include <arrow/record_batch.h>

#include <sys/stat.h>

#include <atomic>
#include <cstdio>

namespace sluice
{

namespace
{

// Names of the files that one step writes.
class FileNames
{
public:
    FileNames(const QString &path, const FileWriteOptions &options, const QString &runId, int lanes)
        : m_runId(runId)
        , m_lanes(lanes)
        , m_append(options.mode == WriteMode::Append)
    {
        const QFileInfo info(path);
        m_folder = info.path();
        m_stem = info.fileName();
        // "out.csv.gz" is "out" and ".csv.gz".
        for (int i = 0; i < (compressionOfName(path) == Compression::None ? 1 : 2); ++i)
            if (const qsizetype dot = m_stem.lastIndexOf(QLatin1Char('.')); dot > 0) {
                m_ending.prepend(m_stem.mid(dot));
                m_stem.truncate(dot);
            }
    }

    const QString &folder() const { return m_folder; }

    QString name(int lane, qint64 epoch) const
    {
        QString name = m_stem;
        if (m_append)
            name += QLatin1Char('.') + m_runId;
        if (epoch > 0)
            name += QStringLiteral(".epoch-%1").arg(epoch + 1);
        if (m_lanes > 1)
            name += QStringLiteral(".part-%1").arg(lane + 1, 4, 10, QLatin1Char('0'));
        return name + m_ending;
    }
    QString path(const QString &name) const { return m_folder + QLatin1Char('/') + name; }
    QString temporary(const QString &name) const { return path(QStringLiteral(".%1.%2.tmp").arg(name, m_runId)); }

    // Files of this step, whoever has written them, with however many lanes. Only what looks like the id of a run is
    // taken for one: out.old.csv beside out.csv is the user's.
    QStringList present() const
    {
        const QRegularExpression ours(
            QStringLiteral("^%1(\\.\\d{14}[0-9a-f]{4})?(\\.epoch-\\d+)?(\\.part-\\d{4,})?%2$")
                .arg(QRegularExpression::escape(m_stem), QRegularExpression::escape(m_ending)));
        return QDir(m_folder).entryList(QDir::Files | QDir::Hidden).filter(ours);
    }
    void removeTemporaries() const
    {
        const QString sign = QStringLiteral(".%1.tmp").arg(m_runId);
        const QString start = QLatin1Char('.') + m_stem;
        const QDir dir(m_folder);
        for (const QFileInfo &info :
             dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot)) {
            if (!info.fileName().startsWith(start) || !info.fileName().contains(sign))
                continue;
            if (info.isDir())
                QDir(info.filePath()).removeRecursively();
            else
                QFile::remove(info.filePath());
        }
    }

private:
    QString m_folder;
    QString m_stem;
    QString m_ending;
    QString m_runId;
    int m_lanes;
    bool m_append;
};

// Permissions of a finished file: those of the one it replaces, else what the user's umask leaves.
mode_t publicMode(const QString &path)
{
    struct stat old {
    };
    if (::stat(QFile::encodeName(path).constData(), &old) == 0)
        return old.st_mode & 0777;
    uint mask = 077;
    QFile status(QStringLiteral("/proc/self/status")); // umask() would change it for every thread
    if (status.open(QIODevice::ReadOnly))
        for (const QByteArray &line : status.readAll().split('\n'))
            if (line.startsWith("Umask:"))
                mask = line.mid(6).trimmed().toUInt(nullptr, 8);
    return 0666 & ~mask;
}

struct Settings {
    FileWriteOptions options;
    Schema schema;
    QTimeZone zone;
    FileNames names;
};

class LaneWriter final : public Writer
{
public:
    LaneWriter(const Settings &settings, int lane)
        : m_settings(settings)
        , m_lane(lane)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        if (!batch.rows || batch.rows->num_rows() == 0)
            return {};
        SLUICE_CHECK(open());
        return m_file->write(batch, dirty, stop);
    }

    // A lane without rows leaves no file, except the first one: a file must be there, if only with its header.
    Result<Receipt> seal(Stop stop) override
    {
        if (m_lane == 0)
            SLUICE_CHECK(open());
        QJsonObject receipt;
        if (m_file) {
            SLUICE_CHECK(m_file->close(stop));
            m_file.reset();
            receipt.insert(QStringLiteral("file"), m_settings.names.name(m_lane, m_epoch));
        }
        ++m_epoch;
        return QJsonDocument(receipt).toJson(QJsonDocument::Compact);
    }

private:
    Done open()
    {
        if (m_file)
            return {};
        const Settings &s = m_settings;
        const QString path = s.names.temporary(s.names.name(m_lane, m_epoch));
        SLUICE_TRY(m_file, s.options.format == FileFormat::Parquet
                               ? makeParquetWriter(path, s.options, s.schema, s.zone)
                               : makeTextWriter(path, s.options, s.schema, s.zone));
        return {};
    }

    const Settings &m_settings;
    std::unique_ptr<FileWriter> m_file;
    int m_lane;
    qint64 m_epoch = 0;
};

class FileSink final : public Sink
{
public:
    explicit FileSink(Settings settings)
        : m_settings(std::move(settings))
    {
    }

    const Schema &schema() const override { return m_settings.schema; }

    Result<std::unique_ptr<Writer>> writer(int lane) override
    {
        return std::unique_ptr<Writer>(std::make_unique<LaneWriter>(m_settings, lane));
    }

    // Each file takes its name in one step. Repeated, what has its name already is left alone.
    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop) override
    {
        const FileNames &names = m_settings.names;
        QStringList written;
        for (const Receipt &receipt : receipts) {
            const QString name = QJsonDocument::fromJson(receipt).object().value(QStringLiteral("file")).toString();
            if (name.isEmpty())
                continue;
            if (name.contains(QLatin1Char('/')))
                return makeError(ErrorCode::Internal, QStringLiteral("A receipt names a file elsewhere."));
            SLUICE_CHECK(place(name));
            written.append(name);
        }
        if (m_settings.options.mode == WriteMode::Truncate && epoch == 0)
            for (const QString &old : names.present())
                if (!written.contains(old))
                    QFile::remove(names.path(old));
        return {};
    }

    void abort() override { m_settings.names.removeTemporaries(); }

    qint64 bytesSent() const override { return m_bytes; }

private:
    Done place(const QString &name)
    {
        const QString from = m_settings.names.temporary(name);
        const QString to = m_settings.names.path(name);
        const QFileInfo info(from);
        if (!info.exists())
            return QFileInfo::exists(to)
                       ? Done()
                       : makeError(ErrorCode::Internal, QStringLiteral("The file written before the commit is gone."),
                                   from);
        if (m_settings.options.mode == WriteMode::NonConflict && QFileInfo::exists(to))
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("\"%1\" has appeared meanwhile; it is left alone.").arg(to), to);
        const qint64 size = info.size();
        ::chmod(QFile::encodeName(from).constData(), publicMode(to));
        if (std::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
            return writeError(to);
        m_bytes += size;
        return {};
    }

    const Settings m_settings;
    std::atomic<qint64> m_bytes = 0;
};

} // namespace

Result<Schema> writtenSchema(const OpenRequest &request, const FileWriteOptions &options)
{
    Schema schema;
    for (int i = 0; i < options.columns.size(); ++i) {
        const QJsonValue entry = options.columns[i];
        const QString place = QStringLiteral("writer.column[%1]").arg(i);
        Column column;
        column.name = entry.isObject() ? entry[QStringLiteral("name")].toString() : entry.toString();
        if (column.name == QLatin1String("*") && options.columns.size() == 1)
            break;
        if (column.name.isEmpty())
            return makeError(ErrorCode::Config, QStringLiteral("A column of a file needs a name."), place);
        if (request.peer && i < request.peer->size())
            column.type = request.peer->columns[i].type;
        if (entry.isObject() && entry.toObject().contains(QStringLiteral("type"))) {
            auto type = Type::parse(entry[QStringLiteral("type")].toString());
            if (!type)
                return type.error().at(place);
            column.type = *type;
        }
        schema.columns.append(column);
    }
    if (schema.columns.isEmpty() && request.peer)
        schema = *request.peer;
    if (schema.columns.isEmpty())
        return makeError(ErrorCode::Config,
                         QStringLiteral("Which columns? The reader's are not known here: list them in `column`."),
                         QStringLiteral("writer.column"));
    return schema;
}

Result<std::unique_ptr<Sink>> openFileSink(const OpenRequest &request, const FileWriteOptions &options)
{
    const QString path = QDir::cleanPath(QDir(fileBase(request)).absoluteFilePath(options.path));
    const QFileInfo info(path);
    const QString place = QStringLiteral("writer.path");
    if (!info.dir().exists())
        return makeError(ErrorCode::NotFound,
                         QStringLiteral("There is no folder \"%1\". Make it first.").arg(info.path()), place);
    if (info.isDir())
        return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is a folder: name the file in it.").arg(path),
                         place);
    // The finished file takes the name: a device or a pipe would be replaced, or be left beside the parts of the lanes.
    if (info.exists() && !info.isFile())
        return makeError(ErrorCode::Config, QStringLiteral("\"%1\" is not a regular file.").arg(path), place);
    if (!QFileInfo(info.path()).isWritable())
        return makeError(ErrorCode::Io, QStringLiteral("Nothing can be written into \"%1\".").arg(info.path()), place);
    SLUICE_TRY(Schema schema, writtenSchema(request, options));

    QStringList cut;
    for (const Column &column : schema.columns)
        if (options.format == FileFormat::Parquet && isCutInParquet(column.type))
            cut.append(column.name);
    if (!cut.isEmpty() && request.log)
        request.log->info(
            QStringLiteral("TIMESTAMP is written to Parquet in microseconds, what is finer is cut off: %1")
                .arg(cut.join(QStringLiteral(", "))));

    Settings settings{options, std::move(schema), request.timeZone,
                      FileNames(path, options, request.runId, std::max(request.lanes, 1))};
    if (options.mode == WriteMode::NonConflict)
        if (const QStringList present = settings.names.present(); !present.isEmpty())
            return makeError(ErrorCode::Conflict,
                             QStringLiteral("\"%1\" exists already. Remove it, or choose the write mode truncate.")
                                 .arg(settings.names.path(present.first())),
                             place);
    return std::unique_ptr<Sink>(std::make_unique<FileSink>(std::move(settings)));
}

} // namespace sluice
