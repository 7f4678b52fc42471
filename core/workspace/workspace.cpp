#include "workspace/workspace.h"

#include "base/files.h"
#include "task/jobtemplate.h"
#include "workspace/taskschedule.h"

#include <QCollator>
#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringDecoder>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr int deepestFolder = 32;

const QLatin1String markerName("sluice.json");
const QLatin1String stateName(".sluice");
const QLatin1String taskSuffix(".job.json");

Error notAWorkspace(const QString &directory)
{
    return makeError(
        ErrorCode::Config,
        QStringLiteral("This is not a workspace. Make one with `sluice new DIR`, or name one with --workspace DIR."),
        directory);
}

QCollator nameOrder()
{
    QCollator order(QLocale(QLocale::English)); // the same everywhere: the C locale knows no numbers in names
    order.setNumericMode(true);
    order.setCaseSensitivity(Qt::CaseInsensitive);
    return order;
}

void collect(const QDir &folder, const QString &prefix, int depth, const QCollator &order, QList<Node> &nodes)
{
    auto byName = [&](const QFileInfo &a, const QFileInfo &b) { return order(a.fileName(), b.fileName()); };

    QFileInfoList folders = folder.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    std::sort(folders.begin(), folders.end(), byName);
    for (const QFileInfo &info : folders) {
        nodes.append({Node::Kind::Folder, prefix + info.fileName(), info.fileName()});
        if (depth < deepestFolder)
            collect(QDir(info.filePath()), prefix + info.fileName() + QLatin1Char('/'), depth + 1, order, nodes);
    }

    QFileInfoList tasks = folder.entryInfoList({QLatin1Char('*') + taskSuffix}, QDir::Files);
    std::sort(tasks.begin(), tasks.end(), byName);
    for (const QFileInfo &info : tasks)
        nodes.append({Node::Kind::Task, prefix + info.fileName(), info.fileName().chopped(taskSuffix.size())});
}

// A path of the workspace: relative, made of node names.
Done checkPath(const QString &path)
{
    if (path.isEmpty() || path.startsWith(QLatin1Char('/')))
        return makeError(ErrorCode::Config, QStringLiteral("The path must be relative to the workspace."), path);
    for (const QString &part : path.split(QLatin1Char('/'))) {
        if (auto named = checkNodeName(part); !named)
            return named.error().at(path);
    }
    return {};
}

QString join(const QString &folder, const QString &name)
{
    return folder.isEmpty() ? name : folder + QLatin1Char('/') + name;
}

Error taken(const QString &path)
{
    return makeError(ErrorCode::Conflict, QStringLiteral("The name is taken. Choose another one."), path);
}

Error missing(const QString &path)
{
    return makeError(ErrorCode::NotFound, QStringLiteral("There is no such task or folder in the workspace."), path);
}

} // namespace

Done checkNodeName(const QString &name)
{
    QString fault;
    if (name.isEmpty())
        fault = QStringLiteral("The name is empty.");
    else if (name.contains(QLatin1Char('/')) || name.contains(QChar(u'\0')))
        fault = QStringLiteral("A name cannot hold \"/\".");
    else if (name.startsWith(QLatin1Char('.')))
        fault = QStringLiteral("A name cannot start with a dot: hidden files are not shown.");
    else if (name.toUtf8().size() > 200)
        fault = QStringLiteral("The name is too long: at most 200 bytes.");
    if (!fault.isEmpty())
        return makeError(ErrorCode::Config, fault, name);
    return {};
}

Result<Workspace> Workspace::create(const QString &directory, const QString &name)
{
    const QDir dir(directory);
    if (QFileInfo::exists(dir.filePath(markerName)))
        return makeError(ErrorCode::Conflict, QStringLiteral("This is a workspace already."), dir.absolutePath());
    if (dir.exists() && !dir.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("The folder is not empty. A workspace is made in a new or an empty folder."),
                         dir.absolutePath());
    if (!QDir().mkpath(dir.absolutePath()))
        return makeError(ErrorCode::Io, QStringLiteral("The folder cannot be made. Check its parent's permissions."),
                         dir.absolutePath());

    const QString state = dir.filePath(stateName);
    SLUICE_CHECK(makePrivateDir(state));
    // What Sluice keeps for itself is nobody else's: it holds keys, logs and data.
    SLUICE_CHECK(writeFile(state + QLatin1String("/.gitignore"), "*\n", Access::Private));

    const QByteArray zone = QTimeZone::systemTimeZoneId();
    const QJsonObject marker{
        {QStringLiteral("format"), formatVersion},
        {QStringLiteral("name"), name.isEmpty() ? QDir(dir.absolutePath()).dirName() : name},
        {QStringLiteral("timeZone"), zone.isEmpty() ? QStringLiteral("UTC") : QString::fromLatin1(zone)},
    };
    SLUICE_CHECK(writeFile(dir.filePath(markerName), QJsonDocument(marker).toJson(), Access::Shared));
    return open(directory);
}

