#include "connectors/file/fileconnector.h"

#include "connectors/file/bytestream.h"
#include "connectors/file/columnselection.h"
#include "connectors/file/filedocumentation.h"
#include "connectors/file/fileoptions.h"
#include "connectors/file/filepaths.h"
#include "connectors/file/filesink.h"
#include "connectors/file/parquetsource.h"
#include "connectors/file/textsource.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QLocale>

#include <algorithm>

namespace sluice
{

namespace
{

constexpr int listedFiles = 1000;

// By the name, else by the first bytes.
Result<FileFormat> formatOf(const QString &path, const FileReadOptions &options)
{
    if (options.format != FileFormat::Auto)
        return options.format;
    if (const FileFormat named = formatOfName(path); named != FileFormat::Auto)
        return named;
    SLUICE_TRY(const FileCoding coding, detectCoding(path, options));
    SLUICE_TRY(const auto stream, openText(path, coding));
    QByteArray first(4096, '\0');
    SLUICE_TRY(const size_t size, stream->read(first.data(), size_t(first.size())));
    first.truncate(qsizetype(size));
    if (first.startsWith("PAR1"))
        return FileFormat::Parquet;
    return first.trimmed().startsWith("{\"") ? FileFormat::Jsonl : FileFormat::Csv;
}

bool isTemplated(const QJsonValue &value)
{
    return QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact).contains("${");
}

Issue issue(const Error &error, const QString &parameter)
{
    Issue made;
    made.message = error.message;
    made.pointer = parameter;
    const qsizetype dot = error.where.indexOf(QLatin1Char('.'));
    if (dot >= 0) // "reader.quote" is the key "quote"
        made.pointer += QLatin1Char('/') + error.where.mid(dot + 1).section(QLatin1Char('['), 0, 0);
    return made;
}

// Whether one of a reader's entries for a column asks for a type, or gives it a value of its own.
bool namesType(const QJsonArray &entries, const QString &name)
{
    return std::any_of(entries.begin(), entries.end(), [&](const QJsonValue &entry) {
        const auto selected = parseSelected(entry);
        return selected.ok() && selected->name.compare(name, Qt::CaseInsensitive) == 0 &&
               (selected->typed || selected->kind != SelectedColumn::Kind::Field);
    });
}

class FileConnector final : public Connector
{
public:
    const ConnectorInfo &info() const override { return m_info; }

    TestReport test(const DataSource &source, Stop stop, const StageTold &told) const override
    {
        TestStages stages(told);
        stages.begin(Stage::Resolve);
        const auto folder = folderOf(source);
        if (!folder.ok() && folder.error().code == ErrorCode::NotFound)
            return stages.failed(folder.error());
        stages.pass(Stage::Resolve, source.values.value(QStringLiteral("path")).toString());
        for (const Stage stage : {Stage::Connect, Stage::Tls, Stage::Authenticate})
            stages.skip(stage, QStringLiteral("not needed on this computer"));
        stages.begin(Stage::Permission);
        if (!folder.ok())
            return stages.failed(folder.error());
        const QString path = folder->absolutePath();
        stages.pass(Stage::Permission, QFileInfo(path).isWritable() ? QStringLiteral("can be read and written")
                                                                    : QStringLiteral("can be read, not written"));
        stages.begin(Stage::List);
        if (const Done go = stop.check(); !go.ok())
            return stages.failed(go.error());
        const qsizetype count = folder->entryList(QDir::Files).size();
        const QString files =
            QLocale::c().toString(count) + (count == 1 ? QStringLiteral(" file") : QStringLiteral(" files"));
        stages.pass(Stage::List, files);
        return stages.passed(QStringLiteral("Folder %1, %2").arg(path, files));
    }

    Result<QList<ObjectInfo>> list(const DataSource &source, const QString &prefix, Stop stop) const override
    {
        SLUICE_TRY(QDir folder, folderOf(source));
        // The prefix may go through folders: "in/fl".
        const qsizetype slash = prefix.lastIndexOf(QLatin1Char('/'));
        const QString below = prefix.left(slash + 1);
        if (!below.isEmpty() && !folder.cd(below))
            return QList<ObjectInfo>();
        QList<ObjectInfo> found;
        for (const QFileInfo &entry :
             folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
            SLUICE_CHECK(stop.check());
            if (found.size() == listedFiles)
                break;
            if (entry.fileName().startsWith(prefix.mid(slash + 1), Qt::CaseInsensitive))
                found.append({below + entry.fileName() + (entry.isDir() ? QStringLiteral("/") : QString()),
                              entry.isDir() ? QStringLiteral("folder") : QStringLiteral("file"),
                              entry.isDir() ? QString() : QLocale::c().formattedDataSize(entry.size())});
        }
        return found;
    }

