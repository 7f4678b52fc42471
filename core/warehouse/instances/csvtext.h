#pragma once

#include "base/result.h"
#include "data/schema.h"
#include "warehouse/warehouse.h"

#include <QTimeZone>

#include <string>

namespace sluice::warehouse
{

struct CsvText {
    std::string text;
    qint64 rows = 0;
    bool whole = true; // false: a limit cut it
};

// Rows as the service prints them in results and previews: a header of quoted names, texts quoted, NULL as \N, lines
// ended by LF. Stops behind `rowLimit` rows, or behind the row that makes it longer than `byteLimit`.
Result<CsvText> csvText(RowStream &rows, const Schema &schema, qint64 rowLimit, const QTimeZone &zone,
                        size_t byteLimit = 32 * 1024 * 1024);

} // namespace sluice::warehouse
