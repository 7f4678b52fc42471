#include "engine/journal.h"

#include "base/files.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

namespace sluice
{

namespace
{

constexpr int formatVersion = 1;
constexpr qint64 longestJournal = 256 * 1024 * 1024;

QString pathIn(const QString &attemptDir)
{
    return attemptDir + QStringLiteral("/journal.jsonl");
}

// What connectors made is JSON or empty, kept as a text.
QJsonValue textOf(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}
QByteArray bytesOf(const QJsonValue &text)
{
    return text.toString().toUtf8();
}

QByteArray lineOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

QByteArray headLine(const JournalHead &head)
{
    QJsonArray splits;
    for (const Split &split : head.splits)
        splits.append(QJsonObject{{QStringLiteral("name"), split.name},
                                  {QStringLiteral("detail"), textOf(split.detail)},
                                  {QStringLiteral("rows"), split.expectedRows}});
    return lineOf({{QStringLiteral("version"), formatVersion},
                   {QStringLiteral("fingerprint"), textOf(head.fingerprint)},
                   {QStringLiteral("columns"), QJsonArray::fromStringList(head.columns)},
                   {QStringLiteral("splits"), splits},
                   {QStringLiteral("sink"), textOf(head.sinkState)}});
}

QByteArray partLine(const JournalPart &part)
{
    QJsonArray reached;
    for (const SplitReach &reach : part.reached) {
        QJsonObject object{{QStringLiteral("split"), qint64(reach.split)}};
        if (reach.ended)
            object.insert(QStringLiteral("ended"), true);
        if (!reach.after.isEmpty())
            object.insert(QStringLiteral("after"), textOf(reach.after));
        reached.append(object);
    }
    return lineOf({{QStringLiteral("reached"), reached},
                   {QStringLiteral("receipt"), textOf(part.receipt)},
                   {QStringLiteral("read"), part.rowsRead},
                   {QStringLiteral("written"), part.rowsWritten},
                   {QStringLiteral("dirty"), part.rowsDirty}});
}

// False for a line that is none of a journal.
bool readHead(const QJsonObject &line, JournalRecord &record)
{
    if (line[QLatin1String("version")].toInt() != formatVersion || !line[QLatin1String("splits")].isArray())
        return false;
    JournalHead &head = record.head;
    head.fingerprint = bytesOf(line[QLatin1String("fingerprint")]);
    for (const QJsonValue &column : line[QLatin1String("columns")].toArray())
        head.columns.append(column.toString());
    for (const QJsonValue &split : line[QLatin1String("splits")].toArray()) {
        record.reached.push_back({head.splits.size(), {}, false});
        head.splits.push_back({split[QLatin1String("name")].toString(), bytesOf(split[QLatin1String("detail")]),
                               split[QLatin1String("rows")].toInteger(-1)});
    }
    head.sinkState = record.resume.sinkState = bytesOf(line[QLatin1String("sink")]);
    return !head.fingerprint.isEmpty() && !head.sinkState.isEmpty();
}

bool readPart(const QJsonObject &line, JournalRecord &record)
{
    const QJsonArray reached = line[QLatin1String("reached")].toArray();
    for (const QJsonValue &reach : reached) {
        const qint64 split = reach[QLatin1String("split")].toInteger(-1);
        if (split < 0 || size_t(split) >= record.reached.size())
            return false;
    }
    if (reached.isEmpty() || !line[QLatin1String("receipt")].isString())
        return false;
    for (const QJsonValue &reach : reached) {
        SplitReach &place = record.reached[size_t(reach[QLatin1String("split")].toInteger())];
        place.ended = reach[QLatin1String("ended")].toBool();
        if (const QByteArray after = bytesOf(reach[QLatin1String("after")]); !after.isEmpty())
            place.after = after;
    }
    record.resume.receipts.push_back(bytesOf(line[QLatin1String("receipt")]));
    record.rowsRead += line[QLatin1String("read")].toInteger();
    record.rowsWritten += line[QLatin1String("written")].toInteger();
    record.rowsDirty += line[QLatin1String("dirty")].toInteger();
    return true;
}

} // namespace

Done JournalRecord::checkSource(const JournalHead &now) const
{
    const auto same = [](const Split &a, const Split &b) { return a.name == b.name && a.detail == b.detail; };
    if (head.fingerprint == now.fingerprint && head.columns == now.columns &&
        std::equal(head.splits.begin(), head.splits.end(), now.splits.begin(), now.splits.end(), same))
        return {};
    return makeError(ErrorCode::Conflict,
                     QStringLiteral("The source has changed since the attempt to go on with. Run the task anew."));
}

Journal::Journal(const QString &path, Log &log)
    : m_file(path)
    , m_log(log)
{
}

Result<std::unique_ptr<Journal>> Journal::begin(const QString &attemptDir, const JournalHead &head, Log &log)
{
    std::unique_ptr<Journal> journal(new Journal(pathIn(attemptDir), log));
    if (!journal->m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                              QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return makeError(ErrorCode::Io, QStringLiteral("The journal of the run cannot be made."),
                         journal->m_file.fileName(), journal->m_file.errorString());
    SLUICE_CHECK(journal->write(headLine(head)));
    return journal;
}

Result<std::unique_ptr<Journal>> Journal::takeOver(const QString &fromDir, const QString &attemptDir,
                                                   const JournalRecord &record, Log &log)
{
    std::unique_ptr<Journal> journal(new Journal(pathIn(attemptDir), log));
    if (std::rename(QFile::encodeName(pathIn(fromDir)).constData(),
                    QFile::encodeName(journal->m_file.fileName()).constData()) != 0)
        return errno == ENOENT
                   ? makeError(ErrorCode::Conflict, QStringLiteral("Another attempt goes on with that one already."))
                   : makeError(ErrorCode::Io, QStringLiteral("The journal of the run cannot be taken over."),
                               pathIn(fromDir), QString::fromLocal8Bit(std::strerror(errno)));
    QFile &file = journal->m_file;
    if (!file.open(QIODevice::ReadWrite | QIODevice::ExistingOnly | QIODevice::Unbuffered) ||
        !file.resize(record.size) || !file.seek(record.size))
        return makeError(ErrorCode::Io, QStringLiteral("The journal of the run cannot be written."), file.fileName(),
                         file.errorString());
    return journal;
}

Result<JournalRecord> Journal::read(const QString &attemptDir)
{
    SLUICE_TRY(const QByteArray bytes, readFile(pathIn(attemptDir), longestJournal));
    JournalRecord record;
    // What stands behind a line that is not whole was not kept: its rows are sent again.
    for (qsizetype at = 0, end; (end = bytes.indexOf('\n', at)) >= 0; at = end + 1) {
        const QJsonObject line = QJsonDocument::fromJson(bytes.mid(at, end - at)).object();
        if (!(at == 0 ? readHead(line, record) : readPart(line, record)))
            break;
        record.size = end + 1;
    }
    if (record.size == 0)
        return makeError(ErrorCode::Data, QStringLiteral("The journal of the run cannot be used."), pathIn(attemptDir));
    record.resume.complete =
        std::all_of(record.reached.begin(), record.reached.end(), [](const SplitReach &reach) { return reach.ended; });
    return record;
}

void Journal::remove(const QString &attemptDir)
{
    QFile::remove(pathIn(attemptDir));
}

Done Journal::write(const QByteArray &line)
{
    if (m_file.write(line) != line.size() || ::fdatasync(m_file.handle()) != 0)
        return makeError(ErrorCode::Io, QStringLiteral("The journal of the run cannot be written."), m_file.fileName(),
                         m_file.errorString());
    return {};
}

void Journal::add(const JournalPart &part)
{
    const QByteArray line = partLine(part);
    std::lock_guard lock(m_mutex);
    if (!m_file.isOpen())
        return;
    if (const Done written = write(line); !written) {
        m_file.close();
        m_log.warning(written.error().text() +
                      QStringLiteral(" If this run breaks off, it can be resumed only from here."));
    }
}

} // namespace sluice
