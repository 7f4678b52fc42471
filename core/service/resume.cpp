#include "service/resume.h"

#include "base/files.h"
#include "engine/journal.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace sluice
{

namespace
{

constexpr int mostAttempts = 1000;
const QString arrivedFile = QStringLiteral("/arrived.json");
constexpr qsizetype mostPlaces = 3;

qint64 dirtyLines(const QString &attemptDir)
{
    QFile file(attemptDir + QLatin1String("/dirty.jsonl"));
    qint64 lines = 0;
    if (file.open(QIODevice::ReadOnly))
        while (!file.atEnd())
            lines += file.read(1024 * 1024).count('\n');
    return lines;
}

bool succeeded(const Attempt &attempt)
{
    return attempt.state == QLatin1String("Succeeded");
}

Error nothing(const QString &reason)
{
    return makeError(ErrorCode::Config, QStringLiteral("There is nothing to resume: ") + reason);
}

Result<Attempt> namedAttempt(const History &history, const QString &taskPath, const QString &id)
{
    SLUICE_TRY(const std::optional<Attempt> attempt, history.attempt(id));
    if (!attempt || attempt->taskPath != taskPath)
        return makeError(ErrorCode::NotFound, QStringLiteral("%1 has no attempt %2.").arg(taskPath, id));
    if (!attempt->hasEnded())
        return makeError(ErrorCode::Conflict, QStringLiteral("Attempt %1 is still running.").arg(id));
    if (succeeded(*attempt))
        return nothing(QStringLiteral("attempt %1 succeeded.").arg(id));
    if (rowsKept(attempt->directory))
        return *attempt;
    SLUICE_TRY(const QList<Attempt> all, history.attempts(taskPath, mostAttempts));
    for (const Attempt &later : all)
        if (later.resumes == id && (succeeded(later) || rowsKept(later.directory)))
            return nothing(QStringLiteral("attempt %1 has gone on with attempt %2 already.").arg(later.id, id));
    return nothing(QStringLiteral("attempt %1 kept no journal of what it had sent.").arg(id));
}

// The JSON pointers at which two values differ.
void differences(const QJsonValue &a, const QJsonValue &b, const QString &pointer, QStringList &places)
{
    if (a == b || places.size() > mostPlaces)
        return;
    if (a.isObject() && b.isObject()) {
        const QJsonObject before = a.toObject(), now = b.toObject();
        QStringList keys = before.keys();
        for (const QString &key : now.keys())
            if (!before.contains(key))
                keys.append(key);
        for (const QString &key : std::as_const(keys))
            differences(before.value(key), now.value(key), pointer + QLatin1Char('/') + key, places);
    } else if (a.isArray() && b.isArray() && a.toArray().size() == b.toArray().size()) {
        for (qsizetype i = 0; i < a.toArray().size(); ++i)
            differences(a.toArray()[i], b.toArray()[i], pointer + QStringLiteral("/%1").arg(i), places);
    } else {
        places.append(pointer);
    }
}

} // namespace

std::optional<qint64> rowsKept(const QString &attemptDir)
{
    const auto record = Journal::read(attemptDir);
    return record.ok() ? std::optional(record->rowsRead) : std::nullopt;
}

Result<Attempt> attemptToResume(const History &history, const QString &taskPath, const QString &id)
{
    if (!id.isEmpty())
        return namedAttempt(history, taskPath, id);
    SLUICE_TRY(const QList<Attempt> attempts, history.attempts(taskPath, mostAttempts));
    for (const Attempt &attempt : attempts) {
        if (!attempt.replays.isEmpty())
            continue;
        if (succeeded(attempt))
            return nothing(
                QStringLiteral("the last attempt at %1 that ended well, %2, is newer than any that broke off. "
                               "Name an older one by its id if you mean it.")
                    .arg(taskPath, attempt.id));
        if (attempt.hasEnded() && rowsKept(attempt.directory))
            return attempt;
    }
    return nothing(
        QStringLiteral("no attempt at %1 has left a journal. Files and tables that are written to MaxCompute "
                       "leave one; the results of queries and generated rows do not.")
            .arg(taskPath));
}

Arrival arrivalOf(const QString &attemptDir)
{
    const auto note = readFile(attemptDir + arrivedFile);
    const QJsonObject json = note.ok() ? QJsonDocument::fromJson(*note).object() : QJsonObject();
    return {json.value(QLatin1String("with")).toString(), json.value(QLatin1String("whole")).toBool()};
}

Done tellArrived(const Workspace &workspace, const History &history, const Attempt &succeeded)
{
    if (succeeded.resumes.isEmpty())
        return {};
    QStringList before;
    for (QString id = succeeded.resumes; !id.isEmpty() && before.size() < mostAttempts;) {
        before.append(workspace.attemptDir(id));
        SLUICE_TRY(const std::optional<Attempt> attempt, history.attempt(id));
        id = attempt ? attempt->resumes : QString();
    }
    // Dirty rows that came behind the last row at the destination were met again, and count once.
    qint64 found = 0;
    for (const QString &directory : before + QStringList{workspace.attemptDir(succeeded.id)})
        found += dirtyLines(directory);
    const QJsonObject note{{QStringLiteral("with"), succeeded.id},
                           {QStringLiteral("whole"), found == succeeded.rowsDirty}};
    for (const QString &directory : std::as_const(before))
        SLUICE_CHECK(writeFile(directory + arrivedFile, QJsonDocument(note).toJson(), Access::Private));
    return {};
}

Done checkSameRows(const QJsonObject &before, const QJsonObject &now)
{
    QStringList places;
    const auto compare = [&](const QStringList &path) {
        QJsonValue a = before, b = now;
        QString pointer;
        for (const QString &key : path) {
            a = a[key];
            b = b[key];
            pointer += QLatin1Char('/') + key;
        }
        differences(a, b, pointer, places);
    };
    compare({QStringLiteral("steps")});
    compare({QStringLiteral("setting"), QStringLiteral("speed"), QStringLiteral("concurrent")});
    if (places.isEmpty())
        return {};
    const bool more = places.size() > mostPlaces;
    return makeError(
        ErrorCode::Config,
        QStringLiteral("The task is not the one that was cut off; it differs at %1%2. Undo that, or run the "
                       "task anew.")
            .arg(places.mid(0, mostPlaces).join(QStringLiteral(", ")), more ? QStringLiteral(" and more") : QString()));
}

} // namespace sluice
