#include "engine/batchslice.h"

#include "data/arrowtypes.h"

#include <arrow/array.h>
#include <arrow/array/concatenate.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice
{

Batch sliceBatch(const Batch &batch, qint64 from, qint64 count)
{
    const qint64 rows = batch.rows->num_rows();
    Batch slice;
    slice.rows = batch.rows->Slice(from, count);
    if (batch.firstRow >= 0)
        slice.firstRow = batch.firstRow + from;
    if (!batch.rowNumbers.empty())
        slice.rowNumbers.assign(batch.rowNumbers.begin() + from, batch.rowNumbers.begin() + from + count);
    if (from == 0)
        slice.dirty = batch.dirty;
    if (from + count == rows)
        slice.after = batch.after;
    return slice;
}

Batch firstRows(Batch batch, qint64 count)
{
    // Readers find rows to refuse in more than one step.
    std::stable_sort(batch.dirty.begin(), batch.dirty.end(),
                     [](const DirtyRow &a, const DirtyRow &b) { return a.row < b.row; });
    const qint64 rows = batch.rows ? batch.rows->num_rows() : 0;
    qint64 good = 0;
    size_t dirty = 0;
    while (good + qint64(dirty) < count && (good < rows || dirty < batch.dirty.size())) {
        const bool dirtyIsNext =
            dirty < batch.dirty.size() && (good == rows || batch.dirty[dirty].row < batch.rowNumber(good));
        dirtyIsNext ? void(++dirty) : void(++good);
    }
    batch.dirty.resize(dirty);
    if (good > 0)
        return sliceBatch(batch, 0, good);
    batch.rows = nullptr;
    return batch;
}

Result<Batch> dropRows(Batch batch, const std::vector<qint64> &rows)
{
    if (rows.empty())
        return batch;
    struct Piece {
        qint64 from;
        qint64 count;
    };
    std::vector<Piece> kept;
    std::vector<qint64> numbers;
    qint64 next = 0;
    const qint64 total = batch.rows->num_rows();
    const auto keepUntil = [&](qint64 end) {
        if (end > next)
            kept.push_back({next, end - next});
        for (qint64 i = next; i < end; ++i)
            numbers.push_back(batch.rowNumber(i));
        next = end + 1;
    };
    for (const qint64 row : rows)
        keepUntil(row);
    keepUntil(total);

    if (kept.empty()) {
        batch.rows = nullptr;
        batch.rowNumbers.clear();
        return batch;
    }
    arrow::ArrayVector columns;
    for (const auto &column : batch.rows->columns()) {
        arrow::ArrayVector pieces;
        for (const Piece &piece : kept)
            pieces.push_back(column->Slice(piece.from, piece.count));
        if (pieces.size() == 1) {
            columns.push_back(pieces.front());
            continue;
        }
        auto joined = arrow::Concatenate(pieces);
        if (!joined.ok())
            return arrowError(joined.status());
        columns.push_back(std::move(*joined));
    }
    batch.rows = arrow::RecordBatch::Make(batch.rows->schema(), total - qint64(rows.size()), std::move(columns));
    batch.rowNumbers = std::move(numbers);
    batch.firstRow = batch.rowNumbers.front();
    return batch;
}

} // namespace sluice
