#pragma once

#include "duck/duck.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <functional>

namespace sluice::warehouse
{

// One row of a catalog query: BIGINT and VARCHAR columns, none of them NULL.
struct CatalogRow {
    const arrow::RecordBatch &batch;
    int64_t row;

    qint64 number(int column) const { return static_cast<const arrow::Int64Array &>(*batch.column(column)).Value(row); }
    QString text(int column) const
    {
        const std::string_view view = static_cast<const arrow::StringArray &>(*batch.column(column)).GetView(row);
        return QString::fromUtf8(view.data(), qsizetype(view.size()));
    }
};

inline Done eachRow(DuckConnection &connection, const QString &sql, const std::function<Done(const CatalogRow &)> &take)
{
    SLUICE_TRY(DuckRows rows, connection.query(sql));
    for (;;) {
        SLUICE_TRY(const auto batch, rows.next());
        if (!batch)
            return {};
        for (int64_t i = 0; i < batch->num_rows(); ++i)
            SLUICE_CHECK(take(CatalogRow{*batch, i}));
    }
}

} // namespace sluice::warehouse
