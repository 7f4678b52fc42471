#pragma once

#include "base/log.h"
#include "base/result.h"
#include "connector/connector.h"
#include "data/schema.h"
#include "task/taskspec.h"

#include <QFile>
#include <QHash>
#include <QTimeZone>

#include <atomic>
#include <chrono>
#include <mutex>

namespace sluice
{

// Takes the dirty rows of a run: counts them against the limit, keeps them in the attempt's folder as JSON lines
// {"row", "column", "raw", "reason", "lane"} (`"encoding": "base64"` when the raw bytes are not UTF-8) and tells the
// first ten of each cause in the log. Thread-safe.
//
// So that a row can be corrected and sent again, a line holds all of it where that is known: "values", in the reader's
// columns, or in the writer's with `"of": "writer"`, each a text, null or {"base64"}; or "text", the line as it came,
// where "raw" is a part of it. columns.json beside the file names the columns of both ends.
class DirtyRows
{
public:
    enum class End { Reader, Writer }; // whose columns a refused row has

    // The files are made with the first dirty row; none are with an empty path.
    DirtyRows(const ErrorLimit &limit, const QString &path, Log &log, std::atomic<qint64> &count);

    // The columns of both ends, before the first row; texts of times are of this zone.
    void describe(const Schema &reader, const Schema &writer, const QTimeZone &zone);

    // Data error as soon as there are more than `errorLimit.record`; Io when they cannot be kept.
    Done add(int lane, const std::vector<DirtyRow> &rows, End end = End::Reader);

    // Writes what has gathered for a quarter of a second.
    Done tick();
    // Writes everything.
    Done flush();

    // `errorLimit.percentage`, of the rows read so far: at the end, and on the way once enough rows have been read to
    // judge by.
    Done checkShare(qint64 rowsRead, bool atEnd) const;

    // "The file of dirty rows is full …"; empty when all are kept.
    QString note() const;

private:
    Done keep(int lane, const DirtyRow &row, End end);
    void appendRow(QByteArray &line, const DirtyRow &row, End end) const;
    Done writeColumns() const;
    void tell(const DirtyRow &row);
    Done write();
    Error overLimit() const;

    const ErrorLimit m_limit;
    Log &m_log;
    std::atomic<qint64> &m_count;

    Schema m_reader, m_writer;
    QTimeZone m_zone;

    mutable std::mutex m_mutex; // of all below
    QFile m_file;
    QByteArray m_buffer;
    qint64 m_bytes = 0;
    qint64 m_unkept = 0;
    QString m_first; // what the first one was, for the error
    std::chrono::steady_clock::time_point m_lastWrite;
    QHash<QString, int> m_causes; // rows told, by the reason without its values
    bool m_nearLimit = false;
};

} // namespace sluice
