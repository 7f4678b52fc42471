#pragma once

#include "service/dirtyrow.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

namespace sluice
{

// One correction of a refused row.
struct FixChange {
    enum class Kind { Value, Text, Drop, Restore };
    Kind kind = Kind::Value;
    qint64 line = 0; // DirtyRecord::line
    qint64 row = -1;
    QString column; // of a Value
    DirtyValue from;
    DirtyValue to;
    QString rule; // FixRule::toText(); empty: by hand
    QDateTime at;
};

// Rows that were given to an attempt to be sent again.
struct FixReplay {
    QString attempt;
    QList<qint64> lines;
    QDateTime at;
};

// What was done to an attempt's refused rows, in order: fixes.jsonl in its folder.
struct DirtyTrail {
    QList<FixChange> changes;
    QList<FixReplay> replays;
};

// An empty one when nothing was done yet. Io and Data with the cause.
Result<DirtyTrail> readTrail(const QString &attemptDir);
Done appendChanges(const QString &attemptDir, const QList<FixChange> &changes);
// Conflict when another replay of the same rows was noted in the meantime: of two that begin at once, one goes on.
// `seen` is how many replays the caller knows of.
Done appendReplay(const QString &attemptDir, const FixReplay &replay, qsizetype seen);

} // namespace sluice