Result<Workspace> Workspace::open(const QString &directory)
{
    const QDir dir(directory);
    const QString markerFile = dir.absoluteFilePath(markerName);
    auto bytes = readFile(markerFile);
    if (!bytes.ok())
        return bytes.error().code == ErrorCode::NotFound ? notAWorkspace(dir.absolutePath()) : bytes.error();

    QJsonParseError fault;
    const QJsonObject marker = QJsonDocument::fromJson(*bytes, &fault).object();
    if (fault.error != QJsonParseError::NoError)
        return makeError(ErrorCode::Config, QStringLiteral("The workspace's marker is not valid JSON."), markerFile,
                         fault.errorString());
    const int format = marker.value(QLatin1String("format")).toInt();
    if (format > formatVersion)
        return makeError(ErrorCode::Config,
                         QStringLiteral("A newer version of Sluice made this workspace (format %1, this version knows "
                                        "%2). Update Sluice to open it.")
                             .arg(format)
                             .arg(formatVersion),
                         markerFile);
    if (format < 1)
        return makeError(ErrorCode::Config, QStringLiteral("The workspace's marker has no format version."),
                         markerFile);

    const QByteArray zoneId = marker.value(QLatin1String("timeZone")).toString().toUtf8();
    const QTimeZone zone(zoneId);
    if (!zone.isValid())
        return makeError(ErrorCode::Config,
                         QStringLiteral("The time zone \"%1\" is not known. Use an IANA name such as Europe/Berlin.")
                             .arg(QString::fromUtf8(zoneId)),
                         markerFile + QLatin1String(", timeZone"));

    Workspace workspace;
    workspace.m_directory = QFileInfo(dir.absolutePath()).canonicalFilePath();
    workspace.m_name = marker.value(QLatin1String("name")).toString(QDir(workspace.m_directory).dirName());
    workspace.m_timeZone = zone;
    SLUICE_CHECK(makePrivateDir(workspace.stateDir()));
    return workspace;
}

Result<Workspace> Workspace::find(const QString &from)
{
    QDir dir(from);
    do {
        if (dir.exists(markerName))
            return open(dir.absolutePath());
    } while (dir.cdUp());
    return notAWorkspace(QDir(from).absolutePath());
}

QString Workspace::stateDir() const
{
    return m_directory + QLatin1Char('/') + stateName;
}

QString Workspace::attemptDir(const QString &attemptId) const
{
    return stateDir() + QLatin1String("/attempts/") + attemptId;
}

QString Workspace::absolute(const QString &path) const
{
    return QDir::cleanPath(QDir(m_directory).filePath(path));
}

Result<QList<Node>> Workspace::nodes() const
{
    const QDir root(m_directory);
    if (!root.isReadable())
        return makeError(ErrorCode::Io, QStringLiteral("The workspace's folder cannot be read."), m_directory);
    QList<Node> nodes;
    collect(root, {}, 0, nameOrder(), nodes);
    return nodes;
}

Result<QString> Workspace::readTask(const QString &path) const
{
    SLUICE_CHECK(checkPath(path));
    SLUICE_TRY(const QByteArray bytes, readFile(absolute(path)));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return makeError(ErrorCode::Data, QStringLiteral("The task is not UTF-8 text. Save it as UTF-8."), path);
    return text;
}

Done Workspace::writeTask(const QString &path, const QString &text) const
{
    SLUICE_CHECK(checkPath(path));
    return writeFile(absolute(path), text.toUtf8(), Access::Shared);
}

