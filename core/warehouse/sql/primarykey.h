#pragma once

#include "warehouse/sql/statement.h"

namespace sluice::warehouse
{

// PRIMARY KEY (…) of a CREATE TABLE; no columns when there is none.
struct PrimaryKey {
    Token token;
    QStringList columns;
};

Done readPrimaryKey(Cursor &cursor, PrimaryKey &key);

// Makes the table a Delta table when it has a key: the key's columns are NOT NULL and can be hashed, the table is
// transactional and has a number of buckets.
Done applyPrimaryKey(Definition &definition, const PrimaryKey &key);

// Whether the properties of transactional tables have values that they take.
Done checkTransactional(const Definition &definition, const Token &at);

} // namespace sluice::warehouse
