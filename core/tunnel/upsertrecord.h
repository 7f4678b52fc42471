#pragma once

#include "data/schema.h"

namespace sluice
{

// A record of the upsert tunnel: the table's columns, then five that say what is to happen with the row. Both halves
// of the tunnel read and write it with the record codec over upsertColumns().
inline constexpr qsizetype upsertMetaColumns = 5;
enum class UpsertMeta : qsizetype { // their order behind the table's columns
    Version,                        // always null
    AppVersion,                     // always null
    Operation,                      // RowOperation
    KeyColumns,                     // ids of the key columns
    ValueColumns,                   // ids of the columns that are written; empty: the whole row
};

enum class RowOperation : int8_t { Upsert = 'U', Delete = 'D' };

Schema upsertColumns(const Schema &table);

} // namespace sluice
