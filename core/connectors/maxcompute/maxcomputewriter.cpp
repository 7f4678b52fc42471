#include "connectors/maxcompute/maxcomputewriter.h"

#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/packsink.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/storagewrite.h"
#include "connectors/maxcompute/uploadsink.h"
#include "connectors/maxcompute/writeshape.h"

#include <algorithm>

namespace sluice
{

namespace
{

// What tunnel the rows take (FS-12), and whether they may.
Done chooseMode(WriteParameters &parameters, const DeltaTable &delta, const OpenRequest &request)
{
    const auto refuse = [&](const char *key, const QString &message) {
        return makeError(ErrorCode::Config, message.arg(parameters.table.text()), parameterPointer(request.step, key));
    };
    if (parameters.useStorageApi && delta.isDelta())
        return refuse("useStorageApi", QStringLiteral("\"%1\" is a Delta table: its rows are written by key. Set "
                                                      "useStorageApi to false."));
    if (!delta.isDelta()) {
        if (parameters.mode == WriteMode::Upsert)
            return refuse("enableUpsert", QStringLiteral("\"%1\" has no primary key, so its rows cannot be changed by "
                                                         "key. Set enableUpsert to false, or write a Delta table."));
        return {};
    }
    if (request.lanes > 1 && !parameters.consistencyCommit)
        return refuse("consistencyCommit",
                      QStringLiteral("\"%1\" is a Delta table: more than one lane writes it only "
                                     "with consistencyCommit true. Set that, or concurrent to 1."));
    if (request.log && delta.buckets % std::max(request.lanes, 1) != 0) // FS-10
        request.log->warning(QStringLiteral("\"%1\" has %2 buckets, which %3 lanes cannot share evenly. Choose a "
                                            "concurrency that divides them.")
                                 .arg(parameters.table.text())
                                 .arg(delta.buckets)
                                 .arg(request.lanes));
    if (parameters.mode == WriteMode::Stream)
        return refuse("useStreamTunnel", QStringLiteral("\"%1\" is a Delta table: its rows are written by key, not "
                                                        "streamed. Set useStreamTunnel to false."));
    if (!parameters.truncate)
        parameters.mode = WriteMode::Upsert;
    return {};
}

Result<std::unique_ptr<Sink>> openPacks(PackPlan plan, const DeltaTable &delta, Stop stop)
{
    std::unique_ptr<RowTarget> target;
    switch (plan.parameters.mode) {
    case WriteMode::Batch:
        target = makeBlockTarget(plan);
        break;
    case WriteMode::Stream:
        target = makeStreamTarget(plan);
        break;
    case WriteMode::Upsert: {
        SLUICE_TRY(target, makeUpsertTarget(plan, delta.keys));
    }
    }
    if (plan.levels.isEmpty()) // what is wrong with it is better known now
        SLUICE_CHECK(target->partition(plan.fixed, stop));
    return makePackSink(std::move(plan), std::move(target));
}

} // namespace

Result<WriteDestination> findDestination(Client &client, const OpenRequest &request, Stop stop)
{
    const auto placed = [&](Error error, const char *key) {
        error.where = parameterPointer(request.step, key);
        return error;
    };
    WriteDestination found;
    SLUICE_TRY(found.parameters, WriteParameters::from(request.step));
    auto table = fetchTable(client, found.parameters.table, stop);
    if (!table.ok())
        return table.error().code == ErrorCode::NotFound ? placed(table.error(), "table") : table.error();
    if (const QString kind = table->otherKind(); !kind.isEmpty())
        return makeError(
            ErrorCode::Unsupported,
            QStringLiteral("\"%1\" is %2; only tables can be written.").arg(found.parameters.table.text(), kind),
            parameterPointer(request.step, "table"));
    found.table = *std::move(table);
    auto partition = writerPartition(found.parameters.partition, found.table.columns.partitionColumns.names());
    if (!partition.ok())
        return placed(partition.error(), "partition");
    found.partition = *std::move(partition);
    SLUICE_TRY(found.delta, fetchDeltaTable(client, found.table.name, stop));
    SLUICE_CHECK(chooseMode(found.parameters, found.delta, request));
    auto shape = WriteShape::make(found.parameters.columns, found.table.columns, found.partition.levels,
                                  found.parameters.mode == WriteMode::Upsert);
    if (!shape.ok())
        return placed(shape.error(), "column");
    found.shape = *std::move(shape);
    found.shape.setEmptyAsNull(found.parameters.emptyAsNull);
    return found;
}

Result<std::unique_ptr<Sink>> openMaxComputeSink(const OpenRequest &request, RetryPace pace, Stop stop)
{
    const auto placed = [&](Error error, const char *key) {
        error.where = parameterPointer(request.step, key);
        return error;
    };
    SLUICE_TRY(Account account, accountOf(request.source, request.step));
    account.pace = pace;
    Client client(std::move(account), openTries, request.log);
    SLUICE_TRY(WriteDestination found, findDestination(client, request, stop));
    WriteParameters &parameters = found.parameters;
    SLUICE_CHECK(client.findTunnel(stop));

    TunnelTarget target{found.table.name, found.partition.fixed};
    if (parameters.mode != WriteMode::Batch || !found.partition.levels.isEmpty()) {
        if (parameters.useStorageApi)
            return makeError(ErrorCode::Config,
                             QStringLiteral("By the Storage API, a task fills one partition: give every level of "
                                            "\"partition\" a value, or set useStorageApi to false."),
                             parameterPointer(request.step, "partition"));
        if (request.resume)
            return makeError(ErrorCode::Conflict, QStringLiteral("\"%1\" has become a Delta table since the attempt to "
                                                                 "go on with. Run the task anew.")
                                                      .arg(parameters.table.text()));
        parameters.transfer.format = RowFormat::Record;
        auto sink =
            openPacks({client.account(), std::move(target), parameters, found.partition.fixed, found.partition.levels,
                       std::move(found.shape), found.table.columns.columns, request.log},
                      found.delta, stop);
        return sink.ok() || sink.error().where.isEmpty() || sink.error().where.startsWith(QLatin1Char('/'))
                   ? std::move(sink)
                   : placed(sink.error(), sink.error().where.toUtf8().constData());
    }
    const auto open = parameters.useStorageApi ? &openStorageSink : &openUploadSink;
    return open(client, target, std::move(parameters), std::move(found.shape), found.table.columns.columns, request,
                stop);
}

} // namespace sluice
