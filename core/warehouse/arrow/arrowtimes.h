#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <arrow/type_fwd.h>

#include <memory>

namespace sluice::warehouse
{

// How instants travel in Arrow where it is not the tables' tunnel: each by its unit, without a zone. The results of
// queries and previews bring TIMESTAMP as struct(sec, nano) when it is a column of its own.
struct ArrowTimes {
    enum class Form { Second, Milli, Micro, Nano, Struct };
    Form timestamp = Form::Nano; // TIMESTAMP and TIMESTAMP_NTZ
    Form datetime = Form::Milli;
};

// Brings batches as arrowSchema() says into the form that travels. Coarser units round down. Keeps no state between
// batches; one thread at a time.
class ArrowTimesShape
{
public:
    ArrowTimesShape(const Schema &schema, const ArrowTimes &times);

    const std::shared_ptr<arrow::Schema> &schema() const { return m_wire; }
    // Data error when a time does not fit into a finer unit.
    Result<std::shared_ptr<arrow::RecordBatch>> apply(const arrow::RecordBatch &rows) const;

private:
    std::shared_ptr<arrow::Schema> m_wire;
};

} // namespace sluice::warehouse
