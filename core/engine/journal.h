#pragma once

#include "base/log.h"
#include "connector/connector.h"

#include <QFile>

#include <memory>
#include <mutex>
#include <vector>

namespace sluice
{

// What a run is about, as far as another one must find it unchanged to go on with it.
struct JournalHead {
    QByteArray fingerprint; // Source::fingerprint()
    QStringList columns;    // of the source, with their types
    std::vector<Split> splits;
    QByteArray sinkState; // Sink::resumeState()
};

// How far one split has got.
struct SplitReach {
    size_t split = 0;
    Position after; // where a reader goes on, and the last place told of one that has ended
    bool ended = false;
};

// What one seal of a writer has brought to the destination.
struct JournalPart {
    std::vector<SplitReach> reached; // the last state of each split that it is about
    Receipt receipt;
    qint64 rowsRead = 0;
    qint64 rowsWritten = 0;
    qint64 rowsDirty = 0;
};

// A journal as it was read, up to its last whole line.
struct JournalRecord {
    JournalHead head;
    std::vector<SplitReach> reached; // one for each split
    ResumePoint resume;              // for the sink
    qint64 rowsRead = 0;
    qint64 rowsWritten = 0;
    qint64 rowsDirty = 0;
    qint64 size = 0; // of the file, without a line that was cut off

    // Conflict when the source is not what it was.
    Done checkSource(const JournalHead &now) const;
};

// Keeps in an attempt's folder what its run has brought to the destination, so that another one can go on there after a
// crash or a failure: journal.jsonl, for the user alone, a line for every seal, on the disk when add() returns. It lies
// in the folder of the last attempt that went on with it, so no two of them can. Thread-safe.
class Journal
{
public:
    // A new one; Io.
    static Result<std::unique_ptr<Journal>> begin(const QString &attemptDir, const JournalHead &head, Log &log);
    // Takes the journal of another attempt over, which cannot be gone on with any more. Conflict when a third one has
    // done so in the meantime.
    static Result<std::unique_ptr<Journal>> takeOver(const QString &fromDir, const QString &attemptDir,
                                                     const JournalRecord &record, Log &log);
    // NotFound when the attempt has none, Data when it cannot be used.
    static Result<JournalRecord> read(const QString &attemptDir);
    // Of an attempt that has succeeded.
    static void remove(const QString &attemptDir);

    // A journal that cannot be kept does not stop the run: it ends where it is, which the log tells.
    void add(const JournalPart &part);

private:
    Journal(const QString &path, Log &log);
    Done write(const QByteArray &line);

    std::mutex m_mutex; // of the file
    QFile m_file;
    Log &m_log;
};

} // namespace sluice
