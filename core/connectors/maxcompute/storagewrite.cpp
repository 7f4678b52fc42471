#include "connectors/maxcompute/storagewrite.h"

#include "connectors/maxcompute/storagesession.h"
#include "tunnel/ipcencoder.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMutex>

#include <algorithm>
#include <optional>

namespace sluice
{

namespace
{

using namespace std::chrono_literals;

constexpr char batchWrite[] = "batch_write";
// The largest value that a table takes; sessions do not tell.
constexpr qint64 largestField = 8 * 1024 * 1024;
const QString stateKey = QStringLiteral("storageWrite");
const QString numberKey = QStringLiteral("block");
const QString messageKey = QStringLiteral("message");

struct WriteSession {
    QString id;
    Schema columns;
    int blocks = blockLimit; // the service takes no more
    bool committed = false;
};

Result<WriteSession> parseWriteSession(const QJsonObject &json)
{
    WriteSession session;
    session.id = storageSessionId(json);
    session.committed = storageStatus(json) == QLatin1String("COMMITTED");
    session.blocks = json[QLatin1String("MaxBlockNumber")].toInt(blockLimit);
    SLUICE_TRY(session.columns, storageColumns(json));
    return session;
}

Result<WriteSession> createWrite(Client &client, const TunnelTarget &target, bool overwrite, Stop stop)
{
    QJsonObject body{{QStringLiteral("Overwrite"), overwrite}, {QStringLiteral("ArrowOptions"), storageTimes()}};
    if (!target.partition.isEmpty())
        body.insert(QStringLiteral("PartitionSpec"), target.partition.pathText());
    auto json = createStorageSession(client, target, batchWrite, body,
                                     QStringLiteral("Opening a write session of %1").arg(placeOf(target)), stop);
    if (!json.ok() && refusesStorageApi(json.error())) {
        Error error = json.error();
        error.message += QStringLiteral(" The Storage API cannot be used here: set useStorageApi to false to write "
                                        "through the tunnel, or have the Storage API allowed for this project.");
        return error;
    }
    if (!json.ok())
        return json.error();
    return parseWriteSession(*json);
}

Error cannotGoOn(const QString &reason, const QString &detail = {})
{
    return makeError(ErrorCode::Conflict, reason + QStringLiteral(" Run the task anew."), {}, detail);
}

// The session of an earlier attempt, as the service has it now.
Result<WriteSession> resumeWrite(Client &client, const TunnelTarget &target, const ResumePoint &point, Stop stop)
{
    const QString id = QJsonDocument::fromJson(point.sinkState).object()[stateKey].toString();
    if (id.isEmpty())
        return cannotGoOn(QStringLiteral("The attempt to go on with did not write by the Storage API."));
    const auto json = reloadStorageSession(client, target, batchWrite, id, stop);
    if (!json.ok() && json.error().code == ErrorCode::NotFound)
        return cannotGoOn(QStringLiteral("The service no longer has the write session that the attempt had begun: it "
                                         "keeps one for 24 hours, and not when the table is changed."),
                          json.error().detail);
    if (!json.ok())
        return json.error();
    SLUICE_TRY(const WriteSession session, parseWriteSession(*json));
    if (session.committed && !point.complete)
        return cannotGoOn(QStringLiteral("The write session that the attempt had begun was committed, though not all "
                                         "rows were sent. Look at the table first."));
    if (!session.committed && storageStatus(*json) != QLatin1String("NORMAL"))
        return cannotGoOn(QStringLiteral("The write session that the attempt had begun has expired."));
    return session;
}

int firstFreeBlock(const std::vector<Receipt> &receipts)
{
    int last = -1;
    for (const QJsonValue &block : blocksOf(receipts))
        last = std::max(last, block[numberKey].toInt(-1));
    return last + 1;
}

// What the number of a block's first sending is in a resumed run: the service does not tell which blocks the attempts
// before have sent without a line in the journal, so the same block is to be another attempt. The id of an attempt ends
// with four hexadecimal digits by chance.
int firstAttempt(const QString &runId)
{
    return 1 + runId.right(4).toInt(nullptr, 16);
}

// What the writers were answered, for just their attempts; nothing else is shown.
QJsonArray messagesOf(const std::vector<Receipt> &receipts)
{
    QJsonArray messages;
    for (const QJsonValue &block : blocksOf(receipts))
        messages.append(block[messageKey]);
    return messages;
}

bool sameColumns(const Schema &a, const Schema &b)
{
    return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                      [](const Column &x, const Column &y) { return x.name == y.name && x.type == y.type; });
}

// The session changes between epochs, while no writer is at work.
class StorageRun final : public BlockRun
{
public:
    using BlockRun::BlockRun;

    Done open(BlockSender &sender, int, Stop stop) override
    {
        SLUICE_TRY(const WriteSession now, current(stop));
        const int block = nextBlock++;
        if (block >= now.blocks)
            return makeError(ErrorCode::Unsupported, tooManyBlocks());
        ServiceRequest request =
            storageRequest(sender.client(), target.table, QStringLiteral("/sessions/%1/data").arg(now.id));
        request.method = "POST";
        request.query = {{"block_number", QString::number(block)}, {"attempt_number", QString::number(attempt)}};
        addStorageFormat(request);
        request.headers.emplaceBack("Content-Type", "application/octet-stream");
        request.answered = true;
        request.doing = QStringLiteral("Sending block %1 to %2").arg(block).arg(placeOf(target));
        SLUICE_TRY(auto encoder, IpcEncoder::make(now.columns, shape.numbers(), parameters.compressCodec));
        return sender.open(std::move(request), block, std::move(encoder), Compression::Raw);
    }

