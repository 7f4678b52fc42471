#pragma once

#include "base/result.h"
#include "data/schema.h"
#include "warehouse/warehouse.h"

#include <QTimeZone>

#include <string>

namespace sluice::warehouse
{

// Rows as the service prints them in results and previews: a header of quoted names, texts quoted, NULL as \N, lines
// ended by LF. At most `limit` rows are taken.
Result<std::string> csvText(RowStream &rows, const Schema &schema, qint64 limit, const QTimeZone &zone);

} // namespace sluice::warehouse
