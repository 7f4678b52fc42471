#pragma once

#include "warehouse/arrow/arrowtimes.h"
#include "warehouse/server/servicecall.h"

namespace sluice::warehouse
{

// Streams rows as a whole Arrow IPC stream: schema, batches of at most `batchRows` rows, end. Buffers are compressed as
// the request's Accept-Encoding says (ZSTD, LZ4_FRAME). The rows' first batch decides between an error that the client
// can read and a stream; a failure after that breaks the connection off. At most `limit` rows.
void sendIpcStream(ServiceCall &call, RowStream &rows, const ArrowTimes &times, qint64 batchRows, qint64 limit);

} // namespace sluice::warehouse