    Result<ObjectSchema> schema(const OpenRequest &request, Stop stop) const override
    {
        if (request.step.category == QLatin1String("writer")) {
            SLUICE_TRY(const FileWriteOptions options, fileWriteOptions(request.step.parameter));
            ObjectSchema described;
            described.name = QFileInfo(options.path).fileName();
            if (auto columns = writtenSchema(request, options))
                described.columns = *columns;
            return described;
        }
        SLUICE_TRY(const FileReadOptions options, fileReadOptions(request.step.parameter));
        SLUICE_TRY(const QStringList files, findFiles(options.paths, fileBase(request)));
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const FileFormat format, formatOf(files[0], options));
        return format == FileFormat::Parquet ? describeParquet(files[0])
                                             : describeText(request, options, format, files, stop);
    }

    // A text that only a hint makes a number ("NA" for nothing) stays a text: its values would be dirty rows.
    Result<ObjectSchema> delivered(const OpenRequest &request, Stop stop) const override
    {
        SLUICE_TRY(ObjectSchema found, schema(request, stop));
        const Schema suggested = std::move(found.columns);
        SLUICE_TRY(const auto source, openSource(request, stop));
        found.columns = source->schema();
        const QJsonArray entries = request.step.parameter.value(QLatin1String("column")).toArray();
        for (qsizetype i = 0; i < found.columns.size(); ++i) {
            Column &column = found.columns.columns[i];
            if (column.type.kind() != TypeKind::String || namesType(entries, column.name))
                continue;
            const qsizetype place = suggested.indexOf(column.name);
            if (place >= 0 && suggested.columns[place].comment.isEmpty())
                column.type = suggested.columns[place].type;
        }
        return found;
    }

    Result<std::unique_ptr<Source>> openSource(const OpenRequest &request, Stop stop) const override
    {
        SLUICE_TRY(const FileReadOptions options, fileReadOptions(request.step.parameter));
        SLUICE_TRY(const QStringList files, findFiles(options.paths, fileBase(request)));
        SLUICE_TRY(const FileFormat format, formatOf(files[0], options));
        return format == FileFormat::Parquet ? openParquetSource(request, options, files, stop)
                                             : openTextSource(request, options, format, files, stop);
    }

    Result<std::unique_ptr<Sink>> openSink(const OpenRequest &request, Stop) const override
    {
        SLUICE_TRY(const FileWriteOptions options, fileWriteOptions(request.step.parameter));
        return openFileSink(request, options);
    }

    Result<Batch> readTexts(const OpenRequest &request, const QList<QByteArray> &texts, Stop stop) const override
    {
        SLUICE_TRY(const FileReadOptions options, fileReadOptions(request.step.parameter));
        SLUICE_TRY(const QStringList files, findFiles(options.paths, fileBase(request)));
        SLUICE_TRY(const FileFormat format, formatOf(files[0], options));
        return format == FileFormat::Parquet ? Connector::readTexts(request, texts, stop)
                                             : readTextRows(request, options, format, files, texts, stop);
    }

    // What holds a scheduling parameter is known only when it runs.
    Issues check(const StepSpec &step) const override
    {
        const QString pointer = step.pointer + QStringLiteral("/parameter");
        QJsonObject parameter = step.parameter;
        for (const QString &key : step.parameter.keys())
            if (key != QLatin1String("path") && isTemplated(parameter.value(key)))
                parameter.remove(key);
        const bool writes = step.category == QLatin1String("writer");
        Issues issues;
        if (!parameter.contains(QStringLiteral("path")))
            parameter.insert(QStringLiteral("path"), QStringLiteral("x")); // that it is missing is said elsewhere
        if (writes) {
            if (const auto options = fileWriteOptions(parameter); !options)
                issues.append(issue(options.error(), pointer));
            return issues;
        }
        if (const auto options = fileReadOptions(parameter); !options)
            issues.append(issue(options.error(), pointer));
        const QJsonArray columns = parameter.value(QStringLiteral("column")).toArray();
        for (int i = 0; i < columns.size(); ++i)
            if (const auto column = parseSelected(columns[i]); !column)
                issues.append(issue(makeError(ErrorCode::Config, column.error().message),
                                    QStringLiteral("%1/column/%2").arg(pointer).arg(i)));
        return issues;
    }

private:
    static Result<QDir> folderOf(const DataSource &source)
    {
        const QString path = source.values.value(QStringLiteral("path")).toString();
        const QDir folder(path);
        if (path.isEmpty() || !folder.exists())
            return makeError(ErrorCode::NotFound, QStringLiteral("There is no folder \"%1\".").arg(path),
                             QStringLiteral("path"));
        if (!folder.isReadable())
            return makeError(ErrorCode::Io, QStringLiteral("The folder \"%1\" cannot be read.").arg(path),
                             QStringLiteral("path"));
        return folder;
    }

    ConnectorInfo m_info = fileConnectorInfo();
};

} // namespace

std::unique_ptr<Connector> makeFileConnector()
{
    return std::make_unique<FileConnector>();
}

} // namespace sluice