Result<QString> Workspace::createTask(const QString &folder, const QString &name, const QString &text) const
{
    SLUICE_CHECK(checkNodeName(name));
    const QString path = join(folder, name + taskSuffix);
    SLUICE_CHECK(checkPath(path));
    if (!folder.isEmpty() && !QFileInfo(absolute(folder)).isDir())
        return missing(folder);
    if (QFileInfo::exists(absolute(path)))
        return taken(path);
    SLUICE_CHECK(writeTask(path, text.isNull() ? newTaskScript() : text));
    return path;
}

Result<QString> Workspace::duplicateTask(const QString &path) const
{
    SLUICE_TRY(const QString text, readTask(path));
    const QString folder = path.section(QLatin1Char('/'), 0, -2);
    const QString name = path.section(QLatin1Char('/'), -1).chopped(taskSuffix.size());
    QString copy = name + QLatin1String("_copy");
    const auto isTaken = [&] {
        const QString file = absolute(join(folder, copy + taskSuffix));
        return QFileInfo::exists(file) || QFileInfo::exists(scheduleFileOf(file));
    };
    for (int i = 2; isTaken(); ++i)
        copy = name + QStringLiteral("_copy_%1").arg(i);
    SLUICE_TRY(const QString made, createTask(folder, copy, text));
    const QString schedule = scheduleFileOf(absolute(path));
    if (QFileInfo(schedule).isFile() && !QFile::copy(schedule, scheduleFileOf(absolute(made)))) {
        QFile::remove(absolute(made));
        return makeError(ErrorCode::Io,
                         QStringLiteral("Its schedule cannot be copied. Check permissions and free space."), path);
    }
    return made;
}

Done Workspace::makeFolders(const QString &folder) const
{
    if (folder.isEmpty())
        return {};
    SLUICE_CHECK(checkPath(folder));
    if (!QDir(m_directory).mkpath(folder))
        return makeError(ErrorCode::Io, QStringLiteral("The folder cannot be made. Check permissions and free space."),
                         folder);
    return {};
}

Result<QString> Workspace::createFolder(const QString &folder, const QString &name) const
{
    SLUICE_CHECK(checkNodeName(name));
    const QString path = join(folder, name);
    SLUICE_CHECK(checkPath(path));
    if (!folder.isEmpty() && !QFileInfo(absolute(folder)).isDir())
        return missing(folder);
    if (QFileInfo::exists(absolute(path)))
        return taken(path);
    if (!QDir(m_directory).mkdir(path))
        return makeError(ErrorCode::Io, QStringLiteral("The folder cannot be made. Check permissions and free space."),
                         path);
    return path;
}

Result<QString> Workspace::move(const QString &path, const QString &newPath) const
{
    SLUICE_CHECK(checkPath(path));
    SLUICE_CHECK(checkPath(newPath));
    if (path == newPath)
        return newPath;
    const QFileInfo from(absolute(path));
    const QFileInfo to(absolute(newPath));
    if (!from.exists())
        return missing(path);
    if (from.isFile() && !newPath.endsWith(taskSuffix))
        return makeError(ErrorCode::Config, QStringLiteral("A task's file must end in \".job.json\"."), newPath);
    if (newPath.startsWith(path + QLatin1Char('/')))
        return makeError(ErrorCode::Config, QStringLiteral("A folder cannot be moved into itself."), newPath);
    const QString schedule = from.isFile() ? scheduleFileOf(from.filePath()) : QString();
    const QString newSchedule = scheduleFileOf(to.filePath());
    const bool scheduled = QFileInfo(schedule).isFile();
    if (to.exists() || (scheduled && QFileInfo::exists(newSchedule)))
        return taken(newPath);
    if (!to.absoluteDir().exists())
        return missing(newPath.section(QLatin1Char('/'), 0, -2));
    const Error refused =
        makeError(ErrorCode::Io, QStringLiteral("It cannot be moved. Check the permissions of both folders."), path);
    if (!QDir().rename(from.filePath(), to.filePath())) // refuses to replace what appeared meanwhile
        return refused;
    if (scheduled && !QDir().rename(schedule, newSchedule)) {
        QDir().rename(to.filePath(), from.filePath());
        return refused;
    }
    return newPath;
}

} // namespace sluice
