#include "warehouse/catalog/upsertrows.h"

#include "tunnel/upsertrecord.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <algorithm>

namespace sluice::warehouse
{

namespace
{

Error refused(qint64 record, const QString &what)
{
    return makeError(ErrorCode::Data, QStringLiteral("Record %1 cannot be taken: %2.").arg(record + 1).arg(what), {},
                     QStringLiteral("InvalidArgument"));
}

Done checkOperations(const arrow::Int8Array &operations, qint64 before)
{
    for (int64_t row = 0; row < operations.length(); ++row) {
        const int8_t operation = operations.IsValid(row) ? operations.Value(row) : int8_t(0);
        if (operation != int8_t(RowOperation::Upsert) && operation != int8_t(RowOperation::Delete))
            return refused(before + row,
                           QStringLiteral("its operation is %1, neither 85 (upsert) nor 68 (delete)")
                               .arg(operations.IsValid(row) ? QString::number(operation) : QStringLiteral("null")));
    }
    return {};
}

Done checkValueColumns(const arrow::ListArray &lists, const Definition &definition, qint64 before)
{
    const auto &ids = static_cast<const arrow::Int64Array &>(*lists.values());
    for (int64_t row = 0; row < lists.length(); ++row) {
        if (lists.IsNull(row) || lists.value_length(row) == 0)
            continue;
        if (!definition.takesPartialUpdates())
            return refused(before + row, QStringLiteral("it writes some columns only, and the table does not have "
                                                        "acid.partial.fields.update.enable=true"));
        for (int64_t i = lists.value_offset(row); i < lists.value_offset(row + 1); ++i)
            if (ids.IsNull(i) || !definition.columnIds.contains(ids.Value(i)))
                return refused(before + row,
                               QStringLiteral("the table has no column of id %1")
                                   .arg(ids.IsNull(i) ? QStringLiteral("null") : QString::number(ids.Value(i))));
    }
    return {};
}

} // namespace

Done checkUpsertRows(const arrow::RecordBatch &rows, const Definition &definition, qint64 before)
{
    const auto meta = [&](UpsertMeta which) { return rows.column(int(definition.columns.size() + qsizetype(which))); };
    SLUICE_CHECK(checkOperations(static_cast<const arrow::Int8Array &>(*meta(UpsertMeta::Operation)), before));
    SLUICE_CHECK(
        checkValueColumns(static_cast<const arrow::ListArray &>(*meta(UpsertMeta::ValueColumns)), definition, before));
    for (int i = 0; i < int(definition.columns.size()); ++i) {
        if (!definition.isKey(i) || rows.column(i)->null_count() == 0)
            continue;
        int64_t row = 0;
        while (rows.column(i)->IsValid(row))
            ++row;
        return refused(before + row, QStringLiteral("key column %1 is null").arg(definition.columns.columns[i].name));
    }
    return {};
}

} // namespace sluice::warehouse
