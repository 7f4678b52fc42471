#pragma once

#include "tunnel/rowcodec.h"
#include "warehouse/server/servicecall.h"

#include <optional>

namespace sluice::warehouse
{

// The tunnel plane: sessions of tables with their record and Arrow streams, and the results of queries. Each answers
// its call exactly once. Which verb is meant is told by which keys the query has, however they are spelled: ?uploads,
// ?uploads=1.

inline constexpr qint64 maxSlotCount = 256; // of one upsert or stream session

bool isTunnelRequest(const HttpRequest &request);

void tunnelTable(ServiceCall &call);    // dispatches to the two below
void tunnelUpload(ServiceCall &call);   // create, write block, list blocks, commit
void tunnelDownload(ServiceCall &call); // create, reload, read
void tunnelInstance(ServiceCall &call); // the rows of a SELECT
void tunnelUpsert(ServiceCall &call);   // …/upserts: create, reload, flush, commit, abort
void tunnelStream(ServiceCall &call);   // …/streams: create, reload, write, abort

// "(0,100)" → start and count.
std::optional<std::pair<qint64, qint64>> parseRowRange(const QString &text);

// The session's partition from the query; fails the call with InvalidPartitionSpec when it cannot be read.
std::optional<PartitionSpec> partitionOf(ServiceCall &call);

// Whether a key of the query says yes: ?overwrite, ?overwrite=true.
bool isTrue(const ServiceCall &call, std::string_view key);

// Where a new session writes to or reads from; fails the call when there is no such table, or when it is partitioned
// and no partition is named.
struct SessionTarget {
    TableInfo table;
    PartitionSpec partition;
};
std::optional<SessionTarget> sessionTarget(ServiceCall &call);

// Streams rows, compressed as the client asked. The rows' first batch decides between an error it can read and a
// stream; a failure after that breaks the connection off.
void sendRows(ServiceCall &call, RowStream &rows, RowFormat format);

} // namespace sluice::warehouse
