#pragma once

#include "warehouse/catalog/stores.h"
#include "warehouse/sql/cursor.h"
#include "warehouse/sql/session.h"

namespace sluice::warehouse
{

// A table's name as it stands in a statement, and where.
struct TableName {
    TableRef ref;
    Token token;         // of the first part
    bool single = false; // one part only: may be the name of a WITH
};

// table, project.table, schema.table (where the session says that names have schemas) or project.schema.table.
Result<TableName> readTableName(Cursor &cursor, const Stores &stores, const SqlSession &session);

// ODPS-0130131 when there is no such table.
Result<TablePtr> findTable(const Stores &stores, const TableName &name);
// The same, and an error when it is a view or an external table: it has no rows of its own.
Result<TablePtr> findStored(const Stores &stores, const TableName &name);

} // namespace sluice::warehouse
