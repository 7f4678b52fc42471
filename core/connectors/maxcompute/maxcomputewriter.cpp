#include "connectors/maxcompute/maxcomputewriter.h"

#include "connectors/maxcompute/blocksender.h"
#include "connectors/maxcompute/columnchoice.h"
#include "connectors/maxcompute/options.h"
#include "connectors/maxcompute/partitionchoice.h"
#include "connectors/maxcompute/rowfilter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMutex>

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <algorithm>
#include <atomic>
#include <numeric>

namespace sluice
{

namespace
{

constexpr int blockLimit = 20'000;

// What a sink and its writers share. The session changes between epochs, while no writer is at work.
struct UploadRun {
    Account account;
    TunnelTarget target;
    WriteParameters parameters;
    Schema schema;                 // as the batches come
    std::vector<int> tableOrder;   // the batches' columns in the table's order
    Schema wireSchema;             // the same columns in that order
    std::vector<uint32_t> numbers; // their places in the table, from 1
    qint64 maxFieldSize = -1;      // bytes a value may have; -1: not told
    Log *log = nullptr;

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
        , m_sender(m_run->account, m_run->numbers, m_run->parameters.transfer, m_run->log)
    {
    }

    Done write(const Batch &batch, DirtySink &dirty, Stop stop) override
    {
        SLUICE_CHECK(stop.check());
        SLUICE_TRY(const std::shared_ptr<arrow::RecordBatch> rows, prepared(batch, dirty));
        if (!rows || rows->num_rows() == 0)
            return {};
        if (!m_sender.isOpen()) {
            SLUICE_TRY(const UploadSession session, m_run->current(stop));
            const int block = m_run->nextBlock++;
            if (block >= blockLimit)
                return makeError(ErrorCode::Unsupported,
                                 QStringLiteral("One task writes at most %1 blocks; make blockSizeInMB larger or "
                                                "compress.")
                                     .arg(blockLimit));
            m_upload = session.id;
            SLUICE_CHECK(m_sender.open(session, block));
        }
        SLUICE_CHECK(m_sender.write(*rows, stop));
        return m_sender.isFull(m_run->parameters.blockBytes) ? finishBlock(stop) : Done();
    }

    Result<Receipt> seal(Stop stop) override
    {
        SLUICE_CHECK(finishBlock(stop));
        const QJsonObject receipt{{QStringLiteral("upload"), m_upload}, {QStringLiteral("blocks"), m_blocks}};
        m_blocks = {};
        return QJsonDocument(receipt).toJson(QJsonDocument::Compact);
    }

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

    // The batch in the table's order, empty texts as null where asked, without rows that the table cannot take.
    Result<std::shared_ptr<arrow::RecordBatch>> prepared(const Batch &batch, DirtySink &dirty)
    {
        if (!batch.rows)
            return std::shared_ptr<arrow::RecordBatch>();
        std::shared_ptr<arrow::RecordBatch> rows = batch.rows;
        arrow::ArrayVector arrays;
        arrow::FieldVector fields;
        std::vector<int64_t> refused;
        for (size_t i = 0; i < m_run->tableOrder.size(); ++i) {
            const int from = m_run->tableOrder[i];
            const Column &column = m_run->wireSchema.columns[qsizetype(i)];
            std::shared_ptr<arrow::Array> array = rows->column(from);
            if (m_run->parameters.emptyAsNull && column.type.isText())
                array = emptyAsNull(array);
            if (!array)
                return makeError(ErrorCode::Internal, QStringLiteral("There is no memory for a batch of rows."));
            refuse(*array, column, batch, dirty, refused);
            arrays.push_back(std::move(array));
            fields.push_back(rows->schema()->field(from));
        }
        rows = arrow::RecordBatch::Make(arrow::schema(std::move(fields)), rows->num_rows(), std::move(arrays));
        if (refused.empty())
            return rows;
        std::sort(refused.begin(), refused.end());
        refused.erase(std::unique(refused.begin(), refused.end()), refused.end());
        return withoutRows(rows, refused);
    }

    // Cells that make the server refuse the whole block: NULL where none may be, values beyond the session's limit.
    void refuse(const arrow::Array &array, const Column &column, const Batch &batch, DirtySink &dirty,
                std::vector<int64_t> &refused) const
    {
        const auto add = [&](int64_t row, const QString &reason) {
            DirtyRow bad;
            bad.row = batch.rowNumber(row);
            bad.column = column.name;
            bad.raw = QByteArray::fromStdString(cellText(array, row));
            bad.reason = reason;
            // A row is dirty once, whatever else is wrong with it.
            if (std::find(refused.begin(), refused.end(), row) == refused.end())
                dirty.add(std::move(bad));
            refused.push_back(row);
        };
        if (!column.nullable && array.null_count() > 0)
            for (int64_t row = 0; row < array.length(); ++row)
                if (array.IsNull(row))
                    add(row, QStringLiteral("The column does not take NULL."));
        const bool bytes = array.type_id() == arrow::Type::STRING || array.type_id() == arrow::Type::BINARY;
        if (!bytes || m_run->maxFieldSize <= 0 || array.length() == 0)
            return;
        const auto &text = static_cast<const arrow::BinaryArray &>(array);
        if (text.value_offset(text.length()) - text.value_offset(0) <= m_run->maxFieldSize)
            return;
        for (int64_t row = 0; row < text.length(); ++row)
            if (text.value_length(row) > m_run->maxFieldSize)
                add(row, QStringLiteral("The value has %1 bytes; the table takes at most %2.")
                             .arg(text.value_length(row))
                             .arg(m_run->maxFieldSize));
    }

