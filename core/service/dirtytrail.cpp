#include "service/dirtytrail.h"

#include "base/files.h"
#include "service/filelock.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace sluice
{

namespace
{

constexpr qint64 longestTrail = 256 * 1024 * 1024;

QString trailFile(const QString &attemptDir)
{
    return attemptDir + QLatin1String("/fixes.jsonl");
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QString timeText(const QDateTime &at)
{
    return at.toUTC().toString(Qt::ISODateWithMs);
}

QByteArray changeLine(const FixChange &change)
{
    QJsonObject object{{QStringLiteral("at"), timeText(change.at)},
                       {QStringLiteral("line"), change.line},
                       {QStringLiteral("row"), change.row}};
    switch (change.kind) {
    case FixChange::Kind::Value:
        object.insert(QStringLiteral("column"), change.column);
        [[fallthrough]];
    case FixChange::Kind::Text:
        object.insert(QStringLiteral("from"), valueJson(change.from));
        object.insert(QStringLiteral("to"), valueJson(change.to));
        break;
    case FixChange::Kind::Drop:
    case FixChange::Kind::Restore:
        object.insert(QStringLiteral("dropped"), change.kind == FixChange::Kind::Drop);
        break;
    }
    if (!change.rule.isEmpty())
        object.insert(QStringLiteral("rule"), change.rule);
    return lineOf(object);
}

FixChange changeFrom(const QJsonObject &object)
{
    FixChange change;
    change.at = QDateTime::fromString(object.value(QLatin1String("at")).toString(), Qt::ISODateWithMs);
    change.line = object.value(QLatin1String("line")).toInteger(-1);
    change.row = object.value(QLatin1String("row")).toInteger(-1);
    change.rule = object.value(QLatin1String("rule")).toString();
    if (object.contains(QLatin1String("dropped"))) {
        change.kind =
            object.value(QLatin1String("dropped")).toBool() ? FixChange::Kind::Drop : FixChange::Kind::Restore;
        return change;
    }
    change.kind = object.contains(QLatin1String("column")) ? FixChange::Kind::Value : FixChange::Kind::Text;
    change.column = object.value(QLatin1String("column")).toString();
    change.from = valueFrom(object.value(QLatin1String("from")));
    change.to = valueFrom(object.value(QLatin1String("to")));
    return change;
}

Result<FileLock> lockTrail(const QString &attemptDir)
{
    SLUICE_TRY(FileLock lock, FileLock::tryLock(attemptDir + QLatin1String("/fixes.lock"), FileLock::Kind::Exclusive));
    if (!lock.held())
        return makeError(ErrorCode::Conflict,
                         QStringLiteral("Another program is correcting these rows just now. Try again in a moment."));
    return lock;
}

Done append(const QString &attemptDir, const QByteArray &lines)
{
    QFile file(trailFile(attemptDir));
    const bool opened = file.open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered,
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    // A line that a full disk has cut off has no end: what is appended must not become a part of it.
    const bool cut = opened && file.size() > 0 && file.seek(file.size() - 1) && file.read(1) != "\n";
    const QByteArray bytes = cut ? '\n' + lines : lines;
    if (!opened || !file.seek(file.size()) || file.write(bytes) != bytes.size())
        return makeError(ErrorCode::Io, QStringLiteral("The corrections could not be kept. Check the free space."),
                         file.fileName(), file.errorString());
    return {};
}

} // namespace

Result<DirtyTrail> readTrail(const QString &attemptDir)
{
    DirtyTrail trail;
    auto bytes = readFile(trailFile(attemptDir), longestTrail);
    if (!bytes.ok() && bytes.error().code == ErrorCode::NotFound)
        return trail;
    if (!bytes.ok())
        return bytes.error();
    for (qsizetype from = 0; from < bytes->size();) {
        qsizetype end = bytes->indexOf('\n', from);
        if (end < 0)
            end = bytes->size();
        const QJsonObject object =
            QJsonDocument::fromJson(QByteArray::fromRawData(bytes->constData() + from, end - from)).object();
        from = end + 1;
        if (object.isEmpty())
            continue; // cut off by a full disk
        if (!object.contains(QLatin1String("replay"))) {
            trail.changes.append(changeFrom(object));
            continue;
        }
        FixReplay replay;
        replay.attempt = object.value(QLatin1String("replay")).toString();
        replay.at = QDateTime::fromString(object.value(QLatin1String("at")).toString(), Qt::ISODateWithMs);
        for (const QJsonValue &line : object.value(QLatin1String("lines")).toArray())
            replay.lines.append(line.toInteger());
        trail.replays.append(std::move(replay));
    }
    return trail;
}

Done appendChanges(const QString &attemptDir, const QList<FixChange> &changes)
{
    if (changes.isEmpty())
        return {};
    QByteArray lines;
    for (const FixChange &change : changes)
        lines += changeLine(change);
    SLUICE_TRY(const FileLock lock, lockTrail(attemptDir));
    return append(attemptDir, lines);
}

Done appendReplay(const QString &attemptDir, const FixReplay &replay, qsizetype seen)
{
    SLUICE_TRY(const FileLock lock, lockTrail(attemptDir));
    SLUICE_TRY(const DirtyTrail trail, readTrail(attemptDir));
    if (trail.replays.size() != seen)
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Attempt %1 has begun to replay rows of this attempt in the meantime. Look what "
                           "it did, then try again.")
                .arg(trail.replays.last().attempt));
    QJsonArray lines;
    for (const qint64 line : replay.lines)
        lines.append(line);
    return append(attemptDir, lineOf({{QStringLiteral("at"), timeText(replay.at)},
                                      {QStringLiteral("replay"), replay.attempt},
                                      {QStringLiteral("lines"), lines}}));
}

} // namespace sluice
