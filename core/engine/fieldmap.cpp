#include "engine/fieldmap.h"

#include "data/arrowtypes.h"
#include "engine/batchslice.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>

namespace sluice
{

namespace
{

QString columnNames(const Schema &schema, qsizetype from)
{
    constexpr qsizetype shown = 5;
    QStringList names = schema.names().mid(from, shown);
    if (schema.size() - from > shown)
        names.append(QStringLiteral("and %1 more").arg(schema.size() - from - shown));
    return names.join(QStringLiteral(", "));
}

QString counted(qsizetype count, const char *what)
{
    return QStringLiteral("%1 %2%3").arg(count).arg(QLatin1String(what), count == 1 ? QString() : QStringLiteral("s"));
}

Done checkCounts(const Schema &from, const Schema &to)
{
    if (from.size() > to.size())
        return makeError(
            ErrorCode::Config,
            QStringLiteral("The reader has %1, the writer %2: nothing takes %3. Name as many columns in "
                           "the writer or take these out of the reader.")
                .arg(counted(from.size(), "column"), counted(to.size(), "column"), columnNames(from, to.size())),
            QStringLiteral("writer.column"));
    for (qsizetype i = from.size(); i < to.size(); ++i)
        if (!to.columns[i].nullable)
            return makeError(
                ErrorCode::Config,
                QStringLiteral("The writer's column %1 takes no NULL and has no reader column. Map one to it.")
                    .arg(to.columns[i].name),
                QStringLiteral("writer.column"));
    return {};
}

} // namespace

Result<FieldMap> FieldMap::make(const Schema &from, const Schema &to, const QTimeZone &zone)
{
    SLUICE_CHECK(checkCounts(from, to));
    FieldMap map;
    map.m_from = from;
    map.m_schema = arrowSchema(to);
    map.m_zone = zone;
    for (qsizetype i = 0; i < from.size(); ++i) {
        const Column &source = from.columns[i];
        const Column &target = to.columns[i];
        auto plan = CastPlan::compile(source.type, target.type, {zone});
        if (!plan)
            return makeError(ErrorCode::Schema,
                             QStringLiteral("The reader's column %1 cannot go into the writer's column %2: %3")
                                 .arg(source.name, target.name, plan.error().message),
                             QStringLiteral("reader.column[%1]").arg(i));
        map.m_fields.push_back({std::move(*plan), target.nullable});
        if (source.type == target.type)
            continue;
        ++map.m_castCount;
        const CastVerdict verdict = castVerdict(source.type, target.type);
        if (verdict.fit == CastFit::WillBeDirty)
            map.m_notes.append(QStringLiteral("Column %1: %2").arg(source.name, verdict.reason));
    }
    map.m_nulls.resize(size_t(to.size() - from.size()));
    if (const qsizetype left = to.size() - from.size(); left > 0)
        map.m_notes.append(
            QStringLiteral("%1 no reader column and %2 NULL: %3")
                .arg(counted(left, "writer column") + (left == 1 ? QStringLiteral(" has") : QStringLiteral(" have")),
                     left == 1 ? QStringLiteral("stays") : QStringLiteral("stay"), columnNames(to, from.size())));
    return map;
}

Result<std::shared_ptr<arrow::Array>> FieldMap::nulls(int column, qint64 length)
{
    std::shared_ptr<arrow::Array> &kept = m_nulls[size_t(column) - m_fields.size()];
    if (!kept || kept->length() < length) {
        auto made = arrow::MakeArrayOfNull(m_schema->field(column)->type(), length);
        if (!made.ok())
            return arrowError(made.status());
        kept = std::move(*made);
    }
    return kept->length() == length ? kept : kept->Slice(0, length);
}

std::vector<DirtyRow> FieldMap::dirtyRows(const Batch &batch, std::vector<Refused> &refused) const
{
    constexpr qsizetype rawLimit = 64 * 1024;
    std::vector<DirtyRow> dirty;
    for (Refused &cell : refused) {
        DirtyRow row;
        row.row = batch.rowNumber(cell.row);
        row.column = m_from.columns[cell.column].name;
        row.raw = cellText(batch.rows->column(cell.column), m_from.columns[cell.column].type, cell.row, m_zone)
                      .left(rawLimit);
        row.reason = std::move(cell.reason);
        row.batch = batch.rows;
        row.place = cell.row;
        dirty.push_back(std::move(row));
    }
    return dirty;
}

Result<Batch> FieldMap::apply(Batch batch)
{
    if (!batch.rows)
        return batch;
    if (batch.rows->num_columns() != m_from.size())
        return makeError(ErrorCode::Internal, QStringLiteral("The reader announced %1 columns and delivered %2.")
                                                  .arg(m_from.size())
                                                  .arg(batch.rows->num_columns()));
    const qint64 length = batch.rows->num_rows();
    arrow::ArrayVector columns;
    std::vector<Refused> refused;
    for (int i = 0; i < int(m_fields.size()); ++i) {
        Field &field = m_fields[size_t(i)];
        SLUICE_TRY(CastResult cast, field.plan.apply(batch.rows->column(i)));
        size_t next = 0;
        if (!field.nullable && cast.values->null_count() > 0) {
            for (qint64 row = 0; row < length; ++row) {
                const bool told = next < cast.refused.size() && cast.refused[next].row == row;
                next += told;
                if (!told && cast.values->IsNull(row))
                    refused.push_back({row, i, QStringLiteral("NULL where the destination takes none")});
            }
        }
        for (CastRefusal &refusal : cast.refused)
            refused.push_back({refusal.row, i, std::move(refusal.reason)});
        columns.push_back(std::move(cast.values));
    }
    for (int i = int(m_fields.size()); i < m_schema->num_fields(); ++i) {
        SLUICE_TRY(auto array, nulls(i, length));
        columns.push_back(std::move(array));
    }

    // A row is dirty once, by its first column that does not fit.
    std::stable_sort(refused.begin(), refused.end(), [](const Refused &a, const Refused &b) {
        return a.row != b.row ? a.row < b.row : a.column < b.column;
    });
    refused.erase(
        std::unique(refused.begin(), refused.end(), [](const Refused &a, const Refused &b) { return a.row == b.row; }),
        refused.end());
    std::vector<qint64> rows;
    for (const Refused &cell : refused)
        rows.push_back(cell.row);
    for (DirtyRow &row : dirtyRows(batch, refused))
        batch.dirty.push_back(std::move(row));

    batch.rows = arrow::RecordBatch::Make(m_schema, length, std::move(columns));
    return dropRows(std::move(batch), rows);
}

} // namespace sluice
