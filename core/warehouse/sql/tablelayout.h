#pragma once

#include "warehouse/catalog/definition.h"
#include "warehouse/sql/cursor.h"

namespace sluice::warehouse
{

// [RANGE] CLUSTERED BY (a, …) [SORTED BY (b [ASC|DESC], …)] [INTO n BUCKETS], as it was written: the columns may only
// be known later.
struct ClusterClause {
    Token token;
    bool byRange = false;
    QStringList columns;
    QList<QPair<QString, bool>> sortedBy; // true: descending
    int buckets = 0;
};

bool atClustering(const Cursor &cursor);
Result<ClusterClause> readClustering(Cursor &cursor);
// Sets it for a table whose columns are known; refuses what rows cannot be hashed by.
Done applyClustering(Definition &definition, const ClusterClause &clause);

// (TRUNC_TIME(column, 'part') [AS pt] [COMMENT '…']), behind AUTO PARTITIONED BY: adds the partition column.
Done readAutoPartition(Cursor &cursor, Definition &definition);

// As SHOW CREATE TABLE writes them.
QString clusteringText(const ClusterInfo &cluster);
QString generationText(const GeneratedPartition &generated); // trunc_time(`c`, 'day')

// The value of the partition column in DuckDB's words, from the value of the data column: text, never null.
QString generatedValue(const AutoPartition &autoPartition, const QString &value);

} // namespace sluice::warehouse
