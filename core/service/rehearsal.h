#pragma once

#include "data/schema.h"
#include "schedule/plannedtime.h"
#include "task/datasource.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

namespace sluice
{

inline constexpr int mostRehearsedRows = 100'000;

struct RehearsalRequest {
    QString taskPath; // in the workspace; empty for a text not saved yet
    QString script;
    QMap<QString, QString> parameters = {}; // as in StartRequest
    std::optional<PlannedTime> planned = std::nullopt;
    int rows = 1000;                           // 1 … mostRehearsedRows
    SourceHalf half = SourceHalf::Development; // of the data sources
};

// What becomes of one value on its way.
enum class CellVerdict : quint8 {
    Same,
    Reformatted, // the same value, written in another way: "007" and 7
    Narrowed,    // something of it is lost: a fraction, the time of a date
    Dirty,       // it does not arrive, and its row neither
};
QString cellVerdictName(CellVerdict verdict); // "same", "reformatted", "narrowed", "dirty"

struct RehearsedRow {
    qint64 number = -1;          // in the source, from 1; -1: the source does not number them
    QStringList before;          // the reader's values as text, null: NULL; empty when no row could be made of `text`
    QStringList after;           // the writer's columns; of a dirty row, nothing
    QList<CellVerdict> verdicts; // of each of the reader's values
    QString text;
    QString reason; // why the row is dirty; empty: it is not
    QString cause;  // the same without values
};

struct RehearsedCause {
    QString cause;
    QStringList columns;
    qint64 rows = 0;
};

// What a run would do with the first rows of its source. Nothing has been written, begun or emptied.
struct Rehearsal {
    Schema reader;
    Schema writer;
    QList<RehearsedRow> rows;
    QList<RehearsedCause> causes; // most frequent first
    qint64 dirtyRows = 0;
    qint64 narrowedValues = 0;
    qint64 encodedRows = 0;
    qint64 encodedBytes = 0;  // as they would have been sent, compressed
    double seconds = 0;       // for reading, casting and encoding
    qint64 rowsExpected = -1; // in the whole source; -1: not known
    // For all of them, on one lane and without the way to the destination; -1: not known.
    double estimatedSeconds = -1;
    double estimatedBytes = -1;
    QStringList notes;
};

QJsonObject rehearsalJson(const Rehearsal &rehearsal);

} // namespace sluice