    Result<QJsonValue> sent(const BlockSender &sender, int) const override
    {
        const QJsonValue message = QJsonDocument::fromJson(sender.answer())[QLatin1String("CommitMessage")];
        if (!message.isString())
            return notOfTunnel(QStringLiteral("Sending block %1 to %2").arg(sender.blockId()).arg(placeOf(target)));
        return QJsonValue(QJsonObject{{numberKey, sender.blockId()}, {messageKey, message}});
    }

    // The session of the current epoch; later epochs add to what the first one replaced.
    Result<WriteSession> current(Stop stop)
    {
        QMutexLocker lock(&mutex);
        if (!session) {
            Client client(account, runTries, log);
            SLUICE_TRY(session, createWrite(client, target, false, stop));
            nextBlock = 0;
        }
        return *session;
    }

    TunnelTarget target;
    std::atomic<int> nextBlock{0};
    int attempt = 0; // of a block that is sent for the first time
    QMutex mutex;
    std::optional<WriteSession> session;
};

class StorageSink final : public Sink
{
public:
    explicit StorageSink(std::shared_ptr<StorageRun> run)
        : m_run(std::move(run))
    {
    }

    const Schema &schema() const override { return m_run->shape.schema(); }
    qint64 bytesSent() const override { return m_run->bytesSent; }
    QByteArray resumeState() const override
    {
        QMutexLocker lock(&m_run->mutex);
        return m_run->session
                   ? QJsonDocument(QJsonObject{{stateKey, m_run->session->id}}).toJson(QJsonDocument::Compact)
                   : QByteArray();
    }

    Result<std::unique_ptr<Writer>> writer(int lane) override { return makeBlockWriter(m_run, lane); }

    Done commit(qint64 epoch, const std::vector<Receipt> &receipts, Stop stop) override
    {
        if (epoch <= m_committedEpoch)
            return {};
        SLUICE_TRY(const WriteSession session, m_run->current(stop));
        if (!session.committed)
            SLUICE_CHECK(commitSession(session, messagesOf(receipts), stop));
        m_committedEpoch = epoch;
        QMutexLocker lock(&m_run->mutex);
        m_run->session.reset();
        return {};
    }

    // Blocks that are not committed are never seen, and go with their session.
    void abort() override {}

private:
    // Waits for its end, for the service may take its time. A commit that was done although its answer was lost is a
    // conflict when it is asked for again, so the session has the last word.
    Done commitSession(const WriteSession &session, const QJsonArray &messages, Stop stop)
    {
        const TunnelTarget &target = m_run->target;
        Client client(m_run->account, runTries, m_run->log);
        ServiceRequest request = storageRequest(client, target.table, QStringLiteral("/commit"));
        request.method = "POST";
        request.query.emplaceBack("session_id", session.id);
        request.headers.emplaceBack("Content-Type", "application/json");
        request.body =
            QJsonDocument(QJsonObject{{QStringLiteral("CommitMessages"), messages}}).toJson(QJsonDocument::Compact);
        request.doing = QStringLiteral("Committing the rows of %1").arg(placeOf(target));
        auto json = callForJson(client, request, stop);
        const std::optional<Error> refused = json.ok() ? std::nullopt : std::optional(json.error());
        if (refused) {
            json = reloadStorageSession(client, target, batchWrite, session.id, stop);
            if (!json.ok())
                return *refused;
        }
        for (auto pause = 100ms;; pause = std::min(pause * 2, std::chrono::milliseconds(5s))) {
            const QString status = storageStatus(*json);
            if (status == QLatin1String("COMMITTED"))
                return {};
            if (refused && status != QLatin1String("COMMITTING"))
                return *refused;
            if (status != QLatin1String("COMMITTING"))
                return makeError(ErrorCode::Conflict,
                                 QStringLiteral("%1 failed: the session is %2. %3 Look at the table, then run again.")
                                     .arg(request.doing, status.isEmpty() ? QStringLiteral("unknown") : status,
                                          (*json)[QLatin1String("Message")].toString().simplified().left(500)));
            SLUICE_CHECK(stop.sleep(pause));
            json = reloadStorageSession(client, target, batchWrite, session.id, stop);
            if (!json.ok())
                return json.error();
        }
    }

    std::shared_ptr<StorageRun> m_run;
    qint64 m_committedEpoch = -1;
};

} // namespace

Result<std::unique_ptr<Sink>> openStorageSink(Client &client, const TunnelTarget &target, WriteParameters parameters,
                                              WriteShape shape, const Schema &expected, const OpenRequest &request,
                                              Stop stop)
{
    const ResumePoint *resume = request.resume;
    SLUICE_TRY(WriteSession session, resume ? resumeWrite(client, target, *resume, stop)
                                            : createWrite(client, target, parameters.truncate, stop));
    if (!sameColumns(session.columns, expected))
        return tableChanged(target);
    shape.setMaxFieldSize(largestField);
    auto run = std::make_shared<StorageRun>(client.account(), std::move(parameters), std::move(shape), request.log);
    run->target = target;
    if (resume) {
        run->nextBlock = firstFreeBlock(resume->receipts);
        run->attempt = firstAttempt(request.runId);
    }
    run->session = std::move(session);
    return std::unique_ptr<Sink>(std::make_unique<StorageSink>(std::move(run)));
}

} // namespace sluice
