#pragma once

#include "data/batch.h"
#include "data/cast.h"
#include "data/schema.h"

#include <QTimeZone>

namespace sluice
{

// Reader columns onto writer columns by position (FM-6). Writer columns without a reader column stay NULL (FM-3).
// Belongs to one thread: a lane makes its own.
class FieldMap
{
public:
    // Config when the reader has more columns than the writer (MW-17) or a column that takes no NULL is left out,
    // Schema when two columns have no cast.
    static Result<FieldMap> make(const Schema &from, const Schema &to, const QTimeZone &zone);

    FieldMap(FieldMap &&) = default;
    FieldMap(const FieldMap &) = delete;

    // The batch in the writer's columns. Rows that a cast refused, or that leave NULL where none is allowed, are moved
    // to its dirty rows.
    Result<Batch> apply(Batch batch);

    int casts() const { return m_castCount; } // columns whose type changes
    // For the report: "2 writer columns have no reader column and stay NULL: x, y".
    const QStringList &notes() const { return m_notes; }

private:
    FieldMap() = default;

    struct Field {
        CastPlan plan;
        bool nullable;
    };
    struct Refused {
        qint64 row;
        int column;
        QString reason;
    };
    Result<std::shared_ptr<arrow::Array>> nulls(int column, qint64 length);
    std::vector<DirtyRow> dirtyRows(const Batch &batch, std::vector<Refused> &refused) const;

    Schema m_from;
    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<Field> m_fields;
    std::vector<std::shared_ptr<arrow::Array>> m_nulls; // of the columns left out, as long as the last batch
    QTimeZone m_zone;
    int m_castCount = 0;
    QStringList m_notes;
};

} // namespace sluice
