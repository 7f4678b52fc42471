#pragma once

#include <QByteArray>
#include <QString>

#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

namespace sluice
{

// Where a reader stands: JSON that only its connector understands. Empty means the beginning.
using Position = QByteArray;

// A row that could not be taken, and why. `raw` is the value (or the whole line) as it came, at most 64 KiB kept.
struct DirtyRow {
    qint64 row = -1; // 1-based in the source; -1 when the source does not number its rows
    QString column;  // empty when the row as a whole is at fault
    QByteArray raw;
    QString reason;
    // The whole row, so that it can be corrected and sent again: where it stood in a batch, or else its text as it came
    // (empty: `raw` is all of it, or nobody has it).
    std::shared_ptr<arrow::RecordBatch> batch = nullptr;
    qint64 place = -1; // in the batch
    QByteArray text = {};
};

// What a reader hands on: up to 4,096 rows or about 4 MiB, columns in the order of the source's schema, and the
// rows it had to leave out.
struct Batch {
    std::shared_ptr<arrow::RecordBatch> rows; // null when only dirty rows were found
    qint64 firstRow = -1;                     // number of the first row in the source, 1-based
    std::vector<qint64> rowNumbers;           // one a row, only when they are not consecutive
    std::vector<DirtyRow> dirty;
    Position after; // where a reader goes on after the last row of this batch

    qint64 rowNumber(qint64 i) const
    {
        if (!rowNumbers.empty())
            return rowNumbers[size_t(i)];
        return firstRow < 0 ? -1 : firstRow + i;
    }
};

inline constexpr qint64 batchRowLimit = 4096;
inline constexpr qint64 batchByteLimit = 4 * 1024 * 1024;

// Bytes of the values in a batch (offsets and validity left out): what counters and the throttle count.
qint64 batchBytes(const arrow::RecordBatch &rows);

} // namespace sluice
