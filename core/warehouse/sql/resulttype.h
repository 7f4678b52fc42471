#pragma once

#include "data/type.h"
#include "duck/duck.h"

namespace sluice::warehouse
{

// A column of a DuckDB query as MaxCompute has it.
struct ResultColumn {
    QString name;
    Type type;
    bool exact = true; // false: cast to duckType(type) first
};

// The columns a query will give, without running it.
Result<QList<ResultColumn>> describeQuery(DuckConnection &connection, const QString &sql);

} // namespace sluice::warehouse