    std::shared_ptr<UploadRun> m_run;
    BlockSender m_sender;
    QString m_upload;
    QJsonArray m_blocks;
};

class TableSink final : public Sink
{
public:
    explicit TableSink(std::shared_ptr<UploadRun> run)
        : m_run(std::move(run))
    {
    }

    const Schema &schema() const override { return m_run->schema; }
    qint64 bytesSent() const override { return m_run->bytesSent; }

    Result<std::unique_ptr<Writer>> writer(int) override
    {
        return std::unique_ptr<Writer>(std::make_unique<TableWriter>(m_run));
    }

    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        SLUICE_TRY(const UploadSession session, m_run->current(stop));
        QList<int> sent;
        for (const Receipt &receipt : receipts) {
            const QJsonObject json = QJsonDocument::fromJson(receipt).object();
            for (const QJsonValue &block : json[QLatin1String("blocks")].toArray())
                sent.append(block.toInt(-1));
        }
        Client client(m_run->account, runTries);
        SLUICE_TRY(UploadSession known, reloadUpload(client, session, stop));
        if (!known.closed) {
            std::sort(sent.begin(), sent.end());
            std::sort(known.blocks.begin(), known.blocks.end());
            if (sent != known.blocks)
                return makeError(ErrorCode::Conflict,
                                 QStringLiteral("%1 blocks were sent but the service holds %2; nothing is committed. "
                                                "Run again.")
                                     .arg(sent.size())
                                     .arg(known.blocks.size()));
            SLUICE_CHECK(commitUpload(client, session, stop));
        }
        m_committedEpoch = epoch;
        QMutexLocker lock(&m_run->mutex);
        m_run->session.reset();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    std::shared_ptr<UploadRun> m_run;
    qint64 m_committedEpoch = -1;
};

// The columns in the table's order, since that is the order on the wire.
void orderColumns(UploadRun &run, const QList<int> &chosen, const TableColumns &table)
{
    run.tableOrder.resize(size_t(chosen.size()));
    std::iota(run.tableOrder.begin(), run.tableOrder.end(), 0);
    std::sort(run.tableOrder.begin(), run.tableOrder.end(), [&](int a, int b) { return chosen[a] < chosen[b]; });
    for (const int index : chosen)
        run.schema.columns.append(table.columns.columns[index]);
    for (const int from : run.tableOrder) {
        run.wireSchema.columns.append(table.columns.columns[chosen[from]]);
        run.numbers.push_back(uint32_t(chosen[from] + 1));
    }
}

} // namespace

Result<std::unique_ptr<Sink>> openMaxComputeSink(const OpenRequest &request, Stop stop)
{
    const auto placed = [&](Error error, const char *key) {
        error.where = parameterPointer(request.step, key);
        return error;
    };
    auto run = std::make_shared<UploadRun>();
    SLUICE_TRY(run->parameters, WriteParameters::from(request.step));
    SLUICE_TRY(Account account, accountOf(request.source, request.step));
    Client client(std::move(account), openTries);
    const auto table = fetchTable(client, run->parameters.table, stop);
    if (!table.ok())
        return table.error().code == ErrorCode::NotFound ? placed(table.error(), "table") : table.error();
    if (const QString kind = table->otherKind(); !kind.isEmpty())
        return makeError(
            ErrorCode::Unsupported,
            QStringLiteral("\"%1\" is %2; only tables can be written.").arg(run->parameters.table.text(), kind),
            parameterPointer(request.step, "table"));
    const auto partition = writerPartition(run->parameters.partition, table->columns.partitionColumns.names());
    if (!partition.ok())
        return placed(partition.error(), "partition");
    const auto columns = chooseWriteColumns(run->parameters.columns, table->columns);
    if (!columns.ok())
        return placed(columns.error(), "column");

    run->target = {table->name, *partition, run->parameters.quota};
    run->log = request.log;
    SLUICE_TRY(UploadSession session, createUpload(client, run->target, run->parameters.truncate, stop));
    if (!(session.columns.columns.names() == table->columns.columns.names()))
        return makeError(
            ErrorCode::Conflict,
            QStringLiteral("Table \"%1\" was changed while the task began. Run again.").arg(table->name.text()));
    orderColumns(*run, *columns, session.columns);
    run->maxFieldSize = session.maxFieldSize;
    run->account = client.account();
    run->session = std::move(session);
    return std::unique_ptr<Sink>(std::make_unique<TableSink>(std::move(run)));
}

} // namespace sluice
