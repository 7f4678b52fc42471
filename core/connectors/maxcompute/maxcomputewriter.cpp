#include "connectors/maxcompute/maxcomputewriter.h"

#include "connectors/maxcompute/blocksender.h"
#include "connectors/maxcompute/deltatable.h"
#include "connectors/maxcompute/packsink.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/uploadresume.h"
#include "connectors/maxcompute/writeshape.h"

#include <QMutex>

#include <arrow/record_batch.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace sluice
{

namespace
{

// What a sink and its writers share. The session changes between epochs, while no writer is at work.
struct UploadRun {
    Account account;
    TunnelTarget target;
    WriteParameters parameters;
    WriteShape shape;
    Log *log = nullptr;

    bool resumed = false; // the first session was begun by an earlier attempt
    std::atomic<int> nextBlock{0};
    std::atomic<qint64> bytesSent{0};
    QMutex mutex;
    std::optional<UploadSession> session;

    // The session of the current epoch; later epochs add to what the first one replaced.
    Result<UploadSession> current(Stop stop)
    {
        QMutexLocker lock(&mutex);
        if (!session) {
            Client client(account, runTries);
            SLUICE_TRY(session, createUpload(client, target, false, stop));
            resumed = false;
            nextBlock = 0;
        }
        return *session;
    }
};

class TableWriter final : public Writer
{
public:
    explicit TableWriter(std::shared_ptr<UploadRun> run)
        : m_run(std::move(run))
        , m_sender(m_run->account, m_run->shape.numbers(), m_run->parameters.transfer, m_run->log)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const PreparedRows prepared, m_run->shape.prepare(batch, dirty));
        const std::shared_ptr<arrow::RecordBatch> &rows = prepared.rows;
        if (!rows || rows->num_rows() == 0)
            return {};
        if (!m_sender.isOpen()) {
            SLUICE_TRY(const UploadSession session, m_run->current(stop));
            const int block = m_run->nextBlock++;
            if (block >= blockLimit)
                return makeError(ErrorCode::Unsupported, tooManyBlocks());
            SLUICE_CHECK(m_sender.open(session, block));
        }
        SLUICE_CHECK(m_sender.write(*rows, stop));
        return m_sender.isFull(m_run->parameters.blockBytes) ? finishBlock(stop) : Done();
    }

    Result<Receipt> seal(Stop stop) override
    {
        SLUICE_CHECK(finishBlock(stop));
        return blocksReceipt(std::exchange(m_blocks, {}));
    }

    bool atBoundary() const override { return !m_sender.isOpen() && !m_blocks.isEmpty(); }

private:
    Done finishBlock(Stop stop)
    {
        if (!m_sender.isOpen())
            return {};
        SLUICE_TRY(const qint64 bytes, m_sender.finish(stop));
        m_run->bytesSent += bytes;
        m_blocks.append(m_sender.blockId());
        return {};
    }

    std::shared_ptr<UploadRun> m_run;
    BlockSender m_sender;
    QList<int> m_blocks; // sent since the last seal
};

class TableSink final : public Sink
{
public:
    explicit TableSink(std::shared_ptr<UploadRun> run)
        : m_run(std::move(run))
    {
    }

    const Schema &schema() const override { return m_run->shape.schema(); }
    qint64 bytesSent() const override { return m_run->bytesSent; }
    QByteArray resumeState() const override
    {
        QMutexLocker lock(&m_run->mutex);
        return m_run->session ? resumeStateOf(*m_run->session) : QByteArray();
    }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        return std::unique_ptr<Writer>(std::make_unique<TableWriter>(m_run));
    }

    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        SLUICE_TRY(const UploadSession session, m_run->current(stop));
        QList<int> sent = blocksOf(receipts);
        Client client(m_run->account, runTries);
        if (m_run->resumed) {
            SLUICE_TRY(const QList<int> strays, emptyStrays(client, session, sent, stop));
            sent += strays;
        }
        SLUICE_CHECK(commitBlocks(client, session, std::move(sent), stop));
        m_committedEpoch = epoch;
        QMutexLocker lock(&m_run->mutex);
        m_run->session.reset();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    // A block that was on its way when the run was cut off came after its last line of the journal: its rows have been
    // sent again. Returns those that are empty now.
    Result<QList<int>> emptyStrays(Client &client, const UploadSession &session, const QList<int> &sent, Stop stop)
    {
        SLUICE_TRY(const UploadSession known, reloadUpload(client, session, stop));
        QList<int> strays;
        if (known.closed)
            return strays;
        BlockSender sender(m_run->account, m_run->shape.numbers(), m_run->parameters.transfer, m_run->log);
        for (const int block : known.blocks) {
            if (std::binary_search(sent.begin(), sent.end(), block))
                continue;
            m_run->log->info(QStringLiteral("Block %1 came too late to be counted: it is emptied").arg(block));
            SLUICE_CHECK(sender.open(known, block));
            SLUICE_CHECK(sender.finish(stop));
            strays.append(block);
        }
        return strays;
    }

    std::shared_ptr<UploadRun> m_run;
    qint64 m_committedEpoch = -1;
};

// What tunnel the rows take (FS-12), and whether they may.
Done chooseMode(WriteParameters &parameters, const DeltaTable &delta, const OpenRequest &request)
{
    const auto refuse = [&](const char *key, const QString &message) {
        return makeError(ErrorCode::Config, message.arg(parameters.table.text()), parameterPointer(request.step, key));
    };
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
    auto run = std::make_shared<UploadRun>();
    run->parameters = std::move(parameters);
    run->target = std::move(target);
    run->log = request.log;
    const ResumePoint *resume = request.resume;
    SLUICE_TRY(UploadSession session, resume ? resumeUpload(client, run->target, *resume, stop)
                                             : createUpload(client, run->target, run->parameters.truncate, stop));
    if (!(session.columns.columns.names() == found.table.columns.columns.names()))
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Table \"%1\" was changed while the task began. Run again.").arg(found.table.name.text()));
    run->shape = std::move(found.shape);
    run->shape.setMaxFieldSize(session.maxFieldSize);
    if (resume) {
        run->resumed = true;
        run->nextBlock = firstFreeBlock(session, resume->receipts, request.lanes);
    }
    run->account = client.account();
    run->session = std::move(session);
    return std::unique_ptr<Sink>(std::make_unique<TableSink>(std::move(run)));
}

} // namespace sluice
