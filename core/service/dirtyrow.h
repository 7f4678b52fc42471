#pragma once

#include "data/schema.h"

#include <QByteArray>
#include <QJsonValue>
#include <QTimeZone>

#include <vector>

namespace sluice
{

// A value as text; bytes that are no text stay as they are.
struct DirtyValue {
    QByteArray text;
    bool isNull = false;

    friend bool operator==(const DirtyValue &, const DirtyValue &) = default;
};
QJsonValue valueJson(const DirtyValue &value); // a text, null or {"base64"}
DirtyValue valueFrom(const QJsonValue &json);

// One refused row, as a line of dirty.jsonl keeps it.
struct DirtyRecord {
    enum class Form {
        Came,    // values of the reader's columns
        Written, // values of the writer's columns: the destination refused the row
        Text,    // a line that was not taken apart
        Lost,    // not kept as a whole: it cannot be corrected here
    };
    qint64 line = 0; // its place in the file, from 0: what it is known by
    qint64 row = -1; // in the source, from 1
    QString column;  // empty: the row as a whole
    QByteArray raw;  // the value, or the row's text
    QString reason;
    QString cause; // the reason without values
    Form form = Form::Lost;
    std::vector<DirtyValue> values;
    QByteArray text;
};

// Lines of dirty.jsonl, of which the first has the place `firstLine`. What is no such line is left out, and counted.
std::vector<DirtyRecord> parseDirtyRecords(const QByteArray &lines, qint64 firstLine);

// The columns of both ends of the attempt that refused the rows.
struct DirtyColumns {
    Schema reader;
    Schema writer;
    QTimeZone zone;
};
// columns.json of an attempt's folder; NotFound when it refused no row.
Result<DirtyColumns> readDirtyColumns(const QString &attemptDir);

} // namespace sluice
