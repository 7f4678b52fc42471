#pragma once

#include "connectors/file/columnselection.h"
#include "connectors/file/dateformat.h"
#include "data/batch.h"
#include "data/cast.h"

#include <QTimeZone>

#include <arrow/type_fwd.h>

#include <memory>
#include <optional>
#include <vector>

namespace sluice
{

// Makes the delivered columns out of what was read: constants and virtual columns are put in, columns with a type of
// their own are cast. Belongs to one reader.
class RowShaper
{
public:
    // `fileName` is the value of __file__. Config error when a constant does not fit its type.
    static Result<RowShaper> make(const Selection &selection, const QString &fileName, const QTimeZone &zone);

    // A value that whoever reads the fields could not take.
    struct Refusal {
        int64_t row; // in the batch
        QString column;
        QByteArray raw;
        QString reason;
    };

    // `fields` has one array for each Field column, of STRING or of the column's own type. Fills batch.rows; rows with
    // a value that was refused or cannot be cast go to batch.dirty. The batch's row numbers must be set.
    Done shape(std::vector<std::shared_ptr<arrow::Array>> fields, int64_t rows, Batch &batch,
               const std::vector<Refusal> &refusals = {});

private:
    struct Part {
        SelectedColumn column;
        std::shared_ptr<arrow::Array> repeated; // constants: a batch of them
        std::optional<CastPlan> cast;
        std::optional<DateFormat> format;
    };

    Result<std::shared_ptr<arrow::Array>> typed(Part &part, const std::shared_ptr<arrow::Array> &texts, Batch &batch);
    void refuse(int64_t rows, const Refusal &refusal, Batch &batch);
    Result<std::shared_ptr<arrow::Array>> constant(Part &part, int64_t rows);
    Done dropRefused(Batch &batch);

    std::shared_ptr<arrow::Schema> m_schema;
    std::vector<Part> m_parts;
    std::vector<bool> m_refused; // rows of the batch at hand; empty: none
};

} // namespace sluice
