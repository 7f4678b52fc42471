#pragma once

#include "warehouse/catalog/projectstore.h"

namespace sluice::warehouse
{

// Rows of transactional tables that change after they were seen. All inside a write(): the statements, and the changed
// table. A downloads' snapshot of a partition that loses rows is over (TableModified).

// Takes rows out of sight. `rows` is a query for them: `r`, the rowid in the table's data, and `s`, its segment.
Done removeRows(ProjectStore &store, DuckConnection &connection, TableState &table, const QString &rows);

// Takes the rows of one partition out of sight whose keys a query gives: columns as physicalKeys().
Done removeKeys(ProjectStore &store, DuckConnection &connection, TableState &table, const QStringList &partition,
                const QString &keys);

// Makes keys unique within segments that nobody sees yet: of several rows the last stays, in the order of the segments
// given. Segments without rows are left out of what comes back.
Result<std::vector<Segment>> keepLastOfKeys(const ProjectStore &store, DuckConnection &connection,
                                            const TableState &table, const std::vector<Segment> &segments);

// a.c1 = b.c1 AND a.c2 = b.c2
QString sameKeys(const Definition &definition, const char *a, const char *b);

} // namespace sluice::warehouse
