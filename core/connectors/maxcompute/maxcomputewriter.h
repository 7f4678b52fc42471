#pragma once

#include "connectors/maxcompute/client.h"
#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/retrypace.h"
#include "connectors/maxcompute/tablemeta.h"
#include "connectors/maxcompute/writeshape.h"

namespace sluice
{

// What a writer step writes to, as the service describes it.
struct WriteDestination {
    WriteParameters parameters; // the mode as the table wants it
    TableMeta table;
    WritePartition partition;
    DeltaTable delta;
    WriteShape shape;
};
// Asks for the table only: nothing is begun.
Result<WriteDestination> findDestination(Client &client, const OpenRequest &request, Stop stop);

// Writes a table or one of its partitions through one upload session: lanes send blocks, one commit shows them all.
Result<std::unique_ptr<Sink>> openMaxComputeSink(const OpenRequest &request, RetryPace pace, Stop stop);

// Shapes and encodes rows as the writers do, and sends none.
Result<std::unique_ptr<Sink>> openMaxComputeRehearsal(const OpenRequest &request, Stop stop);

} // namespace sluice
