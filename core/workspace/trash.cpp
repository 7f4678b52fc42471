#include "base/files.h"
#include "workspace/taskschedule.h"
#include "workspace/workspace.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>

// What was deleted waits in `.sluice/trash/TOKEN/` as `node`, with its old path in `origin` and, of a task that has
// one, its schedule in `schedule`.

namespace sluice
{

namespace
{

QString trashDir(const Workspace &workspace, const QString &token)
{
    return workspace.stateDir() + QLatin1String("/trash/") + token;
}

QString newToken()
{
    const QString time = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMddHHmmsszzz"));
    return time + QStringLiteral("-%1").arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
}

} // namespace

Result<QString> Workspace::trash(const QString &path) const
{
    const QString cleaned = QDir::cleanPath(path);
    if (cleaned != path || path.isEmpty() || path.startsWith(QLatin1Char('.')) || path.startsWith(QLatin1Char('/')) ||
        !QFileInfo::exists(absolute(path)))
        return makeError(ErrorCode::NotFound, QStringLiteral("There is no such task or folder in the workspace."),
                         path);

    const QString token = newToken();
    const QString place = trashDir(*this, token);
    SLUICE_CHECK(makePrivateDir(place));
    SLUICE_CHECK(writeFile(place + QLatin1String("/origin"), path.toUtf8(), Access::Private));
    if (!QDir().rename(absolute(path), place + QLatin1String("/node"))) {
        QDir(place).removeRecursively();
        return makeError(ErrorCode::Io, QStringLiteral("It cannot be deleted. Check the permissions of its folder."),
                         path);
    }
    const QString schedule = scheduleFileOf(absolute(path));
    if (QFileInfo(place + QLatin1String("/node")).isFile() && QFileInfo(schedule).isFile())
        QDir().rename(schedule, place + QLatin1String("/schedule"));
    return token;
}

Done Workspace::restore(const QString &token) const
{
    const QString place = trashDir(*this, token);
    const Error gone = makeError(ErrorCode::NotFound, QStringLiteral("It is no longer in the trash."), token);
    if (token.contains(QLatin1Char('/')) || token.startsWith(QLatin1Char('.')))
        return gone;
    auto origin = readFile(place + QLatin1String("/origin"));
    if (!origin.ok())
        return gone;
    const QString path = QString::fromUtf8(*origin);
    const QString target = absolute(path);
    if (QFileInfo::exists(target))
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Its place is taken by something else. Rename that first."), path);
    if (!QDir().mkpath(QFileInfo(target).absolutePath()) || !QDir().rename(place + QLatin1String("/node"), target))
        return makeError(ErrorCode::Io, QStringLiteral("It cannot be put back. Check the permissions of its folder."),
                         path);
    const QString schedule = place + QLatin1String("/schedule");
    if (QFileInfo::exists(schedule) && !QDir().rename(schedule, scheduleFileOf(target)))
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("The task is back; the place of its schedule is taken by something else. What "
                                        "was deleted waits in %1.")
                             .arg(schedule),
                         path);
    QDir(place).removeRecursively();
    return {};
}

} // namespace sluice
