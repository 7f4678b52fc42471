#pragma once

#include "base/result.h"
#include "data/schema.h"

#include <QJsonObject>
#include <QTimeZone>

#include <arrow/type_fwd.h>

#include <memory>
#include <optional>

namespace sluice
{

// What `random: "a, b"` says, in the unit of the column's type: values for numbers, lengths for texts and bytes, parts
// for booleans (a parts false, b parts true), milliseconds since 1970 UTC for times, days for dates.
struct RandomRange {
    double from = 0; // FLOAT and DOUBLE
    double to = 0;
    qint64 low = 0; // everything else, both included; decimals by their digits without the point
    qint64 high = 0;
};

// One generated column.
struct StreamColumn {
    Column column;
    std::shared_ptr<arrow::Array> constant; // one value, perhaps NULL; null: random
    std::optional<RandomRange> range;       // none: the type's own
};

// Reads one entry of `column` (DataX: value | random, type, dateFormat; and name). `position` counts from 0 and names
// a column that has no name. Config errors have the key at fault as their place.
Result<StreamColumn> parseStreamColumn(const QJsonObject &entry, int position, const QTimeZone &zone);

} // namespace sluice
