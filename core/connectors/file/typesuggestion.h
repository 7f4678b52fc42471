#pragma once

#include "data/schema.h"

#include <arrow/type_fwd.h>

namespace sluice
{

// The type that a column of texts most likely means: the narrowest of BIGINT, DOUBLE, DATE, DATETIME, BOOLEAN and
// (`json`) nested JSON whose cast takes every value, else STRING. Digits that a number would lose (leading zeros, more
// than fit) keep a column STRING. A hint such as "NA" not being declared as NULL goes to the comment.
void suggestType(const std::shared_ptr<arrow::Array> &texts, Column &column);

} // namespace sluice
