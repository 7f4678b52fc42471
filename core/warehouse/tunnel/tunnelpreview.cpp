#include "warehouse/arrow/ipcsender.h"
#include "warehouse/storage/storagesessions.h"
#include "warehouse/tunnel/tunnel.h"

#include <limits>

namespace sluice::warehouse
{

// The first rows, of one partition or of all, as a whole Arrow stream. `limit` below 0: all rows.
void tunnelPreview(ServiceCall &call)
{
    if (!call.isGet())
        return call.failMethod();
    const auto table = call.server.warehouse.table(call.tableRef());
    if (!table.ok())
        return call.fail(table.error(), "NoSuchTable");
    const auto partition = partitionOf(call);
    if (!partition)
        return;
    ScanRequest request;
    request.table = table->ref;
    request.splits.mode = SplitPlan::Mode::RowOffset;
    if (!partition->isEmpty())
        request.partitions.append(*partition);
    for (const QString &column : call.value("columns").split(QLatin1Char(','), Qt::SkipEmptyParts))
        request.columns.append(column.trimmed());
    if (request.columns.isEmpty())
        request.columns = table->columns.names();
    bool isNumber = false;
    qint64 limit = call.value("limit").toLongLong(&isNumber);
    if (call.has("limit") && !isNumber)
        return call.fail({400, "InvalidArgument", "limit is a number of rows, or -1 for all."});
    if (limit < 0 || !call.has("limit"))
        limit = std::numeric_limits<qint64>::max();
    auto rows = call.server.warehouse.storage().read(request, 0, limit);
    if (!rows.ok())
        return call.fail(rows.error());
    constexpr qint64 batchRows = 4096;
    sendIpcStream(call, **rows, {ArrowTimes::Form::Struct, ArrowTimes::Form::Milli}, batchRows, limit);
}

} // namespace sluice::warehouse
