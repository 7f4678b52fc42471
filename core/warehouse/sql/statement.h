#pragma once

#include "base/stop.h"
#include "warehouse/sql/tablename.h"

namespace sluice::warehouse
{

// One statement on its way: the cursor stands behind what has been read of it.
struct Statement {
    Cursor &cursor;
    Stores &stores;
    const SqlSession &session;
    Stop stop;
    QString text = {}; // that the cursor's tokens are of
};

// PARTITION (pt='x', h) as it was written: a null value for a dynamic column.
struct PartitionClause {
    Token token;
    QList<QPair<QString, QString>> values;
};
Result<PartitionClause> readPartitionClause(Cursor &cursor); // behind the word PARTITION

} // namespace sluice::warehouse
